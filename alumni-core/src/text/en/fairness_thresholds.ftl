# What each threshold of a search comes to.
threshold-at-least = From { $fact } { $threshold } on, { $eligible ->
    [one] one person would be eligible
   *[other] { $eligible } people would be eligible
}; the lowest ratio is { $ratio } ({ $group }).
threshold-at-most = Up to { $fact } { $threshold }, { $eligible ->
    [one] one person would be eligible
   *[other] { $eligible } people would be eligible
}; the lowest ratio is { $ratio } ({ $group }).
threshold-at-least-none = From { $fact } { $threshold } on, { $eligible ->
    [one] one person would be eligible
   *[other] { $eligible } people would be eligible
}; no ratio can be formed.
threshold-at-most-none = Up to { $fact } { $threshold }, { $eligible ->
    [one] one person would be eligible
   *[other] { $eligible } people would be eligible
}; no ratio can be formed.
threshold-below = This is below the screening line of { $line }.
threshold-chance = Of its differences the least likely to be chance has an adjusted p of { $p }.
threshold-chance-rare = Of its differences the least likely to be chance has an adjusted p below 0.001.
threshold-front = No other threshold has as many eligible people and as high a lowest ratio.
thresholds-tests = { $tests } tests were made; their p-values are adjusted for all of them (Holm).
thresholds-tests-held-out = The thresholds were chosen on one half of the people and tested on the other: { $tests } tests, adjusted for all of them (Holm).

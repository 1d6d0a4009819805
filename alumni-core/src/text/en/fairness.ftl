# The sentences of a finding.
selection-rates = { $group } were selected at { $rate } ({ $selected }/{ $considered }), { $reference } at { $reference_rate } ({ $reference_selected }/{ $reference_considered }): ratio { $ratio }, { $confidence } interval { $lower }-{ $upper } (score).
selection-chance = A difference this large would appear about { $times ->
    [one] once
   *[other] { $times } times
} in { $of } if the true rates were equal (mid-p { $p }).
selection-chance-rare = A difference this large would appear less than once in 1,000 times if the true rates were equal (mid-p below 0.001).
selection-detectable = These numbers could reliably detect only ratios below about { $ratio }.
selection-detectable-none = These numbers are too small to detect any ratio reliably.
selection-verdict-not-estimable = NOT ESTIMABLE: no ratio can be formed.
selection-verdict-insufficient = INSUFFICIENT: the data cannot tell.
selection-verdict-no-signal = NO SIGNAL: no difference is shown, and one that matters would probably have been.
selection-verdict-watch = WATCH: keep an eye on this difference as further decisions are made.
selection-verdict-review = REVIEW: a person should look at how these decisions were made.
selection-several-comparisons = { $comparisons } comparisons were made: the more there are, the more of them stand out by chance. Each verdict looks at its comparison alone; p-values adjusted for all of them (Holm) stand beside.
selection-groups-withheld-beside = Not shown either, so that no total tells how many the others are: { $groups }.
selection-combinations-withheld = Combinations with a group of fewer than { $minimum } are not shown: { $combinations }.
selection-groups-withheld = Not shown, with fewer than { $minimum } considered: { $groups }.
selection-unknown-group = The group of { $considered } more people ({ $selected } selected) is not known.
selection-undecided = { $rows ->
    [one] One row has no outcome and is not counted.
   *[other] { $rows } rows have no outcome and are not counted.
}
selection-screening = Screening statistic, not a legal finding.

# Why a verdict is what it is.
selection-nobody-considered = nobody was considered: { $group }
selection-nobody-selected = nobody was selected: { $group }, { $reference }
selection-below-threshold = the ratio { $ratio } is below the screening line of { $threshold }
selection-not-below-threshold = the ratio { $ratio } is not below the screening line of { $threshold }
selection-significant = a difference this large is unlikely by chance: mid-p { $p }, below { $alpha }
selection-not-significant = chance alone may explain a difference this large: mid-p { $p }, not below { $alpha }
selection-flips-by-one = one different decision would change the result
selection-rate-above-reference = the rate is higher than that of the reference
selection-interval-covers-both = the interval covers both 1 and the screening line of { $threshold }
selection-power-low = these numbers could reliably detect only ratios below about { $ratio }, which is under the screening line of { $threshold }
selection-power-none = these numbers are too small to detect any ratio reliably
selection-needed = about { $people } people in each group would be needed to detect a ratio of { $threshold }
selection-not-after-adjustment = adjusted for all comparisons, chance alone may explain the difference: p { $p } (Holm)
selection-hangs-on-unknown = depending on the groups of those whose group is not known, the ratio lies between { $lowest } and { $highest }, on either side of the screening line of { $threshold }

# Rates within strata.
strata-pooled = Over all strata together, { $group } were selected at { $ratio } times the rate of { $reference }.
strata-within = Within the { $strata } strata they have in common the ratio is { $ratio }, { $confidence } interval { $lower }-{ $upper } (Mantel-Haenszel).
strata-reversed = the pooled figure and the strata contradict each other: the ratio is { $pooled } pooled and { $within } within strata, on the other side of 1
strata-disappears = the difference is seen in the pooled figure but not within strata: { $pooled } pooled, { $within } within; it may come from who was considered where
strata-appears = the pooled figure hides a difference within strata: { $pooled } pooled, { $within } within
strata-not-comparable = no ratio can be formed within the strata, so nothing can be said of the pooled figure
strata-differ = the strata differ in their odds (Tarone p { $p }): one figure for all of them says too little, and each stratum should be looked at

# The published tables of Local Law 144.
local-law-144-by = By { $attributes }
local-law-144-people = People
local-law-144-selected = Selected
local-law-144-above-median = Above the median
local-law-144-selection-rate = Selection rate
local-law-144-scoring-rate = Scoring rate
local-law-144-ratio = Impact ratio
local-law-144-interval = 95% interval
local-law-144-left-out = less than 2%
local-law-144-unknown = Of unknown category and therefore not in the table: { $people }.
local-law-144-median = Median of all scores: { $median }.
local-law-144-method = Categories of less than 2% of all { $people } people have no ratio. Method: { $source }.

review-synthetic = Synthetic data, made by: { $how }
review-of = Review as of { $as_of } of the programme { $programme }, version { $version }
review-people = { $people ->
    [one] 1 person
   *[other] { $people } people
} in the data: { $employed } employed, { $former } left, { $returned } came back at least once

review-section-gates = Who may join and return
review-policy = { $title } ({ $policy }, version { $version }): { $people ->
    [one] 1 person
   *[other] { $people } people
} who left
review-soon = become eligible within 12 months by waiting
review-for-review = for a person to review: { $rule }
review-missing = to be settled: { $fact }

review-section-reach = Who may be reached, and what blocks the rest
review-purpose = { $title }
review-purpose-channel = { $title } { review-channel }
review-channel = { $channel ->
    [email] by e-mail
    [sms] by text message
    [phone] by phone
    [postal] by post
    [sns] on a social network
    [in_app] in the application
   *[other] by { $channel }
}

review-section-fairness = Is it fair
review-by-attribute = { $title } by { $attribute }
review-unknown-group = { $count ->
    [one] 1 person is
   *[other] { $count } people are
} in no group: not known
review-pay = Pay against the midpoint of its range (compa-ratio) of people employed now
review-pay-returners = came back: mean of ratios { $mean }, ratio of sums { $sums } ({ $count ->
    [one] 1 person
   *[other] { $count } people
})
review-pay-returners-none = came back: nobody with a pay range
review-pay-stayers = never left: mean of ratios { $mean }, ratio of sums { $sums } ({ $count ->
    [one] 1 person
   *[other] { $count } people
})
review-pay-stayers-none = never left: nobody with a pay range

review-section-network = Is the network alive
review-scored = { $scored ->
    [one] 1 person has
   *[other] { $scored } people have
} a score; { $not_scored ->
    [one] 1 more acted and has
   *[other] { $not_scored } more acted and have
} not agreed to scoring
review-closest = { $person }: { $score } ({ $why })
review-closest-recent = { $person }: { $score } ({ $why }); last two-way contact { $days ->
    [one] 1 day
   *[other] { $days } days
} ago

review-section-decisions = { $count ->
    [one] 1 decision
   *[other] { $count } decisions
} in full

review-section-notes = Notes on the data
review-no-consent-events = no consent events were given: who may be reached is not known, and nobody is scored
review-no-interactions = no interactions were given: whether the network is alive is not known
review-no-groups = no group codes were given: the policies are not compared between groups
review-more-faults = { $count ->
    [one] 1 more row
   *[other] { $count } more rows
} could not be used
review-idle-gaps = { $count ->
    [one] 1 more fact that no policy asks for is
   *[other] { $count } more facts that no policy asks for are
} not in the export
review-reach = { $title }: { $allowed } allowed, { $denied } denied ({ $blocked })
review-reach-contact = { $title }: { $allowed } allowed, { $with_contact } of them with a working contact point, { $denied } denied ({ $blocked })
review-reach-review = { $title }: { $allowed } allowed, { $review } for a person to review, { $denied } denied ({ $blocked })
review-reach-contact-review = { $title }: { $allowed } allowed, { $with_contact } of them with a working contact point, { $review } for a person to review, { $denied } denied ({ $blocked })
review-quiet = { $verdict ->
    [no_signal] no difference shown, and one that matters would probably have been
    [insufficient] the data cannot tell, there are too few people
    [not_estimable] no ratio can be formed
   *[other] { $verdict }
}: { $findings }
review-may = { $answer }: { $purposes }
review-met = + met: { $rules }
review-clear = + does not apply: { $rules }

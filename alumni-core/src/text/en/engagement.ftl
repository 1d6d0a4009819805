engagement-kind = { $kind ->
    [post_intro] self-introductions
    [nominate] nominations
    [post_update] news posted
    [post_question] questions posted
    [post_help_request] calls for help
    [post_promo] own business presented
    [answer] answers given
    [reply] replies
    [reaction] reactions
    [profile_view] profiles viewed
    [direct_message] direct messages
    [directory_search] directory searches
    [visit] visits
    [event_rsvp] event registrations
    [event_attend] events attended
    [event_rate] events rated
    [company_push] company mailings
    [open] mailings opened
    [click] links followed
    [opt_out] opt-outs
    [perk_use] perks used
    [introduction] introductions made
    [broker_action] business brokered
    [job_view] jobs viewed
    [application] applications
    [job_post] openings sent
    [rehire_push] calls to come back
    [referral_request] requests to refer somebody
    [event_invite] invitations to events
    [perk_offer] perks offered
    [career_advice] career advice
   *[other] { $kind }
}
score-part = { engagement-kind }: { $points } points from { $events ->
    [one] 1 event
   *[other] { $events } events
}
score-nothing-counts = nothing this person did counts in the model
score-recency = last two-way contact { $days ->
    [one] 1 day
   *[other] { $days } days
} ago
score-tenure = weights multiplied by { $factor } for tenure
score-no-two-way-contact = no two-way contact on record
score-not-permitted = not scored: scoring is not permitted for this person
score-no-events = not scored: nothing on record before { $as_of }
score-change = score { $before } on { $from }, { $after } on { $until }
score-change-entered = { engagement-kind }: +{ $points } from { $events ->
    [one] one new event
   *[other] { $events } new events
}
score-change-faded = { engagement-kind }: -{ $points } faded
score-change-faded-event = { engagement-kind }, { $event } of { $day }: { $before } before, { $after } now
score-change-faded-more = { $count ->
    [one] one more event faded
   *[other] { $count } more events faded
}: -{ $points }
score-change-capped = { engagement-kind }: { $count ->
    [one] one new event is beyond the cap
   *[other] { $count } new events are beyond the cap
}
score-move = score { $before } before, { $after } now
score-move-new = not scored before, score { $after } now
score-move-gone = score { $before } before, not scored now
score-move-segment = now compared within { $to }, before within { $from }
score-move-up = { engagement-kind }: +{ $points }
score-move-down = { engagement-kind }: -{ $points }
score-move-others = the others in the segment moved: the own score did not go that way
score-move-segment-size = a segment too small for bands on one of the days
score-segment-too-small = { $segment }: { $count ->
    [one] one person was scored
   *[other] { $count } people were scored
}, { $minimum } are needed for percentiles
half-life-learned = half-life { $days } days: { $share } of pairs in the right order on held-back periods
half-life-gain = { $gain } percentage points better than recency alone, on { $cuts ->
    [one] one held-back period
   *[other] { $cuts } held-back periods
}
half-life-no-gain = no better than recency alone: { $share } of pairs against { $recency }
half-life-chance = no better than chance: { $share } of pairs in the right order, and tossing a coin gets half of them right; such a score is not to be used to rank people
half-life-too-few = too few people acted to learn from: { $count }, { $minimum } are needed
half-life-not-held-back = the half-life stays at { $days } days: whether another one is better than recency alone cannot be told without a period held back that at least { $minimum } acts come before
half-life-kind = { engagement-kind }: half-life { $days } days
interactions-usable = { $rows ->
    [one] the only row can be used
   *[other] all { $rows } rows can be used
}
interactions-unusable = { $count } of { $rows ->
    [one] 1 row
   *[other] { $rows } rows
} cannot be used
interactions-repeated = { $count ->
    [one] 1 row says what an earlier one says, and counts once with it
   *[other] { $count } rows say what earlier ones say, and count once with them
}
held-back-acts = of { $people } people known { $days } days before, { $expected } acts were foreseen, and { $acts } came
held-back-better = the probabilities were better than the base rate (Brier score { $brier }, base rate { $base })
held-back-no-better = the probabilities were no better than the base rate (Brier score { $brier }, base rate { $base })
held-back-no-fit = the model has no numbers for the { $people } people known { $days } days before
fit-nothing-to-fit = nobody came back or ended, or nothing differs between people: there is nothing to fit
fit-monotone-likelihood = whoever has more of a column always ends first, or last: it has no finite coefficient
fit-no-maximum = the likelihood rises as a parameter grows or shrinks without end: the data have no such thing as the model describes, or too little of it
fit-flat = the data cannot tell some parameters apart
fit-too-many-steps = no maximum was reached before the steps ran out
participation-rest = { $count ->
    [one] 1 segment is
   *[other] { $count } segments are
} told only together with the rest: fewer than { $minimum } people, or needed to hide such a one
participation-too-few = fewer than { $minimum } people: no share is told
participation-joined = { $count ->
    [one] 1 of them has
   *[other] { $count } of them have
} enough people and would have given a smaller one away
score-duplicates = { $count ->
    [one] 1 event was given more than once and counts once
   *[other] { $count } repetitions of events already given were left out
}
score-after-as-of = { $count ->
    [one] 1 event lies on or after the day of the score and was left out
   *[other] { $count } events lie on or after the day of the score and were left out
}
score-events-not-permitted = { $count ->
    [one] 1 event by people who may not be scored was left out
   *[other] { $count } events by people who may not be scored were left out
}
score-capped = { $count ->
    [one] 1 event exceeds the limit for its kind and was left out
   *[other] { $count } events exceed the limits for their kinds and were left out
}
score-tenure-unused = { $count ->
    [one] the tenure of one person was given and changes nothing
   *[other] the tenure of { $count } people was given and changes nothing
}: the model { $model } has no bands of tenure
score-tenure-missing = { $count ->
    [one] 1 person was scored without a tenure, with factor 1
   *[other] { $count } people were scored without a tenure, with factor 1
}
score-unknown-kind = { $count ->
    [one] 1 event is of the kind “{ $kind }”, which the model does not know
   *[other] { $count } events are of the kind “{ $kind }”, which the model does not know
}
traffic-shares = of { $n ->
    [one] 1 message
   *[other] { $n } messages
}: { $company_to_alumni } company to alumni, { $alumni_to_company } alumni to company, { $alumni_to_alumni } alumni to alumni
traffic-none = no messages in { $days } days
traffic-unknown-kind = { $count ->
    [one] 1 event is of the kind “{ $kind }”, which is not known as a message or anything else
   *[other] { $count } events are of the kind “{ $kind }”, which is not known as a message or anything else
}
pulse-posts = { $count ->
    [one] 1 post
   *[other] { $count } posts
} by alumni in { $days } days: { $per_year } a year (95% interval { $lower } to { $upper })
pulse-no-days = the window has no days
pulse-no-members = no members on the roster
pulse-acted = { $count } of { $of } members did something others can notice (95% interval { $lower } to { $upper })
pulse-posted = { $count } of { $of } members posted (95% interval { $lower } to { $upper })
pulse-last-request = { $count } of { $of } members replied to the last request (95% interval { $lower } to { $upper }), { $first_timers } of them for the first time; open for { $days ->
    [one] 1 day
   *[other] { $days } days
} (event { $event })
pulse-no-request = nobody asked the network for anything
pulse-organic = { $count } of { $of } posts by alumni came without the company's prompting (95% interval { $lower } to { $upper })
pulse-prompts-not-recorded = the record does not say what prompted the posts
pulse-outside-roster = { $count ->
    [one] 1 person who acted is not on the roster
   *[other] { $count } people who acted are not on the roster
}
pulse-unknown-kind = { $count ->
    [one] 1 event by alumni is of the kind “{ $kind }”, which is not known and counts for nothing here
   *[other] { $count } events by alumni are of the kind “{ $kind }”, which is not known and count for nothing here
}

engagement-posts-a-year = { $posts ->
    [one] one post
   *[other] { $posts } posts
} a year
engagement-posts-made = { $made ->
    [one] one post
   *[other] { $made } posts
} in { $days ->
    [one] one day
   *[other] { $days } days
} so far
health-seeding = Seeding: a young network, { engagement-posts-made }, { $count } of { $of } members did something others can notice ({ $lower }-{ $upper }%)
health-growing = Growing: { engagement-posts-a-year }, many of them prompted by the office; { $count } of { $of } members did something others can notice ({ $lower }-{ $upper }%)
health-self-running = Self-running: { engagement-posts-a-year }, mostly of the members' own accord; { $count } of { $of } members did something others can notice ({ $lower }-{ $upper }%)
health-lively = Lively: { engagement-posts-a-year }, though the record does not say whether the office prompted them; { $count } of { $of } members did something others can notice ({ $lower }-{ $upper }%)
health-quiet-asked = Quiet, not hollow: { engagement-posts-a-year }, but { $count } of { $of } answered the request of { $asked_on } ({ $lower }-{ $upper }%)
health-quiet = Quiet: { engagement-posts-a-year }, { $count } of { $of } members did something others can notice ({ $lower }-{ $upper }%); no request to the network that is at least { $request_days } days old is on record for the last { $year_days } days
health-quiet-answers = Quiet: { engagement-posts-a-year }; { $count } of { $of } members did something others can notice ({ $lower }-{ $upper }%), and { $answered } of { $asked } answered the request of { $asked_on }
health-fading = Fading: less than it was; { engagement-posts-a-year }, { $count } of { $of } members did something others can notice ({ $lower }-{ $upper }%)
health-hollow-asked = Hollow: { engagement-posts-a-year }, and { $count } of { $of } answered the request of { $asked_on } ({ $lower }-{ $upper }%), and no other was answered by more
health-hollow-left = Hollow: { engagement-posts-a-year }, { $count } of { $of } members did something others can notice ({ $lower }-{ $upper }%), and all of them have opted out: nobody is left who may be asked
health-hollow = Hollow: { engagement-posts-a-year }, { $count } of { $of } members did something others can notice ({ $lower }-{ $upper }%)
health-cannot-tell = Cannot tell yet how the network is
health-needs-members = needed: { $missing ->
    [one] one more member
   *[other] { $missing } more members
}; there { $members ->
    [one] is one
   *[other] are { $members }
}
health-needs-record = needed: a record of what people did; there is nothing in it before the day
health-needs-request = needed: one clear request to all members, and { $days } days for answers; that tells quiet from hollow
health-needs-request-left = needed: one clear request to the { $members ->
    [one] one member who has
   *[other] { $members } members who have
} not opted out ({ $opted_out } did), and { $days } days for answers; that tells quiet from hollow
health-needs-answers = needed: answers to the request that is { $open ->
    [one] one day
   *[other] { $open } days
} old; it tells quiet from hollow in { $more ->
    [one] one day
   *[other] { $more } days
}
health-opened = the programme opened { $days } days ago
health-first-event = the first event on record is { $days } days old, and the roster does not say when the programme opened
health-posts = { $count ->
    [one] one post
   *[other] { $count } posts
} by alumni in { $days } days: { $value } per member and year (95% interval { $lower } to { $upper })
health-answered = { $count } of { $of } members asked answered the request of { $asked_on }, { $requests ->
    [one] the only one
   *[other] the best answered of { $requests }
} (95% interval { $lower } to { $upper }), { $first_timers } of them for the first time; open for { $days } days
health-answers-not-recorded = no answer to anything is on record: that nobody answers, and that answers are not recorded, look the same
health-opted-out = { $count } of { $of } members have opted out: nobody is left who may be asked
health-pace-undecided = the interval of the pace, { $lower } to { $upper } posts per member and year, reaches across { $threshold }, from which on a network is lively: so few posts do not tell lively from quiet for sure
health-acted = { $count } of { $of } members did something others can notice in the last half year (95% interval { $lower } to { $upper })
health-own-posts = { $count } of { $of } posts of late came without the company's prompting (95% interval { $lower } to { $upper })
health-own-posts-not-recorded = the record never says what prompted a post: whether the network runs by itself or is driven by the office cannot be told apart, and it counts as running by itself
health-posts-fell = posts that the company did not prompt, introductions apart, fell from { $before } in the half year before to { $after } (by chance alone with probability { $p })
health-looks-fell = weeks in which somebody looked in fell from { $before } in the half year before to { $after } (by chance alone with probability { $p })
health-one-way = one-way: { $count } of { $of } messages come from alumni ({ $value }, 95% interval { $lower } to { $upper }; threshold { $threshold })
health-clear-one-way = cleared by { $needed } more messages from alumni at the same number of messages from the company
health-over-recruiting = over-recruiting: { $count } of { $of } mailings are about jobs or coming back ({ $value }, 95% interval { $lower } to { $upper }; threshold { $threshold })
health-clear-over-recruiting = cleared by { $needed } mailings about something else before the next one about jobs
health-opt-outs = within { $days } days of mailings about jobs, which is { $covered } days in all: { $count } opt-outs, { $per_year } a year; in the other { $other_days } days: { $others }, { $otherwise } a year
health-opt-outs-alone = within { $days } days of mailings about jobs, which is { $covered } days in all: { $count } opt-outs, { $per_year } a year; there was no other time to compare with
health-no-member-benefit = no benefit to members: { $count } things offered or taken in { $of } member-years ({ $value } each, 95% interval { $lower } to { $upper }; threshold { $threshold })
health-clear-no-member-benefit = cleared by { $needed } more: a perk used, a gathering attended, an introduction made
health-tool-only = a tool and nothing more: { $count } of { $of } members who looked in also said something ({ $value }, 95% interval { $lower } to { $upper }; threshold { $threshold })
health-clear-tool-only = cleared when { $needed } more of those who look in say something
health-group-only = a group without a roster: { $count } of { $of } people who act are not on it ({ $value }, 95% interval { $lower } to { $upper }; threshold { $threshold })
health-clear-group-only = cleared when { $needed } of them are on the roster
health-one-hub = one hub: a single person has a part in { $count } of { $of } exchanges ({ $value }, 95% interval { $lower } to { $upper }; threshold { $threshold })
health-one-hub-posts = one hub: a single person wrote { $count } of { $of } posts that the company did not prompt ({ $value }, 95% interval { $lower } to { $upper }; threshold { $threshold })
health-clear-one-hub-posts = cleared by { $needed ->
    [one] one post
   *[other] { $needed } posts
} by others
health-clear-one-hub = cleared by { $needed } exchanges among others
health-silent-newcomers = silent newcomers: { $count } of { $of } who joined lately did something others can notice ({ $value }, 95% interval { $lower } to { $upper }; threshold { $threshold })
health-clear-silent-newcomers = cleared when { $needed } more of them do
health-unanswered = unanswered requests: { $count } of { $of } requests by alumni were answered ({ $value }, 95% interval { $lower } to { $upper }; threshold { $threshold })
health-clear-unanswered = cleared by answers to { $needed } more of them
health-split = split: { $count } of { $of } people with ties are in the second largest group, which has no tie to the largest ({ $value }, 95% interval { $lower } to { $upper }; threshold { $threshold })
health-clear-split = { $needed ->
    [one] cleared by one introduction between the two largest groups
   *[other] cleared by { $needed } introductions that join the { $groups } largest groups to each other
}
health-office-driven = driven by the office: { $count } of { $of } posts by alumni came without its prompting ({ $value }, 95% interval { $lower } to { $upper }; threshold { $threshold })
health-clear-office-driven = cleared by { $needed } more posts that the company did not prompt
health-suspected = not sure: the interval reaches across the threshold
engagement-cause = { $cause ->
    [one_way] “one-way”
    [over_recruiting] “over-recruiting”
    [no_member_benefit] “no benefit to members”
    [tool_only] “a tool and nothing more”
    [group_only] “a group without a roster”
    [one_hub] “one hub”
    [silent_newcomers] “silent newcomers”
    [unanswered] “unanswered requests”
    [split] “split”
   *[office_driven] “driven by the office”
}
engagement-missing = { $cause ->
    [one_way] too few messages, { $needed } more needed
    [over_recruiting] too few mailings, { $needed } more needed
    [no_member_benefit] too few members, { $needed } more needed
    [tool_only] too few members who look in, { $needed } more needed
    [group_only] too few people who act, { $needed } more needed
    [one_hub] too few exchanges among alumni, { $needed } more needed
    [silent_newcomers] too few newcomers, { $needed } more needed
    [unanswered] too few requests by alumni, { $needed } more needed
    [split] too few people with ties, { $needed } more needed
   *[office_driven] too few posts by alumni, { $needed } more needed
}
health-too-few = cannot tell about { engagement-cause }: { engagement-missing }
health-undecided = cannot tell about { engagement-cause }: the number lies beyond the threshold and its interval reaches across it; if it stayed the same, { engagement-missing }
health-prompts-not-recorded = cannot tell about { engagement-cause }: the record never says what prompted a post
health-not-recorded = cannot tell about { engagement-cause }: the record does not hold what it takes
health-repeated-members = { $count } members were listed again and count once
health-not-yet-members = { $count ->
    [one] one person joins on or after the day and is no member yet
   *[other] { $count } people join on or after the day and are no members yet
}
health-repeated-events = { $count } repetitions of events already given were left out
health-after-as-of = { $count } events lie on or after the day and were left out
health-record-begins = nothing is on record before { $first }, although the programme was open: counted as a time without posts; if the record begins only then, the pace is { $value } posts per member and year, and an earlier record is needed
health-before-joining = { $count } events of members are dated before the day they joined; they count, but not as what newcomers did
health-unknown-kind = { $count } events are of the kind “{ $kind }”, which neither the library nor the model knows

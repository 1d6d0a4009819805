reply-nothing-asked = nothing that waits for an answer in { $days } days
reply-starts = { $count } of { $of } messages that began a conversation were answered (95% interval { $lower } to { $upper })
reply-median = half of them had an answer after { $hours } hours, those still waiting counted
reply-median-not-reached = less than half of them have an answer
reply-newcomers = of those by people who wrote for the first time, { $count } of { $of } were answered (95% interval { $lower } to { $upper })
reply-turns = { $count } of { $of } turns of direct messages were answered (95% interval { $lower } to { $upper })
reply-first-timers = of { $of } people who answered, { $count } wrote for the first time
reply-without-root = { $count ->
    [one] 1 answer is left out, for what it answers is not in the record
   *[other] { $count } answers are left out, for what they answer is not in the record
}
reply-before-question = { $count ->
    [one] 1 answer is left out, for it is dated before what it answers
   *[other] { $count } answers are left out, for they are dated before what they answer
}
reply-not-permitted = { $count ->
    [one] 1 message by or to people who have not agreed is left out
   *[other] { $count } messages by or to people who have not agreed are left out
}
reply-unknown-kind = { $count ->
    [one] 1 event of the kind { $kind } is left out, for nobody can tell what it is
   *[other] { $count } events of the kind { $kind } are left out, for nobody can tell what they are
}
network-people = { $people ->
    [one] one person
   *[other] { $people } people
}, { $pairs ->
    [one] one pair
   *[other] { $pairs } pairs
} of them in touch, { $isolated ->
    [one] one person
   *[other] { $isolated } people
} with nobody
network-too-few = fewer than { $minimum } people are in touch: too few for figures
network-reciprocity = { $share } of { $ties } ties are returned
network-largest-component = { $share } of the people can reach each other
network-absence-factor = { $count } of { $of } people give half of all contact; the most active { $top } give { $share }
network-communities = { $count } communities of { $minimum } people or more (modularity { $modularity })
network-not-permitted = { $count ->
    [one] 1 tie by or to people who have not agreed is left out
   *[other] { $count } ties by or to people who have not agreed are left out
}
exchange-replies = { $share } of { $replies } answers are by alumni to alumni
exchange-broadcast = { $share } of the messages ({ $count }) are the company's to all at once

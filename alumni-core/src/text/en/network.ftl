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
reply-not-permitted = { $count ->
    [one] 1 message by or to people who have not agreed is left out
   *[other] { $count } messages by or to people who have not agreed are left out
}
reply-unknown-kind = { $count ->
    [one] 1 event of the kind { $kind } is left out, for nobody can tell what it is
   *[other] { $count } events of the kind { $kind } are left out, for nobody can tell what they are
}

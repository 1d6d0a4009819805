silence-no-pace = cannot tell: nothing was counted in { $days ->
    [one] 1 day
   *[other] { $days } days
}, so there is no pace to compare a silence with
silence-no-alarm = { $silent ->
    [one] 1 day
   *[other] { $silent } days
} of silence are no alarm: with { $count } in { $days } days so long a silence comes with probability { $p }; an alarm would come after { $after } days
silence-never-alarms = { $silent ->
    [one] 1 day
   *[other] { $silent } days
} of silence are no alarm (probability { $p }): { $count } in { $days } days are too few for any silence to be one
silence-alarm = alarm: with { $count } in { $days } days, { $silent ->
    [one] 1 day
   *[other] { $silent } days
} of silence come only with probability { $p }
rate-power-can-tell = a fall to { $factor } of the rate is noticed within { $weeks ->
    [one] 1 week
   *[other] { $weeks } weeks
} with probability { $power }
rate-power-cannot-tell-yet = cannot tell yet: a fall to { $factor } of the rate is noticed within { $weeks ->
    [one] 1 week
   *[other] { $weeks } weeks
} only with probability { $power }; { $needed } weeks are needed for { $wanted }
rate-power-cannot-tell = cannot tell: a fall to { $factor } of the rate is noticed within { $weeks ->
    [one] 1 week
   *[other] { $weeks } weeks
} only with probability { $power }, and no hundred years are enough
share-power-both = between { $first } and { $second } people, starting from { $share }, a rise of { $rise } points or a fall of { $fall } points is noticed, nothing smaller
share-power-rise = between { $first } and { $second } people, starting from { $share }, a rise of { $rise } points is noticed, nothing smaller and no fall at all
share-power-fall = between { $first } and { $second } people, starting from { $share }, a fall of { $fall } points is noticed, nothing smaller and no rise at all
share-power-nothing = cannot tell: between { $first } and { $second } people, starting from { $share }, no difference is noticed
share-power-enough = a difference of { $difference } points is noticed between them; in two halves it would take { $people } people
share-power-cannot-tell-yet = cannot tell yet: a difference of { $difference } points takes { $people } people in two halves, { $missing } more than there are
share-power-cannot-tell-yet-between = cannot tell yet: a difference of { $difference } points is not noticed between { $first } and { $second } people; the group of { $smaller } would have to have { $missing } more (in two halves it would take { $people } in all)
share-power-cannot-tell-between = cannot tell: a difference of { $difference } points is not noticed between { $first } and { $second } people, however many more the smaller group had; in two halves it would take { $people } in all
shrink-told = the { $groups } groups differ around { $mean }: a group of size { $size } is pulled half the way to it
shrink-not-told = it cannot be told whether the { $groups } groups differ at all; around { $mean }, the best guess is that a group of size { $size } is pulled half the way to it
shrink-nothing = the { $groups } groups lie no further apart than chance puts them: all get { $mean }
shrink-too-few = cannot tell what { $groups ->
    [one] 1 group has
   *[other] { $groups } groups have
} in common: each stands alone
shrink-given = the { $groups ->
    [one] 1 group is
   *[other] { $groups } groups are
} pulled towards { $mean }, as the prior that was given wants

outcome-eligible = Eligible
outcome-conditional = Conditional
outcome-undetermined = Undetermined
outcome-ineligible = Ineligible

decision-eligible = Eligible
decision-eligible-until = Eligible until { $date }
decision-conditional = Conditional; a person decides on: { $criteria }
decision-undetermined = Undetermined; to be settled: { $facts }
decision-ineligible = Ineligible
decision-ineligible-until = Ineligible; eligible on { $date }
decision-ineligible-between = Ineligible; eligible from { $from } to { $until }

criterion-met = { $rule } (met)
criterion-unmet = { $rule } (not met)
criterion-unmet-until = { $rule } (met on { $date })
criterion-unknown = { $rule } (cannot tell: { $facts } not known)
criterion-review = for a person to review: { $rule }
criterion-barred = barred: { $rule }
criterion-barred-until = barred: { $rule } (until { $date })
criterion-clear = does not apply: { $rule }

change-fact = { $fact } from { $from } to { $to }
change-learn = { $fact } found to be { $to }
change-wait = wait until { $date }
nearest-already = Eligible already
nearest-none = Nothing that can still change makes it eligible
nearest-not-found = No way was found in the time the search may take

simulation-moved = { $moved } of { $rows } have another outcome
simulation-move = { $before } to { $after }: { $rows }
simulation-opened = no longer held back by { $criterion }: { $rows } ({ $alone } by it alone)
simulation-closed = now held back by { $criterion }: { $rows } ({ $alone } by it alone)
simulation-group = { $column } { $group }: eligible { $before } before, { $after } after, of { $rows }
simulation-group-unknown = { $column } not known: eligible { $before } before, { $after } after, of { $rows }

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
ladder-up-to = Up to { $step }; next { $next }: { $decision }
ladder-top = Up to { $step }, the highest step
ladder-none = No step yet; next { $next }: { $decision }
set-open = Eligible for: { $steps }
set-none = Eligible for none

## A policy as one page.

policy-page-titled = { $title }: { $rule }
policy-page-purpose = Purpose: { $purpose }.
policy-page-in-force = Version { $version }, in force from { $from } until { $until }, both days included.
policy-page-in-force-from = Version { $version }, in force from { $from }.
policy-page-in-force-until = Version { $version }, in force until { $until }, that day included.
policy-page-in-force-open = Version { $version }. No first or last day is set.
policy-page-source = Source: { $source }
policy-page-require = What must hold
policy-page-bar = What rules out
policy-page-review = What a person looks at
policy-page-criterion = criterion
policy-page-rule = in words
policy-page-criterion-source = source
policy-page-outcomes = What can come out
policy-page-eligible = Eligible: everything that must hold does, nothing rules out, and nothing asks for a person.
policy-page-conditional = Conditional: as eligible, but something asks for a person, who decides.
policy-page-undetermined = Undetermined: information is missing. It is named and asked for; what is missing never counts against anybody.
policy-page-ineligible = Ineligible: something that must hold does not, or something rules out. The reasons are named, and the first day on which the answer changes by waiting alone, if there is one.
policy-page-facts = What is read, and where it comes from
policy-page-fact = fact
policy-page-name = name in the data
policy-page-from = comes from
policy-page-built-in = the HR system's records of employment
policy-page-own = supplied for this policy by the company
policy-page-unused = What is not read
policy-page-nothing-else = Nothing else about a person is read.
policy-page-no-protected = No fact that is marked as protected is read.
policy-page-protected-used = Facts that are marked as protected are read: { $facts }. Somebody should look at why.
policy-page-content = Which text this is
policy-page-content-note = Every decision names the policy by these, so that it can be told under which text it was made.
policy-page-id = policy
policy-page-version = version
policy-page-hash = SHA-256 of its content


case-outcome = expected the outcome { $expected }, found { $found }
case-unmet = expected the unmet criteria { $expected }, found { $found }
case-unknown = expected the unknown criteria { $expected }, found { $found }
case-review = expected the criteria for review { $expected }, found { $found }
case-eligible-on = expected to be eligible on { $expected }, found { $found }
case-report = { $passed } of { $cases } cases pass; { $unnoticed } of { $mutants } changes of the rules go unnoticed
mutant-dropped = no case notices when { $criterion } is left out
mutant-changed = no case notices when { $criterion } reads: { $rule }

diff-none = no criterion differs
diff-added = added: { $criterion }: { $after }
diff-removed = removed: { $criterion }: { $before }
diff-changed = changed: { $criterion }: { $before } → { $after }
replay-same = the same decision, byte for byte
replay-other = another decision
replay-input-changed = the worker is not as recorded
replay-engine-changed = decided with version { $recorded } of the library, now { $now }
replay-content-changed = version { $version } of the policy says something else than it did
replay-policy-unknown = the book has no version { $version } of the policy
replay-not-in-force = version { $version } is not in force on { $date }
replay-facts-changed = facts read otherwise: { $facts }
replay-outcome-changed = { $recorded } then, { $now } now
migration = { $moved } of { $records } decisions change under version { $version }

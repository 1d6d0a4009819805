severity-error = error
severity-warning = warning
severity-note = note

check-clean = no dead, contradictory or implied criteria
check-line = { $severity }: { $finding }
check-shown = { $finding } [{ $witness }]
check-undecided = not decided within the steps allowed: { $code } ({ $criteria })

criterion-never-met = { $criterion }: nobody can meet it ({ $rule })
criterion-never-fails = { $criterion }: it never fails ({ $rule })
criterion-currencies = { $criterion }: it compares amounts in different currencies ({ $rule })
criterion-implied = { $criterion }: whoever passes { $by } passes it too ({ $rule })
review-always-asks = { $criterion }: it asks for a person every time ({ $rule })
review-never-asks = { $criterion }: it never asks for a person ({ $rule })
review-unreachable = { $criterion }: it asks for a person only where { $by } refuses already ({ $rule })
review-implied = { $criterion }: where it asks for a person, another criterion asks or refuses already: { $by } ({ $rule })
policy-admits-nobody = nobody passes all of: { $criteria }
policy-nobody-eligible = nobody is eligible without a review: { $criteria }
part-never-matters = { $criterion }: a part never matters: { $part }
part-implied = { $criterion }: beside { $by } a part never matters: { $part }

ladder-clean = no gaps, overlaps or unused steps
step-empty = { $step }: nobody is eligible
step-gap = { $step }: somebody falls between who is eligible for { $others }
step-overlap = { $step }: it takes somebody whom the step below refuses ({ $others })
step-unused = { $step }: whoever is eligible is eligible for a higher step too ({ $others })
ladder-left-out = somebody is eligible for no step

relation-equivalent = Equivalent
relation-stricter = Stricter
relation-looser = Looser
relation-incomparable = Incomparable
relation-not-decided = Not decided
comparison-witness = { $relation }; witness: { $witness }
comparison-witnesses = { $relation }; gained: { $gained }; lost: { $lost }
difference = { $witness } (refused by { $criteria })

witness-number = { $fact } { $value }
witness-value = { $fact }: { $value }
witness-yes = { $fact }: yes
witness-no = { $fact }: no
witness-none = { $fact }: none
witness-unknown = { $fact } not known
witness-day = as of { $date }

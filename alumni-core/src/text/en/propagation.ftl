# How far a withdrawal has come at a system
propagation-overdue = { $system } has not acknowledged that it stopped; it was due on { $due }, by { $by }
propagation-overdue-label = overdue
propagation-due-soon = { $system } has not acknowledged yet that it stopped; it is due on { $due }, by { $by }
propagation-due-soon-label = due soon
propagation-open = { $system } has until { $due } to acknowledge that it stopped, by { $by }
propagation-open-label = open
propagation-acknowledged-late = { $system } acknowledged on { $at } that it stopped, after { $due }, when it was due by { $by }
propagation-acknowledged-late-label = acknowledged late
propagation-acknowledged = { $system } acknowledged on { $at } that it stopped
propagation-acknowledged-label = acknowledged
propagation-by-law-at-once = { $article } (no days are named: at once, rule { $rule })
propagation-by-law-at-once-label = at once by a rule
propagation-by-law-days = { $article } ({ $days ->
    [one] { $days } day
   *[other] { $days } days
}, rule { $rule })
propagation-by-law-days-label = days by a rule
propagation-by-law-business-days = { $article } ({ $days ->
    [one] { $days } business day
   *[other] { $days } business days
}, rule { $rule })
propagation-by-law-business-days-label = business days by a rule
propagation-by-house-at-once = the house's own deadline (at once), since no rule gives one
propagation-by-house-at-once-label = at once by the house
propagation-by-house-days = the house's own deadline ({ $days ->
    [one] { $days } day
   *[other] { $days } days
}), since no rule gives one
propagation-by-house-days-label = days by the house
propagation-by-house-business-days = the house's own deadline ({ $days ->
    [one] { $days } business day
   *[other] { $days } business days
}), since no rule gives one
propagation-by-house-business-days-label = business days by the house
propagation-send-never-sent = was never sent there
propagation-send-used-since = used there since it was sent
propagation-send-failed = failed there
propagation-send-unanswered = not answered

# What is wrong with a use
propagation-use-after-withdrawal = used on { $at } by { $system } for { $purpose } after permission had ended: { $because }
propagation-use-after-withdrawal-label = used after permission had ended
propagation-use-without-permission = used on { $at } by { $system } for { $purpose } without permission: { $because }
propagation-use-without-permission-label = used without permission
propagation-use-under-review = used on { $at } by { $system } for { $purpose } although somebody had to look at it first, and no permission is on record: { $because }
propagation-use-under-review-label = used without the review it needed
propagation-answered-denied = the answer before the use was no
propagation-answered-denied-label = the answer was no
propagation-answered-review = the answer before the use was that somebody has to look at it first
propagation-answered-review-label = the answer was review
propagation-use-in-retrospect = used on { $at } by { $system } for { $purpose }, permitted as it was known then and not as it is known now: { $because }
propagation-use-in-retrospect-label = not permitted as it is known now
propagation-use-known-later = used on { $at } by { $system } for { $purpose } before the permission was known: { $because }
propagation-use-known-later-label = used before the permission was known
propagation-use-unknown-purpose = used on { $at } by { $system } for { $purpose }, which is no purpose of this ledger
propagation-use-unknown-purpose-label = used for an unknown purpose

# What goes on and what is kept
propagation-stays-consent = another consent of yours, which stands
propagation-stays-consent-label = another consent
propagation-stays-basis = rests on { consent-basis-name }, not on consent
propagation-stays-basis-label = rests on another basis than consent
propagation-stays-review = not until somebody has looked at it and allowed it: { $because }
propagation-stays-review-label = waits for somebody to look at it
propagation-activity-advertising = advertising
propagation-activity-information = information
propagation-activity-procedure = procedures
propagation-activity-job_offer = job offers
propagation-activity-scoring = scores and profiles
propagation-kept-consent = the record that proves the consent is kept, by { $article }; no length is set
propagation-kept-consent-label = proof of consent
propagation-kept-consent-until = the record that proves the consent is kept until { $until }, by { $article }
propagation-kept-consent-until-label = proof of consent
propagation-kept-provision = the record of what was provided to whom is kept, by { $article }; no length is set
propagation-kept-provision-label = record of provision
propagation-kept-provision-until = the record of what was provided to whom is kept until { $until }, by { $article }
propagation-kept-provision-until-label = record of provision
propagation-kept-withdrawal = the record of this decision is kept so that it is honoured
propagation-kept-withdrawal-label = record of the decision

# Verdicts
consent-verdict-allowed = Allowed
consent-verdict-review = Review
consent-verdict-denied = Denied

# What to do when making use of a permission
consent-obligation-unsubscribe-link = offer a way to stop in the message itself
consent-obligation-sender-identity = say who is contacting the person
consent-obligation-record-to-keep = keep a record of the use and of this answer
consent-obligation-postal-address = give the sender's postal address
consent-obligation-contact-details = say where complaints and questions go
consent-obligation-first-contact-notice = say where the data is from, what it is for, and which rights there are
consent-obligation-provision-record = record what was provided to whom
consent-obligation-transfer-information = say beforehand in which country the recipient is and how the data is protected there
consent-obligation-current-job-information = see that the job information is accurate and current

# Words inside sentences
consent-basis-name = { $basis ->
    [contract] a contract
    [legitimate_interest] legitimate interest
    [legal_obligation] a legal obligation
    [vital_interest] vital interest
    [public_task] a public task
   *[other] { $basis }
}
consent-channel-name = { $channel ->
    [email] e-mail
    [sms] SMS
    [phone] telephone
    [postal] letter
    [sns] social network
    [in_app] in-app message
   *[other] { $channel }
}

# Allowed
consent-given = given on { $on } under notice { $notice } version { $version } (event { $event })
consent-given-label = given
consent-renewed = renewed on { $on } under notice { $notice } version { $version } (event { $event })
consent-renewed-label = renewed
consent-basis-applies = rests on { consent-basis-name }, and nothing on record for this purpose stands against it
consent-basis-applies-label = rests on another basis than consent

# To be noted
consent-renewed-without-given = recorded as renewed though nothing had been given before; taken as given (event { $event })
consent-renewed-without-given-label = renewed though nothing had been given
consent-given-while-employed = given while still employed; freely given consent may need to be confirmed (event { $event })
consent-given-while-employed-label = given while still employed
consent-endless = the consent of { $on } has no end, which several jurisdictions do not accept (event { $event })
consent-endless-label = given without an end

# Denied: no decision
consent-never-asked = never asked
consent-never-asked-label = never asked
consent-question-unusable = the question could not be used
consent-question-unusable-label = question could not be used
consent-notice-shown = notice shown on { $on }, no decision yet (event { $event })
consent-notice-shown-label = notice shown, no decision yet
consent-requested = asked on { $on }, no decision yet (event { $event })
consent-requested-label = asked, no decision yet
consent-deferred = asked, but put off on { $on } without a decision (event { $event })
consent-deferred-label = asked, put off
consent-not-affirmative = recorded on { $on } without a clear act of the person, which decides nothing (event { $event })
consent-not-affirmative-label = no clear act of the person
consent-given-elsewhere = given on { $on }, but not for this channel or recipient (event { $event })
consent-given-elsewhere-label = given for another channel or recipient only

# Denied: a yes that permits nothing
consent-not-by-subject = the yes of { $on } does not come from the person (event { $event })
consent-not-by-subject-label = a yes that does not come from the person
consent-without-notice = the yes of { $on } names no notice (event { $event })
consent-without-notice-label = a yes without notice
consent-notice-unknown = the yes of { $on } names notice { $notice } version { $version }, which is not on file (event { $event })
consent-notice-unknown-label = a yes under a notice that is not on file
consent-notice-changed = the yes of { $on } rests on another text than notice { $notice } version { $version } on file (event { $event })
consent-notice-changed-label = a yes under another text than the notice on file
consent-notice-other-purpose = the yes of { $on } rests on notice { $notice } version { $version }, which does not explain this purpose (event { $event })
consent-notice-other-purpose-label = a yes under a notice about other purposes
consent-import-unproven = the yes of { $on } was imported without proof (event { $event })
consent-import-unproven-label = a yes imported without proof
consent-dated-ahead = the yes of { $on } is dated more than a day after it became known (event { $event })
consent-dated-ahead-label = a yes dated after it became known
consent-import-after-no = the yes of { $on } was imported, which does not lift a no (event { $event })
consent-import-after-no-label = an imported yes after a no
consent-time-uncertain = the yes of { $on } may be older than a no: its time, or that of the no, is not certain enough (event { $event })
consent-time-uncertain-label = a yes that may be older than a no
consent-no-new-notice = the yes of { $on } follows a no without a notice shown in between (event { $event })
consent-no-new-notice-label = a yes after a no without a new notice

# Denied: a yes that has ended
consent-expired = expired on { $on } (event { $event })
consent-expired-label = expired
consent-notice-superseded = given under notice { $notice } version { $version }, materially replaced by version { $new_version } on { $on } (event { $event })
consent-notice-superseded-label = notice materially replaced
consent-event-happened = given until { $happening }, which happened on { $on } (event { $event })
consent-event-happened-label = what it was given until has happened
consent-used-up = { $uses ->
    [one] good for one use, which was on { $on }
   *[other] good for { $uses } uses, the last of them on { $on }
} (event { $event })
consent-used-up-label = as often used as agreed

# Denied: a no
consent-refused = refused on { $on } (event { $event })
consent-refused-label = refused
consent-refused-after-given = refused on { $on } when asked again (event { $event })
consent-refused-after-given-label = refused when asked again
consent-objected = objected on { $on } (event { $event })
consent-objected-label = objected
consent-revoked = revoked on { $on } (event { $event })
consent-revoked-label = revoked
consent-withdrawn = withdrawn on { $on } (event { $event })
consent-withdrawn-label = withdrawn
consent-invalidated = found invalid on { $on } (event { $event })
consent-invalidated-label = found invalid
consent-restricted = use restricted since { $on } (event { $event })
consent-restricted-label = use restricted
consent-basis-switched = resting it on { consent-basis-name } instead does not lift a no to consent
consent-basis-switched-label = a no to consent, basis changed since
consent-channel-not-allowed = this purpose may not use the channel { consent-channel-name }
consent-channel-not-allowed-label = channel not allowed for this purpose

# Review
consent-objection-to-review = objected, though processing rests on { consent-basis-name }; a person has to look at it
consent-objection-to-review-label = an objection to be looked at

# Limits of a purpose
consent-bundled = the yes of { $on } was asked for together with severance or confidentiality papers (event { $event })
consent-bundled-label = a yes bundled with severance or confidentiality papers
consent-confirm-after-leaving = given on { $on } while still employed; this purpose asks for confirmation after leaving (event { $event })
consent-confirm-after-leaving-label = to be confirmed after leaving
consent-rehire-not-inferred = this purpose is not about recruiting; no permission to offer work follows from it
consent-rehire-not-inferred-label = no purpose for recruiting
consent-scoring-not-inferred = this purpose is not about scores or profiles; no permission to compute them follows from it
consent-scoring-not-inferred-label = no purpose for scoring
consent-data-of-companion = about the data of somebody else, to which only that person can agree
consent-data-of-companion-label = somebody else's data

# What legal packs ask for
consent-law-requires-consent = { $article } requires consent, and none stands (rule { $rule })
consent-law-requires-consent-label = the law requires consent
consent-exemption-name = { $exemption ->
    [sale] a sale
    [address_in_writing] an address given in writing
    [business_relationship] a business relationship
    [published_address] a published address
    [employment] employment
   *[other] { $exemption }
}
consent-law-forbids-exemption = { $article } does not let this purpose claim the exemption for { consent-exemption-name } (rule { $rule })
consent-law-forbids-exemption-label = the exemption claimed is not open
consent-law-requires-notice-before-decision = { $article } asks for a notice before the decision, and no showing is on record (event { $event }, rule { $rule })
consent-law-requires-notice-before-decision-label = no showing of the notice on record
consent-law-requires-confirmation-after-leaving = given while still employed; { $article } asks for confirmation after leaving (event { $event }, rule { $rule })
consent-law-requires-confirmation-after-leaving-label = the law asks for confirmation after leaving
consent-law-forbids-bundling = asked for together with other papers, against { $article } (event { $event }, rule { $rule })
consent-law-forbids-bundling-label = asked for together with other papers
consent-law-requires-double-opt-in = not confirmed from the address itself, as { $article } asks (event { $event }, rule { $rule })
consent-law-requires-double-opt-in-label = no double opt-in
consent-law-objection-ends = { $article } lets an objection end it (event { $event }, rule { $rule })
consent-law-objection-ends-label = an objection ends it
consent-law-address = by { $article } the address of somebody who has opted out is not passed on (event { $event }, rule { $rule })
consent-law-address-label = the address of somebody who has opted out
consent-law-address-unsaid = by { $article } the address of somebody who has opted out is not passed on; somebody has to see whether it is part of what is disclosed (event { $event }, rule { $rule })
consent-law-address-unsaid-label = whether the address of somebody who has opted out is disclosed
consent-law-transfer-untold = { $article } asks to say beforehand to which country data goes, and the notice of the consent names others or none (event { $event }, rule { $rule })
consent-law-transfer-untold-label = the notice does not name the country
consent-law-recipient-untold = by { $article } a consent reaches whom the person was told of, and the notice of the consent says that nobody receives data (event { $event }, rule { $rule })
consent-law-recipient-untold-label = by the notice nobody receives data
consent-law-recipient-unnamed = by { $article } a consent reaches whom the person was told of, and the notice of the consent names other recipients; somebody has to see whether one of them covers this one (event { $event }, rule { $rule })
consent-law-recipient-unnamed-label = the notice names other recipients
consent-law-retention = by { $article } no longer to be kept since { $on }, without an act of the person on record since (event { $event }, rule { $rule })
consent-law-retention-label = retention is over
consent-law-revocation = revoked for another purpose or on another channel, which by { $article } ends all on this channel (event { $event }, rule { $rule })
consent-law-revocation-label = revoked for all on this channel
consent-law-stop-by = by { $article } to have stopped everywhere by { $on } (event { $event }, rule { $rule })
consent-law-stop-by-label = to have stopped everywhere
consent-law-reask-not-before = by { $article } not to be asked again before { $on } (event { $event }, rule { $rule })
consent-law-reask-not-before-label = not to be asked again yet

# The funnel of people who may be reached
consent-funnel-people = people
consent-funnel-known = on record
consent-funnel-asked = asked
consent-funnel-agreed = agreed
consent-funnel-standing = not withdrawn or ended
consent-funnel-allowed = allowed on this channel
consent-funnel-reachable = not paused, capped or in quiet hours

# Where a decision stands
consent-decision-undecided = no decision
consent-decision-unknown = a yes without proof
consent-decision-given = given
consent-decision-renewed = renewed
consent-decision-expired = expired
consent-decision-refused = refused
consent-decision-objected = objected
consent-decision-revoked = revoked
consent-decision-withdrawn = withdrawn
consent-decision-invalidated = invalidated
consent-decision-restricted = restricted

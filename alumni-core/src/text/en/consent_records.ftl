# Reading records
consent-record-duplicate-key = `{ $name }` stands { $count } times in { $place }; all values are kept
consent-record-field-missing = `{ $field }` is missing at { $place } (ISO/IEC TS 27560, { consent-record-clause })
consent-record-field-unusable = `{ $field }` cannot be used at { $place } (ISO/IEC TS 27560, { consent-record-clause })
consent-record-clause = { $clause ->
    [header] record header
    [receipt] receipt header
    [party] party identification
   *[other] clause { $clause }
}

# Lists from before there was a ledger
consent-list-grade-proved = proved
consent-list-grade-documented = documented
consent-list-grade-asserted = asserted
consent-list-grade-unknown = unknown
consent-list-remedy-honour-no = take the no in, and stop
consent-list-remedy-keep-out = do not use the row: this person's no is on record
consent-list-remedy-read-answer = read the answer before writing again: it may be a no
consent-list-remedy-file-evidence = check the proof and record the act with it
consent-list-remedy-complete-evidence = look up what is missing
consent-list-remedy-ask-again = ask the person, where asking is permitted
consent-list-remedy-find-ground = find another ground for keeping the row, or delete it
consent-list-remedy-settled = nothing: permitted without the list
consent-list-missing = { consent-list-field } is missing
consent-list-unusable = { consent-list-field } cannot be read
consent-list-not-affirmative = recorded without a clear act of the person
consent-list-day-only = the list has a day and no time
consent-list-no-offset = when it was decided has no offset, and no offset of the place was given
consent-list-future = when it was decided lies after the list was received
consent-list-id-width = the id is written { $written }, and was taken for { $known }, which is on record
consent-list-id-several = the id { $written } may be one of several on record that differ by width alone
consent-list-notice-unknown = notice { $notice } version { $version } is not on file
consent-list-notice-changed = another text was shown than notice { $notice } version { $version } on file
consent-list-notice-other-purpose = notice { $notice } version { $version } does not explain this purpose
consent-list-field = { $field ->
    [subject] whom it is about
    [answer] what was decided
    [purpose] the purpose
    [channel] the channel
    [occurred_at] when it was decided
    [notice] the notice that was shown
    [method] how it was expressed
    [evidence_ref] where the proof is kept
   *[other] { $field }
}

# The answer to an access request
consent-access-title = What is recorded about your consent
consent-access-item = Item
consent-access-value = Value
consent-access-subject = Person
consent-access-at = As of
consent-access-redacted = Values taken out because they belong to other people
consent-access-withheld = redacted
consent-access-agreed = What you agreed to
consent-access-purpose = Purpose
consent-access-answer = Answer
consent-access-notices = The texts you were shown
consent-access-none = None on record.
consent-access-events = Every event
consent-access-when = When
consent-access-what = What
consent-access-recipient = Recipient
consent-access-record = Record
consent-access-visible = Who could see what
consent-access-fields = Fields
consent-access-from = From
consent-access-until = Until
consent-access-channel-email = e-mail
consent-access-channel-sms = SMS
consent-access-channel-phone = telephone
consent-access-channel-postal = letter
consent-access-channel-sns = social network
consent-access-channel-in_app = in-app message
consent-access-kind-notice-shown = notice shown
consent-access-kind-requested = asked
consent-access-kind-deferred = put off
consent-access-kind-refused = refused
consent-access-kind-given = given
consent-access-kind-renewed = renewed
consent-access-kind-withdrawn = withdrawn
consent-access-kind-revoked = revoked
consent-access-kind-invalidated = found invalid
consent-access-kind-objected = objected
consent-access-kind-restricted = use restricted
consent-access-kind-unrestricted = restriction lifted
consent-access-kind-used = used
consent-access-kind-happened = something happened
consent-access-how = By whom and how
consent-access-known = Known since
consent-access-proof = Proof
consent-access-actor-subject = the person
consent-access-actor-controller = the company
consent-access-actor-authority = an authority
consent-access-actor-engine = a program
consent-access-method-form = form on a screen
consent-access-method-email_click = link in an e-mail
consent-access-method-paper = on paper
consent-access-method-verbal_recorded = spoken, recorded
consent-access-method-api = through another system
consent-access-method-pre_ticked = box ticked beforehand
consent-access-method-silence = silence
consent-access-method-dismissed = notice closed
consent-access-method-group_membership = found in a group
consent-access-received = Who received what
consent-access-system = Where
consent-access-items = What
consent-access-basis = Permitted
consent-access-permitted = yes
consent-access-channel = Channel
consent-access-sender = Sender
consent-access-state = State
consent-access-every-purpose = every purpose
consent-access-every-channel = every channel
consent-access-acknowledged = Who was told that you said no, and what they answered
consent-access-came-sent = told
consent-access-came-received = has arrived there
consent-access-came-stopped = use stopped
consent-access-came-erased = use stopped and data erased
consent-access-came-failed = could not be done
consent-access-contacts = Messages to you
consent-access-contact-reserved = planned
consent-access-contact-sent = sent
consent-access-contact-cancelled = given up
consent-access-pauses = When you wanted to hear nothing
consent-access-no-end = until you say so
consent-access-ended = Ended by you

# Who could see what, what was provided, and what is due to be deleted
consent-visible = { $recipient } could see { $fields } for { $purpose } from { $since } until { $until }
consent-visible-label = could be seen
consent-visible-any = { $recipient } could see data for { $purpose } from { $since } until { $until }
consent-visible-any-label = could be seen
consent-provision = { $items } of { $subject } provided to { $audience } on { $at }, by consent in { $events }; the record is kept, no length is set
consent-provision-label = provision on record
consent-provision-until = { $items } of { $subject } provided to { $audience } on { $at }, by consent in { $events }; the record is kept until { $until }
consent-provision-until-label = provision on record
consent-retention-due = data of { $subject } for { $purpose } was due to be deleted on { $due }, counted from { $since }
consent-retention-due-label = due to be deleted
consent-audience-same-team = former colleagues of the same team
consent-audience-all-alumni = all alumni
consent-audience-recruiters = recruiters
consent-audience-group-companies = group companies
consent-audience-abroad = anybody abroad

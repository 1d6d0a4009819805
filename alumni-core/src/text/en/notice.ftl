# How two versions of a notice differ
notice-diff = notice { $notice }, version { $from } to { $to }
notice-purpose-added = new purpose { $item }
notice-purpose-changed = purpose { $item } means something else
notice-purpose-related = purpose { $item } is new or means something else, declared to be related to what people were told
notice-purpose-removed = purpose { $item } is no longer explained
notice-recipient-added = { $title } also receives data, as { $role } (for { $purposes })
notice-recipient-role = { $title } receives data in another role: { $from } before, { $to } now (for { $purposes })
notice-recipient-removed = { $title } no longer receives data (for { $purposes })
notice-recipients-unsaid = it is no longer said who receives data (for { $purposes })
notice-transfer-added = data also goes to { $country }; protected by: { $safeguard } (for { $purposes })
notice-transfer-changed = other protection, or other information about it, in { $country }; protected by: { $safeguard } (for { $purposes })
notice-transfer-removed = data no longer goes to { $country } (for { $purposes })
notice-transfers-unsaid = it is no longer said where data goes (for { $purposes })
notice-retention-longer = data for { $item } is kept longer: { $from } before, { $to } now
notice-retention-shorter = data for { $item } is kept for less long: { $from } before, { $to } now
notice-retention-changed = data for { $item } is kept for another time: { $from } before, { $to } now
notice-item-added = { $title } is also used (for { $purposes })
notice-item-removed = { $title } is no longer used (for { $purposes })
notice-items-unsaid = it is no longer said which data is used (for { $purposes })
notice-controller-changed = another controller: { $from } before, { $to } now
notice-contact-changed = another contact: { $from } before, { $to } now
notice-text-changed = the text is worded in another way ({ $item })

# What follows
notice-consequence-none = nothing
notice-consequence-notify = people are told
notice-consequence-ask-again = people are asked again
notice-no-rule = no rule is about it

# What does not fit together
notice-material-missing = consent to { $purposes } would go on under the new version, which is not marked as material, though people have to be asked again
notice-material-by-text-alone = marked as material for { $purposes }, though nothing that can be compared asks for consent again
notice-text-alone = version { $version } differs in its text alone; a person has to read what that means
notice-text-silent = version { $version } says something else in its terms, and the same in its text
notice-translation-unchanged = the text changed in other languages and not in { $languages }
notice-translation-missing = there is no text in { $languages } any more
notice-not-compared = neither version says { $parts }; a difference in it cannot be seen
notice-transfer-incomplete = about { $country } the notice does not say { $parts }, which { $article } asks for (rule { $rule })
notice-no-rules = no rule in force says what follows from a changed notice

# Who is asked again
reconsent-plan = notice { $notice } version { $version }: { $ask } to be asked by { $by }, { $tell } to be told, { $nothing } neither
reconsent-loss = { $purpose }: { $at_stake } consents at stake; { $least } lost if everybody asked agrees, { $most } if nobody does
reconsent-loss-people = { $at_stake } people whose consent is at stake; { $least } lose some if everybody asked agrees, { $most } if nobody does
reconsent-expected = expected: { $estimate }, between { $low } and { $high }
reconsent-day = { $on }: { $ask } asked, { $tell } told by { consent-channel-name }
reconsent-rule = { $change }: { $article } (rule { $rule })
reconsent-new-purpose = a new purpose, which needs a yes of its own
reconsent-marked-material = the new version is marked as material
reconsent-ended-already = consent ended when the new version took effect
reconsent-said-no = said no
reconsent-ended-by-others = consent was revoked by somebody else or found invalid
reconsent-restricted = use is restricted
reconsent-lapses-before = consent ends before the new version takes effect
reconsent-answered = has agreed under the new version
reconsent-no-channel = no channel on which { $asking } is allowed
reconsent-no-time = no time left before { $by }
reconsent-late = the new version is in effect already
reconsent-gap = between { $from } and { $until } there is no permission from those who have not answered
reconsent-unreached = { $count ->
    [one] { $count } person cannot be reached
   *[other] { $count } people cannot be reached
} in time

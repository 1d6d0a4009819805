use super::words::words;

words! {
    /// What happened, in the words of the Data Privacy Vocabulary 2.3 where it has one.
    ///
    /// `expired` is not among them: expiry is derived when a question is asked, never recorded.
    EventKind, "kind of event" {
        /// A notice was shown to the subject.
        NoticeShown = "notice_shown",
        /// The subject was asked for a decision.
        Requested = "requested",
        /// The subject closed the request without deciding.
        Deferred = "deferred",
        /// The subject said no, or left the box empty.
        Refused = "refused",
        /// The subject said yes.
        Given = "given",
        /// The subject said yes again, to what had been given before.
        Renewed = "renewed",
        /// The subject took the consent back.
        Withdrawn = "withdrawn",
        /// Somebody other than the subject ended the consent.
        Revoked = "revoked",
        /// An authority or the data-protection officer found the consent invalid, also for the past.
        Invalidated = "invalidated",
        /// The subject objected to processing that rests on another basis than consent.
        Objected = "objected",
        /// Processing is restricted to storage.
        Restricted = "restricted",
        /// The restriction was lifted.
        Unrestricted = "unrestricted",
        /// Use was made of a yes: what one that is good for a number of uses is counted by.
        Used = "used",
        /// Something named happened to the subject, such as the end of a contract: what a yes may have been given until.
        Happened = "happened",
    }
}

impl EventKind {
    /// Whether it is a yes, be it effective or not.
    pub(super) const fn is_yes(self) -> bool {
        matches!(self, Self::Given | Self::Renewed)
    }

    /// The term's IRI in the Data Privacy Vocabulary 2.3, where there is one.
    ///
    /// # Source
    ///
    /// `consent_status.csv`, `notice.csv` and `legal_basis_status.csv` of DPV 2.3.
    #[must_use]
    pub const fn iri(self) -> Option<&'static str> {
        Some(match self {
            Self::NoticeShown => "https://w3id.org/dpv#NoticeCommunicated",
            Self::Requested => "https://w3id.org/dpv#ConsentRequested",
            Self::Deferred => "https://w3id.org/dpv#ConsentRequestDeferred",
            Self::Refused => "https://w3id.org/dpv#ConsentRefused",
            Self::Given => "https://w3id.org/dpv#ConsentGiven",
            Self::Renewed => "https://w3id.org/dpv#RenewedConsentGiven",
            Self::Withdrawn => "https://w3id.org/dpv#ConsentWithdrawn",
            Self::Revoked => "https://w3id.org/dpv#ConsentRevoked",
            Self::Invalidated => "https://w3id.org/dpv#ConsentInvalidated",
            Self::Objected => "https://w3id.org/dpv#LegitimateInterestObjected",
            Self::Restricted | Self::Unrestricted | Self::Used | Self::Happened => return None,
        })
    }

    /// Who expresses this as a rule; taken for the actor where a record names none.
    #[must_use]
    pub const fn usual_actor(self) -> Actor {
        match self {
            Self::Deferred
            | Self::Refused
            | Self::Given
            | Self::Renewed
            | Self::Withdrawn
            | Self::Objected
            | Self::Restricted => Actor::Subject,
            Self::NoticeShown
            | Self::Requested
            | Self::Revoked
            | Self::Unrestricted
            | Self::Used
            | Self::Happened => Actor::Controller,
            Self::Invalidated => Actor::Authority,
        }
    }
}

words! {
    /// Who expressed it. Not the clerk who typed it in: a paper form signed by the subject is the subject's.
    Actor, "actor" {
        /// The person the data is about, or somebody acting for that person.
        Subject = "subject",
        /// The company, or a processor on its behalf.
        Controller = "controller",
        /// A supervisory authority, a court, or the data-protection officer.
        Authority = "authority",
        /// A program on its own.
        Engine = "engine",
    }
}

words! {
    /// By what means somebody is contacted.
    Channel, "channel" {
        /// E-mail.
        Email = "email",
        /// Short message to a mobile phone.
        Sms = "sms",
        /// Telephone call.
        Phone = "phone",
        /// Letter.
        Postal = "postal",
        /// A social network or messenger.
        Sns = "sns",
        /// Inside the programme's own application.
        InApp = "in_app",
    }
}

words! {
    /// How it was expressed.
    Method, "method" {
        /// A form on a screen, filled in by the subject.
        Form = "form",
        /// A link in an e-mail, followed by the subject.
        EmailClick = "email_click",
        /// A paper form.
        Paper = "paper",
        /// Spoken, with a record kept.
        VerbalRecorded = "verbal_recorded",
        /// Through another system's interface, which asked the subject.
        Api = "api",
        /// A box that was ticked beforehand: not an affirmative act.
        PreTicked = "pre_ticked",
        /// Nothing was said: not an affirmative act.
        Silence = "silence",
        /// The notice was closed: not an affirmative act.
        Dismissed = "dismissed",
        /// Was found in the members of a group elsewhere: not an affirmative act.
        GroupMembership = "group_membership",
    }
}

impl Method {
    /// Whether it takes a clear act of the person to express something this way.
    ///
    /// # Source
    ///
    /// GDPR recital 32: silence, pre-ticked boxes and inactivity are not consent.
    #[must_use]
    pub const fn is_affirmative(self) -> bool {
        !matches!(self, Self::PreTicked | Self::Silence | Self::Dismissed | Self::GroupMembership)
    }
}

words! {
    /// The subject's employment when it was expressed; consent towards one's employer is hardly free.
    EmploymentState, "employment state" {
        /// Employed, no end agreed.
        Active = "active",
        /// Employed, the end is known.
        NoticePeriod = "notice_period",
        /// No longer employed.
        Former = "former",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_the_same_in_json_and_in_text() {
        for kind in EventKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
            assert_eq!(kind.as_str().parse::<EventKind>().unwrap(), *kind);
        }
        let error = "widthdrawn".parse::<EventKind>().unwrap_err();
        assert!(error.message().contains("did you mean `withdrawn`?"), "{error}");
    }
}

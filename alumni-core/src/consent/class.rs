//! Words that say what a purpose is for, what would be done, and what a yes came together with.

use super::words::words;

words! {
    /// What a purpose is for, in the classes that legal packs tell apart.
    PurposeClass, "class of purpose" {
        /// Belonging to the network and running it.
        Membership = "membership",
        /// News of the network and of its members.
        Information = "information",
        /// Promoting products, services or paid events.
        Advertising = "advertising",
        /// Bringing people back, or into work of any form.
        Recruiting = "recruiting",
        /// Computing scores or profiles of people.
        Scoring = "scoring",
        /// Showing people's data to others, such as in a directory.
        Directory = "directory",
        /// Duties and procedures, such as certificates and pensions.
        Administration = "administration",
    }
}

words! {
    /// What would be done now: the class of the message, or the use that is no message.
    Activity, "activity" {
        /// A message that promotes something.
        Advertising = "advertising",
        /// A message that informs without promoting.
        Information = "information",
        /// A message that a procedure needs, such as a certificate.
        Procedure = "procedure",
        /// An open position, or any invitation to work here again.
        JobOffer = "job_offer",
        /// Computing a score or a profile.
        Scoring = "scoring",
    }
}

impl Activity {
    /// The class a purpose must have for this, where only one will do: neither a job offer nor a score is ever covered by
    /// a purpose that does not say so.
    pub(super) const fn needs(self) -> Option<PurposeClass> {
        match self {
            Self::JobOffer => Some(PurposeClass::Recruiting),
            Self::Scoring => Some(PurposeClass::Scoring),
            Self::Advertising | Self::Information | Self::Procedure => None,
        }
    }

    /// The class of purposes that are there for this.
    pub(super) const fn class(self) -> PurposeClass {
        match self {
            Self::Advertising => PurposeClass::Advertising,
            Self::Information => PurposeClass::Information,
            Self::Procedure => PurposeClass::Administration,
            Self::JobOffer => PurposeClass::Recruiting,
            Self::Scoring => PurposeClass::Scoring,
        }
    }
}

words! {
    /// The papers that a yes was asked for together with.
    Paper, "paper" {
        /// A severance or separation agreement.
        Severance = "severance",
        /// A confidentiality or non-compete agreement.
        Nda = "nda",
        /// The notice of resignation or another form that leaving requires.
        Resignation = "resignation",
        /// An employment contract or works rules.
        Employment = "employment",
        /// General terms of use.
        Terms = "terms",
        /// Any other paper.
        Other = "other",
    }
}

impl Paper {
    /// Whether a yes that came with this paper never counts: what somebody signs to be paid, or to be let go, is not a free
    /// choice about a network of former colleagues.
    ///
    /// # Source
    ///
    /// GDPR Art. 7(2) and 7(4); for all other papers the legal packs say what follows.
    #[must_use]
    pub const fn voids(self) -> bool {
        matches!(self, Self::Severance | Self::Nda)
    }
}

words! {
    /// The exemption from prior consent that a purpose claims.
    Exemption, "exemption" {
        /// The address was collected in a sale, for similar products (the soft opt-in of ePrivacy Art. 13(2)).
        Sale = "sale",
        /// The person gave the address in writing, such as on a business card.
        AddressInWriting = "address_in_writing",
        /// A business relationship stands.
        BusinessRelationship = "business_relationship",
        /// The person published a business address without refusing mail.
        PublishedAddress = "published_address",
        /// An employment relationship stands.
        Employment = "employment",
    }
}

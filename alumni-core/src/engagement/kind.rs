use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Interaction;
use crate::Error;
use crate::text::did_you_mean;

/// What was done: an id in lower case, such as `post_help_request`.
///
/// The set is open; a programme adds kinds of its own and gives them a weight in its model. These are known to the
/// library, which matters to [`traffic`](super::traffic()), to [`pulse`](super::pulse()) and to what counts as two-way
/// contact where a model does not say:
///
/// | what it is | kinds |
/// | --- | --- |
/// | a post to the network | `post_intro`, `post_update`, `post_question`, `post_help_request`, `post_promo` |
/// | another message | `nominate`, `answer`, `reply`, `direct_message`, `introduction`, `application` |
/// | a mailing | `company_push`, `job_post`, `rehire_push`, `referral_request`, `event_invite`, `perk_offer`, `career_advice` |
/// | taking part | `reaction`, `event_rsvp`, `event_attend`, `event_rate`, `perk_use`, `broker_action` |
/// | looking | `profile_view`, `directory_search`, `visit`, `job_view` |
/// | reaction to a mailing | `open`, `click` |
/// | leaving | `opt_out` |
///
/// Posts and other messages can be one side of a two-way contact; nothing else is.
#[derive(Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
pub struct Kind(Repr);

/// A known kind is its place in the list and costs neither memory nor comparisons of text: records have millions.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    Known(u8),
    Other(Box<str>),
}

/// What a known kind amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Post,
    Message,
    Mailing,
    TakingPart,
    Looking,
    Opening,
    Leaving,
}

impl Act {
    /// Somebody wrote to somebody, the company's mailings included.
    pub(super) fn is_message(self) -> bool {
        matches!(self, Self::Post | Self::Message | Self::Mailing)
    }
}

const KNOWN: [(&str, Act); 31] = [
    ("post_intro", Act::Post),
    ("nominate", Act::Message),
    ("post_update", Act::Post),
    ("post_question", Act::Post),
    ("post_help_request", Act::Post),
    ("post_promo", Act::Post),
    ("answer", Act::Message),
    ("reply", Act::Message),
    ("reaction", Act::TakingPart),
    ("profile_view", Act::Looking),
    ("direct_message", Act::Message),
    ("directory_search", Act::Looking),
    ("visit", Act::Looking),
    ("event_rsvp", Act::TakingPart),
    ("event_attend", Act::TakingPart),
    ("event_rate", Act::TakingPart),
    ("company_push", Act::Mailing),
    ("open", Act::Opening),
    ("click", Act::Opening),
    ("opt_out", Act::Leaving),
    ("perk_use", Act::TakingPart),
    ("introduction", Act::Message),
    ("broker_action", Act::TakingPart),
    ("job_view", Act::Looking),
    ("application", Act::Message),
    ("job_post", Act::Mailing),
    ("rehire_push", Act::Mailing),
    ("referral_request", Act::Mailing),
    ("event_invite", Act::Mailing),
    ("perk_offer", Act::Mailing),
    ("career_advice", Act::Mailing),
];

const LONGEST: usize = 64;

/// For a row without a kind, of which there are none.
pub(super) static SOME: Kind = Kind(Repr::Known(0));

impl Kind {
    /// The kinds known to the library.
    pub fn known() -> impl Iterator<Item = &'static str> {
        KNOWN.iter().map(|(name, _)| *name)
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Known(place) => KNOWN.get(usize::from(*place)).map_or("", |(name, _)| name),
            Repr::Other(name) => name,
        }
    }

    /// What it amounts to; `None` for a kind that is not known.
    pub(super) fn act(&self) -> Option<Act> {
        match self.0 {
            Repr::Known(place) => KNOWN.get(usize::from(place)).map(|(_, act)| *act),
            Repr::Other(_) => None,
        }
    }

    /// Somebody said something to somebody.
    pub(super) fn speaks(&self) -> bool {
        matches!(self.act(), Some(Act::Post | Act::Message))
    }

    /// By its name it answers something.
    pub(super) fn replies(&self) -> bool {
        matches!(self.as_str(), "answer" | "reply")
    }

    /// Others can notice it: somebody said something, or took part.
    pub(super) fn is_noticed(&self) -> bool {
        matches!(self.act(), Some(Act::Post | Act::Message | Act::TakingPart))
    }

    /// Somebody introduced themselves, as everybody does once.
    pub(super) fn introduces(&self) -> bool {
        self.as_str() == "post_intro"
    }

    /// Somebody asked the network for something.
    pub(super) fn asks(&self) -> bool {
        matches!(self.as_str(), "post_help_request" | "post_question")
    }
}

/// Refuses the first of some kinds that neither the library knows nor a record has, for it is misspelt: nothing would count. A record of
/// nothing tells no such thing.
pub(super) fn refuse_misspelt<'k>(
    kinds: impl IntoIterator<Item = &'k str>,
    record: &[&Interaction],
) -> Result<(), Error> {
    let unknown: Vec<&str> =
        kinds.into_iter().filter(|kind| !Kind::known().any(|name| name == *kind)).collect();
    if unknown.is_empty() || record.is_empty() {
        return Ok(());
    }
    let own: BTreeSet<&str> = record.iter().map(|event| event.kind().as_str()).collect();
    match unknown.into_iter().find(|kind| !own.contains(kind)) {
        None => Ok(()),
        Some(kind) => {
            let known: Vec<&str> = Kind::known().collect();
            let hint = did_you_mean(kind, known.into_iter().chain(own));
            let message =
                format!("expected a kind that the library knows or the record has, got `{kind}`{hint}");
            Err(Error::unknown_name(message).within("kinds"))
        }
    }
}

impl FromStr for Kind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let known = KNOWN.iter().position(|(name, _)| *name == text);
        if let Some(place) = known.and_then(|place| u8::try_from(place).ok()) {
            return Ok(Self(Repr::Known(place)));
        }
        let fits = |letter: char| {
            letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_' || letter == '-'
        };
        let starts = text.starts_with(|first: char| first.is_ascii_lowercase());
        if !starts || text.len() > LONGEST || !text.chars().all(fits) {
            let found: String = text.chars().take(40).collect();
            return Err(Error::syntax(format!(
                "expected a kind of small letters, digits, `_` and `-`, such as `event_attend`, got `{found}`"
            )));
        }
        Ok(Self(Repr::Other(text.into())))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kind({:?})", self.as_str())
    }
}

impl Ord for Kind {
    /// By the id.
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for Kind {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A value for some kinds, found without comparing text where the kind is known.
pub(super) struct ByKind<T> {
    known: [Option<T>; KNOWN.len()],
    others: BTreeMap<Kind, T>,
}

impl<T: Copy> ByKind<T> {
    pub(super) fn get(&self, kind: &Kind) -> Option<T> {
        match kind.0 {
            Repr::Known(place) => self.known.get(usize::from(place)).copied().flatten(),
            Repr::Other(_) => self.others.get(kind).copied(),
        }
    }
}

impl<'a, T: Copy> FromIterator<(&'a Kind, T)> for ByKind<T> {
    fn from_iter<I: IntoIterator<Item = (&'a Kind, T)>>(items: I) -> Self {
        let mut by_kind = Self { known: [None; KNOWN.len()], others: BTreeMap::new() };
        for (kind, value) in items {
            match kind.0 {
                Repr::Known(place) => {
                    if let Some(slot) = by_kind.known.get_mut(usize::from(place)) {
                        *slot = Some(value);
                    }
                }
                Repr::Other(_) => {
                    by_kind.others.insert(kind.clone(), value);
                }
            }
        }
        by_kind
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Kind;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a kind such as `event_attend`")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Kind, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Text)
    }
}

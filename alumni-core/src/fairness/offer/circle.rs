//! Whom an offer is compared with when its own cohort is too small.

use super::cohort::Document;
use super::people::OfferPeer;
use super::report::FEW;
use crate::Error;
use crate::fairness::pay::count;
use crate::text::Localized;

/// The circle that a cohort takes.
#[derive(Clone, Debug)]
pub(super) struct Circle {
    pub(super) place: usize,
    pub(super) title: Localized,
    /// How many incumbents it holds, with those inside it.
    pub(super) incumbents: u64,
    /// The nearest circle and its incumbents, where that one is too small.
    pub(super) widened_from: Option<(Localized, u64)>,
}

impl OfferPeer {
    fn place(&self) -> usize {
        usize::try_from(self.circle).unwrap_or(usize::MAX)
    }

    /// Whether the person takes part where circles up to `widest` are compared, or all.
    pub(super) fn is_compared(&self, widest: Option<usize>) -> bool {
        self.left_out.is_none() && widest.is_none_or(|widest| self.place() <= widest)
    }
}

/// The narrowest circle with enough incumbents, or the widest one; none where the document names none.
pub(super) fn chosen(document: &Document) -> Result<Option<Circle>, Error> {
    let circles = &document.circles;
    for (index, peer) in document.people.iter().enumerate() {
        if peer.place() >= circles.len().max(1) {
            let message =
                format!("expected the place of one of {} circles, got {}", circles.len(), peer.circle);
            return Err(Error::out_of_range(message).within(format!("people[{index}].circle")));
        }
        if peer.left_out.as_ref().is_some_and(|why| why.trim().is_empty()) {
            let error = Error::missing("expected why the person is left out");
            return Err(error.within(format!("people[{index}].left_out")));
        }
    }
    let incumbents = |place: usize| {
        count(document.people.iter().filter(|peer| !peer.returner && peer.is_compared(Some(place))).count())
    };
    let mut found: Option<Circle> = None;
    for (place, title) in circles.iter().enumerate() {
        let widened_from =
            found.map(|narrower| narrower.widened_from.unwrap_or((narrower.title, narrower.incumbents)));
        found = Some(Circle { place, title: title.clone(), incumbents: incumbents(place), widened_from });
        if found.as_ref().is_some_and(|circle| circle.incumbents >= FEW) {
            break;
        }
    }
    Ok(found)
}

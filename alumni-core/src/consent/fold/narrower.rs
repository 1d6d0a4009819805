//! A yes to everything, and later ones to one channel alone: on their channel the later ones stand, and end.

use super::{Channel, Ground, Record, Scope, Standing, Tick, View};

impl<'l> View<'l> {
    /// Where the subject stands on the first channel on which nothing stands any more at `at`: there a later yes took the place of `yes`,
    /// which is to every channel, and has ended. A question without a channel needs a yes for every one.
    pub(super) fn ended_on_a_channel(&self, yes: &Record, at: Tick) -> Option<Standing<'l>> {
        if self.scope.channel.is_some() {
            return None;
        }
        let after = self.records.iter().rev().take_while(|record| !std::ptr::eq(*record, yes));
        let named = after
            .filter(|record| record.from() <= at && self.is_narrower(record))
            .fold(0_u32, |named, record| named | record.channel.map_or(0, |channel| 1 << channel as u32));
        if named == 0 {
            return None;
        }
        let mut channels = Channel::ALL.iter().copied().filter(|channel| named >> *channel as u32 & 1 == 1);
        channels.find_map(|channel| {
            let view = View { scope: Scope { channel: Some(channel), ..self.scope }, ..*self };
            Some(view.standing(at)).filter(|standing| !matches!(standing.ground, Ground::Yes { .. }))
        })
    }

    /// Whether a yes to a channel alone may end what a question without one is answered.
    pub(super) fn has_narrower(&self) -> bool {
        self.scope.channel.is_none() && self.records.iter().any(|record| self.is_narrower(record))
    }

    fn is_narrower(&self, record: &Record) -> bool {
        record.act.is_yes()
            && record.channel.is_some()
            && record.recipient == self.scope.recipient
            && self.scope.knows(record)
    }
}

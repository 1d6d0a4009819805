//! Curves as tables that go out: one row for each point, beside it the group it is of.

use super::calibration::Calibration;
use super::curve::SurvivalCurves;
use super::ends::CompetingEnds;
use super::hazard::CumulativeHazards;
use crate::Error;
use crate::table::{Record, Stream};

fn whole(number: u64) -> Option<i64> {
    Some(i64::try_from(number).unwrap_or(i64::MAX))
}

impl SurvivalCurves {
    /// The points of all curves: `group`, `time`, `at_risk`, `ended`, `open`, `survival`, `standard_error`, `lower` and `upper`.
    ///
    /// # Errors
    ///
    /// None that curves which exist can have.
    pub fn stream(&self) -> Result<Stream, Error> {
        let rows =
            || self.curves.iter().flat_map(|curve| curve.points.iter().map(|point| (&curve.group, point)));
        let record = Record::new(rows().count())
            .texts_or_none("group", rows().map(|(group, _)| group.as_deref()))
            .numbers("time", rows().map(|(_, point)| point.time).collect())
            .integers("at_risk", rows().map(|(_, point)| whole(point.at_risk)))
            .integers("ended", rows().map(|(_, point)| whole(point.ended)))
            .integers("open", rows().map(|(_, point)| whole(point.open)))
            .numbers("survival", rows().map(|(_, point)| point.survival).collect())
            .numbers_or_none("standard_error", rows().map(|(_, point)| point.standard_error))
            .numbers_or_none("lower", rows().map(|(_, point)| point.lower))
            .numbers_or_none("upper", rows().map(|(_, point)| point.upper));
        Ok(Stream::once(record, []))
    }
}

impl CumulativeHazards {
    /// The points of all groups: `group`, `time`, `at_risk`, `ended`, `hazard`, `standard_error`, `lower` and `upper`.
    ///
    /// # Errors
    ///
    /// None that hazards which exist can have.
    pub fn stream(&self) -> Result<Stream, Error> {
        let rows =
            || self.hazards.iter().flat_map(|found| found.points.iter().map(|point| (&found.group, point)));
        let record = Record::new(rows().count())
            .texts_or_none("group", rows().map(|(group, _)| group.as_deref()))
            .numbers("time", rows().map(|(_, point)| point.time).collect())
            .integers("at_risk", rows().map(|(_, point)| whole(point.at_risk)))
            .integers("ended", rows().map(|(_, point)| whole(point.ended)))
            .numbers("hazard", rows().map(|(_, point)| point.hazard).collect())
            .numbers("standard_error", rows().map(|(_, point)| point.standard_error).collect())
            .numbers("lower", rows().map(|(_, point)| point.lower).collect())
            .numbers("upper", rows().map(|(_, point)| point.upper).collect());
        Ok(Stream::once(record, []))
    }
}

impl CompetingEnds {
    /// The points of all groups and ends: `group`, `end`, `time`, `at_risk`, `ended`, `share`, `standard_error`, `lower` and `upper`.
    ///
    /// # Errors
    ///
    /// None that incidences which exist can have.
    pub fn stream(&self) -> Result<Stream, Error> {
        let rows = || self.incidences.iter().flat_map(|of| of.points.iter().map(move |point| (of, point)));
        let record = Record::new(rows().count())
            .texts_or_none("group", rows().map(|(of, _)| of.group.as_deref()))
            .texts("end", rows().map(|(of, _)| of.end.as_str()))
            .numbers("time", rows().map(|(_, point)| point.time).collect())
            .integers("at_risk", rows().map(|(_, point)| whole(point.at_risk)))
            .integers("ended", rows().map(|(_, point)| whole(point.ended)))
            .numbers("share", rows().map(|(_, point)| point.share).collect())
            .numbers("standard_error", rows().map(|(_, point)| point.standard_error).collect())
            .numbers("lower", rows().map(|(_, point)| point.lower).collect())
            .numbers("upper", rows().map(|(_, point)| point.upper).collect());
        Ok(Stream::once(record, []))
    }
}

impl Calibration {
    /// The groups of probabilities: `from`, `until`, `mean_predicted`, `happened`, `of`, `share`, `lower` and `upper`.
    ///
    /// # Errors
    ///
    /// None that a calibration which exists can have.
    pub fn stream(&self) -> Result<Stream, Error> {
        let bins = || self.bins.iter();
        let record = Record::new(self.bins.len())
            .numbers("from", bins().map(|bin| bin.from).collect())
            .numbers("until", bins().map(|bin| bin.until).collect())
            .numbers_or_none("mean_predicted", bins().map(|bin| bin.mean_predicted))
            .integers("happened", bins().map(|bin| whole(bin.happened.count)))
            .integers("of", bins().map(|bin| whole(bin.happened.of)))
            .numbers_or_none("share", bins().map(|bin| bin.happened.share))
            .numbers("lower", bins().map(|bin| bin.happened.lower).collect())
            .numbers("upper", bins().map(|bin| bin.happened.upper).collect());
        Ok(Stream::once(record, []))
    }
}

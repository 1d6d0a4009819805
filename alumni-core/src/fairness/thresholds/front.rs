//! Which thresholds no other one beats.

use super::point::ThresholdPoint;

/// Marks the points that no other one beats: none has as many eligible people and a lowest ratio as high, and more of one of
/// the two. A point without a ratio is on no front.
pub(super) fn mark(points: &mut [ThresholdPoint]) {
    let mut order: Vec<(usize, u64, f64)> = (0..)
        .zip(points.iter())
        .filter_map(|(place, point)| Some((place, point.eligible, point.lowest_ratio?)))
        .collect();
    // The most eligible first, and of those the highest ratio: whoever comes later must have a higher ratio than all before.
    order.sort_by(|a, b| b.1.cmp(&a.1).then(b.2.total_cmp(&a.2)));
    let mut best: Option<(u64, f64)> = None;
    for (place, eligible, ratio) in order {
        let stands = best.is_none_or(|best| ratio > best.1 || (eligible, ratio) == best);
        if stands {
            best = Some((eligible, ratio));
        }
        if let Some(point) = points.get_mut(place) {
            point.on_front = stands;
        }
    }
}

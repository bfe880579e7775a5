//! The comparison of points with what is required.

use crate::figures::TOLERANCE;
use crate::policy::Threshold;

/// Whether a score of a maximum, in points, meets a threshold; none where a share is required of a maximum that is unknown or
/// is nothing, so that there is no share.
pub(super) fn meets(threshold: Threshold, score: f64, max: Option<f64>) -> Option<bool> {
    match threshold {
        Threshold::Points(points) => Some(score >= points * (1.0 - TOLERANCE)),
        Threshold::Percent(share) => {
            max.filter(|max| *max > 0.0).map(|max| 100.0 * score - share * max >= -TOLERANCE * max)
        }
    }
}

/// The threshold in points of a maximum, and in percent of it, for figures that must not look like it.
pub(super) fn both_ways(threshold: Threshold, max: f64) -> (f64, f64) {
    match threshold {
        Threshold::Points(points) => (points, points * 100.0 / max),
        Threshold::Percent(share) => (share * max / 100.0, share),
    }
}

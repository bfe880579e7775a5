//! The values that answers rest on: a report, the evidence that it was made of, and every control of it.

use std::sync::Arc;

use crate::evidence::Evidence;
use crate::report::{ControlInfo, Report};

/// The values that answers rest on.
#[derive(Debug)]
pub struct Basis {
    /// The report.
    pub report: Report,
    /// The evidence, with as much history as changes can be requested for.
    pub evidence: Arc<Evidence>,
    /// The scored controls with the points that can be recovered, in the order of the snapshot.
    pub controls: Vec<(Arc<ControlInfo>, Option<f64>)>,
}

impl Basis {
    /// The values of a report and its evidence.
    #[must_use]
    pub fn new(report: Report, evidence: Arc<Evidence>) -> Self {
        let controls = crate::evaluate::scored_controls(&evidence);
        Self { report, evidence, controls }
    }
}

//! The reasons for which the figures of a day may be wrong.

use super::same_files;
use crate::evaluate::attribution::ControlIndex;
use crate::evaluate::timeline::{KnownDay, Pair, Side};
use crate::evidence::Gap;
use crate::text::{count, sample};

/// The number of controls that are named in a sentence.
const NAMED: usize = 5;

/// The doubts about both days, as sentences that begin with the day, each once.
pub(super) fn doubts(earlier: Side<'_>, later: Side<'_>, pair: &Pair<'_>) -> Vec<String> {
    let mut doubts = Vec::new();
    let tenants = [earlier, later].map(|side| side.posture.evidence.snapshot.tenant.as_ref());
    if !same_files(earlier, later) && tenants.iter().any(Option::is_none) {
        doubts.push("It is unknown whether both days belong to the same tenant.".to_owned());
    }
    of_day(earlier, &pair.earlier, pair, &mut doubts);
    if !same_files(earlier, later) {
        of_evidence(earlier, &mut doubts);
    }
    of_day(later, &pair.later, pair, &mut doubts);
    of_evidence(later, &mut doubts);
    doubts
}

/// Adds the inconsistencies of a snapshot.
fn of_day(side: Side<'_>, known: &KnownDay, pair: &Pair<'_>, doubts: &mut Vec<String>) {
    let date = side.date();
    doubts.extend(known.defect.iter().map(|defect| format!("{date}: {}.", defect.reason)));
    if side.past.is_none() {
        let inconsistency = side
            .posture
            .assessments
            .iter()
            .filter_map(|assessment| Some((assessment, assessment.inconsistency.as_ref()?)));
        doubts.extend(inconsistency.map(|(assessment, inconsistency)| {
            format!("{date}: {} has inconsistent figures: {inconsistency}.", assessment.control.id)
        }));
        return;
    }
    let inconsistency = known.day.entries.iter().filter(|entry| entry.inconsistent);
    let inconsistency: Vec<String> = inconsistency.map(|entry| pair.index.id(entry.control)).collect();
    if !inconsistency.is_empty() {
        let figures = count(inconsistency.len(), "control");
        doubts.push(format!("{date}: the figures of {figures} are inconsistent: {}.", sample(&inconsistency, NAMED)));
    }
}

/// Adds the gaps of the evidence: those of its newest day and of its catalogue. A partial snapshot is reported
/// with the day.
fn of_evidence(side: Side<'_>, doubts: &mut Vec<String>) {
    let newest = side.posture.evidence.snapshot.date();
    for gap in &side.posture.evidence.gaps {
        // The advice in that gap is about another command.
        let gap = if *gap == Gap::NoCatalogue {
            format!("{newest}: there is no catalogue, so all states are unknown.")
        } else {
            format!("{newest}: {gap}.")
        };
        if !doubts.contains(&gap) {
            doubts.push(gap);
        }
    }
}

//! The techniques of MITRE ATT&CK that controls with missing points protect against.

use std::collections::BTreeSet;

use super::fence::foreign;
use super::section::{Item, Section, SectionKind, Topic};
use crate::render::view::View;
use crate::report::{Finding, Outcome, Subject};

/// The controls of failed and unknown findings, then the others with recoverable points, each with its techniques.
pub(super) fn section(view: &View<'_>, open: &[&Finding], most: usize) -> Option<Section> {
    let of_finding = |finding: &&Finding| match &finding.subject {
        Subject::Control(control) => Some((control.clone(), finding.outcome == Outcome::Fail)),
        Subject::Tenant => None,
    };
    let others = view.report.snapshot.open.iter().map(|control| (control.id.clone(), false));
    let mut shown = BTreeSet::new();
    // Failed findings come first, so that a control that one of them is about counts as failed.
    let controls = open.iter().filter_map(of_finding).chain(others);
    let controls = controls.filter(|(id, _)| shown.insert(id.to_lowercase()));
    let items: Vec<Item> = controls.filter_map(|(control, is_failed)| line(view, &control, is_failed, most)).collect();
    let head = "\n## ATT&CK techniques that controls with missing points protect against\n\n".to_owned();
    (!items.is_empty()).then_some(Section { kind: SectionKind::Techniques, head, items })
}

fn line(view: &View<'_>, control: &str, is_failed: bool, most: usize) -> Option<Item> {
    let techniques: Vec<String> = view.report.techniques.get(control)?.iter().map(ToString::to_string).collect();
    let text = format!("- Control {}: {}\n", foreign(control, most), techniques.join(", "));
    // The prompt on techniques is about failed findings.
    Some(Item { topics: if is_failed { vec![Topic::Techniques] } else { Vec::new() }, ..Item::of(text) })
}

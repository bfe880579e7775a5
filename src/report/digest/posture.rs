//! Where the tenant stands: the points by category, the points that are still open, and what passed.

use super::fence::foreign;
use super::section::{Item, Part, Section};
use super::table;
use crate::report::{CategoryInfo, ControlInfo, Finding, Outcome, Report, Subject, wording};
use crate::text::{percent, points};

/// The points by category.
pub(super) fn categories(report: &Report, most: usize) -> Option<Section> {
    let items: Vec<Item> = report.snapshot.categories.iter().map(|info| Item::of(category(info, most))).collect();
    let head = "\n## Points by category\n\n|category|points|of|share|recoverable|\n|-|-|-|-|-|\n".to_owned();
    (!items.is_empty()).then_some(Section { part: Part::Categories, head, items })
}

fn category(info: &CategoryInfo, most: usize) -> String {
    let name = if info.name.is_empty() { "none".to_owned() } else { foreign(&info.name, most) };
    let figure = |figure: Option<f64>| figure.map_or_else(|| "?".to_owned(), |figure| points(figure, None));
    let share =
        info.score.zip(info.max.filter(|max| *max > 0.0)).map(|(score, max)| percent(100.0 * score / max, None));
    let share = share.unwrap_or_else(|| "?".to_owned());
    format!("|{name}|{}|{}|{share}|{}|\n", figure(info.score), figure(info.max), points(info.recoverable, None))
}

/// The controls with the most points that can still be recovered.
pub(super) fn open(report: &Report, most: usize) -> Option<Section> {
    let items: Vec<Item> = report.snapshot.open.iter().map(|control| Item::of(open_line(control, most))).collect();
    let head = "\n## Points still open, most first\n\n".to_owned();
    (!items.is_empty()).then_some(Section { part: Part::Open, head, items })
}

fn open_line(control: &ControlInfo, most: usize) -> String {
    let figure = |figure: Option<f64>| points(figure.unwrap_or(0.0), None);
    let open = control.max.zip(control.score).map(|(max, score)| max - score);
    let title = control.title.as_ref().map(|title| format!(" {}", foreign(title, most))).unwrap_or_default();
    let category = control.category.as_ref().map(|name| format!(", {}", foreign(name, most))).unwrap_or_default();
    let (score, max) = (figure(control.score), figure(control.max));
    format!("- Open: {} ({score} of {max}) on {}{title}{category}\n", figure(open), foreign(&control.id, most))
}

/// What passed, with what was required and observed, the most severe rules first.
pub(super) fn passed(report: &Report, most: usize) -> Option<Section> {
    let is_passed = |finding: &&Finding| finding.outcome == Outcome::Pass && !report.built_in(finding);
    let passed = report.by_urgency().into_iter().filter(is_passed);
    let items: Vec<Item> = passed.map(|finding| Item::of(passed_line(report, finding, most))).collect();
    let head = "\n## Passed, with what was observed and required\n\n".to_owned();
    (!items.is_empty()).then_some(Section { part: Part::Passed, head, items })
}

fn passed_line(report: &Report, finding: &Finding, most: usize) -> String {
    let control = match &finding.subject {
        Subject::Control(control) => format!(" {}", foreign(control, most)),
        Subject::Tenant => String::new(),
    };
    let rule = report.rule(finding);
    let references = wording::references(rule).map(|references| format!(" ({})", foreign(&references, most)));
    let name = foreign(&table::finding_rule(report, finding), most);
    let message = foreign(&finding.message, most);
    format!("- Passed: {name}{control}{}: {message}\n", references.unwrap_or_default())
}

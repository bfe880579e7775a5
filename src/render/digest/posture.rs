//! The points by category, the recoverable points, and the passed findings.

use super::fence::foreign;
use super::rule_name;
use super::section::{Item, Section, SectionKind};
use crate::render::phrases;
use crate::render::view::{Group, View};
use crate::report::{CategoryInfo, ControlInfo, Finding, Outcome, Subject};
use crate::text::{percent, points};

/// The most controls that share a line: what does not fit is left out by whole lines.
const TOGETHER: usize = 24;

/// The points by category.
pub(super) fn categories(view: &View<'_>, most: usize) -> Option<Section> {
    let items: Vec<Item> = view.report.snapshot.categories.iter().map(|info| Item::of(category(info, most))).collect();
    let head = "\n## Points by category\n\n|category|points achieved|maximum (? = unknown)|percentage|recoverable|\n|-|-|-|-|-|\n"
        .to_owned();
    (!items.is_empty()).then_some(Section { kind: SectionKind::Categories, head, items })
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
pub(super) fn open(view: &View<'_>, most: usize) -> Option<Section> {
    let lines = view.report.snapshot.open.iter().map(|control| open_line(control, most));
    Section::of(SectionKind::Open, "Recoverable points, most first", lines)
}

fn open_line(control: &ControlInfo, most: usize) -> String {
    let figure = |figure: Option<f64>| points(figure.unwrap_or(0.0), None);
    let open = control.max.zip(control.score).map(|(max, score)| max - score);
    let title = control.title.as_ref().map(|title| format!(" {}", foreign(title, most))).unwrap_or_default();
    let category = control.category.as_ref().map(|name| format!(", {}", foreign(name, most))).unwrap_or_default();
    let (score, max) = (figure(control.score), figure(control.max));
    format!(
        "- Recoverable: {} ({score} of {max} achieved) on {}{title}{category}\n",
        figure(open),
        foreign(&control.id, most)
    )
}

/// The passed findings with required and observed values, the most severe rules first. Controls of which a rule requires the
/// same amount share a line.
pub(super) fn passed(view: &View<'_>, most: usize) -> Option<Section> {
    let is_shown = |group: &&Group<'_>| group.first.outcome == Outcome::Pass && !group.built_in();
    let groups = &view.groups;
    let lines = groups.iter().filter(is_shown).flat_map(|group| {
        // A rule on the age of the snapshot and of its controls requires two amounts.
        let alike = group.findings.chunk_by(|one, next| one.required == next.required);
        alike.flat_map(|findings| {
            let each = || findings.iter().map(|finding| passed_line(view, finding, most)).collect();
            together(view, findings, most).unwrap_or_else(each)
        })
    });
    Section::of(SectionKind::Passed, "Passed findings, with required and observed values", lines)
}

/// Several findings of a rule that require the same, in few lines; none where an amount is missing.
fn together(view: &View<'_>, findings: &[&Finding], most: usize) -> Option<Vec<String>> {
    let first = findings.first()?;
    let required = first.required.as_ref()?;
    let amounts = findings.iter().map(|finding| {
        let observed = phrases::observed(finding).filter(|_| !finding.pending)?;
        Some((foreign(phrases::subject(finding), most), foreign(&observed, most)))
    });
    let amounts: Vec<(String, String)> = amounts.collect::<Option<_>>()?;
    let name = rule_name::with_references(view, first, most);
    let start = format!("- Passed: {name}, required {}: ", foreign(&required.to_string(), most));
    if amounts.len() < 2 {
        return None;
    }
    // Amounts that are all the same are worth one mention.
    if let Some((_, observed)) = amounts.first().filter(|(_, first)| amounts.iter().all(|(_, amount)| amount == first))
    {
        let subjects: Vec<&str> = amounts.iter().map(|(subject, _)| subject.as_str()).collect();
        let line = |subjects: &[&str]| format!("{start}{observed} for each of {}\n", subjects.join(", "));
        return Some(subjects.chunks(TOGETHER).map(line).collect());
    }
    let pair = |(subject, observed): &(String, String)| format!("{subject} {observed}");
    let line =
        |amounts: &[(String, String)]| format!("{start}{}\n", amounts.iter().map(pair).collect::<Vec<_>>().join(", "));
    Some(amounts.chunks(TOGETHER).map(line).collect())
}

fn passed_line(view: &View<'_>, finding: &Finding, most: usize) -> String {
    let control = match &finding.subject {
        Subject::Control(control) => format!(" {}", foreign(control, most)),
        Subject::Tenant => String::new(),
    };
    let (name, message) = (rule_name::with_references(view, finding, most), foreign(&finding.message, most));
    format!("- Passed: {name}{control}: {message}\n")
}

//! The step summary of GitHub Actions, and a comment on a pull request: Markdown, at most 1 MiB or 64 KiB. GitHub shows nothing of a
//! longer one. Therefore rows that do not fit are left out by rank, and the page states their number.

mod incident;
mod limited_page;
mod section;
mod waiver;

use super::escape::markdown::inert;
use super::{RenderOptions, phrases};
use crate::evidence::Input;
use crate::render::format::{Audience, FormatFacts, FormatSpec, ReportRenderer};
use crate::render::options::FormatOption;
use crate::render::view::View;
use crate::report::Verdict;
use limited_page::LimitedPage;

/// The format and its facts.
pub(super) const FORMAT: FormatSpec<ReportRenderer> = FormatSpec {
    facts: FormatFacts {
        name: "markdown",
        description: "a page for people: the step summary of GitHub Actions, a comment on a pull request",
        audience: Audience::People,
        shares_standard_output: false,
        shows_hashes: true,
        options: &[FormatOption::CommentId],
    },
    render: |view, options| Ok(render(view, options)),
};

/// The size of a page in bytes.
#[derive(Clone, Copy)]
struct Size {
    /// The most of the whole page.
    limit: usize,
    /// The part of it that is reserved for the end of the page.
    end: usize,
}

/// A step summary: the most that GitHub accepts.
const SUMMARY: Size = Size { limit: 1 << 20, end: 32 << 10 };
/// A comment: GitHub accepts so many characters. GitLab and Azure DevOps accept more.
const COMMENT: Size = Size { limit: 64 << 10, end: 8 << 10 };

/// The page. A comment begins with a marker that does not show, by which the next run finds it to replace it.
fn render(view: &View<'_>, options: &RenderOptions) -> String {
    let size = if options.comment_id.is_some() { COMMENT } else { SUMMARY };
    let limit = size.limit;
    let mut page = LimitedPage::new(limit);
    if let Some(id) = &options.comment_id {
        page.push(&format!("<!-- scoregate:{id} -->\n"));
    }
    head(&mut page, view, options);
    section::changes(&mut page, view, limit / 8);
    // The table contains the most information per byte, so it comes first and gets the most room.
    section::findings(&mut page, view, limit / 2);
    waiver::waivers(&mut page, view, limit / 8 * 5);
    incident::incidents(&mut page, view, limit / 4 * 3);
    section::details(&mut page, view, limit / 8 * 7);
    section::passed(&mut page, view, limit - size.end);
    end(&mut page, view, size);
    page.text()
}

fn head(page: &mut LimitedPage, view: &View<'_>, options: &RenderOptions) {
    let verdict = view.verdict;
    let sign = match verdict {
        Verdict::Passed => "✅",
        Verdict::Failed => "❌",
        Verdict::Inconclusive => "⚠️",
    };
    page.push(&format!("## {sign} Secure Score gate: {}\n\n", verdict.name()));
    page.push(&format!(
        "{} · snapshot {} ({})\n\n**Rules:** {} · **Findings:** {} · **Built-in rules:** {}\n\n",
        cell(phrases::tenant(view.report)),
        view.report.snapshot.date,
        phrases::age(view.report),
        phrases::rule_counts(view),
        phrases::finding_counts(view),
        phrases::built_in_counts(view)
    ));
    page.push(&format!("**Score:** {}\n\n", phrases::score(view.report)));
    if let Some(live) = phrases::live(view.report) {
        page.push(&format!("**Data:** {}\n\n", cell(&live)));
    }
    let (code, reason) = (verdict.exit().code(), view.verdict_reason);
    match &options.exit_note {
        Some(note) => page.push(&format!("**{}** ({reason})\n\n", cell(note))),
        None => page.push(&format!("**Exit code {code}:** {reason}\n\n")),
    }
}

/// Warnings, notes, gaps, disabled rules, and the provenance.
fn end(page: &mut LimitedPage, view: &View<'_>, Size { limit, end }: Size) {
    let pending = view.pending().map(|finding| {
        format!("- ⚠️ Pending: `{}` {}\n", cell(&view.report.identity(finding)), cell(&finding.message))
    });
    let explained = view.explained().map(|finding| {
        let details = finding.details.join(" ");
        format!("- `{}` passed: {} {}\n", cell(&view.report.identity(finding)), cell(&finding.message), cell(&details))
    });
    let warnings = view
        .rule_warnings()
        .map(|(policy, rule, warning)| format!("- ⚠️ {}/{}: {}\n", policy.id, rule.id, cell(warning)));
    page.rows("", pending.chain(warnings).chain(explained), limit - end, "warnings");
    let explanation = View::explanation(view.by_urgency.iter().copied());
    let explanation = explanation.map(|explanation| format!("- Note: {}\n", cell(explanation)));
    let notes = view.notes.iter().flat_map(|note| {
        let lines = note.details.iter().map(String::as_str).chain(view.remedy(note));
        let details = lines.map(|detail| format!("  - {}\n", cell(detail)));
        std::iter::once(format!("- Note: {}\n", cell(&note.message))).chain(details)
    });
    page.rows("", explanation.into_iter().chain(notes), limit - end / 8 * 7, "notes");
    let gaps = view.unreported_gaps.iter();
    let unverified = phrases::unverified(view.report).map(|note| format!("- Note: {}\n", cell(&note)));
    let gaps = gaps.map(|gap| format!("- The evidence is incomplete: {}\n", cell(gap)));
    let gaps = unverified.into_iter().chain(gaps);
    page.rows("", gaps, limit - end / 4 * 3, "gaps of the evidence");
    let disabled = view.disabled().into_iter().map(|rule| format!("- Disabled: {}\n", cell(&rule)));
    page.rows("", disabled, limit - end / 2, "disabled rules");
    page.push(&format!("<sub>{}</sub>\n", provenance(view)));
}

fn provenance(view: &View<'_>) -> String {
    let provenance = &view.report.provenance;
    let hash = |input: &Input| input.sha256.as_ref().map(|hash| format!(" (SHA-256 {hash})")).unwrap_or_default();
    let inputs: Vec<String> = provenance.inputs.iter().map(|input| format!("{}{}", input.name, hash(input))).collect();
    let given = if provenance.replayed { " (a time that was set, not the clock's)" } else { "" };
    let mut parts =
        vec![format!("scoregate {}", provenance.version), format!("evaluated as of {}{given}", view.report.now)];
    parts.extend((!inputs.is_empty()).then(|| format!("evidence: {}", crate::text::sample(&inputs, 5))));
    parts
        .extend(provenance.repository.iter().map(|repository| format!("policies at revision {}", repository.revision)));
    parts.iter().map(|part| inert(&phrases::clip(part, 1_000))).collect::<Vec<_>>().join(" · ")
}

/// Escapes and clips the text of a cell or item, so that one long text does not fill the page.
fn cell(text: &str) -> String {
    inert(&phrases::clip(text, 500))
}

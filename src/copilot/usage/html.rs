//! The report as one page of HTML: no script, no style attribute, and nothing from outside. All text is escaped.

mod elements;
mod plots;

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::format::UsageOptions;
use super::group::{Grouping, Total};
use super::phrases;
use super::report::UsageReport;
use crate::exit::Exit;
use crate::text::count;

use elements::{escaped, section, sentence};

/// The style of the page.
const CSS: &str = include_str!("usage.css");

/// The rows of a table that are always visible; the others are in a fold.
const OPEN_ROWS: usize = 10;

/// The most rows of a table; JSON has all.
const MOST_ROWS: usize = 500;

/// The hash of the style, for the policy of the page.
fn style_hash() -> String {
    STANDARD.encode(Sha256::digest(CSS.as_bytes()))
}

pub(super) fn render(report: &UsageReport, options: &UsageOptions) -> String {
    let mut page = String::new();
    let verdict = phrases::budget(report);
    let (class, heading) = match &verdict {
        None => ("plain", format!("{} SCU", report.used_in_month)),
        Some(verdict) if verdict.exit == Exit::Passed => ("passed", verdict.word.to_owned()),
        Some(verdict) if verdict.exit == Exit::Failed => ("failed", verdict.word.to_owned()),
        Some(verdict) => ("inconclusive", verdict.word.to_owned()),
    };
    let lede = verdict.map_or_else(|| phrases::month(report), |verdict| verdict.why);
    let (hash, title) = (style_hash(), escaped(&heading));
    // Writing to a string does not fail.
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}: use of Security Copilot on {}</title>\n<style>{CSS}</style>\n</head>\n<body>\n<div class=\"page\">\n\
         <header class=\"mast\"><b>scoregate</b> <span>Use of Security Copilot</span> <span>{}</span></header>\n<main>\n\
         <section id=\"summary\"><div class=\"card verdict {class}\"><h1>{title}</h1>\n<p class=\"lede\">{}</p>\n<p>{}</p>\n<p>{}</p></div></section>\n",
        report.today,
        report.today,
        sentence(&lede),
        sentence(&phrases::forecast(report)),
        sentence(&phrases::scope(report)),
    );
    plots::month(&mut page, report);
    plots::days(&mut page, report);
    months(&mut page, report);
    for grouping in &options.groupings {
        table(&mut page, *grouping, report.totals(*grouping));
    }
    evidence(&mut page, report);
    page.push_str("</main>\n<footer>SCU are Security Compute Units. Figures are those of the sources; prices only where they were stated.</footer>\n</div>\n</body>\n</html>\n");
    page
}

fn months(page: &mut String, report: &UsageReport) {
    section(page, "months", "By month", "Calendar months in the time zone of the report.");
    page.push_str("<div class=\"card scroll\"><table><thead><tr><th scope=\"col\">Month</th><th scope=\"col\" class=\"n\">SCU</th><th scope=\"col\">Billing</th></tr></thead><tbody>\n");
    for month in &report.months {
        let mut lines = phrases::billing(report, month);
        if let Some(days) = phrases::partial(report, month) {
            lines.insert(0, days);
        }
        let lines: Vec<String> = lines.iter().map(|line| sentence(line)).collect();
        let name = month.first.strftime("%Y-%m");
        let _ = writeln!(
            page,
            "<tr><th scope=\"row\">{name}</th><td class=\"n\">{}</td><td>{}</td></tr>",
            month.used,
            lines.join("<br>")
        );
    }
    page.push_str("</tbody></table></div></section>\n");
}

fn table(page: &mut String, grouping: Grouping, totals: &[Total]) {
    let id = grouping.heading().to_ascii_lowercase().replace(' ', "-");
    section(page, &id, grouping.heading(), "Every use counts once; the totals add up to all uses.");
    page.push_str("<div class=\"card\">");
    let (open, folded) = totals.split_at(totals.len().min(OPEN_ROWS));
    rows(page, grouping, open);
    if !folded.is_empty() {
        let _ = writeln!(page, "<details><summary>{} more</summary>", folded.len());
        rows(page, grouping, &folded[..folded.len().min(MOST_ROWS)]);
        if let Some(more) = folded.len().checked_sub(MOST_ROWS).filter(|more| *more > 0) {
            let _ = write!(page, "<p class=\"list\">and {more} more in the JSON output</p>");
        }
        page.push_str("</details>");
    }
    page.push_str("</div></section>\n");
}

fn rows(page: &mut String, grouping: Grouping, totals: &[Total]) {
    let _ = writeln!(
        page,
        "<div class=\"scroll\"><table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\" class=\"n\">SCU</th><th scope=\"col\" class=\"n\">Uses</th></tr></thead><tbody>",
        grouping.column()
    );
    for Total { key, used, uses } in totals {
        let _ = writeln!(
            page,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{used}</td><td class=\"n\">{uses}</td></tr>",
            escaped(key)
        );
    }
    page.push_str("</tbody></table></div>");
}

fn evidence(page: &mut String, report: &UsageReport) {
    section(page, "evidence", "Data", "What was read, and what a reader must know about it.");
    page.push_str("<div class=\"card\"><ul class=\"list\">\n");
    for source in &report.sources {
        let hash = source.sha256.as_ref().map(|hash| format!(", SHA-256 {hash}")).unwrap_or_default();
        let days = source.days.map(|(first, last)| format!(" from {first} to {last}")).unwrap_or_default();
        let _ = writeln!(page, "<li>{}: {}{days}{hash}</li>", escaped(&source.name), count(source.uses, "use"));
    }
    for note in &report.notes {
        let _ = writeln!(page, "<li>{}</li>", sentence(note));
    }
    let _ = writeln!(page, "<li>Evaluated as of {}</li></ul></div></section>", report.now);
}

//! The digest for Microsoft Security Copilot: compact Markdown that never takes more tokens than it is allowed.
//!
//! Lines of figures come first, in our own words; what a tenant or a policy says follows between two markers, and the prompts
//! behind them. What does not fit goes by rank, and a line says what went.

mod budget;
mod fence;
mod lists;
mod pieces;
mod section;
mod table;
mod why;
mod words;

use self::budget::Text;
use self::section::Section;
use super::{Report, wording};
use crate::text;

/// The budget where none is asked for, in tokens.
pub(super) const DEFAULT_BUDGET: usize = 2_000;

/// The least budget worth giving to a digest, in tokens: below it a usual report has no room for the verdict, the score and
/// the line about what was left out.
pub const MIN_BUDGET: usize = 400;

/// Security Copilot takes files of 3 MB at most.
const MAX_BUDGET: usize = 3_000_000 / budget::LONGEST_TOKEN;

/// Renders a report in at most `budget` tokens (`o200k_base`). The same report and budget give the same bytes.
pub(super) fn render(report: &Report, budget: usize) -> String {
    let budget = budget.min(MAX_BUDGET);
    let sections = sections(report, budget);
    let none = vec![0; sections.len()];
    let title = Text::of(pieces::title(report.verdict()));
    let lines = [verdict(report), score(report)];
    let most_left_out = section::left_out(&sections, &none).unwrap_or_default();
    let core = lines.iter().fold(title.clone(), |text, line| text.join(line));
    let Some(room) = budget.checked_sub(core.cost() + most_left_out.cost() + 1) else {
        return short(report, &title, &lines[0], budget);
    };
    let frame = Frame::around(report, text_limit(budget));
    match room.checked_sub(frame.cost) {
        Some(room) => framed(&title, &lines, &sections, room, &frame),
        None => core.join(&most_left_out).as_str().to_owned(),
    }
}

/// How many bytes of one text are shown: more where there is more room.
fn text_limit(budget: usize) -> usize {
    (budget / 16).clamp(60, 400)
}

/// The parts of the page in their order; each knows its rank. What comes later, such as which incidents bear on a control, is one
/// more line here and one more [`section::Part`].
fn sections(report: &Report, budget: usize) -> Vec<Section> {
    let most = text_limit(budget);
    let open = table::open_findings(report);
    let parts = [
        table::section(report, &open, most),
        why::section(report, most),
        lists::waivers(report, most),
        lists::waived(report, most),
        lists::actions(report, &open, most),
        lists::gaps(report, most),
        lists::notes(report, most),
        lists::disabled(report, most),
        lists::policies(report, most),
        lists::prompts(&open),
    ];
    parts.into_iter().flatten().collect()
}

/// Without room for the core, the verdict is what remains: with its reason, alone, as one word, or not at all.
fn short(report: &Report, title: &Text, why: &Text, budget: usize) -> String {
    let word = Text::of(pieces::word(report.verdict()));
    let choices = [title.clone().join(why), title.clone(), word];
    choices.iter().find(|text| text.cost() <= budget).map(|text| text.as_str().to_owned()).unwrap_or_default()
}

/// What stands around the text of others, and what it costs.
struct Frame {
    tenant: Text,
    cost: usize,
}

impl Frame {
    fn around(report: &Report, most: usize) -> Self {
        let tenant = Text::of(pieces::TENANT);
        let tenant = match &report.tenant {
            Some(name) => tenant.foreign(name, most),
            None => tenant.fixed(pieces::TENANT_UNKNOWN),
        };
        let tenant = tenant.fixed(pieces::NEWLINE);
        let [notice, begin, end] = Self::lines(fence::MARKER_STAND_IN);
        // Four joins: the three lines and the body, besides the prompts behind them.
        let cost = tenant.cost() + notice.cost() + begin.cost() + end.cost() + 6;
        Self { tenant, cost }
    }

    fn lines(marker: &str) -> [Text; 3] {
        let notice = Text::of(pieces::NOTICE).figure(marker).fixed(pieces::NOTICE_END).figure(marker);
        let line = |piece| Text::of(piece).figure(marker).fixed(pieces::FENCE_CLOSE);
        [notice.fixed(pieces::NOTICE_MEANS), line(pieces::FENCE), line(pieces::FENCE_END)]
    }
}

fn framed(title: &Text, lines: &[Text], sections: &[Section], room: usize, frame: &Frame) -> String {
    let shown = section::fit(sections, room);
    let body = frame.tenant.clone().join(&section::write(sections, &shown, true));
    let [notice, begin, end] = Frame::lines(&fence::marker(body.as_str()));
    let text = lines.iter().fold(title.clone().join(&notice), |text, line| text.join(line));
    let text = text.join(&section::left_out(sections, &shown).unwrap_or_default());
    let text = text.join(&begin).join(&body).join(&end);
    text.join(&section::write(sections, &shown, false)).as_str().to_owned()
}

fn verdict(report: &Report) -> Text {
    let counts = report.counts();
    let text = Text::of(pieces::WHY).figure(report.verdict_reason()).fixed(pieces::COUNTS);
    let text = text.figure(&counts.failed.to_string()).fixed(pieces::COUNT_FAILED);
    let others = [
        (counts.advised, pieces::COUNT_ADVISED, false),
        (counts.undecided, pieces::COUNT_UNDECIDED, true),
        (counts.undecided_advice, pieces::COUNT_UNDECIDED_ADVICE, false),
        (counts.waived, pieces::COUNT_WAIVED, true),
        (counts.passed, pieces::COUNT_PASSED, true),
        (counts.not_applicable, pieces::COUNT_INAPPLICABLE, false),
    ];
    let shown = others.into_iter().filter(|(count, _, always)| *always || *count > 0);
    let text =
        shown.fold(text, |text, (count, noun, _)| text.fixed(pieces::COMMA).figure(&count.to_string()).fixed(noun));
    match counts.disabled {
        0 => text,
        disabled => text.fixed(pieces::COUNT_DISABLED).figure(&disabled.to_string()),
    }
    .fixed(pieces::COUNTS_END)
}

fn score(report: &Report) -> Text {
    let snapshot = &report.snapshot;
    let (claimed, maybe) = (snapshot.claimed, snapshot.maybe_claimed);
    let points = |text: Text, points: Option<f64>| match points {
        Some(points) => text.figure(&text::points(points, None)),
        None => text.fixed(pieces::SCORE_UNKNOWN),
    };
    let text = Text::of(pieces::SCORE);
    let text = match wording::percentage(report) {
        Some(share) => text.figure(&text::percent(share, None)),
        None => text.fixed(pieces::SCORE_UNKNOWN),
    };
    let text = points(text.fixed(pieces::SCORE_OPEN), snapshot.current).fixed(pieces::SCORE_OF);
    let text = points(text, snapshot.max).fixed(pieces::SCORE_POINTS).fixed(pieces::OBSERVED);
    let text = points(text, snapshot.current.map(|current| current - claimed - maybe)).fixed(pieces::CLAIMED);
    let text = points(text, Some(claimed)).fixed(pieces::MAYBE_CLAIMED);
    let text = points(text, Some(maybe));
    let text = if claimed > 0.0 || maybe > 0.0 { text.fixed(pieces::CLAIMED_MEANS) } else { text };
    let judged = jiff::tz::Offset::UTC.to_datetime(report.now).date();
    let text = text.fixed(pieces::SNAPSHOT).figure(&snapshot.date.to_string());
    let text = text.fixed(pieces::JUDGED).figure(&judged.to_string());
    text.fixed(if snapshot.catalogue_complete { pieces::COMPLETE } else { pieces::INCOMPLETE })
}

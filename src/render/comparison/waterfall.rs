//! The waterfall: the score from one day to the other, with a step for each part, in plain characters.

use super::cell;
use crate::figures::ZERO_CHANGE;
use crate::report::{Change, Contribution};
use crate::text::contribution;

/// The width of the chart, in characters.
const WIDTH: usize = 40;

/// One line of the waterfall.
pub(super) struct Row {
    pub(super) label: String,
    pub(super) figure: String,
    pub(super) bar: String,
    pub(super) kind: Kind,
}

/// The kind of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The score of a day.
    Day,
    /// A part that raises the score.
    Rise,
    /// A part that lowers it: a drop.
    Drop,
    /// A part whose contributions add up to nothing.
    Nothing,
    /// The sum of the parts.
    Sum,
}

/// The parts that are worth a line: those that are not zero, and those in which controls cancel out.
pub(super) fn listed_parts(change: &Change) -> impl Iterator<Item = &Contribution> {
    change.parts.iter().filter(|part| part.percentage_points.abs() > ZERO_CHANGE || !part.controls.is_empty())
}

/// The lines: the first day, the parts, the last day, and the sum.
pub(super) fn rows(change: &Change) -> Vec<Row> {
    let scale = Scale::of(change);
    let [from, to] = cell::levels(&change.from, &change.to);
    let day = |day: &crate::report::DayScore, figure: String| Row {
        label: day.date.to_string(),
        figure,
        bar: scale.mark(day.percent),
        kind: Kind::Day,
    };
    let mut rows = vec![day(&change.from, from)];
    let mut level = change.from.percent;
    for part in listed_parts(change) {
        let kind = match part.percentage_points {
            share if share > ZERO_CHANGE => Kind::Rise,
            share if share < -ZERO_CHANGE => Kind::Drop,
            _ => Kind::Nothing,
        };
        rows.push(Row {
            label: part.cause.name().to_owned(),
            figure: contribution(part.percentage_points),
            bar: scale.step(level, level + part.percentage_points, kind),
            kind,
        });
        level += part.percentage_points;
    }
    rows.push(day(&change.to, to));
    let sum = change.parts.iter().map(|part| part.percentage_points).sum();
    rows.push(Row { label: "sum".to_owned(), figure: contribution(sum), bar: String::new(), kind: Kind::Sum });
    rows
}

/// The widths of the columns of labels and of figures, in characters.
pub(super) fn widths(rows: &[Row]) -> (usize, usize) {
    let width = |text: fn(&Row) -> &String| rows.iter().map(|row| text(row).chars().count()).max().unwrap_or(0);
    (width(|row| &row.label), width(|row| &row.figure))
}

/// The lowest and the highest score of the waterfall.
struct Scale {
    lowest: f64,
    highest: f64,
}

impl Scale {
    fn of(change: &Change) -> Self {
        let mut level = change.from.percent;
        let (mut lowest, mut highest) = (level, level);
        for part in &change.parts {
            level += part.percentage_points;
            (lowest, highest) = (lowest.min(level), highest.max(level));
        }
        Self { lowest, highest }
    }

    fn column(&self, level: f64) -> usize {
        let span = self.highest - self.lowest;
        let column = if span > 0.0 { (level - self.lowest) / span * (WIDTH - 1) as f64 } else { 0.0 };
        // Between 0 and the width but for rounding; a cast of what is below zero or no number gives zero.
        (column.round() as usize).min(WIDTH - 1)
    }

    fn mark(&self, level: f64) -> String {
        format!("{:1$}|", "", self.column(level))
    }

    /// The bar of a part, at least one character wide, so that every part is visible.
    fn step(&self, from: f64, to: f64, kind: Kind) -> String {
        let (left, right) = (self.column(from.min(to)), self.column(from.max(to)));
        let sign = match kind {
            Kind::Rise => "+",
            Kind::Drop => "-",
            Kind::Nothing | Kind::Day | Kind::Sum => ".",
        };
        format!("{:left$}{}", "", sign.repeat((right - left).max(1)))
    }
}

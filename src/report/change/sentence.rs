//! A change as a sentence.

use super::{Cause, Change, Contribution, ControlChange, REST, control_text};
use crate::text::{change, count, list, percent, signed_change};

/// The least contribution that a sentence mentions, in percentage points.
const LEAST_MENTIONED: f64 = 0.005;

/// The number of controls that are named in a clause.
const NAMED: usize = 3;

impl Change {
    /// The change in one sentence, such as `The score fell 3.1 pp to 65.3%: −0.4 pp measured on 2 of your controls (A and B) and −2.7 pp
    /// because Microsoft added 5 controls.` The parts in the direction of the change come first.
    #[must_use]
    pub fn sentence(&self) -> String {
        let is_drop = self.total < 0.0;
        let mut mentioned: Vec<&Contribution> =
            self.parts.iter().filter(|part| part.percentage_points.abs() >= LEAST_MENTIONED).collect();
        let is_opposite = |part: &Contribution| (part.percentage_points < 0.0) != is_drop;
        mentioned.sort_by(|a, b| {
            let by_size = b.percentage_points.abs().total_cmp(&a.percentage_points.abs());
            is_opposite(a).cmp(&is_opposite(b)).then(by_size)
        });
        let now = percent(self.to.percent, None);
        let head = match self.total.abs() >= LEAST_MENTIONED {
            true => {
                format!("The score {} {} to {now}", if is_drop { "fell" } else { "rose" }, change(self.total, None))
            }
            false => format!("The score stayed at {now}"),
        };
        let clauses: Vec<String> = mentioned.iter().map(|part| part.clause(self.unknown_states)).collect();
        if clauses.is_empty() { format!("{head}.") } else { format!("{head}: {}.", list(&clauses, "and")) }
    }

    /// The points of a control before and after, for a line of a part: `10 → 4 of 10`, `measured 4 → 0 of 8, now 8 claimed`.
    #[must_use]
    pub fn control_text(&self, cause: Cause, one: &ControlChange) -> String {
        control_text::of(self, cause, one)
    }

    /// The parts that are not posture, in one line: `−2.7 pp because Microsoft added 5 controls`. None where there are none.
    #[must_use]
    pub fn not_posture(&self) -> Option<String> {
        let others = self.parts.iter().filter(|part| part.cause != Cause::Observed);
        let mentioned = others.filter(|part| part.percentage_points.abs() >= LEAST_MENTIONED);
        let clauses: Vec<String> = mentioned.map(|part| part.clause(self.unknown_states)).collect();
        (!clauses.is_empty()).then(|| list(&clauses, "and"))
    }
}

impl Contribution {
    /// The contribution with its controls: `−0.4 pp measured on 2 of your controls (A and B)`.
    fn clause(&self, unknown_states: usize) -> String {
        let size = signed_change(self.percentage_points);
        let same_sign: Vec<&ControlChange> = self
            .controls
            .iter()
            .filter(|one| (one.percentage_points < 0.0) == (self.percentage_points < 0.0))
            .collect();
        let all: Vec<&ControlChange> = self.controls.iter().collect();
        match self.cause {
            Cause::Observed => {
                let others: Vec<&ControlChange> = all
                    .iter()
                    .copied()
                    .filter(|one| (one.percentage_points < 0.0) != (self.percentage_points < 0.0))
                    .collect();
                if sum(&others).abs() < LEAST_MENTIONED {
                    return format!("{size} measured on {} of your controls{}", same_sign.len(), named(&same_sign));
                }
                let both = [&same_sign, &others].map(|side| format!("{}: {}", signed_change(sum(side)), names(side)));
                format!("{size} measured on {} of your controls ({})", all.len(), both.join("; "))
            }
            // The data does not show whether they were claimed or lost.
            Cause::Claimed if unknown_states > 0 => format!(
                "{size} from claims or losses on {} of unknown state{}",
                count(same_sign.len(), "control"),
                named(&same_sign)
            ),
            Cause::Claimed => {
                format!("{size} from claims on {}{}", count(same_sign.len(), "control"), named(&same_sign))
            }
            Cause::Descoped => {
                let are = if all.len() == 1 { "is" } else { "are" };
                format!("{size} because {} {are} no longer scored{}", count(all.len(), "control"), named(&all))
            }
            Cause::Retired => {
                format!("{size} because Microsoft retired {}{}", count(all.len(), "control"), named(&all))
            }
            Cause::Reweighted => {
                let single: Vec<&ControlChange> = all.into_iter().filter(|one| one.id != REST).collect();
                match single.len() {
                    0 => format!("{size} because of changed maxima that are unknown for single controls"),
                    number => {
                        format!("{size} because Microsoft re-weighted {}{}", count(number, "control"), named(&single))
                    }
                }
            }
            Cause::Added => format!("{size} because Microsoft added {}{}", count(all.len(), "control"), named(&all)),
            Cause::Unexplained => format!("{size} that is not attributed to any control"),
        }
    }
}

/// The sum of the contributions, in percentage points.
fn sum(moves: &[&ControlChange]) -> f64 {
    moves.iter().map(|one| one.percentage_points).sum()
}

/// The first names in brackets, and the number of the others.
fn named(moves: &[&ControlChange]) -> String {
    if moves.is_empty() { String::new() } else { format!(" ({})", names(moves)) }
}

/// The first names, and the number of the others.
fn names(moves: &[&ControlChange]) -> String {
    let names: Vec<&str> = moves.iter().take(NAMED).map(|one| one.id.as_str()).collect();
    match moves.len() {
        number if number > NAMED => format!("{} and {} more", names.join(", "), number - NAMED),
        _ => list(&names, "and"),
    }
}

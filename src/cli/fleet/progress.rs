//! The progress of a fleet on standard error: one line that is updated on a terminal, with an estimate of the rest.

use std::time::{Duration, Instant};

use crate::cli::notes::note;
use crate::cli::progress::terminal;
use crate::text::{count, grouped};
use crate::tools::fleet::{StatusCounts, TenantStatus};

/// The least time between two updates.
const INTERVAL: Duration = Duration::from_millis(100);

/// The time before the first update: what is done at once needs no line.
const FIRST: Duration = Duration::from_secs(1);

/// The progress on standard error.
#[derive(Debug)]
pub(super) struct FleetProgress {
    total: Option<usize>,
    counts: StatusCounts,
    started: Instant,
    next: Instant,
    moves: bool,
    is_drawn: bool,
}

impl FleetProgress {
    /// The progress of a run; the total is not known of a stream.
    pub(super) fn new(total: Option<usize>) -> Self {
        let started = Instant::now();
        let moves = terminal::has_moving_lines();
        Self { total, counts: StatusCounts::default(), started, next: started + FIRST, moves, is_drawn: false }
    }

    /// Counts one tenant.
    pub(super) fn step(&mut self, status: TenantStatus) {
        self.counts.add(status);
        if !self.moves {
            return;
        }
        let now = Instant::now();
        if now >= self.next {
            self.next = now + INTERVAL;
            self.is_drawn = true;
            terminal::draw(&text(self.total, self.counts, now - self.started));
        }
    }

    /// Removes the line.
    pub(super) fn clear(&mut self) {
        if std::mem::take(&mut self.is_drawn) {
            terminal::clear();
        }
    }
}

/// `1,200 of 6,000 tenants, 12 failed, 3 unreadable; about 8 s left`.
fn text(total: Option<usize>, counts: StatusCounts, elapsed: Duration) -> String {
    let done = counts.all();
    let grouped = |number: usize| grouped(number as u64);
    let of = total.map(|total| format!(" of {}", grouped(total))).unwrap_or_default();
    let mut text = format!("{}{of} tenants, {} failed", grouped(done), grouped(counts.failed));
    if counts.unreadable > 0 {
        text.push_str(&format!(", {} unreadable", grouped(counts.unreadable)));
    }
    let rate = done as f64 / elapsed.as_secs_f64().max(0.001);
    match total {
        Some(total) => {
            let left = total.saturating_sub(done) as f64 / rate.max(0.001);
            text.push_str(&format!("; about {left:.0} s left"));
        }
        None => text.push_str(&format!("; {rate:.0} tenants/s")),
    }
    text
}

/// States how many results are of an earlier run.
pub(super) fn note_reused(reused: usize) {
    if reused > 0 {
        note(&format!("{} reused from an earlier run", count(reused, "result")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_estimates_the_rest_where_the_total_is_known() {
        let counts = StatusCounts { passed: 1_190, failed: 10, inconclusive: 0, unreadable: 0 };
        let shown = |total| text(total, counts, Duration::from_secs(2));
        assert_eq!(shown(Some(6_000)), "1,200 of 6,000 tenants, 10 failed; about 8 s left");
        assert_eq!(shown(None), "1,200 tenants, 10 failed; 600 tenants/s");
    }
}

//! What a reader must know about the figures of a report.

use jiff::civil::Date;

use super::coverage::Coverage;
use super::ledger::Ledger;
use crate::text::count;

/// The notes of a report, as sentences; of its day, and of whether there is a forecast.
pub(super) fn notes(ledger: &Ledger, coverage: Option<&Coverage>, today: Date, is_forecast: bool) -> Vec<String> {
    let mut notes = ledger.notes.clone();
    if ledger.repeated > 0 {
        let rows = count(ledger.repeated, "row");
        notes.push(format!("{rows} that an earlier source contains too, counted once"));
    }
    let doubtful: u64 = ledger.doubtful.values().sum();
    if doubtful > 0 {
        let rows = counted(doubtful, "row");
        notes.push(format!(
            "{rows} of them in the minute in which one source ends and another begins: if that is one export in two parts, they are \
             different uses, and each of them counts"
        ));
    }
    for column in ledger.missing.iter().filter(|column| !column.is_required()) {
        notes.push(format!("the data have no value in the column `{}` ({})", column.name(), column.header()));
    }
    let twice: u64 = ledger.uses().filter(|(used, _)| used.is_twice).map(|(_, number)| number).sum();
    if twice > 0 {
        let uses = counted(twice, "use");
        notes.push(format!(
            "{uses} in an hour that occurs twice, because clocks go back: counted in the first of the two"
        ));
    }
    if let Some(coverage) = coverage {
        notes.extend(of_coverage(coverage, today, is_forecast));
    }
    notes
}

fn of_coverage(coverage: &Coverage, today: Date, is_forecast: bool) -> Vec<String> {
    let mut notes = Vec::new();
    for gap in &coverage.gaps {
        let how = if coverage.is_stated {
            "counted as days without use, as it is stated that the data cover them"
        } else {
            "the use in them is unknown"
        };
        notes.push(format!("no source covers the days from {} to {}: {how}", gap.first, gap.last));
    }
    if coverage.until < today {
        let forecast = if is_forecast { ", and only the forecast contains it" } else { "" };
        notes.push(format!("the data end on {}: the use after that day is unknown{forecast}", coverage.until));
    }
    notes
}

fn counted(number: u64, noun: &str) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), noun)
}

//! Laws of the reading of exports: no row is lost, however a file is damaged, and a file that is cut in two passes no budget that the
//! whole file does not pass.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use scoregate::copilot::usage::{Columns, Prices, Question, Reading, Scu, SettingNames, UsageReport, read_files};
use scoregate::error::Error;
use scoregate::exit::Exit;

const HEADER: &str = "Date,Units used,Initiated by,Session ID,Category,Plugins used";

/// What separates rows and cells.
const STRUCTURE: [char; 7] = [',', '"', '\n', '\r', ' ', ';', '\t'];

/// A use: minutes since the first of October and tenths of an SCU.
type Use = (i64, u64);

fn row(&(minute, tenths): &Use) -> String {
    let start: DateTime = Date::constant(2026, 10, 1).at(0, 0, 0, 0);
    let time = (start + minute.minutes()).strftime("%b %d, %I:%M %p");
    format!("\"{time}\",{}.{},ana,s1,Prompt,\"A, B\"\n", tenths / 10, tenths % 10)
}

/// The report on files of some content.
fn report(files: &[String], budget: Option<u64>) -> Result<UsageReport, Error> {
    let folder = tempfile::tempdir().unwrap();
    let write = |(index, text): (usize, &String)| {
        let path = folder.path().join(format!("{index}.csv"));
        std::fs::write(&path, text).unwrap();
        path.to_string_lossy().into_owned()
    };
    let names: Vec<String> = files.iter().enumerate().map(write).collect();
    let now: Timestamp = "2026-11-24T12:00:00Z".parse().unwrap();
    let reading = Reading { now, zone: TimeZone::UTC, columns: Columns::new(), names: SettingNames::default() };
    let question = Question {
        zone_name: "UTC".to_owned(),
        since: Some(Date::constant(2026, 10, 1)),
        until: Some(Date::constant(2026, 11, 23)),
        capacity: None,
        prices: Prices::default(),
        budget: budget.map(Scu::whole),
    };
    UsageReport::of(&read_files(&names, &reading)?, &reading, question)
}

/// A change of the structure of a text: the place, and a character that comes there, or none if one of the structure goes.
type Edit = (prop::sample::Index, Option<char>);

fn edit(characters: &'static [char]) -> impl Strategy<Value = Edit> {
    (any::<prop::sample::Index>(), prop::option::weighted(0.7, prop::sample::select(characters)))
}

/// A comma that comes and another that goes are a comma that moves: a different file, which nobody can tell from the right one.
fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop_oneof![
        prop::collection::vec(edit(&STRUCTURE[1..]), 1..4),
        (edit(&STRUCTURE[1..]), edit(&[','])).prop_map(|(one, other)| vec![one, other]),
        edit(&STRUCTURE).prop_map(|one| vec![one]),
    ]
}

fn edited(text: &str, edits: &[Edit]) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for (index, character) in edits {
        match character {
            Some(c) => characters.insert(index.index(characters.len() + 1), *c),
            None => {
                let places: Vec<usize> =
                    (0..characters.len()).filter(|at| matches!(characters[*at], '"' | '\n')).collect();
                if !places.is_empty() {
                    characters.remove(places[index.index(places.len())]);
                }
            }
        }
    }
    characters.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_structure_loses_no_row_and_changes_no_sum(
        uses in prop::collection::vec((0_i64..54 * 1440, 0_u64..5000), 1..6), edits in edits(),
    ) {
        let text = format!("{HEADER}\n{}", uses.iter().map(row).collect::<String>());
        let changed = edited(&text, &edits);
        if let Ok(report) = report(std::slice::from_ref(&changed), None) {
            let tenths: u64 = uses.iter().map(|used| used.1).sum();
            prop_assert_eq!((report.uses, report.used), (uses.len() as u64, Scu::thousandths(tenths * 100)), "{}", changed);
        }
    }

    #[test]
    fn an_export_that_is_cut_at_any_row_has_the_same_result_or_an_unknown_one(
        mut uses in prop::collection::vec((prop_oneof![0_i64..54 * 1440, 45_i64 * 1440..45 * 1440 + 3], 1_u64..4), 1..40),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
        budget in 0_u64..30,
    ) {
        uses.sort_by_key(|used| used.0);
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(uses.len() + 1)).collect();
        places.extend([0, uses.len()]);
        places.sort_unstable();
        let files: Vec<String> = places
            .windows(2)
            .map(|ends| format!("{HEADER}\n{}", uses[ends[0]..ends[1]].iter().map(row).collect::<String>()))
            .collect();
        let whole = report(&[format!("{HEADER}\n{}", uses.iter().map(row).collect::<String>())], Some(budget)).unwrap();
        let parts = report(&files, Some(budget)).unwrap();
        prop_assert!(parts.exit() == whole.exit() || parts.exit() == Exit::Inconclusive);
        let is_noted = parts.notes.iter().any(|note| note.contains("counted once"));
        prop_assert!(is_noted || (parts.used, parts.uses) == (whole.used, whole.uses));
    }
}

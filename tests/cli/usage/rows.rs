//! The rows of a CSV file: every one counts, or is an error with its place.

use insta::assert_snapshot;

use super::{HEADER, NOW, days, row};
use crate::support::workspace::{Run, Workspace};

const SHORT_HEADER: &str = "Date,Units used,Initiated by,Plugins used\n";

/// A run on a file of this content, with a budget that it must not pass.
fn run_on(text: &str) -> Run {
    let workspace = Workspace::new();
    workspace.file("a.csv", text);
    workspace.run(&format!("copilot usage --from a.csv {NOW} --budget 1000"))
}

/// The errors of files, which are all errors of the data.
fn errors(files: &[String]) -> String {
    let seen = files.iter().map(|file| {
        let run = run_on(file);
        assert_eq!(run.code, 5, "{file}\n{}", run.seen());
        run.stderr
    });
    seen.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_cell_that_is_not_under_a_header_is_an_error() {
    assert_snapshot!(errors(&[
        format!("{SHORT_HEADER}\"Nov 2, 08:00 AM\",1,234,ana,\"Entra\"\n"),
        "Date,Units used\n\"Nov 2, 08:00 AM\",7,9\n".to_owned(),
        "Date,Units used,\n\"Nov 2, 08:00 AM\",7,9\n".to_owned(),
        format!("{SHORT_HEADER}Nov 2, 08:00 AM,1,ana,Entra\n"),
        // As many cells as the header or fewer, because the last ones are missing.
        format!("{SHORT_HEADER}\"Nov 2, 08:00 AM\",1,234,ana\n"),
        "Date,Units used,Session ID,Category\n\"Nov 2, 08:00 AM\",1,234\n".to_owned(),
        "Date;Units used\n\"Nov 2, 08:00 AM\";1.234\n".to_owned(),
    ]));
}

#[test]
fn a_row_may_end_early_where_only_optional_columns_are_missing() {
    let workspace = Workspace::new();
    let full = "Date,Units used,Session ID,Category\n\"Nov 2, 08:00 AM\",1,7,Prompt\n";
    workspace.file("a.csv", format!("{full}\"Nov 3, 08:00 AM\",2,s1\n\"Nov 4, 08:00 AM\",4\n"));
    let run = workspace.run(&format!("copilot usage --from a.csv {NOW}"));
    assert!(run.code == 0 && run.stdout.contains("3 uses of 7.0 SCU"), "{}", run.seen());
    assert!(errors(&[format!("{full}\"Nov 3, 08:00 AM\"\n")]).contains("the number of SCU is missing"));
}

#[test]
fn a_quote_that_nothing_closes_swallows_no_row() {
    let rows = |days: std::ops::RangeInclusive<u8>| {
        days.map(|day| format!("Nov {day} 08:00 AM\t10\tana\tEntra\n")).collect::<String>()
    };
    let head = "Date\tUnits used\tInitiated by\tPlugins used\n";
    assert_snapshot!(errors(&[
        format!("{head}Nov 1 08:00 AM\t10\tana\t\"Entra\n{}Nov 19 08:00 AM\t10\tana\tEntra\"\n", rows(2..=18)),
        format!("{SHORT_HEADER}\"Nov 2, 08:00 AM\",10,ana,\"Entra\n\"Nov 3, 08:00 AM\",10,ana,\"Entra\"\n"),
        format!("{SHORT_HEADER}\"Nov 2, 08:00 AM\",10,ana,\"Entra"),
        format!("{SHORT_HEADER}\"Nov 2, 08:00 AM\",10,ana,Entra\" x\n"),
        format!("{SHORT_HEADER}\"Nov 2, 08:00 AM\"x,10,ana,Entra\n"),
        format!("{SHORT_HEADER}\"Nov 2, 08:00 AM\",10,\"a\r\nna\",Entra\r\n"),
        format!("{SHORT_HEADER}\"Nov 2, 08:00 AM\",10,ana,\"Entra\"\"Nov 3, 08:00 AM,10,ana,Entra\"\n"),
        format!("Usage\n{SHORT_HEADER}\"Nov 2, 08:00 AM\",10,ana,\"Entra\"\"Nov 3, 08:00 AM,10,ana,Entra\"\n"),
    ]));
    let quoted = run_on(&format!("{SHORT_HEADER}\"Nov 2, 08:00 AM\" ,10,\"a \"\"b\"\", c\",\r\n")).stdout;
    assert!(quoted.contains("a \"b\", c"), "{quoted}");
}

#[test]
fn a_row_above_the_header_that_can_be_a_use_is_an_error() {
    let header = HEADER;
    assert_snapshot!(errors(&[
        format!("{}{header}{}", row("Nov 24, 07:00 AM", "10"), row("Nov 2, 09:00 AM", "1")),
        format!("Usage\nTotal,35\n{header}"),
        format!("\"Nov 2, 09:00 AM\",x\n{header}"),
        format!("a,b,c,d,e,f,g,h\n{header}"),
    ]));
    let titled = run_on(&format!(
        "Usage of Security Copilot\nExported,\"Nov 24, 07:00 AM\"\n{header}{}",
        row("Nov 2, 09:00 AM", "1")
    ));
    assert!(titled.stdout.contains("1 use of 1.0 SCU"), "{}", titled.seen());
}

#[test]
fn a_use_in_the_row_of_the_header_is_an_error() {
    let header = "Date,Units used,Initiated by,Session ID,Category,Plugins used";
    let row = "\"Oct 01, 12:00 AM\",100.0,ana,s1,Prompt,\"A, B\"\n";
    assert_snapshot!(errors(&[
        format!("{header},{row}{row}"),
        format!("{header},100.0,ana\n{row}"),
        format!("{header},\"Oct 01, 12:00 AM\"\n{row}")
    ]));
}

#[test]
fn uses_that_differ_only_in_another_column_are_two_uses() {
    let workspace = Workspace::new();
    let of = |name: &str| {
        let rows = days("Nov", 1..=4, "10").replace('\n', &format!(",{name}\n"));
        format!("{},Workspace\n{rows}", HEADER.trim_end())
    };
    workspace.file("a.csv", of("A")).file("b.csv", of("B"));
    let run = workspace.run(&format!("copilot usage --from a.csv b.csv a.csv {NOW}"));
    assert!(run.stdout.contains("8 uses of 80.0 SCU"), "{}", run.seen());
    // What is compared is stated where the columns differ.
    workspace.file("c.csv", format!("{HEADER}{}", days("Nov", 1..=4, "10")));
    let run = workspace.run(&format!("copilot usage --from a.csv c.csv {NOW}"));
    assert!(
        run.stdout.contains("8 uses of 80.0 SCU")
            && run
                .stdout
                .contains("note: a.csv and c.csv overlap, and only one of them has `Workspace`: a row of both"),
        "{}",
        run.seen()
    );
}

#[test]
fn rows_at_a_cut_that_may_be_one_use_or_two_decide_no_budget() {
    let same = row("Nov 12, 09:00 AM", "5");
    let (early, late) = (days("Nov", 1..=11, "1") + &same, same.clone() + &days("Nov", 13..=23, "1"));
    let workspace = Workspace::new();
    workspace.file("a.csv", format!("{HEADER}{early}")).file("b.csv", format!("{HEADER}{late}"));
    let codes = [26, 27, 31, 32, 40].map(|budget| {
        let stated = "--since 2026-11-01 --until 2026-11-24";
        workspace.run(&format!("copilot usage --from a.csv b.csv {NOW} {stated} --budget {budget}"))
    });
    // 27 used if the rows are the same use, and 32 if they are two: with the forecast of the rest of the month 35.3 and 42.
    assert_eq!(codes.each_ref().map(|run| run.code), [1, 1, 1, 1, 3], "{}", codes[4].seen());
    assert!(codes[4].stdout.contains("whether they are the same uses"), "{}", codes[4].seen());
    let enough = workspace
        .run(&format!("copilot usage --from a.csv b.csv {NOW} --since 2026-11-01 --until 2026-11-24 --budget 100"));
    assert_eq!(enough.code, 0, "{}", enough.seen());
}

#[test]
fn a_date_without_a_year_is_within_the_days_of_an_export() {
    let text = errors(&[
        format!("{HEADER}{}", row("Dec 2, 09:00 AM", "1")),
        format!("{HEADER}{}", row("Mon, Nov 24, 07:00 AM", "1")),
        format!("{HEADER}{}", row("Mon, Nov 23, 2025, 07:00 AM", "1")),
        format!("{HEADER}{}", row("0000-01-01 08:00", "500")),
    ]);
    assert_snapshot!(text);
    let run = run_on(&format!("{HEADER}{}", row("Mon, Nov 23, 09:00 AM", "1")));
    let note = "note: a.csv has dates without a year: its uses are read as those from 2026-11-23 to 2026-11-23";
    assert!(run.stdout.contains(note), "{}", run.seen());
}

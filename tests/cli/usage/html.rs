//! The page for a browser: nothing in it runs, and nothing comes from outside.

use base64::Engine;
use sha2::{Digest, Sha256};

use super::{HEADER, NOW, row};
use crate::support::workspace::Workspace;

const HOSTILE: &str =
    "<script>alert(1)</script><img src=x onerror=alert(1)>\u{202e}\u{1b}[31m'&amp;##vso[x]</style> -->";

fn page(user: &str) -> String {
    let workspace = Workspace::new();
    let rows = format!(
        "\"Nov 2, 09:00 AM\",1,\"{user}\",\"{user}\",\"{user}\",x,x,\"{user}\"\n{}",
        row("Nov 3, 09:00 AM", "2")
    );
    workspace.file("a.csv", format!("{HEADER}{rows}"));
    let by = "--by day user plugin category type experience session";
    let run = workspace
        .run(&format!("copilot usage --from a.csv {NOW} {by} --budget 100 --provisioned 1 --overage -o html=u.html"));
    assert_eq!(run.code, 3, "{}", run.seen());
    workspace.read("u.html")
}

/// The tags of a page, without the text between them and without the style.
fn tags(page: &str) -> Vec<String> {
    let (before, rest) = page.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    let text = format!("{before}{after}");
    text.split('<').skip(1).map(|tag| tag.split('>').next().unwrap().to_owned()).collect()
}

#[test]
fn hostile_text_is_text() {
    let (hostile, plain) = (page(HOSTILE), page("ana"));
    let without = |page: &str| -> Vec<String> {
        tags(page).into_iter().filter(|tag| !matches!(tag.as_str(), "bdi" | "/bdi")).collect()
    };
    assert_eq!(without(&hostile), without(&plain), "the text adds no element and no attribute");
    assert!(!hostile.contains('\u{202e}') && !hostile.contains('\u{1b}') && !hostile.contains("##vso["), "{hostile}");
    assert!(hostile.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

#[test]
fn nothing_runs_and_nothing_is_loaded() {
    let page = page("ana");
    for tag in tags(&page) {
        let name = tag.split(' ').next().unwrap();
        assert!(!matches!(name, "script" | "link" | "img" | "iframe" | "a" | "object" | "base" | "form"), "{tag}");
        assert!(
            !tag.contains(" style=") && !tag.contains(" on") && !tag.contains("href") && !tag.contains("src="),
            "{tag}"
        );
    }
    let css = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    assert!(!css.contains("url(") && !css.contains("@import"));
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(css.as_bytes()));
    let policy = format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'");
    assert!(page.contains(&policy), "the policy allows exactly this style");
}

#[test]
fn every_id_is_unique_and_every_part_has_its_heading() {
    let page = page("ana");
    let ids: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "{ids:?}");
    for heading in ["November 2026", "Use by day", "By month", "By user", "By session", "Data"] {
        assert!(page.contains(&format!(">{heading}</h2>")), "{heading}");
    }
    assert_eq!(page.matches("<h1>").count(), 1);
}

#[test]
fn the_page_says_each_thing_once_and_plots_the_budget_and_the_forecast() {
    let workspace = Workspace::new();
    workspace.file("a.csv", format!("{HEADER}{}{}", super::days("Oct", 1..=31, "2"), super::days("Nov", 1..=23, "2")));
    let costs = "--provisioned 1 --overage --price 4 --overage-price 6";
    let run = workspace.run(&format!("copilot usage --from a.csv {NOW} --budget 70 {costs} -o html"));
    let page = run.stdout;
    assert!(
        page.contains("<h1>Within budget</h1>") && page.matches("Within budget").count() == 2,
        "the title and the heading"
    );
    assert!(page.contains(
        "<p class=\"lede\">46.0 of 70.0 SCU used in November 2026, and the forecast of 60.0 is not above the budget</p>"
    ));
    assert!(page.contains(">Budget 70.0 SCU</text>") && page.contains("<line class=\"limit\""));
    assert!(
        page.contains("<rect class=\"b-val pale\"") && page.contains("<title>2026-11-30: 60.0 SCU, forecast</title>")
    );
    assert!(page.contains("cost in total: ") && page.contains("a.csv: 54 uses from 2026-10-01 to 2026-11-23"));
}

#[test]
fn hostile_text_is_no_command_in_the_other_formats_either() {
    let workspace = Workspace::new();
    workspace.file("a.csv", format!("{HEADER}\"Nov 2, 09:00 AM\",1,\"::error::{HOSTILE}\",x,x,x,x,x\n"));
    for format in ["human", "json"] {
        let run = workspace.run(&format!("copilot usage --from a.csv {NOW} -o {format}"));
        assert!(
            !run.stdout.contains("##") && !run.stdout.contains('\u{1b}') && !run.stdout.contains('\u{202e}'),
            "{}",
            run.seen()
        );
        assert!(run.stdout.lines().all(|line| !line.trim_start().starts_with("::")), "{}", run.seen());
    }
    workspace.file("b.csv", format!("{HEADER}\"{HOSTILE}\",\"{HOSTILE}\",x,x,x,x,x,x\n"));
    let run = workspace.run(&format!("copilot usage --from b.csv {NOW}"));
    assert!(run.code == 5 && !run.stderr.contains("##vso") && !run.stderr.contains('\u{1b}'), "{}", run.seen());
}

//! The tables of tokens in docs/copilot.md are what `examples/tokens.rs` measures.

use std::path::Path;

use crate::support::generated::file_says;
use crate::token_tables::{Data, examples, shipped_policies, tables};

const PAGE: &str = "docs/copilot.md";

/// The page with a generated table between the marks of a name.
fn with_table(page: &str, name: &str, table: &str) -> String {
    let (begin, end) = (format!("<!-- tokens: {name} -->\n"), format!("<!-- end of tokens: {name} -->\n"));
    let (before, rest) = page.split_once(&begin).unwrap();
    let (_, after) = rest.split_once(&end).unwrap();
    format!("{before}{begin}{table}{end}{after}")
}

/// The real recording beside the checkout, where it is present.
fn real() -> Option<Data> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/recorded/heimdall2");
    if !folder.exists() {
        println!("skipped: {} is not here", folder.display());
        return None;
    }
    let file = |name: &str| folder.join(name).to_string_lossy().into_owned();
    Some(Data {
        now: "2024-01-02T06:00:00Z".parse().unwrap(),
        policies: vec![shipped_policies()],
        sources: vec![file("secureScore.json"), file("profiles.json")],
        history: Vec::new(),
        incidents: Vec::new(),
    })
}

#[test]
fn the_tables_of_tokens_in_the_documentation_are_measured() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let mut page = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    for (name, data) in [("examples", Some(examples().unwrap())), ("real", real())] {
        let Some(data) = data else { continue };
        let [questions, operations] = tables(&data).unwrap();
        page = with_table(&page, &format!("questions, {name}"), &questions);
        page = with_table(&page, &format!("operations, {name}"), &operations);
    }
    file_says(PAGE, &page);
}

//! docs/server.md: its table of operations, and its commands.

use std::fs;

use scoregate::operations::{Kind, Operation, Parameter};

use crate::support::generated::file_says;
use crate::support::serving::{Serving, command};
use crate::support::workspace::Workspace;

const PAGE: &str = "docs/server.md";

fn page() -> String {
    fs::read_to_string(format!("{}/{PAGE}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn input(parameter: &Parameter) -> String {
    let Parameter { name, kind, .. } = parameter;
    match kind {
        Kind::RequiredText { .. } => format!("`{name}` (required)"),
        Kind::Text { .. } | Kind::Day | Kind::Switch => format!("`{name}`"),
        Kind::Integer { default, .. } => format!("`{name}` ({default})"),
        Kind::Word { default, .. } => format!("`{name}` (`{default}`)"),
    }
}

#[test]
fn the_page_lists_every_operation_with_its_inputs() {
    let mark = "<!-- operations -->";
    let page = page();
    let [before, _, after] = page.split(mark).collect::<Vec<_>>()[..] else { panic!("two marks in {PAGE}") };
    let row = |operation: &Operation| {
        let inputs: Vec<String> = operation.parameters.iter().map(input).collect();
        let (name, path, prompt) = (operation.name, operation.path, operation.example_prompts[0]);
        format!("| `{name}` | `{path}` | {} | {prompt} |\n", inputs.join(", "))
    };
    let rows: String = Operation::ALL.iter().map(row).collect();
    let table =
        format!("| operation | path | inputs (default) | a question that it answers |\n|---|---|---|---|\n{rows}");
    file_says(PAGE, &format!("{before}{mark}\n{table}{mark}{after}"));
}

#[test]
fn the_commands_of_the_page_that_need_no_network_start_a_server() {
    let page = page();
    let lines =
        page.lines().filter_map(|line| line.strip_prefix("scoregate ")).map(|line| line.split(" #").next().unwrap());
    let commands: Vec<&str> = lines.filter(|line| line.contains("tenant.json")).collect();
    assert!(commands.len() >= 2, "{commands:?}");
    let root = env!("CARGO_MANIFEST_DIR");
    for line in commands.into_iter().filter(|line| !line.contains("--stdio")) {
        let workspace = Workspace::new();
        fs::copy(format!("{root}/examples/contoso.json"), workspace.path("tenant.json")).unwrap();
        let line = line.replace("policies", &format!("{root}/policies"));
        let command = command(&workspace, &format!("{line} --listen 127.0.0.1:0"));
        assert_eq!(Serving::start(workspace, command).get("/healthz").status, 200, "{line}");
    }
}

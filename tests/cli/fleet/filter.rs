//! `--jsonl`: a line in, a line out.

use serde_json::Value;

use super::{FLEET, examples, on_one_line, summary};
use crate::support::workspace::{Run, Workspace, outcome};

const FILTER: &str = "fleet -p mfa.yaml -f - --jsonl --now 2026-11-24T06:00:00Z";

fn piped(workspace: &Workspace, arguments: &str, input: impl Into<Vec<u8>>) -> Run {
    let mut command = workspace.command(arguments);
    command.write_stdin(input);
    outcome(command)
}

fn lines(run: &Run) -> Vec<Value> {
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_line_has_its_result_and_it_is_that_of_the_file() {
    let workspace = examples();
    workspace.file("tenants/contoso.json", on_one_line("contoso.json"));
    workspace.file("tenants/fabrikam.json", on_one_line("fabrikam.json"));
    let fleet = summary(&workspace, FLEET);
    let of_file = |name: &str| {
        let mut found = fleet["tenants"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap().clone();
        found["name"] = Value::Null;
        found
    };
    let input = format!("{}\n\n{{\n{}\n", on_one_line("fabrikam.json"), on_one_line("contoso.json"));
    let run = piped(&workspace, FILTER, input);
    let found = lines(&run);
    assert_eq!(found.len(), 4, "{}", run.seen());
    assert_eq!((&found[0], &found[3]), (&of_file("fabrikam.json"), &of_file("contoso.json")));
    for line in &found[1..3] {
        assert_eq!((&line["status"], &line["exit-code"]), (&Value::from("unreadable"), &Value::from(5)));
    }
    assert_eq!(run.code, 1);
}

#[test]
fn a_result_does_not_depend_on_the_place_of_its_line() {
    let workspace = examples();
    let tenants: Vec<String> = vec![on_one_line("contoso.json"), "{".to_owned(), on_one_line("fabrikam.json")];
    let together = piped(&workspace, FILTER, tenants.join("\n")).stdout;
    let alone: String = tenants.iter().map(|tenant| piped(&workspace, FILTER, tenant.clone()).stdout).collect();
    assert_eq!(together, alone);
}

#[test]
fn no_line_at_all_gives_no_result() {
    let run = piped(&examples(), FILTER, "");
    assert_eq!((run.code, run.seen().as_str()), (0, "exit 0\n"));
    // A file without lines is no part of a larger stream.
    let workspace = examples();
    workspace.file("empty.ndjson", "");
    insta::assert_snapshot!("empty_file", workspace.run(&FILTER.replace("-f -", "-f empty.ndjson")).seen());
    insta::assert_snapshot!("empty_pipe", piped(&workspace, &FILTER.replace("--jsonl", ""), "").seen());
}

#[test]
fn a_line_that_is_not_utf_8_has_a_result_that_is() {
    let run = piped(&examples(), FILTER, b"{\"a\":\"\xff\xfe\"}\n\xc3\x28\n".to_vec());
    assert_eq!((lines(&run).len(), run.code), (2, 5), "{}", run.seen());
}

#[test]
fn results_are_written_while_the_input_is_open() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::Stdio;
    let workspace = examples();
    let mut child = workspace.process(FILTER).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut results = BufReader::new(child.stdout.take().unwrap()).lines();
    for _ in 0..3 {
        writeln!(input, "{}", on_one_line("contoso.json")).unwrap();
        // The next line is sent only after the result of this one.
        assert!(results.next().unwrap().unwrap().contains("\"passed\""));
    }
    drop(input);
    assert!(child.wait().unwrap().code().is_some());
    assert!(results.next().is_none());
}

#[test]
fn standard_input_and_a_file_of_lines_have_a_summary() {
    let workspace = examples();
    let input = format!("{}\n\nnot json\n{}", on_one_line("contoso.json"), on_one_line("fabrikam.json"));
    workspace.file("all.ndjson", &input);
    let arguments = |from: &str| format!("fleet -p mfa.yaml -f {from} --now 2026-11-24T06:00:00Z");
    let (piped, file) = (piped(&workspace, &arguments("-"), input), workspace.run(&arguments("all.ndjson")));
    insta::assert_snapshot!(file.seen());
    assert_eq!(piped.stdout.replace("standard input", "all.ndjson"), file.stdout);
}

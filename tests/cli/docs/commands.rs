//! The command lines of this program in scripts, pipelines and pages.

use std::path::Path;

use serde_json::Value;

use super::page::Page;

/// The names under which scripts and pages call the program.
const PROGRAMS: [&str; 4] = ["scoregate", "$SCOREGATE_BIN/scoregate", ".scoregate/scoregate", "~/.cargo/bin/scoregate"];
/// Words after which a command begins.
const BEFORE: [&str; 9] = ["&&", "||", "|", ";", "(", "{", "then", "do", "!"];

/// The scripts in a file of `ci/`, or the shell and YAML blocks of a page.
pub(super) fn scripts(name: &str, text: &str) -> Vec<String> {
    let file = Path::new(name);
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("sh") => vec![text.to_owned()],
        Some("yml" | "yaml") => yaml_scripts(text),
        Some("groovy") => text
            .split(" sh '")
            .skip(1)
            .map(|part| part.trim_start_matches('\'').split('\'').next().unwrap().to_owned())
            .collect(),
        Some("md") => {
            let page = Page { name: name.to_owned(), text: text.to_owned() };
            let yaml = page.blocks("yaml").into_iter().flat_map(|block| yaml_scripts(&block.text));
            page.blocks("sh").into_iter().map(|block| block.text).chain(yaml).collect()
        }
        _ => Vec::new(),
    }
}

/// The scripts of a pipeline: texts of the keys whose values a shell runs, and a container's list of words.
fn yaml_scripts(text: &str) -> Vec<String> {
    let mut scripts = Vec::new();
    for document in text.split("\n---\n") {
        collect(&serde_saphyr::from_str(document).unwrap(), &mut scripts);
    }
    scripts
}

fn strings(list: &[Value]) -> impl Iterator<Item = &str> {
    list.iter().filter_map(Value::as_str)
}

fn collect(value: &Value, scripts: &mut Vec<String>) {
    value.as_array().into_iter().flatten().for_each(|item| collect(item, scripts));
    for (key, item) in value.as_object().into_iter().flatten() {
        match (key.as_str(), item) {
            ("run" | "bash" | "inlineScript", Value::String(text)) => scripts.push(text.clone()),
            ("entry", Value::String(text)) => scripts.push(format!("{text} policies")),
            ("script" | "before_script", Value::Array(list)) => scripts.extend(strings(list).map(str::to_owned)),
            ("command", Value::Array(list)) => scripts.push(strings(list).collect::<Vec<_>>().join(" ")),
            (_, item) => collect(item, scripts),
        }
    }
}

/// The arguments of each call of the program in a script. A call whose arguments are all in an array of the shell is left out: the tests in
/// `tests/pipelines/` run it.
pub(super) fn calls(script: &str) -> Vec<Vec<String>> {
    let script = script.replace("\\\n", " ").replace("cargo run -- ", "scoregate ");
    script.lines().filter(|line| !line.trim_start().starts_with('#')).flat_map(calls_of_line).collect()
}

fn calls_of_line(line: &str) -> Vec<Vec<String>> {
    let Some(words) = shlex::split(line) else {
        let is_call = PROGRAMS.iter().any(|program| line.trim_start().trim_start_matches('"').starts_with(program));
        assert!(!is_call, "the quotes of this line are not balanced: {line}");
        return Vec::new();
    };
    let mut calls = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let is_command = index == 0 || BEFORE.contains(&words[index - 1].as_str());
        if !is_command || !PROGRAMS.contains(&word.as_str()) {
            continue;
        }
        let rest =
            words[index + 1..].iter().take_while(|word| !BEFORE.contains(&word.as_str()) && !word.starts_with('>'));
        let call: Vec<String> =
            rest.filter(|word| !word.contains("[@]") && *word != "$@").map(|word| with_values(word)).collect();
        if !call.is_empty() {
            calls.push(call);
        }
    }
    calls
}

/// A word with values for its variables.
fn with_values(word: &str) -> String {
    let mut parts = word.split('$');
    let mut result = parts.next().unwrap().to_owned();
    for part in parts {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let (name, rest) = match part.strip_prefix(['{', '(']) {
            Some(inner) => inner.split_once(['}', ')']).unwrap(),
            None => part.split_at(part.find(|c| !is_name(c)).unwrap_or(part.len())),
        };
        result.push_str(if name == "AZURE_TENANT_ID" { super::CONTOSO } else { "value" });
        result.push_str(rest);
    }
    result
}

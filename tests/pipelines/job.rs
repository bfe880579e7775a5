//! A job of GitHub Actions that uses the composite action: its steps run as `action.yml` states them, with the files and variables of a
//! runner. Steps that use other actions are noted and not run.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::gh::GH;
use crate::release::{Release, VERSION, executable};
use crate::{read, repository, shell};

/// A job before its step with the action.
pub(crate) struct Job {
    folder: TempDir,
    inputs: BTreeMap<String, String>,
    variables: Vec<(String, String)>,
    /// The number of the pull request of the event.
    pub(crate) pull_request: &'static str,
    pub(crate) release: Release,
}

/// What the step with the action left behind.
#[derive(Default)]
pub(crate) struct Done {
    /// The exit code of the first step that failed.
    pub(crate) code: i32,
    pub(crate) outputs: BTreeMap<String, String>,
    /// The names of the steps that ran, with their exit codes; those that use other actions with their inputs.
    pub(crate) steps: Vec<String>,
    pub(crate) log: String,
    pub(crate) summary: String,
    /// The calls of `gh`.
    pub(crate) gh: String,
}

impl Job {
    /// A job with a `gh`, the shipped policies, and the tenant that passes them.
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let release = Release::new(folder.path());
        executable(&folder.path().join("tools/gh"), GH);
        fs::create_dir_all(folder.path().join("temp")).unwrap();
        let job = Self { folder, inputs: BTreeMap::new(), variables: Vec::new(), pull_request: "", release };
        for entry in fs::read_dir(repository("policies")).unwrap() {
            let path = entry.unwrap().path();
            job.file(
                &format!("policies/{}", path.file_name().unwrap().to_str().unwrap()),
                &fs::read_to_string(&path).unwrap(),
            );
        }
        job.file("tenant.json", &read("examples/contoso.json"));
        let releases = job.path("release").to_str().unwrap().to_owned();
        job.input("version", VERSION)
            .input("releases", &releases)
            .input("from", "tenant.json")
            .input("arguments", "--now=2026-11-24T06:00:00Z")
    }

    /// The same with the tenant that fails.
    pub(crate) fn failing() -> Self {
        let job = Self::new();
        job.file("tenant.json", &read("examples/fabrikam.json"));
        job
    }

    pub(crate) fn input(mut self, name: &str, value: &str) -> Self {
        self.inputs.insert(name.to_owned(), value.to_owned());
        self
    }

    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn pull_request(mut self) -> Self {
        self.pull_request = "7";
        self
    }

    /// A path in the folder of the job, beside the checkout.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file of the checkout.
    pub(crate) fn file(&self, path: &str, text: &str) {
        let path = self.path("checkout").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs the action.
    pub(crate) fn run(&self) -> Done {
        let action: Value = serde_saphyr::from_str(&read("ci/github/action.yml")).unwrap();
        for name in self.inputs.keys() {
            assert!(action["inputs"][name].is_object(), "the action has no input {name}");
        }
        let mut state = State {
            job: self,
            action: &action,
            path: vec![self.path("tools").into()],
            steps: BTreeMap::new(),
            done: Done::default(),
        };
        for (number, step) in action["runs"]["steps"].as_array().unwrap().iter().enumerate() {
            state.step(number, step);
        }
        let outputs = action["outputs"].as_object().unwrap().iter();
        let outputs = outputs.map(|(name, output)| (name.clone(), state.template(output["value"].as_str().unwrap())));
        let outputs = outputs.collect();
        let gh = fs::read_to_string(self.path("gh.log")).unwrap_or_default();
        Done { outputs, gh, ..state.done }
    }
}

/// A job while the steps of the action run.
struct State<'a> {
    job: &'a Job,
    action: &'a Value,
    /// The folders that steps put on PATH.
    path: Vec<OsString>,
    /// The outputs of the steps.
    steps: BTreeMap<String, String>,
    done: Done,
}

impl State<'_> {
    fn step(&mut self, number: usize, step: &Value) {
        let name = step["name"].as_str().unwrap();
        if !self.is_to_run(step["if"].as_str().unwrap_or("success()")) {
            return;
        }
        if let Some(uses) = step["uses"].as_str() {
            let with = step["with"].as_object().unwrap().iter();
            let with: Vec<String> =
                with.map(|(key, value)| format!("{key}={}", self.template(value.as_str().unwrap()))).collect();
            self.done.steps.push(format!("{name}: {} {}", uses.split('@').next().unwrap(), with.join(" ")));
            return;
        }
        assert_eq!(step["shell"], "bash", "{name}: the shell that the runner starts here");
        let [output, summary, path] =
            ["output", "summary", "path"].map(|kind| self.job.path(&format!("{kind}-{number}")));
        for file in [&output, &summary, &path] {
            fs::write(file, "").unwrap();
        }
        let mut variables = self.variables();
        let files = [("GITHUB_OUTPUT", &output), ("GITHUB_STEP_SUMMARY", &summary), ("GITHUB_PATH", &path)];
        variables.extend(files.map(|(name, path)| (name.to_owned(), path.to_str().unwrap().to_owned())));
        let env = step["env"].as_object().into_iter().flatten();
        variables.extend(env.map(|(name, value)| (name.clone(), self.template(value.as_str().unwrap()))));
        let script = step["run"].as_str().unwrap();
        assert!(!script.contains("${{"), "{name}: an expression in a script is code of whoever writes its value");
        let bash = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail"];
        let ran = shell::run(&bash, script, &self.job.path("checkout"), &self.path, &variables);
        self.done.log.push_str(&ran.log);
        self.done.summary.push_str(&fs::read_to_string(&summary).unwrap());
        self.done.steps.push(format!("{name}: exit {}", ran.code));
        if self.done.code == 0 {
            self.done.code = ran.code;
        }
        let id = step["id"].as_str().unwrap_or(name).to_owned();
        for (key, value) in step_outputs(&fs::read_to_string(&output).unwrap()) {
            self.steps.insert(format!("steps.{id}.outputs.{key}"), value);
        }
        self.path.splice(0..0, fs::read_to_string(&path).unwrap().lines().map(OsString::from));
    }

    /// The variables that a runner sets, and those of the job.
    fn variables(&self) -> Vec<(String, String)> {
        let path = |path: &str| self.job.path(path).to_str().unwrap().to_owned();
        let action = repository("ci/github").to_str().unwrap().to_owned();
        let mut variables: Vec<(String, String)> = [
            ("CI", "true".to_owned()),
            ("GITHUB_ACTIONS", "true".to_owned()),
            ("GITHUB_ACTION_PATH", action),
            (
                "GITHUB_EVENT_NAME",
                if self.job.pull_request.is_empty() { "push" } else { "pull_request_target" }.to_owned(),
            ),
            ("GITHUB_REPOSITORY", "contoso/posture".to_owned()),
            ("GITHUB_RUN_ID", "42".to_owned()),
            ("GITHUB_SERVER_URL", "https://github.com".to_owned()),
            ("GITHUB_WORKSPACE", path("checkout")),
            ("RUNNER_TEMP", path("temp")),
            ("GH_LOG", path("gh.log")),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        variables.extend(self.job.variables.iter().cloned());
        variables
    }

    /// Whether a condition is true. Without a status function a step runs only if none has failed.
    fn is_to_run(&self, condition: &str) -> bool {
        let condition = condition.trim().trim_start_matches("${{").trim_end_matches("}}");
        let mut terms: Vec<&str> = condition.split("&&").map(str::trim).collect();
        let count = terms.len();
        terms.retain(|term| *term != "!cancelled()");
        let is_without_failure = self.done.code == 0 || terms.len() < count;
        terms.retain(|term| *term != "success()");
        is_without_failure
            && terms.iter().all(|term| {
                let (operator, is_equal) = if term.contains("==") { ("==", true) } else { ("!=", false) };
                let (left, right) = term.split_once(operator).unwrap_or_else(|| panic!("not a comparison: {term}"));
                (self.value(left) == self.value(right)) == is_equal
            })
    }

    /// A text with the values of its expressions.
    fn template(&self, text: &str) -> String {
        let mut parts = text.split("${{");
        let mut result = parts.next().unwrap().to_owned();
        for part in parts {
            let (expression, rest) = part.split_once("}}").unwrap();
            result.push_str(&self.value(expression));
            result.push_str(rest);
        }
        result
    }

    fn value(&self, expression: &str) -> String {
        let expression = expression.trim();
        if let Some(literal) = expression.strip_prefix('\'') {
            return literal.trim_end_matches('\'').to_owned();
        }
        if let Some(name) = expression.strip_prefix("inputs.") {
            let input = &self.action["inputs"][name];
            assert!(input.is_object(), "{expression} is not an input");
            let default = || self.template(input["default"].as_str().unwrap_or_else(|| panic!("{name} is required")));
            return self.job.inputs.get(name).cloned().unwrap_or_else(default);
        }
        match expression {
            "github.token" => "token-of-the-job".to_owned(),
            "github.event.pull_request.number" => self.job.pull_request.to_owned(),
            _ => {
                assert!(expression.starts_with("steps."), "the tests do not know {expression}");
                self.steps.get(expression).cloned().unwrap_or_default()
            }
        }
    }
}

/// The outputs of a step as the runner reads them: `name=value`, or `name<<DELIMITER` with lines up to the delimiter.
fn step_outputs(text: &str) -> Vec<(String, String)> {
    let (mut lines, mut outputs) = (text.lines(), Vec::new());
    while let Some(line) = lines.next() {
        let (name, value) = match line.split_once("<<") {
            Some((name, delimiter)) => {
                let value: Vec<&str> = lines.by_ref().take_while(|line| *line != delimiter).collect();
                (name, value.join("\n"))
            }
            None => line.split_once('=').map(|(name, value)| (name, value.to_owned())).unwrap(),
        };
        outputs.push((name.to_owned(), value));
    }
    outputs
}

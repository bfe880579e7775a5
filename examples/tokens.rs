//! Measures what the questions of a posture review cost in tokens: with the raw responses of Graph, with the digest, and with the
//! operations of the server. Prints the tables of docs/copilot.md.
//!
//! - `cargo run --example tokens` measures the examples of this project.
//! - `cargo run --example tokens -- NOW SOURCE… [--history SOURCE…] [--incidents SOURCE…]` measures files or folders of recordings and
//!   raw responses as of that time. `--history` names other sources for the question that needs several days.
//!
//! Tokens are counted by `tiktoken-rs` with the vocabulary `o200k_base`, as the budget of the digest is. Raw responses are counted
//! without white space between values, as Graph sends them. The requirements are the policies in `policies/`.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;

use jiff::Timestamp;
use scoregate::evaluate::{self, Run, evaluate};
use scoregate::evidence::{self, Needs};
use scoregate::operations::{Age, Arguments, Basis, Operation, RefreshState, Value};
use scoregate::render::{Format, RenderOptions, render};
use scoregate::{crosswalk, policy};
use serde::Deserialize;
use serde_json::value::RawValue;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The data to measure.
pub(crate) struct Data {
    pub(crate) now: Timestamp,
    pub(crate) policies: Vec<PathBuf>,
    pub(crate) sources: Vec<String>,
    /// Sources for the question that needs several days; empty for those above.
    pub(crate) history: Vec<String>,
    pub(crate) incidents: Vec<String>,
}

/// The examples of this project.
pub(crate) fn examples() -> Result<Data> {
    let example = |name: &str| format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"));
    Ok(Data {
        now: "2026-11-24T06:00:00Z".parse()?,
        policies: vec![shipped_policies(), example("fabrikam-waivers.yaml").into()],
        sources: vec![example("fabrikam.json")],
        history: vec![example("contoso-history.json")],
        incidents: vec![example("fabrikam-incidents.json")],
    })
}

/// The policies of this project.
pub(crate) fn shipped_policies() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("policies")
}

/// A collection of Graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Collection {
    Scores,
    Profiles,
    Incidents,
}

use Collection::{Incidents, Profiles, Scores};

/// A question of a posture review.
struct Question {
    text: &'static str,
    /// The raw responses that bear on it, and whether they answer it.
    raw: (&'static [Collection], &'static str),
    /// Whether the digest answers it.
    digest: &'static str,
    operation: &'static str,
    arguments: &'static [(&'static str, &'static str)],
}

const QUESTIONS: [Question; 8] = [
    Question {
        text: "What is the verdict, and why?",
        raw: (&[Scores, Profiles], "no: they have a score, and no requirement"),
        digest: "yes",
        operation: "get_posture",
        arguments: &[],
    },
    Question {
        text: "Which controls failed?",
        raw: (&[Scores, Profiles], "in part: controls with missing points, by joining two lists"),
        digest: "yes, the most severe first, and the number left out",
        operation: "list_findings",
        arguments: &[],
    },
    Question {
        text: "Why did the score change since a date?",
        raw: (&[Scores, Profiles], "in part: the figures of the days, to be attributed by arithmetic"),
        digest: "only with a rule on regression, which these policies lack",
        operation: "list_changes",
        arguments: &[],
    },
    Question {
        text: "Explain one control (AdminMFAV2)",
        raw: (&[Scores, Profiles], "yes, without the rules about it"),
        digest: "in part: no text of Microsoft",
        operation: "explain_control",
        arguments: &[("id", "AdminMFAV2")],
    },
    Question {
        text: "Which controls bear on which incident?",
        raw: (&[Scores, Profiles, Incidents], "no: an incident names techniques, and no control"),
        digest: "yes",
        operation: "explain_incidents",
        arguments: &[],
    },
    Question {
        text: "Which waivers expire?",
        raw: (&[], "no: waivers are in the policy files"),
        digest: "yes",
        operation: "get_posture",
        arguments: &[],
    },
    Question {
        text: "What should be fixed first?",
        raw: (&[Scores, Profiles], "in part: by points, not by severity"),
        digest: "yes",
        operation: "list_findings",
        arguments: &[("outcome", "open"), ("limit", "5")],
    },
    Question {
        text: "Which data is missing or unknown?",
        raw: (&[Scores, Profiles], "in part: a nextLink shows that a page is missing"),
        digest: "yes",
        operation: "list_findings",
        arguments: &[("outcome", "unknown")],
    },
];

/// What was read of some data.
struct Measured {
    raw: BTreeMap<Collection, usize>,
    digest: usize,
    basis: Basis,
    now: Timestamp,
}

impl Measured {
    fn of(data: &Data, sources: &[String]) -> Result<Self> {
        let policies = policy::load(&data.policies)?;
        let read = evidence::collect(sources, || policies.needs().max(Needs { days: 90 }))?;
        let run = Run { replayed: true, ..Run::at(data.now) };
        let crosswalk = crosswalk::shipped()?;
        let mut report = evaluate(&policies, &read.within(policies.needs()), &run)?;
        report.techniques = evaluate::techniques(&read, &crosswalk);
        if !data.incidents.is_empty() && sources == data.sources {
            let incidents = evidence::collect_incidents(&data.incidents)?;
            report.incidents = Some(evaluate::incidents(&policies, &read, &run, &incidents, &crosswalk)?);
        }
        let digest = tokens(&render(&report, Format::Digest, &RenderOptions::default())?);
        let mut raw = BTreeMap::new();
        for path in sources.iter().chain(&data.incidents) {
            add_responses(path, &mut raw)?;
        }
        Ok(Self { raw, digest, basis: Basis::new(report, read.into()), now: data.now })
    }

    /// The tokens of the answer of an operation, with how much of a list it shows where that is not all; none where there is no answer.
    fn answer(&self, name: &str, arguments: &[(&str, &str)]) -> Result<Option<String>> {
        let operation = Operation::named(name).ok_or("no such operation")?;
        let given = arguments.iter().map(|(name, value)| ((*name).to_owned(), Value::Text((*value).to_owned())));
        let arguments = Arguments::of(operation.parameters, given.collect(), true).map_err(|fault| fault.message())?;
        let age = Age { now: self.now, clock: self.now, read: self.now, refresh: RefreshState::Ok };
        let answer = operation.answer(&self.basis, &arguments).and_then(|answer| answer.json(&self.basis, &age));
        let Ok(json) = answer else { return Ok(None) };
        let Extent { truncated, shown, total } = serde_json::from_str(&json)?;
        let part = shown.zip(total).filter(|_| truncated == Some(true));
        let part = part.map(|(shown, total)| format!(" ({shown} of {total} entries)")).unwrap_or_default();
        Ok(Some(grouped(tokens(&json)) + &part))
    }

    fn raw(&self, collections: &[Collection]) -> usize {
        collections.iter().filter_map(|collection| self.raw.get(collection)).sum()
    }
}

fn tokens(text: &str) -> usize {
    tiktoken_rs::o200k_base_singleton().count_ordinary(text)
}

/// How much of a list an answer shows.
#[derive(Deserialize)]
struct Extent {
    truncated: Option<bool>,
    shown: Option<usize>,
    total: Option<usize>,
}

/// A file with a recording or a raw response.
#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    responses: Option<Vec<Response<'a>>>,
    #[serde(rename = "@odata.context")]
    context: Option<String>,
}

#[derive(Deserialize)]
struct Response<'a> {
    request: String,
    #[serde(borrow)]
    body: &'a RawValue,
}

/// Adds the tokens of the responses in a file or a folder of files.
fn add_responses(path: &str, sizes: &mut BTreeMap<Collection, usize>) -> Result<()> {
    if std::fs::metadata(path)?.is_dir() {
        let entries: std::io::Result<Vec<_>> = std::fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect();
        let mut files = entries?.into_iter().filter(|path| evidence::has_evidence_ending(path));
        return files.try_for_each(|path| add_responses(&path.to_string_lossy(), sizes));
    }
    let text = std::fs::read_to_string(path)?;
    let file: File<'_> = serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))?;
    let mut add = |origin: &str, body: &str| {
        let collection = match origin {
            origin if origin.contains("secureScoreControlProfiles") => Profiles,
            origin if origin.contains("secureScores") => Scores,
            _ => Incidents,
        };
        *sizes.entry(collection).or_default() += tokens(&compact(body));
    };
    match (file.responses, file.context) {
        (Some(responses), _) => responses.iter().for_each(|response| add(&response.request, response.body.get())),
        (None, Some(context)) => add(&context, &text),
        (None, None) => return Err(format!("{path}: neither a recording nor a raw response").into()),
    }
    Ok(())
}

/// JSON without white space between values.
fn compact(json: &str) -> String {
    let (mut out, mut in_text, mut is_escaped) = (String::with_capacity(json.len()), false, false);
    for c in json.chars().filter(|c| *c != '\u{feff}') {
        if in_text || !c.is_ascii_whitespace() {
            out.push(c);
        }
        let ends_or_begins = c == '"' && !is_escaped;
        in_text ^= ends_or_begins;
        is_escaped = in_text && c == '\\' && !is_escaped;
    }
    out
}

/// The table of the questions, and the one beside a plugin whose only operation returns the raw scores of a day.
pub(crate) fn tables(data: &Data) -> Result<[String; 2]> {
    let usual = Measured::of(data, &data.sources)?;
    let history = (!data.history.is_empty()).then(|| Measured::of(data, &data.history)).transpose()?;
    let measured = |operation: &str| history.as_ref().filter(|_| operation == "list_changes").unwrap_or(&usual);
    let mut questions = "| question | raw responses | digest | operation |\n|---|---|---|---|\n".to_owned();
    for question in &QUESTIONS {
        questions.extend(row(question, measured(question.operation))?);
    }
    let mut operations =
        "| operation | parameters | response schema | tokens of an answer |\n|---|---|---|---|\n".to_owned();
    operations.push_str(&format!("| `List Secure Scores` | 0 | no | {} |\n", grouped(usual.raw(&[Scores]))));
    for operation in Operation::ALL {
        let arguments: &[(&str, &str)] =
            if operation.name == "explain_control" { &[("id", "AdminMFAV2")] } else { &[] };
        let answer = measured(operation.name).answer(operation.name, arguments)?;
        let answer = answer.unwrap_or_else(|| "no data for it".to_owned());
        let (name, parameters) = (operation.name, operation.parameters.len());
        operations.push_str(&format!("| `{name}` | {parameters} | yes | {answer} |\n"));
    }
    Ok([questions, operations])
}

/// The row of a question; none where the data does not raise it: no incidents, no earlier day, no waivers.
fn row(question: &Question, measured: &Measured) -> Result<Option<String>> {
    let Question { text, raw: (collections, raw), digest, operation, arguments } = question;
    let is_about_waivers = collections.is_empty();
    if is_about_waivers && measured.basis.report.waivers.is_empty() {
        return Ok(None);
    }
    let Some(answer) = measured.answer(operation, arguments)? else { return Ok(None) };
    let size = if is_about_waivers { String::new() } else { format!("{}; ", grouped(measured.raw(collections))) };
    let given: Vec<String> = arguments.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let call = [*operation, &given.join("&")].join(if given.is_empty() { "" } else { "?" });
    let page = grouped(measured.digest);
    Ok(Some(format!("| {text} | {size}{raw} | {page}; {digest} | {answer}; `{call}` |\n")))
}

fn grouped(number: usize) -> String {
    scoregate::text::grouped(number as u64)
}

/// The data that the arguments name.
fn data(mut arguments: impl Iterator<Item = String>) -> Result<Data> {
    let Some(now) = arguments.next() else { return examples() };
    let mut data = Data { now: now.parse()?, policies: vec![shipped_policies()], ..examples()? };
    (data.sources, data.history, data.incidents) = (Vec::new(), Vec::new(), Vec::new());
    let mut list = "--from".to_owned();
    for argument in arguments {
        match (argument.starts_with("--"), list.as_str()) {
            (true, _) => list = argument,
            (false, "--from") => data.sources.push(argument),
            (false, "--history") => data.history.push(argument),
            (false, "--incidents") => data.incidents.push(argument),
            (false, other) => return Err(format!("unknown option {other}").into()),
        }
    }
    Ok(data)
}

fn main() -> Result<()> {
    let [questions, operations] = tables(&data(std::env::args().skip(1))?)?;
    anstream::println!("{questions}\n{operations}");
    Ok(())
}

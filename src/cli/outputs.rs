//! The outputs of a run: formats and targets.

use std::ffi::OsStr;
use std::fs;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::builder::{PossibleValue, TypedValueParser, ValueParserFactory};
use clap::{Arg, Command};

use super::annotate::{self, Runner};
use super::azure_outputs::AzureOutputs;
use super::environment;
use super::standard_output::{has_hyperlinks, to_stdout};
use super::step_outputs::StepOutputs;
use crate::error::Error;
use crate::evidence::has_evidence_ending;
use crate::exit::Exit;
use crate::output::{PendingFile, SharedFile, Target};
use crate::policy::has_yaml_ending;
use crate::render::{Audience, Format, FormatFacts, FormatSet, RenderOptions, View};
use crate::text::list;

/// `FORMAT[=PATH]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OutputSpec<F = Format> {
    pub(super) format: F,
    /// None is standard output.
    pub(super) path: Option<PathBuf>,
}

impl<F: FormatSet> FromStr for OutputSpec<F> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, path) = match text.split_once('=') {
            Some((_, "")) => return Err("a path is missing after `=`".to_owned()),
            Some((name, path)) => (name, (path != "-").then(|| PathBuf::from(path))),
            None => (text, None),
        };
        Ok(Self { format: format_named(name)?, path })
    }
}

impl<F: FormatSet + Send + Sync> ValueParserFactory for OutputSpec<F> {
    type Parser = OutputParser<F>;

    fn value_parser() -> Self::Parser {
        OutputParser(PhantomData)
    }
}

/// Parses `FORMAT[=PATH]`, and names the formats to shells that complete it.
#[derive(Debug, Clone)]
pub(super) struct OutputParser<F>(PhantomData<F>);

impl<F: FormatSet + Send + Sync> TypedValueParser for OutputParser<F> {
    type Value = OutputSpec<F>;

    fn parse_ref(&self, cmd: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Self::Value, clap::Error> {
        OutputSpec::from_str.parse_ref(cmd, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let facts = F::ALL.iter().map(|format| format.facts());
        Some(Box::new(facts.map(|facts| PossibleValue::new(facts.name).help(facts.description))))
    }
}

/// The format of a name.
pub(super) fn format_named<F: FormatSet>(name: &str) -> Result<F, String> {
    F::named(name).ok_or_else(|| format!("unknown format `{name}`; the formats are {}", names::<F>()))
}

/// The names of the formats, for a sentence.
fn names<F: FormatSet>() -> String {
    list(&F::ALL.iter().map(|format| format.facts().name).collect::<Vec<_>>(), "and")
}

/// The formats with their descriptions, a line each, for the help of `--output`.
pub(super) fn described<F: FormatSet>() -> String {
    let facts: Vec<&FormatFacts> = F::ALL.iter().map(|format| format.facts()).collect();
    let width = facts.iter().map(|facts| facts.name.len()).max().unwrap_or(0);
    let lines = facts.iter().map(|facts| format!("  {:width$}  {}", facts.name, facts.description));
    lines.collect::<Vec<_>>().join("\n")
}

/// The outputs of a run, opened.
pub(super) struct Outputs {
    files: Vec<(Format, OutputFile)>,
    /// The formats on standard output, in order.
    stdout: Vec<Format>,
    /// The step summary of GitHub Actions, where no output names it.
    summary: Option<SharedFile>,
    step: Option<StepOutputs>,
    azure: Option<AzureOutputs>,
}

/// The target of one output.
pub(super) enum OutputFile {
    /// A file of its own.
    File(PendingFile),
    /// The step summary, which other steps write to as well: the report is appended.
    Summary(SharedFile, String),
}

impl OutputFile {
    fn open(target: Target) -> Result<Self, Error> {
        let summary = environment::step_summary();
        if summary.and_then(|path| Target::of(&path).ok()).is_some_and(|summary| summary.path() == target.path()) {
            let shared = SharedFile::open(target.path().to_owned())?;
            return Ok(Self::Summary(shared, target.name().to_owned()));
        }
        PendingFile::open(target).map(Self::File)
    }

    /// The path as it was given, for people.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::File(file) => file.name(),
            Self::Summary(_, name) => name,
        }
    }

    /// Writes everything.
    pub(super) fn complete(self, text: &str) -> Result<(), Error> {
        match self {
            Self::File(file) => file.complete(text.as_bytes()),
            Self::Summary(shared, _) => shared.append(text),
        }
    }
}

/// The files that the run reads, which no output may replace.
pub(super) struct Inputs<'a> {
    pub(super) policies: &'a [PathBuf],
    pub(super) sources: &'a [String],
    pub(super) baseline: Option<&'a Path>,
}

impl Inputs<'_> {
    /// Whether the run reads the target, or would if it were there.
    pub(super) fn hold(&self, target: &Path) -> bool {
        let sources = self.sources.iter().filter(|source| *source != "-").map(Path::new);
        self.baseline.is_some_and(|input| is_read(input, has_yaml_ending, target))
            || self.policies.iter().any(|input| is_read(input, has_yaml_ending, target))
            || sources.into_iter().any(|input| is_read(input, has_evidence_ending, target))
    }
}

/// Whether an input is the target, or a folder from which the target is, or would be, read.
fn is_read(input: &Path, has_ending: fn(&Path) -> bool, target: &Path) -> bool {
    let Ok(input) = fs::canonicalize(input) else { return false };
    input == target || (input.is_dir() && target.starts_with(&input) && has_ending(target))
}

impl Outputs {
    /// Opens every file, so that a path that cannot be written is noticed before the work begins.
    pub(super) fn open(specs: &[OutputSpec], inputs: &Inputs<'_>) -> Result<Self, Error> {
        let mut stdout: Vec<Format> = specs.iter().filter(|spec| spec.path.is_none()).map(|spec| spec.format).collect();
        if specs.is_empty() {
            stdout.push(Format::Human);
            stdout.extend(Runner::of_environment().map(|runner| match runner {
                Runner::Github => Format::Github,
                Runner::Azure => Format::Azure,
            }));
        }
        check_stdout(&stdout)?;
        let files = open_files(specs, inputs)?;
        let is_github = stdout.contains(&Format::Github) || files.iter().any(|(format, _)| *format == Format::Github);
        let is_written = files.iter().any(|(_, sink)| matches!(sink, OutputFile::Summary(..)));
        let summary =
            environment::step_summary().filter(|_| is_github && !is_written).map(SharedFile::open).transpose()?;
        let step = environment::step_outputs().filter(|_| is_github).map(StepOutputs::open).transpose()?;
        let azure = stdout.contains(&Format::Azure).then(AzureOutputs::of_environment);
        Ok(Self { files, stdout, summary, step, azure })
    }

    /// Reports a run that ended without a verdict to the pipeline: in its summary and step outputs or variables; no other output is
    /// written. Failures to do so are ignored: the error itself matters more.
    pub(super) fn fail(self, error: &Error) {
        let page = annotate::summary(error);
        let summaries = self.files.into_iter().filter_map(|(_, sink)| match sink {
            OutputFile::Summary(shared, _) => Some(shared),
            OutputFile::File(_) => None,
        });
        for shared in summaries.chain(self.summary) {
            let _ = shared.append(&page);
        }
        if let Some(step) = self.step {
            let _ = step.write(None, error.exit());
        }
        if let Some(azure) = self.azure {
            let _ = azure.write(|| Ok(page), None, error.exit());
        }
    }

    /// Whether a report on standard output shows the verdict as text.
    pub(super) fn show_verdict(&self) -> bool {
        self.stdout.iter().any(|format| match format.facts().audience {
            Audience::People => true,
            Audience::Programs => false,
        })
    }

    /// Whether a report, or a page beside it, shows the SHA-256 of the inputs.
    pub(super) fn show_hashes(&self) -> bool {
        let formats = self.files.iter().map(|(format, _)| format).chain(&self.stdout);
        self.summary.is_some() || self.azure.is_some() || formats.into_iter().any(|format| format.facts().shows_hashes)
    }

    /// Renders every output, then writes them. `exit` is the exit code if all of them can be written.
    pub(super) fn write(self, view: &View<'_>, options: &RenderOptions, exit: Exit) -> Result<(), Error> {
        let Self { files, stdout, summary, step, azure } = self;
        let written = Self::write_reports((files, stdout, summary), view, options);
        // The step outputs contain the exit code, which is known only now.
        let code = written.as_ref().map_or_else(Error::exit, |()| exit);
        let step = step.map_or(Ok(()), |step| step.write(Some(view), code));
        let code = step.as_ref().map_or_else(Error::exit, |()| code);
        let azure = azure.map_or(Ok(()), |azure| azure.write(|| summary_page(view, options), Some(view), code));
        written.and(step).and(azure)
    }

    fn write_reports(
        (files, stdout, summary): (Vec<(Format, OutputFile)>, Vec<Format>, Option<SharedFile>),
        view: &View<'_>,
        options: &RenderOptions,
    ) -> Result<(), Error> {
        let rendered = |format, target: &str| rendered(view, options, format, target);
        let mut texts = Vec::new();
        for (format, file) in files {
            let text = rendered(format, file.name())?;
            // Files are read by programs and in editors: no styles in them.
            texts.push((file, anstream::adapter::strip_str(&text).to_string()));
        }
        let summary = summary.map(|file| summary_page(view, options).map(|text| (file, text)));
        let summary = summary.transpose()?;
        let mut shown = String::new();
        let on_terminal = RenderOptions { hyperlinks: has_hyperlinks(), ..options.clone() };
        for format in &stdout {
            shown.push_str(&self::rendered(view, &on_terminal, *format, "standard output")?);
        }
        // An output that fails does not prevent the others.
        let mut results = vec![to_stdout(shown.as_bytes())];
        results.extend(texts.into_iter().map(|(file, text)| file.complete(&text)));
        results.extend(summary.map(|(file, text)| file.append(&text)));
        results.into_iter().collect()
    }
}

/// The page that the pipeline shows: it is no comment, whatever the options.
fn summary_page(view: &View<'_>, options: &RenderOptions) -> Result<String, Error> {
    let options = RenderOptions { comment_id: None, ..options.clone() };
    rendered(view, &options, Format::Markdown, "the summary")
}

/// The text of an output.
pub(super) fn rendered(
    view: &View<'_>,
    options: &RenderOptions,
    format: Format,
    target: &str,
) -> Result<String, Error> {
    view.render(format, options).map_err(|message| Error::Output {
        target: target.to_owned(),
        message,
        help: "this is a fault of scoregate: please report it with the policy that caused it".to_owned(),
    })
}

/// Opens the files of all outputs, or none of them where one cannot be opened.
pub(super) fn open_files<F: Copy>(specs: &[OutputSpec<F>], inputs: &Inputs<'_>) -> Result<Vec<(F, OutputFile)>, Error> {
    let mut targets: Vec<(F, Target)> = Vec::new();
    for OutputSpec { format, path } in specs {
        let Some(path) = path else { continue };
        let target = Target::of(path)?;
        check_target(&target, &targets, inputs)?;
        targets.push((*format, target));
    }
    targets.into_iter().map(|(format, target)| Ok((format, OutputFile::open(target)?))).collect()
}

/// Requires that no output replaces another one or a file that the run reads.
fn check_target<F>(target: &Target, others: &[(F, Target)], inputs: &Inputs<'_>) -> Result<(), Error> {
    if others.iter().any(|(_, other)| other.path() == target.path()) {
        return Err(Error::Usage {
            message: format!("two outputs go to {}", target.name()),
            help: "give each --output a path of its own".into(),
        });
    }
    if inputs.hold(target.path()) {
        return Err(Error::Usage {
            message: format!("the output {} is one of the files that the run reads", target.name()),
            help: match inputs.policies {
                [] => "give --output a path that is not compared",
                _ => "give --output a path that neither --policy nor --from reads",
            }
            .into(),
        });
    }
    Ok(())
}

/// Checks that standard output gets one report, or several that may share it.
fn check_stdout(formats: &[Format]) -> Result<(), Error> {
    let shares = |format: &Format| format.facts().shares_standard_output;
    let twice = formats.iter().enumerate().any(|(index, format)| formats[..index].contains(format));
    if formats.len() > 1 && (twice || !formats.iter().all(shares)) {
        return Err(Error::Usage {
            message: "more than one report goes to standard output".to_owned(),
            help: "give all but one a path: --output FORMAT=PATH".into(),
        });
    }
    Ok(())
}

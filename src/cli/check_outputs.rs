//! The outputs of `check`: its reports, and what the system of a pipeline reads besides them.

use super::annotate::{self, Runner};
use super::azure_outputs::AzureOutputs;
use super::command_outputs::{CommandOutputs, Destination, OutputWords, render_error};
use super::environment;
use super::github_outputs::GithubOutputs;
use super::output_file::{Inputs, OutputFile};
use super::output_spec::OutputSpec;
use super::standard_output::has_hyperlinks;
use crate::error::Error;
use crate::exit::Exit;
use crate::output::SharedFile;
use crate::render::{Audience, Format, FormatSet, RenderOptions, View};

/// The words for the reports in messages.
const REPORT: OutputWords = OutputWords {
    noun: "report",
    option: "--output",
    unread: "is not read by --policy, --from, --baseline, --incidents or --crosswalk",
};

/// The outputs of a run, opened.
pub(super) struct CheckOutputs {
    reports: CommandOutputs<Format>,
    /// The step summary of GitHub Actions, where no output names it.
    summary: Option<SharedFile>,
    github: Option<GithubOutputs>,
    azure: Option<AzureOutputs>,
}

impl CheckOutputs {
    /// Opens every file, so that a path that cannot be written is noticed before the work begins.
    pub(super) fn open(specs: &[OutputSpec], inputs: &Inputs<'_>) -> Result<Self, Error> {
        let of_runner = Runner::of_environment().map(|runner| match runner {
            Runner::Github => Format::Github,
            Runner::Azure => Format::Azure,
        });
        let defaults: Vec<Format> = std::iter::once(Format::Human).chain(of_runner).collect();
        let reports = CommandOutputs::open(specs, &defaults, inputs, &REPORT)?;
        let is_github = reports.formats().any(|format| format == Format::Github);
        let is_written = reports.files.iter().any(|(_, file)| matches!(file, OutputFile::Summary(..)));
        let summary =
            environment::step_summary().filter(|_| is_github && !is_written).map(SharedFile::open).transpose()?;
        let github = environment::step_outputs().filter(|_| is_github).map(GithubOutputs::open).transpose()?;
        let azure = reports.stdout.contains(&Format::Azure).then(AzureOutputs::of_environment);
        Ok(Self { reports, summary, github, azure })
    }

    /// Reports a run that ended without a verdict to the pipeline: in its summary and step outputs or variables; no other output is
    /// written. Failures to do so are ignored: the error itself matters more.
    pub(super) fn fail(self, error: &Error) {
        let page = annotate::summary(error);
        let summaries = self.reports.files.into_iter().filter_map(|(_, file)| match file {
            OutputFile::Summary(shared, _) => Some(shared),
            OutputFile::File(_) => None,
        });
        for shared in summaries.chain(self.summary) {
            let _ = shared.append(&page);
        }
        if let Some(github) = self.github {
            let _ = github.write(None, error.exit());
        }
        if let Some(azure) = self.azure {
            let _ = azure.write(|| Ok(page), None, error.exit());
        }
    }

    /// Whether a report on standard output shows the verdict as text.
    pub(super) fn show_verdict(&self) -> bool {
        self.reports.stdout.iter().any(|format| match format.facts().audience {
            Audience::People => true,
            Audience::Programs => false,
        })
    }

    /// Whether a report, or a page beside it, shows the SHA-256 of the inputs.
    pub(super) fn show_hashes(&self) -> bool {
        let is_page_written = self.summary.is_some() || self.azure.is_some();
        is_page_written || self.reports.formats().any(|format| format.facts().shows_hashes)
    }

    /// Renders every output, then writes them. `exit` is the exit code if all of them can be written.
    pub(super) fn write(self, view: &View<'_>, options: &RenderOptions, exit: Exit) -> Result<(), Error> {
        let Self { reports, summary, github, azure } = self;
        let written = write_reports(reports, summary, view, options);
        // The step outputs contain the exit code, which is known only now.
        let code = written.as_ref().map_or_else(Error::exit, |()| exit);
        let github = github.map_or(Ok(()), |github| github.write(Some(view), code));
        let code = github.as_ref().map_or_else(Error::exit, |()| code);
        let azure = azure.map_or(Ok(()), |azure| azure.write(|| summary_page(view, options), Some(view), code));
        written.and(github).and(azure)
    }
}

/// Renders the reports and the step summary, then writes them.
fn write_reports(
    reports: CommandOutputs<Format>,
    summary: Option<SharedFile>,
    view: &View<'_>,
    options: &RenderOptions,
) -> Result<(), Error> {
    let on_terminal = RenderOptions { hyperlinks: has_hyperlinks(), ..options.clone() };
    let reports = reports.render(|format, destination| match destination {
        Destination::File => view.render(format, options),
        Destination::StandardOutput => view.render(format, &on_terminal),
    })?;
    let page = summary.map(|file| summary_page(view, options).map(|text| (file, text))).transpose()?;
    // An output that fails does not prevent the others.
    let written = reports.write();
    let appended = page.map_or(Ok(()), |(file, text)| file.append(&text));
    written.and(appended)
}

/// The page that the pipeline shows: it is no comment, whatever the options.
fn summary_page(view: &View<'_>, options: &RenderOptions) -> Result<String, Error> {
    let options = RenderOptions { comment_id: None, ..options.clone() };
    view.render(Format::Markdown, &options).map_err(|message| render_error("the summary", message))
}

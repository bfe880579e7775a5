//! The outputs of a command that writes one thing in several formats: files and standard output.

use super::output_file::{Inputs, OutputFile, open_files};
use super::output_spec::OutputSpec;
use super::standard_output::to_stdout;
use crate::error::Error;
use crate::render::FormatSet;

/// The name of standard output in messages.
const STANDARD_OUTPUT: &str = "standard output";

/// The outputs of a command, opened.
pub(super) struct CommandOutputs<F> {
    /// The formats on standard output, in order.
    pub(super) stdout: Vec<F>,
    pub(super) files: Vec<(F, OutputFile)>,
}

/// The words of a command for its outputs in messages.
pub(super) struct OutputWords {
    /// The noun for one of them, such as `format`.
    pub(super) noun: &'static str,
    /// The option that names them.
    pub(super) option: &'static str,
    /// The paths that they may have, after `a path that`.
    pub(super) unread: &'static str,
}

/// The destination of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    /// A file, which is read by programs and in editors.
    File,
    /// Standard output, which can be a terminal.
    StandardOutput,
}

impl<F: FormatSet> CommandOutputs<F> {
    /// Opens every file, so that a path that cannot be written is noticed before the work begins. Where nothing is specified,
    /// `defaults` go to standard output.
    pub(super) fn open(
        specs: &[OutputSpec<F>],
        defaults: &[F],
        inputs: &Inputs<'_>,
        words: &OutputWords,
    ) -> Result<Self, Error> {
        let mut stdout: Vec<F> = specs.iter().filter(|spec| spec.path.is_none()).map(|spec| spec.format).collect();
        if specs.is_empty() {
            stdout.extend(defaults);
        }
        check_stdout(&stdout, words)?;
        Ok(Self { stdout, files: open_files(specs, inputs, words)? })
    }

    /// The formats of all outputs.
    pub(super) fn formats(&self) -> impl Iterator<Item = F> {
        self.files.iter().map(|(format, _)| *format).chain(self.stdout.iter().copied())
    }

    /// Renders every output, then writes them.
    pub(super) fn write(self, render: impl Fn(F) -> Result<String, String>) -> Result<(), Error> {
        self.render(|format, _| render(format))?.write()
    }

    /// Renders every output.
    pub(super) fn render(
        self,
        render: impl Fn(F, Destination) -> Result<String, String>,
    ) -> Result<RenderedOutputs, Error> {
        let text = |format: F, destination, target: &str| {
            render(format, destination).map_err(|message| render_error(target, message))
        };
        let mut rendered = RenderedOutputs { stdout: String::new(), files: Vec::new() };
        for (format, file) in self.files {
            let text = plain(&text(format, Destination::File, file.name())?);
            rendered.files.push((file, text));
        }
        for format in self.stdout {
            rendered.stdout.push_str(&text(format, Destination::StandardOutput, STANDARD_OUTPUT)?);
        }
        Ok(rendered)
    }
}

/// The outputs of a command as texts, which are not written yet.
pub(super) struct RenderedOutputs {
    stdout: String,
    files: Vec<(OutputFile, String)>,
}

impl RenderedOutputs {
    /// Writes every text. An output that fails does not prevent the others.
    pub(super) fn write(self) -> Result<(), Error> {
        let mut results = vec![to_stdout(self.stdout.as_bytes())];
        results.extend(self.files.into_iter().map(|(file, text)| file.complete(&text)));
        results.into_iter().collect()
    }
}

/// A text for a file: files are read by programs and in editors, so no styles are in them.
pub(super) fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

/// The error of an output that cannot be rendered.
pub(super) fn render_error(target: &str, message: String) -> Error {
    Error::Output {
        target: target.to_owned(),
        message,
        help: "this is a fault of scoregate: please report it with the files that caused it".to_owned(),
    }
}

/// Requires that standard output gets one format, or several that may share it.
fn check_stdout<F: FormatSet>(formats: &[F], words: &OutputWords) -> Result<(), Error> {
    let OutputWords { noun, option, unread: _ } = words;
    let shares = |format: &F| format.facts().shares_standard_output;
    let twice = formats.iter().enumerate().any(|(index, format)| formats[..index].contains(format));
    if formats.len() > 1 && (twice || !formats.iter().all(shares)) {
        return Err(Error::Usage {
            message: format!("more than one {noun} goes to standard output"),
            help: format!("give all but one a path: {option} FORMAT=PATH").into(),
        });
    }
    Ok(())
}

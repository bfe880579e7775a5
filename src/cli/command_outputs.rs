//! The outputs of a command that writes one thing in several formats: files, and one format at most on standard output.

use super::outputs::{Inputs, OutputFile, OutputSpec, open_files};
use super::standard_output::to_stdout;
use crate::error::Error;
use crate::render::FormatSet;

/// The outputs of a command, opened.
pub(super) struct CommandOutputs<F> {
    stdout: Option<F>,
    files: Vec<(F, OutputFile)>,
}

/// The words of a command for its outputs in messages.
pub(super) struct OutputWords {
    /// The noun for one of them, such as `format`.
    pub(super) noun: &'static str,
    /// The option that names them.
    pub(super) option: &'static str,
}

/// The words of commands with `--output`.
pub(super) const OUTPUT: OutputWords = OutputWords { noun: "format", option: "--output" };

impl<F: FormatSet> CommandOutputs<F> {
    /// Opens every file, so that a path that cannot be written is noticed before the work begins. Where nothing is specified,
    /// `default` goes to standard output.
    pub(super) fn open(
        specs: &[OutputSpec<F>],
        default: F,
        inputs: &Inputs<'_>,
        words: &OutputWords,
    ) -> Result<Self, Error> {
        let formats: Vec<F> = specs.iter().filter(|spec| spec.path.is_none()).map(|spec| spec.format).collect();
        let stdout = match formats.as_slice() {
            [] => specs.is_empty().then_some(default),
            [one] => Some(*one),
            [_, _, ..] => {
                let OutputWords { noun, option } = words;
                return Err(Error::Usage {
                    message: format!("more than one {noun} goes to standard output"),
                    help: format!("give all but one a path: {option} FORMAT=PATH").into(),
                });
            }
        };
        Ok(Self { stdout, files: open_files(specs, inputs)? })
    }

    /// Renders every output, then writes them.
    pub(super) fn write(self, render: impl Fn(F) -> Result<String, String>) -> Result<(), Error> {
        let rendered = |format: F, target: &str| render(format).map_err(|message| render_error(target, message));
        let mut texts = Vec::new();
        for (format, file) in self.files {
            let text = rendered(format, file.name())?;
            // Files are read by programs and in editors: no styles in them.
            texts.push((file, anstream::adapter::strip_str(&text).to_string()));
        }
        let shown = self.stdout.map(|format| rendered(format, "standard output")).transpose()?;
        // An output that fails does not prevent the others.
        let mut results = vec![to_stdout(shown.unwrap_or_default().as_bytes())];
        results.extend(texts.into_iter().map(|(file, text)| file.complete(&text)));
        results.into_iter().collect()
    }
}

/// The error of an output that cannot be rendered.
pub(super) fn render_error(target: &str, message: String) -> Error {
    Error::Output {
        target: target.to_owned(),
        message,
        help: "this is a fault of scoregate: please report it".to_owned(),
    }
}

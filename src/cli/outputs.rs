//! Which reports are written, and where to.

use std::path::PathBuf;
use std::str::FromStr;

use clap::ValueEnum;

use super::environment;
use crate::error::Error;
use crate::output::{PendingFile, append, to_stdout};
use crate::report::{Format, RenderOptions, Report, render, summary};

/// `FORMAT[=PATH]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OutputSpec {
    format: Format,
    /// None is standard output.
    path: Option<PathBuf>,
}

impl FromStr for OutputSpec {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, path) = match text.split_once('=') {
            Some((_, "")) => return Err("a path is missing behind `=`".to_owned()),
            Some((name, path)) => (name, (path != "-").then(|| PathBuf::from(path))),
            None => (text, None),
        };
        let format = Format::from_str(name, true).map_err(|_| {
            let known = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
            let known: Vec<String> = known.map(|value| value.get_name().to_owned()).collect();
            format!("`{name}` is no format; the formats are {}", known.join(", "))
        })?;
        Ok(Self { format, path })
    }
}

/// The outputs of a run, opened.
pub(super) struct Outputs {
    files: Vec<(Format, PendingFile)>,
    /// The formats on standard output, in order.
    stdout: Vec<Format>,
    summary: Option<PathBuf>,
}

impl Outputs {
    /// Opens every file, so that a path that cannot be written is noticed before the work begins.
    pub(super) fn open(specs: &[OutputSpec]) -> Result<Self, Error> {
        let mut stdout: Vec<Format> = specs.iter().filter(|spec| spec.path.is_none()).map(|spec| spec.format).collect();
        if specs.is_empty() {
            stdout.push(Format::Human);
            if environment::is_github_actions() {
                stdout.push(Format::Github);
            }
        }
        check_stdout(&stdout)?;
        let mut files: Vec<(Format, PendingFile)> = Vec::new();
        let mut paths: Vec<&PathBuf> = Vec::new();
        for OutputSpec { format, path } in specs {
            let Some(path) = path else { continue };
            if paths.contains(&path) {
                return Err(Error::Usage {
                    message: format!("two outputs go to {}", path.display()),
                    help: "give each --output a path of its own".to_owned(),
                });
            }
            paths.push(path);
            files.push((*format, PendingFile::open(path)?));
        }
        let is_github = stdout.contains(&Format::Github) || files.iter().any(|(format, _)| *format == Format::Github);
        let summary = environment::step_summary().filter(|_| is_github);
        Ok(Self { files, stdout, summary })
    }

    /// Renders and writes every output. All are rendered before the first is written.
    pub(super) fn write(self, report: &Report, options: RenderOptions) -> Result<(), Error> {
        let rendered = |format: Format, target: &str| {
            render(report, format, options).map_err(|message| Error::Output {
                target: target.to_owned(),
                message,
                help: "this is a fault of scoregate: please report it with the policy that caused it".to_owned(),
            })
        };
        let mut texts = Vec::new();
        for (format, file) in self.files {
            let text = rendered(format, &file.name())?;
            // Files are read by programs and in editors: no styles in them.
            texts.push((file, anstream::adapter::strip_str(&text).to_string()));
        }
        let mut shown = String::new();
        for format in &self.stdout {
            shown.push_str(&rendered(*format, "standard output")?);
        }
        for (file, text) in texts {
            file.complete(text.as_bytes())?;
        }
        if let Some(path) = &self.summary {
            append(path, summary::render(report).as_bytes())?;
        }
        to_stdout(shown.as_bytes())
    }
}

/// Standard output takes one report, or the two that are made of lines for people and for GitHub's log.
fn check_stdout(formats: &[Format]) -> Result<(), Error> {
    let mixes = |format: &Format| match format {
        Format::Human | Format::Github => true,
        Format::Junit | Format::Sarif | Format::Json | Format::Digest => false,
    };
    let twice = formats.iter().enumerate().any(|(index, format)| formats[..index].contains(format));
    if formats.len() > 1 && (twice || !formats.iter().all(mixes)) {
        return Err(Error::Usage {
            message: "more than one report goes to standard output".to_owned(),
            help: "give all but one a path: --output FORMAT=PATH".to_owned(),
        });
    }
    Ok(())
}

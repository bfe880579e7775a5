//! `scoregate copilot plugin --format`: writes the files of a plugin.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;

use super::next_step::next_step;
use crate::cli::standard_output::to_stdout;
use crate::copilot::plugin::{self, Endpoint, KqlTarget, PluginAuth, PluginFile, PluginFormat, PluginOptions};
use crate::error::Error;
use crate::exit::Exit;
use crate::output::{PendingFile, Target};
use crate::text::{line, list, log_plain};

/// The arguments that write a plugin.
#[derive(Debug, Args)]
pub(super) struct WriteArgs {
    /// The format.
    #[arg(long, value_name = "FORMAT", long_help = format_help(), value_parser = parse_format, group = "action", requires = "out")]
    format: Option<PluginFormat>,

    /// The folder to write the files to; it is created if it does not exist.
    ///
    /// An existing file with other content is an error, unless --force replaces it.
    #[arg(long, value_name = "DIR", requires = "format")]
    out: Option<PathBuf>,

    /// The place of the log table: `log-analytics` (the default), `sentinel`, or `defender` for advanced hunting in Defender XDR.
    ///
    /// For the formats with queries: kql and agent.
    #[arg(long, value_name = "PLACE", value_parser = parse_target, requires = "format")]
    target: Option<KqlTarget>,

    /// The public https address of `scoregate serve`, such as `https://gate.example.com`.
    ///
    /// For the formats over the server: api, mcp and m365.
    #[arg(long, value_name = "URL", value_parser = Endpoint::parse, requires = "format")]
    endpoint: Option<Endpoint>,

    /// The scope of access tokens of Microsoft Entra for the server, such as `api://gate/.default`; without it the server has an API key.
    ///
    /// For the formats over the server. The audience is what the server has in --entra-audience.
    #[arg(long, value_name = "SCOPE", value_parser = PluginAuth::entra, requires = "format")]
    entra_scope: Option<PluginAuth>,

    /// Replace existing files that have other content.
    #[arg(long, requires = "format")]
    force: bool,
}

fn format_help() -> String {
    let width = PluginFormat::ALL.iter().map(|format| format.name().len()).max().unwrap_or(0);
    let lines = PluginFormat::ALL.iter().map(|format| format!("  {:width$}  {}", format.name(), format.description()));
    format!("The format:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

fn parse_format(text: &str) -> Result<PluginFormat, String> {
    let names: Vec<&str> = PluginFormat::ALL.iter().map(|format| format.name()).collect();
    let known = PluginFormat::ALL.into_iter().find(|format| format.name().eq_ignore_ascii_case(text));
    known.ok_or_else(|| format!("unknown format `{text}`; the formats are {}", list(&names, "and")))
}

fn parse_target(text: &str) -> Result<KqlTarget, String> {
    let names: Vec<&str> = KqlTarget::ALL.iter().map(|target| target.name()).collect();
    let known = KqlTarget::ALL.into_iter().find(|target| target.name().eq_ignore_ascii_case(text));
    known.ok_or_else(|| format!("unknown place `{text}`; the places are {}", list(&names, "and")))
}

pub(super) fn run(args: &WriteArgs) -> Result<Exit, Error> {
    let (Some(format), Some(out)) = (args.format, &args.out) else {
        return Err(Error::Usage {
            message: "a plugin needs a format and a folder".to_owned(),
            help: "add --format FORMAT and --out DIR".into(),
        });
    };
    check_options(format, args)?;
    let options = PluginOptions {
        target: args.target.unwrap_or_default(),
        endpoint: args.endpoint.clone(),
        auth: args.entra_scope.clone().unwrap_or_default(),
    };
    let files = plugin::files(format, &options)?;
    let written = write(out, &files, args.force)?;
    let written = format!("{written}next: {}\n", next_step(format, &options));
    to_stdout(log_plain(&written).as_bytes())?;
    Ok(Exit::Passed)
}

/// Requires that every option has an effect, and that the ones that a format needs are given.
fn check_options(format: PluginFormat, args: &WriteArgs) -> Result<(), Error> {
    let name = format.name();
    let useless = [
        ("--target", args.target.is_some() && !format.has_queries(), "kql or agent"),
        ("--endpoint", args.endpoint.is_some() && !format.has_server(), "api, mcp or m365"),
        ("--entra-scope", args.entra_scope.is_some() && !format.has_server(), "api, mcp or m365"),
    ];
    if let Some((option, _, formats)) = useless.into_iter().find(|(_, is_useless, _)| *is_useless) {
        return Err(Error::Usage {
            message: format!("{option} has no effect on the format {name}"),
            help: format!("leave it out, or choose the format {formats}").into(),
        });
    }
    if format.has_server() && args.endpoint.is_none() {
        return Err(Error::Usage {
            message: format!("the format {name} needs the address of the server"),
            help: "add --endpoint with the public https address of `scoregate serve`".into(),
        });
    }
    Ok(())
}

/// Writes the files: all checks come before the first of them. Returns a line for each.
fn write(folder: &Path, files: &[PluginFile], force: bool) -> Result<String, Error> {
    fs::create_dir_all(folder).map_err(|error| no_folder(folder, &error))?;
    let mut lines = String::new();
    let mut pending = Vec::new();
    for file in files {
        let target = Target::of(&folder.join(file.name))?;
        let name = line(target.name());
        // A pipe would wait for a reader, and a device is no place for a file.
        if target.is_direct() {
            return Err(Error::Output {
                target: name,
                message: "it is a pipe, a socket or a device, not a file".to_owned(),
                help: "remove it, or name another folder with --out".to_owned(),
            });
        }
        match has_text(target.path(), &file.text) {
            Ok(true) => {
                lines.push_str(&format!("{name}: unchanged\n"));
                continue;
            }
            Ok(false) if !force => return Err(exists(&name)),
            // What cannot be read is reported where it is written.
            Ok(false) | Err(_) => lines.push_str(&format!("{name}: written\n")),
        }
        pending.push((PendingFile::open(target)?, file));
    }
    for (output, file) in pending {
        output.complete(file.text.as_bytes())?;
    }
    Ok(lines)
}

/// Whether a file has exactly this text. No more of it is read than decides that.
fn has_text(path: &Path, text: &str) -> io::Result<bool> {
    let mut bytes = Vec::new();
    File::open(path)?.take(text.len() as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes == text.as_bytes())
}

/// The error of a folder that cannot be made: the system says of a link to nowhere and of a file only that they exist.
fn no_folder(folder: &Path, error: &io::Error) -> Error {
    let is_link = fs::symlink_metadata(folder).is_ok_and(|found| found.is_symlink());
    let message = match fs::metadata(folder) {
        Ok(found) if !found.is_dir() => "it is not a folder".to_owned(),
        Err(_) if is_link => "it is a link to a folder that does not exist".to_owned(),
        Ok(_) | Err(_) => error.to_string(),
    };
    Error::Output {
        target: folder.display().to_string(),
        message,
        help: "name a folder that exists or can be created".to_owned(),
    }
}

fn exists(name: &str) -> Error {
    Error::Usage {
        message: format!("{name} already exists with other content, so it is not replaced"),
        help: "name another folder with --out, or replace the file with --force".into(),
    }
}

//! Reads the files that hold the evidence.

use std::cell::LazyCell;
use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use super::assemble::{Failure, Part, assemble};
use super::document::Verified;
use super::limits;
use super::past::{History, Needs};
use super::read::{MOST_BYTES, STANDARD_INPUT, read};
use super::shape::Refusal;
use super::{Evidence, Input, InputKind, container, document};
use crate::error::Error;
use crate::graph::cache::{self, Answer};
use crate::graph::{Connection, Plan};
use crate::paths::{self, Root, Stray};

/// The endings of the files that are read from a folder.
const ENDINGS: [&str; 3] = [".json", ".ndjson", ".jsonl"];

/// The most bytes of a recording that is redacted, whose changed copy is held beside it: room for all responses of a live run.
const MOST_REDACTED: u64 = MOST_BYTES / 2 + (1 << 20);

/// The source that stands for the live tenant.
pub const LIVE: &str = "graph";

/// Reads every source: files, folders of files, `-` for standard input, or [`LIVE`] for the tenant behind a connection.
/// `needs` is asked when the first file has been taken apart, and says how much of the past is wanted: policies can be loaded
/// in the meantime.
///
/// # Errors
///
/// [`Error::Evidence`] with the file, and the line and column where there is one, if anything cannot be read or does not go
/// together: two tenants, two captures of a day whose order is not known, no snapshot at all. [`Error::Usage`] where [`LIVE`] is
/// named and there is no connection, or also a file of that name.
pub fn collect(
    sources: &[String],
    live: Option<&Connection>,
    needs: impl FnOnce() -> Needs,
) -> Result<Evidence, Error> {
    limits::counted(|| collect_counted(sources, live, needs))
}

fn collect_counted(
    sources: &[String],
    live: Option<&Connection>,
    needs: impl FnOnce() -> Needs,
) -> Result<Evidence, Error> {
    let needs = LazyCell::new(needs);
    let mut history = History::default();
    let mut parts = Vec::new();
    let mut inputs = Vec::new();
    for name in files(sources)? {
        let mut found = if name == LIVE {
            let connection = live.ok_or_else(not_live)?;
            let answer = cache::record(connection, &Plan { days: needs.entries(), incidents: false })?;
            inputs.extend(live_inputs(&answer));
            let text = answer.recording.to_json()?;
            // The responses are in the text now; both together can be large.
            drop(answer);
            fetched(&text, *needs)?
        } else {
            let (found, input) = open(&name, &needs).map_err(|refusal| refused(&name, refusal))?;
            inputs.push(input);
            found
        };
        let numbered = found.iter_mut().enumerate();
        numbered.for_each(|(index, part)| part.drain_past(parts.len() + index, &mut history));
        parts.append(&mut found);
        let kept = history.scores() + parts.iter().map(Part::scores).sum::<usize>();
        limits::keep::<limits::Scores>(kept as u64).map_err(|message| unreadable(&name, &message))?;
    }
    assemble(parts, inputs, history, *needs).map_err(unusable)
}

/// What a recording that was just made says: its file holds no more than what `check` reads from it.
///
/// # Errors
///
/// [`Error::Evidence`] where the responses do not go together, or hold no snapshot at all.
pub fn of_recording(text: &str) -> Result<Evidence, Error> {
    let needs = Needs::default();
    let parts = limits::counted(|| fetched(text, needs))?;
    assemble(parts, Vec::new(), History::default(), needs).map_err(not_recorded)
}

/// That what was just fetched is no evidence: what `--from` could mend elsewhere cannot be mended here.
fn not_recorded(failure: Failure) -> Error {
    Error::Evidence {
        message: failure.message,
        help: "nothing was recorded: check that the sign-in is to the tenant that is meant, and that Secure Score has been published for it"
            .to_owned(),
    }
}

/// The text of a file, or of standard input (`-`), unpacked.
///
/// # Errors
///
/// [`Error::Evidence`] where it cannot be read, is too large, or is no text.
pub fn recording_text(name: &str) -> Result<String, Error> {
    let text = read(name).and_then(|(bytes, _)| container::text(bytes));
    text.and_then(|text| require_redactable(text.len() as u64).map(|()| text))
        .map_err(|message| unreadable(name, &message))
}

fn require_redactable(bytes: u64) -> Result<(), String> {
    if bytes > MOST_REDACTED {
        return Err(format!(
            "the recording has more than {} MiB, which is the most that is redacted",
            MOST_REDACTED >> 20
        ));
    }
    Ok(())
}

/// The parts of what Graph answered, by way of the recording of it: so a live run and a run from a file judge the same.
fn fetched(recording: &str, needs: Needs) -> Result<Vec<Part>, Error> {
    parse(recording, &&needs).map_err(|refusal| Error::Evidence {
        message: format!("what Graph answered: {}", refusal.message),
        help: "something else than Graph may have answered: check --graph-host and the proxy in between".to_owned(),
    })
}

fn unusable(failure: Failure) -> Error {
    Error::Evidence { message: failure.message, help: failure.help }
}

/// The files that the sources name, each once, in order.
fn files(sources: &[String]) -> Result<Vec<String>, Error> {
    let mut files: Vec<String> = Vec::new();
    for source in sources {
        let path = Path::new(source);
        if source == LIVE && path.exists() {
            return Err(Error::Usage {
                message: format!("{LIVE} is the live tenant, and there is also a file or folder of that name"),
                help: format!("write ./{LIVE} for the file; to read the live tenant, run in another folder"),
            });
        }
        let found = if source == STANDARD_INPUT || !path.is_dir() {
            vec![source.clone()]
        } else {
            let mut found = Vec::new();
            let root = Root::of(path).map_err(|error| unreadable(source, &error.to_string()))?;
            walk(path, &root, &mut found)?;
            if found.is_empty() {
                let message = format!("{source}: no file in this folder ends in {}", ENDINGS.join(", "));
                return Err(Error::Evidence { message, help: "name a folder that holds recordings".to_owned() });
            }
            found
        };
        for file in found {
            if !files.contains(&file) {
                files.push(file);
            }
        }
    }
    Ok(files)
}

/// Checks a file that was found in a folder, as it is checked where the folder is read.
///
/// # Errors
///
/// [`Error::Evidence`] for a link that leads out of the folder, a pipe, a socket or a device.
pub fn require_inside(folder: &Path, file: &Path) -> Result<(), Error> {
    let root = Root::of(folder).map_err(|error| unreadable(&file.to_string_lossy(), &error.to_string()))?;
    look(folder, &root, file)
}

/// Looks at a file that was found in a folder, which `root` is or contains.
fn look(folder: &Path, root: &Root, file: &Path) -> Result<(), Error> {
    let refused = |stray: Stray| {
        unreadable(&file.to_string_lossy(), &stray.reason(&crate::text::line(&folder.to_string_lossy())))
    };
    root.look(file).map(drop).map_err(refused)
}

/// All data files below a folder, by name. Links to folders are not followed, so that no loop can hold the walk. Links to
/// files are, where they stay in the folder.
fn walk(folder: &Path, root: &Root, found: &mut Vec<String>) -> Result<(), Error> {
    let wrong = |path: &Path, message: &str| unreadable(&path.to_string_lossy(), message);
    let entries = fs::read_dir(folder).and_then(|entries| entries.map(|entry| entry.map(|e| e.path())).collect());
    let mut entries: Vec<PathBuf> = entries.map_err(|error| wrong(folder, &error.to_string()))?;
    entries.sort();
    for path in entries {
        let name = path.to_string_lossy().to_lowercase();
        let plain = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
        let is_folder = fs::symlink_metadata(&path).map_err(|error| wrong(&path, &error.to_string()))?.is_dir();
        if is_folder {
            walk(&path, root, found)?;
        } else if ENDINGS.iter().any(|ending| plain.ends_with(ending)) {
            look(folder, root, &path)?;
            found.push(path.to_string_lossy().into_owned());
        }
    }
    Ok(())
}

/// Takes one file apart. The text is dropped here: what is kept of it is small.
fn open(name: &str, needs: &impl Deref<Target = Needs>) -> Result<(Vec<Part>, Input), Refusal> {
    if paths::leads_into_the_system(Path::new(name)) {
        return Err(paths::INTO_THE_SYSTEM.to_owned().into());
    }
    let (bytes, sha256) = read(name).map_err(|message| {
        let is_missing = name != STANDARD_INPUT && Path::new(name).try_exists().is_ok_and(|exists| !exists);
        let help = "check the name; a relative one is looked for in the folder of the run";
        Refusal { message, help: is_missing.then(|| help.to_owned()) }
    })?;
    let size = bytes.len() as u64;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("it is empty".to_owned().into());
    }
    let parts = parse(&container::text(bytes)?, needs)?;
    let recordings: Vec<&Part> = parts.iter().filter(|part| part.recording.is_some()).collect();
    let kind = match recordings.first() {
        None => InputKind::Raw,
        Some(first) => InputKind::Recording {
            // What stands beside a recording in its file has no hash.
            verified: parts.iter().all(|part| part.is_empty() || part.recording == Some(Verified(true))),
            captured: first.captured,
            redacted: recordings.iter().any(|part| part.redacted),
        },
    };
    let graph = parts.iter().find_map(|part| part.graph.clone());
    Ok((parts, Input { name: crate::text::line(name), sha256, bytes: size, kind, graph }))
}

/// Every response that was fetched, each with the SHA-256 that a recording of it would hold.
fn live_inputs(Answer { recording, is_cached }: &Answer) -> impl Iterator<Item = Input> {
    let captured = recording.captured;
    let kind = if *is_cached { InputKind::Cached { captured } } else { InputKind::Live { captured } };
    recording.exchanges.iter().map(move |exchange| Input {
        name: crate::text::line(&format!("{}{}", recording.graph, exchange.request)),
        sha256: exchange.sha256.clone(),
        bytes: exchange.body.len() as u64,
        kind,
        graph: None,
    })
}

fn not_live() -> Error {
    Error::Usage {
        message: format!("this command does not read the live tenant, for which {LIVE} stands"),
        help: "make a recording with `scoregate record --out FILE`, and name that".to_owned(),
    }
}

fn parse(text: &str, needs: &impl Deref<Target = Needs>) -> Result<Vec<Part>, Refusal> {
    let decoded =
        |capture| Part::decode(text, capture, **needs).map_err(|message| Refusal::from(message).explained(text));
    document::read(text)?.into_iter().map(decoded).collect()
}

fn refused(name: &str, refusal: Refusal) -> Error {
    match (unreadable(name, &refusal.message), refusal.help) {
        (Error::Evidence { message, .. }, Some(help)) => Error::Evidence { message, help },
        (error, _) => error,
    }
}

fn unreadable(name: &str, message: &str) -> Error {
    let help = "name a recording, a response of /security/secureScores or /security/secureScoreControlProfiles, or a folder of them";
    let shown = if name == STANDARD_INPUT { "standard input" } else { name };
    Error::Evidence { message: format!("{}: {message}", crate::text::line(shown)), help: help.to_owned() }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::collections::BTreeSet;

    use jiff::Timestamp;

    use super::super::NO_CATALOGUE;

    use super::super::recording::{Exchange, Headers, Recording};
    use super::*;

    #[test]
    fn the_message_names_the_limit_of_what_is_redacted() {
        assert_eq!(require_redactable(257 << 20), Ok(()));
        let refused = require_redactable((257 << 20) + 1).unwrap_err();
        assert_eq!(refused, "the recording has more than 257 MiB, which is the most that is redacted");
    }

    #[test]
    fn what_the_cloud_of_china_gives_is_evidence_that_says_what_it_lacks() {
        let body = r#"{"value":[{"azureTenantId":"t","createdDateTime":"2026-11-23T00:00:00Z","currentScore":1.0,"maxScore":2.0,
            "controlScores":[{"controlName":"AdminMFAV2","score":1.0,"scoreInPercentage":50.0}]}]}"#;
        let request = "/v1.0/security/secureScores?$top=1".to_owned();
        let times = (Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH);
        let recording = Recording {
            captured: Timestamp::UNIX_EPOCH,
            graph: "https://microsoftgraph.chinacloudapi.cn".to_owned(),
            cloud: "china".to_owned(),
            exchanges: vec![Exchange::new(request, 200, Headers::default(), times, body.to_owned())],
            days: BTreeSet::new(),
        };
        let evidence = of_recording(&recording.to_json().unwrap()).unwrap();
        assert!(!evidence.catalogue.complete);
        assert_eq!(evidence.gaps, [NO_CATALOGUE]);
        assert!(NO_CATALOGUE.contains("in the cloud of China Graph offers none"));
    }
}

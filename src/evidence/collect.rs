//! The collection of evidence from files, responses and bytes in memory.

use std::cell::LazyCell;

use super::assemble::{Part, assemble};
use super::content::{contained, decoded, open, parse};
use super::fault::Fault;
use super::files::{self, unusable};
use super::limits::{self, Tally};
use super::past::{History, Needs};
use super::read::{MOST_BYTES, read};
use super::recording::Recording;
use super::source::{Fetched, LIVE, Plan, Source};
use super::{Evidence, Input, container, document};
use crate::error::{Error, Reference};
use crate::hash::sha256;
use crate::text::line;

/// The most bytes of a recording that is redacted, whose changed copy is held beside it: room for all responses of a live run.
const MOST_REDACTED: u64 = MOST_BYTES / 2 + (1 << 20);

/// Reads files, folders of files, and `-` for standard input. `needs` is evaluated when the first file has been
/// parsed, or a large one as far as its second day, and states how much of the history is needed: policies can be loaded in the meantime.
///
/// # Errors
///
/// [`Error::Evidence`] with the file, and the line and column where there is one, if anything cannot be read or does not go
/// together: two tenants, two captures of a day whose order is not known, no snapshot at all. [`Error::Usage`] where [`LIVE`] is
/// named.
pub fn collect(sources: &[String], needs: impl FnOnce() -> Needs) -> Result<Evidence, Error> {
    Collector::new(needs).files(sources)
}

/// Reads files as [`collect`] does, but without the SHA-256 of each input ([`Input::sha256`]), for a run whose reports do not show it.
/// Whatever a recording states about its responses is verified all the same.
///
/// # Errors
///
/// Those of [`collect`].
pub fn collect_unhashed(sources: &[String], needs: impl FnOnce() -> Needs) -> Result<Evidence, Error> {
    Collector { hashed: false, ..Collector::new(needs) }.files(sources)
}

/// Reads files as [`collect`] does, and for [`LIVE`] the tenant behind a source over the network.
///
/// # Errors
///
/// Those of [`collect`], and [`Error::SignIn`] where the sign-in fails. [`Error::Usage`] where there is also a file named
/// [`LIVE`].
pub async fn collect_with(sources: &[String], live: &dyn Source, needs: Needs) -> Result<Evidence, Error> {
    let mut collector = Collector::new(move || needs);
    for name in files::named_by(sources)? {
        if name == LIVE {
            let fetched = live.fetch(Plan { days: needs.entries(), incidents: false }).await?;
            collector.add_fetched(&fetched)?;
        } else {
            collector.add_file(&name)?;
        }
    }
    collector.evidence().map_err(not_together)
}

/// The name and the SHA-256 of each file that the sources name, as [`Input`] states them. Nothing of a file is kept.
///
/// # Errors
///
/// [`Error::Evidence`] where a file cannot be read.
pub fn hashes(sources: &[String]) -> Result<Vec<(String, String)>, Error> {
    let hash = |name: &String| {
        let bytes = contained(name).map_err(|fault| unusable(name, fault))?;
        Ok((line(name), sha256(bytes)))
    };
    files::named_by(sources)?.iter().map(hash).collect()
}

/// Reads files that are in memory, each with a name for messages.
///
/// # Errors
///
/// As [`collect`].
pub fn from_memory(files: impl IntoIterator<Item = (String, Vec<u8>)>, needs: Needs) -> Result<Evidence, Error> {
    let mut collector = Collector::new(|| needs);
    for (name, bytes) in files {
        collector.add_bytes(&name, bytes)?;
    }
    collector.evidence().map_err(not_together)
}

/// The evidence in a recording that was just made: the same that `check` reads from its file.
///
/// # Errors
///
/// [`Error::Evidence`] where the responses do not go together, or contain no snapshot at all.
pub fn of_recording(recording: &Recording) -> Result<Evidence, Error> {
    let mut collector = Collector::new(Needs::default);
    collector.add_recording(recording)?;
    collector.evidence().map_err(not_recorded)
}

/// The evidence in the text of a recording that was just made or redacted.
///
/// # Errors
///
/// As [`of_recording`].
pub fn of_recorded_text(text: &str) -> Result<Evidence, Error> {
    let mut collector = Collector::new(Needs::default);
    collector.add(LIVE, |needs| Ok((parse(text, needs).map_err(foreign)?, ())))?;
    collector.evidence().map_err(not_recorded)
}

/// The text of a file, or of standard input (`-`), unpacked.
///
/// # Errors
///
/// [`Error::Evidence`] where it cannot be read, is too large, or is no text.
pub fn recording_text(name: &str) -> Result<String, Error> {
    let text = read(name).and_then(container::text);
    text.and_then(|text| require_redactable(text.len() as u64).map(|()| text)).map_err(|fault| unusable(name, fault))
}

fn require_redactable(bytes: u64) -> Result<(), Fault> {
    if bytes > MOST_REDACTED {
        return Err(Fault::too_large(format!(
            "the recording has more than {} MiB, which is the most that is redacted",
            MOST_REDACTED >> 20
        )));
    }
    Ok(())
}

/// Evidence in the making.
struct Collector<N: FnOnce() -> Needs> {
    needs: LazyCell<Needs, N>,
    /// Whether the SHA-256 of each input is computed.
    hashed: bool,
    /// The number of objects decoded so far. An asynchronous run may continue on another thread.
    tally: Tally,
    parts: Vec<Part>,
    inputs: Vec<Input>,
    history: History,
}

impl<N: FnOnce() -> Needs> Collector<N> {
    fn new(needs: N) -> Self {
        Self {
            needs: LazyCell::new(needs),
            hashed: true,
            tally: Tally::default(),
            parts: Vec::new(),
            inputs: Vec::new(),
            history: History::default(),
        }
    }

    /// Reads files and folders of files.
    fn files(mut self, sources: &[String]) -> Result<Evidence, Error> {
        for name in files::named_by(sources)? {
            if name == LIVE {
                return Err(not_live());
            }
            self.add_file(&name)?;
        }
        self.evidence().map_err(not_together)
    }

    fn add_file(&mut self, name: &str) -> Result<(), Error> {
        let hashed = self.hashed;
        let input = self.add(name, |needs| open(name, hashed, needs).map_err(|fault| unusable(name, fault)))?;
        self.inputs.push(input);
        Ok(())
    }

    fn add_bytes(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), Error> {
        let hash = Some(sha256(&bytes));
        let input = self.add(name, |needs| decoded(name, bytes, hash, needs).map_err(|fault| unusable(name, fault)))?;
        self.inputs.push(input);
        Ok(())
    }

    fn add_fetched(&mut self, fetched: &Fetched) -> Result<(), Error> {
        self.inputs.extend(fetched.inputs(false));
        self.add_recording(&fetched.recording)
    }

    /// Adds responses that were just fetched. They give the same parts as a file with a recording of them.
    fn add_recording(&mut self, recording: &Recording) -> Result<(), Error> {
        self.add(LIVE, |needs| {
            let capture = document::of_exchanges(recording).map_err(foreign)?;
            let part = Part::decode("", capture, **needs).map_err(foreign)?;
            Ok((vec![part], ()))
        })
    }

    /// Adds the parts that `decode` gives, and returns what it gives beside them.
    fn add<T>(
        &mut self,
        name: &str,
        decode: impl FnOnce(&LazyCell<Needs, N>) -> Result<(Vec<Part>, T), Error>,
    ) -> Result<T, Error> {
        let Self { needs, tally, parts, history, .. } = self;
        tally.count(|| {
            let (mut found, rest) = decode(needs)?;
            let numbered = found.iter_mut().enumerate();
            numbered.for_each(|(index, part)| part.drain_past(parts.len() + index, history));
            parts.append(&mut found);
            let kept = history.scores() + parts.iter().map(Part::scores).sum::<usize>();
            limits::keep::<limits::Scores>(kept as u64).map_err(|fault| unusable(name, fault))?;
            Ok(rest)
        })
    }

    fn evidence(self) -> Result<Evidence, Fault> {
        let Self { needs, parts, inputs, history, .. } = self;
        assemble(parts, inputs, history, *needs)
    }
}

fn not_live() -> Error {
    Error::Usage {
        message: format!("this command does not read the live tenant, for which {LIVE} stands"),
        help: "make a recording with " + Reference::Record + ", and name that",
    }
}

/// The error of responses that are not what Graph sends.
pub(super) fn foreign(fault: Fault) -> Error {
    let help = "a server other than Graph may have responded: check " + Reference::GraphHost + " and the proxy";
    Fault { help: None, ..fault }.at("the response of Graph", help)
}

/// The error of data that does not go together.
fn not_together(Fault { kind, message, help }: Fault) -> Error {
    Error::evidence(kind, message, help.unwrap_or_else(|| "read the data of one tenant, of one day at a time".into()))
}

/// The error of responses that are no evidence: the advice for files does not apply.
fn not_recorded(Fault { kind, message, help: _ }: Fault) -> Error {
    let help = "nothing was recorded: check that the sign-in is to the intended tenant, and that Microsoft has published a Secure Score for it";
    Error::evidence(kind, message, help)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::collections::BTreeSet;

    use jiff::Timestamp;

    use super::super::Gap;
    use super::super::recording::{Exchange, Headers, Recording};
    use super::*;

    #[test]
    fn the_message_names_the_limit_of_what_is_redacted() {
        assert_eq!(require_redactable(257 << 20), Ok(()));
        let refused = require_redactable((257 << 20) + 1).unwrap_err();
        assert_eq!(refused.message, "the recording has more than 257 MiB, which is the most that is redacted");
    }

    fn recording(body: &str) -> Recording {
        let request = "/v1.0/security/secureScores?$top=1".to_owned();
        let times = (Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH);
        Recording {
            captured: Timestamp::UNIX_EPOCH,
            graph: "https://microsoftgraph.chinacloudapi.cn".to_owned(),
            cloud: "china".to_owned(),
            exchanges: vec![Exchange::new(request, 200, Headers::default(), times, body.to_owned())],
            days: BTreeSet::new(),
        }
    }

    const BODY: &str = r#"{"value":[{"azureTenantId":"t","createdDateTime":"2026-11-23T00:00:00Z","currentScore":1.0,"maxScore":2.0,
            "controlScores":[{"controlName":"AdminMFAV2","score":1.0,"scoreInPercentage":50.0}]}]}"#;

    #[test]
    fn what_the_cloud_of_china_gives_is_evidence_that_says_what_it_lacks() {
        let evidence = of_recording(&recording(BODY)).unwrap();
        assert!(!evidence.catalogue.complete);
        assert_eq!(evidence.gaps, [Gap::NoCatalogue]);
        assert!(Gap::NoCatalogue.to_string().contains("the cloud of China offers none"));
    }

    #[test]
    fn responses_their_recording_and_its_bytes_in_memory_are_the_same_evidence() {
        let recording = recording(BODY);
        let text = recording.to_json().unwrap();
        let (live, recorded) = (of_recording(&recording).unwrap(), of_recorded_text(&text).unwrap());
        assert_eq!(live, recorded);
        let memory = from_memory([("a.json".to_owned(), text.into_bytes())], Needs::default()).unwrap();
        assert_eq!(Evidence { inputs: Vec::new(), ..memory }, live);
    }

    #[test]
    fn a_wrong_value_of_a_response_is_an_error() {
        let broken = BODY.replace("50.0}", "{}}");
        assert!(of_recording(&recording(&broken)).is_err());
    }
}

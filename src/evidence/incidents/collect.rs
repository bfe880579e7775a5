//! From files, responses and bytes in memory to incidents.

use super::document::Reader;
use super::gap::IncidentGap;
use super::wire::Read;
use super::{Incidents, merge};
use crate::error::{Error, EvidenceErrorKind, Reference};
use crate::evidence::collect::foreign;
use crate::evidence::content::contained;
use crate::evidence::fault::Fault;
use crate::evidence::files::{self, place};
use crate::evidence::limits::Tally;
use crate::evidence::{Fetched, Input, LIVE, Plan, Source, container};
use crate::hash::sha256;
use crate::text::{line, sample};

/// Reads files, folders of files, and `-` for standard input.
///
/// # Errors
///
/// [`Error::Evidence`] with the file, and the line and column where there is one, if anything cannot be read, if it is of several
/// tenants, or if there are no incidents at all, not even an empty response. [`Error::Usage`] where [`LIVE`] is named.
pub fn collect_incidents(sources: &[String]) -> Result<Incidents, Error> {
    let mut collector = Collector::default();
    for name in files::named_by(sources)? {
        if name == LIVE {
            return Err(Error::Usage {
                message: format!("{LIVE}, the live tenant, cannot be read here"),
                help: "name a recording that contains incidents".into(),
            });
        }
        collector.add_file(&name)?;
    }
    collector.incidents()
}

/// Reads files as [`collect_incidents`] does, and for [`LIVE`] the tenant behind a source over the network.
///
/// # Errors
///
/// Those of [`collect_incidents`], and [`Error::SignIn`] where the sign-in fails.
pub async fn collect_incidents_with(sources: &[String], live: &dyn Source) -> Result<Incidents, Error> {
    let mut collector = Collector::default();
    for name in files::named_by(sources)? {
        if name == LIVE {
            let fetched = live.fetch(Plan { days: 1, incidents: true }).await?;
            collector.add_fetched(&fetched)?;
        } else {
            collector.add_file(&name)?;
        }
    }
    collector.incidents()
}

/// Reads files that are in memory, each with a name for messages.
///
/// # Errors
///
/// As [`collect_incidents`].
pub fn incidents_from_memory(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<Incidents, Error> {
    let mut collector = Collector::default();
    for (name, bytes) in files {
        let hash = sha256(&bytes);
        collector.add(&name, bytes, hash)?;
    }
    collector.incidents()
}

/// The live tenant, in gaps.
const LIVE_TENANT: &str = "the data of the live tenant";

/// Incidents in the making.
#[derive(Default)]
struct Collector {
    tally: Tally,
    read: Read,
    inputs: Vec<Input>,
}

impl Collector {
    fn add_file(&mut self, name: &str) -> Result<(), Error> {
        let bytes = contained(name).map_err(|fault| unusable(name, fault))?;
        let hash = sha256(&bytes);
        self.add(name, bytes, hash)
    }

    fn add(&mut self, name: &str, bytes: Vec<u8>, hash: String) -> Result<(), Error> {
        let size = bytes.len() as u64;
        let Self { tally, read, inputs } = self;
        let shown = place(name);
        let found = tally.count(|| {
            if bytes.iter().all(u8::is_ascii_whitespace) {
                return Err(Fault::malformed("it is empty"));
            }
            let text = container::text(bytes)?;
            let mut reader = Reader::new(read, &shown);
            let kind = reader.text(&text)?;
            Ok((kind, reader.bytes))
        });
        let (kind, response_bytes) = found.map_err(|fault| unusable(name, fault))?;
        inputs.push(Input { name: line(name), sha256: Some(hash), bytes: size, response_bytes, kind, graph: None });
        Ok(())
    }

    fn add_fetched(&mut self, fetched: &Fetched) -> Result<(), Error> {
        let Self { tally, read, inputs } = self;
        inputs.extend(fetched.inputs(true));
        tally.count(|| Reader::new(read, LIVE_TENANT).recording(&fetched.recording)).map_err(foreign)
    }

    fn incidents(self) -> Result<Incidents, Error> {
        let Self { tally: _, mut read, inputs } = self;
        if read.pages == 0 {
            let help = "name a response of /security/incidents?$expand=alerts or of /security/alerts_v2, or a recording with incidents";
            let message = "there are no incidents in the data, not even an empty response";
            return Err(Error::evidence(EvidenceErrorKind::Foreign, message, help));
        }
        if read.tenants.len() > 1 {
            read.tenants.sort_by(|one, other| one.as_str().cmp(other.as_str()));
            let message = format!("the incidents are of several tenants: {}", sample(&read.tenants, 5));
            let help = "name only the incidents of one tenant";
            return Err(Error::evidence(EvidenceErrorKind::OtherTenant, message, help));
        }
        let incidents = merge::incidents(&mut read);
        let Read { mut gaps, mut tenants, names, .. } = read;
        gaps.sort();
        Ok(Incidents { incidents, gaps: IncidentGap::listed(gaps), inputs, tenant: tenants.pop(), names })
    }
}

/// The error of a file with a fault.
fn unusable(name: &str, fault: Fault) -> Error {
    let usual = "name a response of /security/incidents?$expand=alerts or of /security/alerts_v2, or a recording with incidents ("
        + Reference::RecordIncidents
        + ")";
    fault.at(&place(name), usual)
}

//! A recording that can be handed to others: names become pseudonyms, and what the gate judges by stays.

mod hide;

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::Offset;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::strings::change_strings;
use super::write::{unwritable, written};
use super::{File, Response, VERSION, is_incidents, path};
use crate::error::{Error, Reference};
use crate::evidence::fault::Fault;
use crate::evidence::is_graph_of_microsoft;
use crate::evidence::limits;
use crate::evidence::wire::{Item, Kind};
use crate::hash::sha256;
use crate::names::{Gathered, MOST_NAMES, Names};
use crate::text;

use hide::{PEOPLE, TENANTS, hide, hide_link, named};

/// The entries of a response, as the reader of recordings distinguishes them.
#[derive(Deserialize)]
struct Entries<'a> {
    #[serde(borrow, default, deserialize_with = "limits::whole_list::<limits::Entries, _, _>")]
    value: Vec<Item<'a>>,
}

/// A recording with pseudonyms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted {
    /// The text of the file.
    pub text: String,
    /// The number of days of which its responses contain a snapshot.
    pub days: usize,
}

/// The same recording with pseudonyms in the place of names, in every text of every response: the tenant becomes
/// `tenant-3f9a12cd07`, every other GUID `id-…`, every e-mail address or user principal name and every value of `updatedBy`,
/// `assignedTo`, `lastModifiedBy` and `createdByDisplayName` `user-…`, and so do accounts (`DOMAIN\user`) and personal sites;
/// every domain of an address, every host that Microsoft gives to a tenant (below `onmicrosoft.com`, `sharepoint.com` and
/// others), every host of an address or a private network that is none of Microsoft's `domain-…`; addresses of machines
/// `ip-…`, security identifiers `sid-…`, telephone numbers `phone-…`; and the mark of a page of Graph `page-…`. The same name
/// has the same pseudonym in every recording and every report, and links between pages still link. Of incidents, the names in fields
/// that say what they are (`userAccount.displayName`, `accountName`, `hostName`, `domainName` and others) become `user-…`, `host-…`
/// and `domain-…`, there and in every other text.
///
/// Figures, dates, ids of controls, states and categories stay, so that a verdict stays the same. The SHA-256 of a response
/// becomes that of its body as it stands in the result; a response that had none gets none. The ids of requests go: Microsoft
/// can find the tenant by them.
///
/// # What it does not promise
///
/// This makes a recording less revealing, not anonymous. A pseudonym is a plain hash: who guesses a name can confirm the guess.
/// Names that look like any other word and are in no such field stay: of companies, teams, sites, groups and incidents, of people, of
/// machines without a domain, user names in paths, domains that occur in no address, GUIDs written without hyphens, MAC addresses, local
/// telephone numbers, and versions that look like an address behind the word `version`. Figures and times stay too, and they
/// alone may show who the tenant is.
///
/// # Errors
///
/// [`Error::Evidence`] where the text is no recording, where a response is not the one that was recorded, and where a body cannot
/// be read.
pub fn redact(recording: &str) -> Result<Redacted, Error> {
    limits::counted(|| hidden(recording))
}

fn hidden(recording: &str) -> Result<Redacted, Error> {
    require_recording(recording)?;
    let file: File<'_> =
        serde_json::from_str(recording).map_err(|error| unusable(Fault::malformed(text::line(&error.to_string()))))?;
    if file.scoregate_recording != VERSION {
        let message = format!("it is of version {}, and only {VERSION} is known", file.scoregate_recording);
        return Err(unusable(Fault::foreign(message)));
    }
    require_seal(&file)?;
    let names = names(&file)?;
    let mut days = BTreeSet::new();
    let bodies: Vec<Box<RawValue>> =
        file.responses.iter().map(|response| body(response, &names, &mut days)).collect::<Result<_, _>>()?;
    let responses = file.responses.iter().zip(&bodies).map(|(response, body)| response.redacted(&names, body));
    let responses: Vec<Response<'_>> = responses.collect();
    let hidden = |text: &Option<String>| text.as_deref().map(|text| names.hide(text));
    let mut hidden = File {
        scoregate_recording: VERSION,
        captured: file.captured.clone(),
        tool: hidden(&file.tool),
        graph: if file.graph.as_deref().is_some_and(is_graph_of_microsoft) {
            file.graph.clone()
        } else {
            hidden(&file.graph)
        },
        cloud: hidden(&file.cloud),
        redacted: true,
        seal: None,
        responses,
    };
    // What bore no seal bears none afterwards: nothing shows whether it was changed.
    hidden.seal = file.seal.as_ref().map(|_| hidden.own_seal());
    Ok(Redacted { text: written(&hidden)?, days: days.len() })
}

/// A pseudonym must not cover an edit.
fn require_seal(file: &File<'_>) -> Result<(), Error> {
    match &file.seal {
        Some(sealed) if !sealed.eq_ignore_ascii_case(&file.own_seal()) => {
            Err(unusable(Fault::altered("it is not the one that was written: its seal differs")))
        }
        Some(_) | None => Ok(()),
    }
}

/// The names in all texts of a recording.
fn names(file: &File<'_>) -> Result<Names, Error> {
    let (mut gathered, mut tenant) = (Gathered::default(), None);
    for response in &file.responses {
        if response.is_unchanged() == Some(false) {
            let message = format!("the response to {} is not the one that was recorded", shown(response));
            return Err(unusable(Fault::altered(format!("{message}: its SHA-256 differs"))));
        }
        let is_of_incidents = is_of_incidents(response);
        let found = change_strings(response.body.get(), |place, found| {
            let found = text::line(found);
            if let Some(kind) = named(place, is_of_incidents) {
                gathered.note_field(kind, &found);
            }
            if TENANTS.contains(&place.key) && !place.is_key && tenant.is_none() {
                tenant = Some(found.clone()).filter(|tenant| !tenant.is_empty());
            } else if PEOPLE.contains(&place.key) && !place.is_key {
                gathered.note_person(&found);
            }
            gathered.note(&found);
            None
        });
        found.map_err(|fault| in_response(response, fault))?;
        gathered.note(&response.request);
        response.warning.iter().for_each(|warning| gathered.note(warning));
    }
    file.graph.iter().chain(&file.tool).chain(&file.cloud).for_each(|text| gathered.note(text));
    let addresses = file.graph.iter().chain(file.responses.iter().map(|response| &response.request));
    addresses.filter_map(|address| foreign_host(address)).for_each(|host| gathered.note_host(&host));
    if gathered.exceeds_limit() {
        return Err(unusable(Fault::too_large(format!(
            "it contains more than {} domains or names of people",
            text::grouped(MOST_NAMES as u64)
        ))));
    }
    Ok(gathered.names(tenant.as_deref()))
}

/// The host of an address, where it is none of Microsoft's and names somebody: `localhost` and numbers do not.
fn foreign_host(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    let host = url.domain().filter(|host| host.contains('.'))?;
    (!is_graph_of_microsoft(&format!("https://{host}"))).then(|| host.to_owned())
}

/// The days and profiles of a response. Incidents are neither.
fn entries<'r>(response: &'r Response<'_>) -> Result<Entries<'r>, Error> {
    if is_of_incidents(response) {
        return Ok(Entries { value: Vec::new() });
    }
    let wrong = |error: serde_json::Error| in_response(response, Fault::malformed(text::line(&error.to_string())));
    serde_json::from_str(response.body.get()).map_err(wrong)
}

fn is_of_incidents(response: &Response<'_>) -> bool {
    is_incidents(path(&response.request))
}

/// The body of a response with pseudonyms. Its days are added to `days`.
fn body(response: &Response<'_>, names: &Names, days: &mut BTreeSet<Date>) -> Result<Box<RawValue>, Error> {
    let is_judged = !is_of_incidents(response);
    let entries = entries(response)?;
    let scores = entries.value.iter().filter(|item| matches!(item.kind(), Kind::Score));
    days.extend(scores.filter_map(|item| item.created().ok()).map(|time| Offset::UTC.to_datetime(time).date()));
    let is_profile = |index: usize| entries.value.get(index).is_some_and(|item| matches!(item.kind(), Kind::Profile));
    let changed = change_strings(response.body.get(), |place, found| {
        let is_control = place.key == "id" && place.entry.is_some_and(is_profile);
        let hidden = if is_control { found.to_owned() } else { hide(place, found, is_judged, names) };
        (hidden != found).then_some(hidden)
    });
    let changed = changed.map_err(|fault| in_response(response, fault))?;
    RawValue::from_string(changed).map_err(|error| unwritable(&error))
}

impl Response<'_> {
    /// The response with another body, without ids of requests, and with pseudonyms.
    fn redacted<'b>(&self, names: &Names, body: &'b RawValue) -> Response<'b> {
        let Self {
            request,
            status,
            started,
            finished,
            warning,
            request_id: _,
            client_request_id: _,
            date,
            sha256: recorded,
            body: _,
        } = self;
        let hidden = |text: &Option<String>| text.as_deref().map(|text| names.hide(text));
        Response {
            request: hide_link(request, names),
            status: *status,
            started: hidden(started),
            finished: hidden(finished),
            warning: hidden(warning),
            request_id: None,
            client_request_id: None,
            date: hidden(date),
            sha256: recorded.as_ref().map(|_| sha256(body.get())),
            body,
        }
    }
}

/// Refuses JSON that is something else, such as a response alone.
fn require_recording(recording: &str) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Mark {
        #[serde(rename = "scoregate-recording")]
        mark: Option<IgnoredAny>,
    }
    match serde_json::from_str::<Mark>(recording) {
        Ok(Mark { mark: None }) => {
            Err(unusable(Fault::foreign("it is no recording, but other JSON, such as a response of Graph")))
        }
        // The decoder of recordings reports what is no JSON at all, with its place.
        Ok(Mark { mark: Some(_) }) | Err(_) => Ok(()),
    }
}

/// A request for people.
fn shown(response: &Response<'_>) -> String {
    text::line(path(&response.request))
}

/// The error of a response with a fault.
fn in_response(response: &Response<'_>, fault: Fault) -> Error {
    let message = format!("the response to {}: {}", shown(response), fault.message);
    unusable(Fault { message, ..fault })
}

/// The error of a recording with a fault.
fn unusable(fault: Fault) -> Error {
    fault.at("the recording cannot be redacted", "name one recording, as it was written by " + Reference::Record)
}

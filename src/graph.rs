//! Microsoft Graph: the only code that knows HTTP.
//!
//! One read is one [`Recording`]: days, catalogue and, where they are asked for, incidents, fetched at the same time. Every page
//! is kept to the byte, and a live run reads that text as it reads a file, so that both give the same report.
//!
//! The token is sent to the configured host alone: no redirect is followed, and no nextLink that leads elsewhere.

mod body;
pub(crate) mod cache;
pub(crate) mod cloud;
mod denied;
mod failure;
mod fetch;
mod log;
pub(crate) mod next_link;
pub(crate) mod permission;
mod plan;
mod refusal;
pub(crate) mod request;

use std::cell::Cell;
use std::time::Duration;

use jiff::Timestamp;
use tokio::runtime::Builder;
use tokio::time::Instant;
use url::Url;

pub use plan::Plan;

use crate::entra::{AuthKind, SignIn, TokenSource};
use crate::error::Error;
use crate::evidence::recording::Recording;
use crate::graph::cache::Cache;
use crate::net::client;
use crate::net::environment::Surroundings;
use cloud::Cloud;
use fetch::{Pages, Session};
use log::Log;
use plan::Collection;

/// How to reach a tenant, and for how long to try.
#[derive(Debug)]
pub struct Connection {
    /// The endpoints.
    pub(crate) cloud: Cloud,
    /// The way to sign in that is asked for; else the surroundings decide.
    pub(crate) auth: Option<AuthKind>,
    /// What the environment offers for signing in.
    pub(crate) surroundings: Surroundings,
    /// How long the whole read may take.
    pub(crate) timeout: Duration,
    /// Whether each request is logged to standard error.
    pub(crate) verbose: bool,
    /// Where the last answers are kept, if they may be used again.
    pub(crate) cache: Option<Cache>,
}

/// Reads a tenant.
///
/// Days, profiles and incidents are three chains of pages, in which each page names the next: so no more than three requests
/// run at once, and Graph allows four for one application and tenant
/// (<https://learn.microsoft.com/graph/throttling-limits#security-detections-and-incidents-service-limits>).
///
/// # Errors
///
/// [`Error::SignIn`] where nobody can be signed in; [`Error::Evidence`] where there is no network, no permission, where Graph
/// keeps refusing, or where what it answers cannot be used.
pub fn record(connection: &Connection, plan: &Plan) -> Result<Recording, Error> {
    let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| Error::Evidence {
        message: format!("the network cannot be used: {error}"),
        help: "check the limits of the system on open files and threads".to_owned(),
    })?;
    let recorded = runtime.block_on(read(connection, plan));
    // A name server that does not answer must not keep the program beyond --timeout.
    runtime.shutdown_background();
    recorded
}

async fn read(connection: &Connection, plan: &Plan) -> Result<Recording, Error> {
    let cloud = &connection.cloud;
    let origin = Url::parse(&cloud.graph).map_err(|error| Error::Usage {
        message: format!("{} is no address of Graph: {error}", crate::text::line(&cloud.graph)),
        help: "write an address such as https://graph.microsoft.com".to_owned(),
    })?;
    let deadline = Instant::now().checked_add(connection.timeout).unwrap_or_else(far);
    let client = client::client(&connection.surroundings)?;
    let sign_in = SignIn::choose(connection.auth, cloud, &connection.surroundings, client.clone())?
        .within(connection.timeout)
        .verbose(connection.verbose);
    // Signing in first, so that the chains do not sign in each for itself.
    let token = sign_in.token().await?;
    let session = Session {
        client,
        sign_in: &sign_in,
        cloud,
        origin,
        tenant: sign_in.chosen().tenant_of(&token),
        deadline,
        timeout: connection.timeout,
        received: Cell::new(0),
        log: Log::new(connection.verbose),
    };
    let fetch = async |collection| {
        if plan.includes(collection, cloud) { session.collection(collection, plan).await } else { Ok(Pages::default()) }
    };
    let (scores, profiles, incidents) =
        tokio::try_join!(fetch(Collection::Scores), fetch(Collection::Profiles), fetch(Collection::Incidents))?;
    let exchanges = [scores.exchanges, profiles.exchanges, incidents.exchanges].concat();
    Ok(Recording {
        captured: Timestamp::now(),
        graph: cloud.graph.clone(),
        cloud: cloud.name.to_owned(),
        exchanges,
        days: scores.days,
    })
}

/// So far ahead that it never comes.
fn far() -> Instant {
    Instant::now() + Duration::from_secs(365 * 24 * 3600)
}

//! Microsoft Graph as a source of evidence.
//!
//! One read gives one [`Recording`]: days, catalogue and, on request, incidents, fetched at the same time. The body of every page
//! is kept to the byte.
//!
//! The token is sent to the configured host alone: no redirect is followed, and no nextLink that leads elsewhere.

mod body;
pub(crate) mod cache;
pub mod cloud;
mod collection;
mod connection;
mod denied;
mod failure;
mod fetch;
mod next_link;
pub(crate) mod permission;
mod refusal;
mod request;
mod shown;

use std::sync::atomic::AtomicU64;

use jiff::Timestamp;
use url::Url;

use crate::entra::{Identity, TokenSource};
use crate::error::Error;
use crate::evidence::recording::Recording;
use crate::evidence::{Fetched, Fetching, Plan, Source};
use crate::net::client;
use collection::Collection;
use fetch::{Pages, Session};

pub use crate::entra::SignInMethod;
pub use cloud::Cloud;
pub use connection::{Connection, TIMEOUT};

/// A tenant behind Microsoft Graph.
#[derive(Debug)]
pub struct Graph {
    connection: Connection,
}

impl Source for Graph {
    fn fetch(&self, plan: Plan) -> Fetching<'_> {
        Box::pin(async move {
            let recording = self.record(plan).await?;
            Ok(Fetched { recording, is_cached: false })
        })
    }

    fn identity(&self) -> Result<Option<String>, Error> {
        let Connection { cloud, method, environment, .. } = &self.connection;
        let identity = Identity::before_sign_in(*method, &cloud.authority(), environment)?;
        Ok(identity.map(|Identity { kind, tenant, client }| {
            [&cloud.graph, &cloud.login, kind.name(), &tenant, &client].join("\n")
        }))
    }
}

impl Graph {
    /// The tenant that a connection signs in to.
    #[must_use]
    pub const fn new(connection: Connection) -> Self {
        Self { connection }
    }

    /// Reads the tenant.
    ///
    /// Days, profiles and incidents are three chains of pages, in which each page names the next: so no more than three requests
    /// run at once, and Graph allows four for one application and tenant
    /// (<https://learn.microsoft.com/graph/throttling-limits#security-detections-and-incidents-service-limits>).
    async fn record(&self, plan: Plan) -> Result<Recording, Error> {
        let connection = &self.connection;
        let cloud = &connection.cloud;
        let origin = Url::parse(&cloud.graph).map_err(|error| Error::Usage {
            message: format!("{} is no address of Graph: {error}", crate::text::line(&cloud.graph)),
            help: "write an address such as https://graph.microsoft.com".into(),
        })?;
        let deadline = connection.deadline();
        let client = client::client(&connection.environment)?;
        let sign_in = connection.sign_in(permission::resource(cloud), client.clone())?;
        // Signing in first, so that the chains do not sign in each for itself.
        let token = sign_in.token().await?;
        let session = Session {
            client,
            sign_in: &sign_in,
            cloud,
            origin,
            tenant: sign_in.choice().tenant_of(&token),
            deadline,
            timeout: connection.timeout,
            received: AtomicU64::new(0),
            observer: &*connection.observer,
        };
        let (scores, profiles, incidents) = tokio::try_join!(
            session.fetch(Collection::Scores, plan),
            session.fetch(Collection::Profiles, plan),
            session.fetch(Collection::Incidents, plan)
        )?;
        let Pages { exchanges: mut all, days } = scores;
        all.extend(profiles.exchanges);
        all.extend(incidents.exchanges);
        Ok(Recording {
            captured: Timestamp::now(),
            graph: cloud.graph.clone(),
            cloud: cloud.name.to_owned(),
            exchanges: all,
            days,
        })
    }
}

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
mod denied;
mod failure;
mod fetch;
mod next_link;
pub(crate) mod permission;
mod refusal;
mod request;
mod shown;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;
use url::Url;

use crate::entra::{Identity, SignIn, TokenSource};
use crate::error::Error;
use crate::evidence::recording::Recording;
use crate::evidence::{Fetched, Fetching, Plan, Source};
use crate::net::client;
use crate::net::environment::Environment;
use crate::net::observer::{Observer, Silent};
use collection::Collection;
use fetch::{Pages, Session};

pub use crate::entra::SignInMethod;
pub use cloud::Cloud;

/// The time limit of a read unless [`Graph::within`] sets another.
pub const TIMEOUT: Duration = Duration::from_secs(120);

/// A tenant behind Microsoft Graph: how it is reached, and for how long to try.
#[derive(Debug)]
pub struct Graph {
    /// The endpoints.
    cloud: Cloud,
    /// The requested sign-in method; where there is none, the environment decides.
    method: Option<SignInMethod>,
    /// The variables that sign-in and network follow.
    environment: Environment,
    /// The longest that a read may take.
    timeout: Duration,
    /// The receiver of reports on the requests.
    observer: Arc<dyn Observer>,
}

impl Source for Graph {
    fn fetch(&self, plan: Plan) -> Fetching<'_> {
        Box::pin(async move {
            let recording = self.record(plan).await?;
            Ok(Fetched { recording, is_cached: false })
        })
    }

    fn identity(&self) -> Result<Option<String>, Error> {
        let identity = Identity::before_sign_in(self.method, &self.cloud.authority(), &self.environment)?;
        Ok(identity.map(|Identity { kind, tenant, client }| {
            [&self.cloud.graph, &self.cloud.login, kind.name(), &tenant, &client].join("\n")
        }))
    }
}

impl Graph {
    /// The tenant that the variables of an environment sign in to.
    #[must_use]
    pub fn new(cloud: Cloud, environment: Environment) -> Self {
        Self { cloud, method: None, environment, timeout: TIMEOUT, observer: Arc::new(Silent) }
    }

    /// Sets the sign-in method.
    #[must_use]
    pub fn signing_in_with(self, method: SignInMethod) -> Self {
        Self { method: Some(method), ..self }
    }

    /// Sets the longest that a read may take.
    #[must_use]
    pub fn within(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Sets the receiver of reports on the requests.
    #[must_use]
    pub fn observed_by(self, observer: Arc<dyn Observer>) -> Self {
        Self { observer, ..self }
    }

    /// Reads the tenant.
    ///
    /// Days, profiles and incidents are three chains of pages, in which each page names the next: so no more than three requests
    /// run at once, and Graph allows four for one application and tenant
    /// (<https://learn.microsoft.com/graph/throttling-limits#security-detections-and-incidents-service-limits>).
    async fn record(&self, plan: Plan) -> Result<Recording, Error> {
        let cloud = &self.cloud;
        let origin = Url::parse(&cloud.graph).map_err(|error| Error::Usage {
            message: format!("{} is no address of Graph: {error}", crate::text::line(&cloud.graph)),
            help: "write an address such as https://graph.microsoft.com".into(),
        })?;
        let deadline = Instant::now().checked_add(self.timeout).unwrap_or_else(far);
        let client = client::client(&self.environment)?;
        let sign_in = SignIn::choose(
            self.method,
            (cloud.authority(), permission::resource(cloud)),
            &self.environment,
            client.clone(),
        )?
        .within(self.timeout)
        .observed_by(Arc::clone(&self.observer));
        // Signing in first, so that the chains do not sign in each for itself.
        let token = sign_in.token().await?;
        let session = Session {
            client,
            sign_in: &sign_in,
            cloud,
            origin,
            tenant: sign_in.choice().tenant_of(&token),
            deadline,
            timeout: self.timeout,
            received: AtomicU64::new(0),
            observer: &*self.observer,
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

/// So far ahead that it never comes.
fn far() -> Instant {
    Instant::now() + Duration::from_secs(365 * 24 * 3600)
}

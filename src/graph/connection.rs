//! How a source over the network is reached: the cloud, the sign-in, the time limit and the receiver of reports.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::cloud::Cloud;
use crate::entra::{Resource, SignIn, SignInMethod};
use crate::error::Error;
use crate::net::client::Client;
use crate::net::environment::Environment;
use crate::net::observer::{Observer, Silent};

/// The time limit of a read unless [`Connection::within`] sets another.
pub const TIMEOUT: Duration = Duration::from_secs(120);

/// The connection to a source over the network, such as [`Graph`](super::Graph).
#[derive(Debug)]
pub struct Connection {
    /// The endpoints.
    pub(crate) cloud: Cloud,
    /// The requested sign-in method; where there is none, the environment decides.
    pub(crate) method: Option<SignInMethod>,
    /// The variables that sign-in and network follow.
    pub(crate) environment: Environment,
    /// The longest that a read may take.
    pub(crate) timeout: Duration,
    /// The receiver of reports on the requests.
    pub(crate) observer: Arc<dyn Observer>,
}

impl Connection {
    /// The connection to a cloud, with the identity that the variables of an environment sign in.
    #[must_use]
    pub fn new(cloud: Cloud, environment: Environment) -> Self {
        Self { cloud, method: None, environment, timeout: TIMEOUT, observer: Arc::new(Silent) }
    }

    /// Sets the sign-in method; without one, the environment decides.
    #[must_use]
    pub fn signing_in_with(self, method: Option<SignInMethod>) -> Self {
        Self { method, ..self }
    }

    /// Sets the longest that a read may take, all of its requests together.
    #[must_use]
    pub fn within(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Sets the receiver of reports on the requests.
    #[must_use]
    pub fn observed_by(self, observer: Arc<dyn Observer>) -> Self {
        Self { observer, ..self }
    }

    /// The sign-in for tokens of a resource.
    pub(crate) fn sign_in(&self, resource: Resource, client: Client) -> Result<SignIn, Error> {
        let sign_in = SignIn::choose(self.method, (self.cloud.authority(), resource), &self.environment, client)?;
        Ok(sign_in.within(self.timeout).observed_by(Arc::clone(&self.observer)))
    }

    /// The time at which a read that begins now has taken too long.
    pub(crate) fn deadline(&self) -> Instant {
        let now = Instant::now();
        now.checked_add(self.timeout).unwrap_or_else(|| now + Duration::from_secs(365 * 24 * 3600))
    }
}

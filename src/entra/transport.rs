//! How requests of a sign-in travel: through our own client, watched, with few retries.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use azure_core::cloud::CustomConfiguration;
use azure_core::http::{ClientOptions, ExponentialRetryOptions, Pipeline, RetryOptions, Transport};
use reqwest::redirect::Policy;

use crate::entra::failure::causes;
use crate::entra::inspecting_client::{Seen, Watched};
use crate::entra::redactor::Secrets;
use crate::error::Error;
use crate::graph::cloud::Cloud;
use crate::net::client::Client;
use crate::net::observer::{Observer, Silent};

/// How often a request is made again that got no answer, or one that says "later".
const RETRIES: u32 = 2;

/// What the credentials need to reach their servers.
#[derive(Clone)]
pub(super) struct Wire {
    client: Client,
    cloud: Cloud,
    seen: Arc<Mutex<Option<Seen>>>,
    /// The receiver of reports on the requests.
    pub(super) observer: Arc<dyn Observer>,
    secrets: Secrets,
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire").field("cloud", &self.cloud).finish_non_exhaustive()
    }
}

impl Wire {
    pub(super) fn new(client: Client, cloud: Cloud, secrets: Secrets) -> Self {
        Self { client, cloud, seen: Arc::default(), observer: Arc::new(Silent), secrets }
    }

    /// What no message may hold.
    pub(super) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    pub(super) fn cloud(&self) -> &Cloud {
        &self.cloud
    }

    /// What came of the last request.
    pub(super) fn seen(&self) -> Option<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Forgets what was seen, before something new is tried.
    pub(super) fn forget(&self) {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The options of a credential that speaks to Entra.
    pub(super) fn options(&self) -> ClientOptions {
        self.options_over(self.client.inner.clone(), Some(self.client.clone()))
    }

    /// The options of a credential that speaks to the endpoint of a managed identity. That is plain HTTP on the machine itself,
    /// so it needs a client of its own, which is used for nothing else and knows no proxy.
    ///
    /// # Errors
    ///
    /// [`Error::Evidence`] where no client can be made.
    pub(super) fn local_options(&self) -> Result<ClientOptions, Error> {
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .connect_timeout(Duration::from_secs(2))
            .timeout(Duration::from_secs(20))
            .build()
            .map_err(|error| Error::sign_in(&format!("no HTTP client can be made: {}", causes(&error)), "see above"))?;
        // Where nothing listens there is no managed identity: asking again would only take time.
        Ok(self.options_over(client, None))
    }

    /// Options over a client; `settings` is the one whose settings it follows, if any.
    fn options_over(&self, client: reqwest::Client, settings: Option<Client>) -> ClientOptions {
        let watched = Watched {
            client,
            seen: Arc::clone(&self.seen),
            settings,
            observer: Arc::clone(&self.observer),
            login: self.cloud.login.clone(),
            secrets: self.secrets.clone(),
        };
        let mut cloud = CustomConfiguration::default();
        cloud.authority_host.clone_from(&self.cloud.login);
        ClientOptions {
            transport: Some(Transport::new(Arc::new(watched))),
            retry: RetryOptions::exponential(ExponentialRetryOptions { max_retries: RETRIES, ..Default::default() }),
            cloud: Some(Arc::new(cloud.into())),
            ..Default::default()
        }
    }

    /// A pipeline with the same retries, for requests of our own.
    pub(super) fn pipeline(&self) -> Pipeline {
        Pipeline::new(Some("scoregate"), Some(env!("CARGO_PKG_VERSION")), self.options(), vec![], vec![], None)
    }
}

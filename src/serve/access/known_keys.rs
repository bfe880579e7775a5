//! The signing keys of the tenant, fetched in the background: a host that hangs keeps no request waiting that names a known key, and at
//! most one of those that name another.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use jsonwebtoken::jwk::{Jwk, JwkSet};
use tokio::task::{AbortHandle, JoinHandle};
use tokio::time::{Instant, timeout};

use crate::entra::signing_keys::SigningKeys;
use crate::error::{Error, Help};
use crate::serve::problem::{Kind, Problem};

/// The age at which the keys are fetched again.
const RENEWED: Duration = Duration::from_secs(24 * 3600);

/// The age at which keys that could not be fetched again are no longer trusted.
const LONGEST: Duration = Duration::from_secs(3 * 24 * 3600);

/// The least time between two fetches, so that tokens with invented keys cause no requests.
const PAUSE: Duration = Duration::from_secs(300);

/// The longest that a fetch may take.
const FETCH: Duration = Duration::from_secs(45);

/// The longest that the request waits which causes a fetch.
const WAIT: Duration = Duration::from_secs(3);

/// The signing keys that were fetched last.
#[derive(Debug, Clone)]
pub(super) struct KnownKeys {
    source: Arc<SigningKeys>,
    keys: Arc<RwLock<Keys>>,
    /// The last fetch after the first: when it began, and the task.
    fetch: Arc<Mutex<Option<(Instant, AbortHandle)>>>,
}

#[derive(Debug, Clone)]
struct Keys {
    set: Arc<JwkSet>,
    fetched: Instant,
}

impl KnownKeys {
    /// The keys of a source, after the first fetch.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] where the keys cannot be obtained.
    pub(super) async fn new(source: SigningKeys) -> Result<Self, Error> {
        let set = read(&source.fetch().await?)?;
        let keys = Keys { set: Arc::new(set), fetched: Instant::now() };
        Ok(Self { source: Arc::new(source), keys: Arc::new(RwLock::new(keys)), fetch: Arc::default() })
    }

    /// The key of an id. Keys change: an unknown id, and the age of the keys, cause a fetch.
    pub(super) async fn key(&self, kid: &str) -> Result<Option<Jwk>, Problem> {
        let keys = self.known();
        let known = keys.set.find(kid).cloned();
        let age = keys.fetched.elapsed();
        if known.is_some() && age < RENEWED {
            return Ok(known);
        }
        let fetch = self.begin();
        if known.is_some() && age < LONGEST {
            return Ok(known);
        }
        if let Some(fetch) = fetch {
            // Where it takes longer, the next requests profit.
            let _ = timeout(WAIT, fetch).await;
        }
        if self.is_fetching() {
            let detail = "the access token is signed by a key that is not known yet, and the signing keys are being fetched; try again";
            return Err(Problem::new(Kind::Unavailable, detail));
        }
        let keys = self.known();
        if keys.fetched.elapsed() >= LONGEST {
            return Err(Problem::new(Kind::Unavailable, "the signing keys of the tenant cannot be fetched"));
        }
        Ok(keys.set.find(kid).cloned())
    }

    fn known(&self) -> Keys {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn fetch(&self) -> MutexGuard<'_, Option<(Instant, AbortHandle)>> {
        self.fetch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_fetching(&self) -> bool {
        self.fetch().as_ref().is_some_and(|(_, task)| !task.is_finished())
    }

    /// Begins to fetch the keys, unless that happened a short time ago.
    fn begin(&self) -> Option<JoinHandle<()>> {
        let mut last = self.fetch();
        if last.as_ref().is_some_and(|(begun, task)| !task.is_finished() || begun.elapsed() < PAUSE) {
            return None;
        }
        let keys = self.clone();
        let task = tokio::spawn(async move { keys.renew().await });
        *last = Some((Instant::now(), task.abort_handle()));
        Some(task)
    }

    /// Fetches the keys. A failure keeps the known ones.
    async fn renew(&self) {
        match timeout(FETCH, self.source.fetch()).await.map(|body| body.and_then(|body| read(&body))) {
            Ok(Ok(set)) => {
                let keys = Keys { set: Arc::new(set), fetched: Instant::now() };
                *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
                tracing::info!("fetched the signing keys");
            }
            Ok(Err(_)) | Err(_) => tracing::error!("the signing keys cannot be fetched; the known ones are kept"),
        }
    }
}

fn read(body: &[u8]) -> Result<JwkSet, Error> {
    let set: Result<JwkSet, _> = serde_json::from_slice(body);
    match set {
        Ok(set) if !set.keys.is_empty() => Ok(set),
        Ok(_) | Err(_) => {
            let help: Help = "check the host that signs in: its response is not a JSON Web Key Set".into();
            Err(Error::sign_in("the signing keys of the tenant cannot be read", help))
        }
    }
}

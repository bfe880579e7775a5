//! The public keys by which the tokens of a tenant are checked (a JSON Web Key Set).

use std::time::Duration;

use reqwest::header::ACCEPT;
use url::{Position, Url};

use crate::error::{Error, Help, Reference};
use crate::net::client::{Client, client};
use crate::net::environment::Environment;
use crate::net::transport_error::TransportError;
use crate::text::line;

/// The most bytes of the set; that of Entra has about 20 kB.
const MOST_BYTES: usize = 1 << 20;

/// The longest that a request may take.
const TIMEOUT: Duration = Duration::from_secs(20);

/// The number of tries.
const TRIES: u32 = 2;

/// The signing keys of a tenant.
#[derive(Debug)]
pub(crate) struct SigningKeys {
    client: Client,
    url: Url,
}

impl SigningKeys {
    /// The keys of a tenant at a host that signs in, such as `https://login.microsoftonline.com`.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] where the address is wrong, and the errors of the network settings.
    pub(crate) fn new(environment: &Environment, origin: &str, tenant: &str) -> Result<Self, Error> {
        let address = format!("{origin}/{tenant}/discovery/v2.0/keys");
        let url = Url::parse(&address).map_err(|error| Error::Usage {
            message: format!("{} is no address: {error}", line(&address)),
            help: "check " + Reference::LoginHost,
        })?;
        Ok(Self { client: client(environment)?, url })
    }

    /// Fetches the set, as JSON.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] where it cannot be obtained.
    pub(crate) async fn fetch(&self) -> Result<Vec<u8>, Error> {
        let mut last = String::new();
        for _ in 0..TRIES {
            match self.attempt().await {
                Ok((status, body)) if (200..300).contains(&status) => return Ok(body),
                Ok((status, _)) => last = format!("status {status}"),
                Err(error) => last = error.words,
            }
        }
        let host = line(&self.url[Position::BeforeHost..Position::AfterPort]);
        let via = self.client.via(&self.url).map(|via| format!(" through {via}")).unwrap_or_default();
        let message = format!("the signing keys of the tenant cannot be fetched from {host}{via}: {}", line(&last));
        let help: Help = "check the network, the id of the tenant and " + Reference::Cloud;
        Err(Error::sign_in(&message, help))
    }

    async fn attempt(&self) -> Result<(u16, Vec<u8>), TransportError> {
        let request = self.client.inner.get(self.url.clone()).header(ACCEPT, "application/json").timeout(TIMEOUT);
        let mut response = request.send().await?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > MOST_BYTES {
                return Ok((0, Vec::new()));
            }
            body.extend_from_slice(&chunk);
        }
        Ok((response.status().as_u16(), body))
    }
}

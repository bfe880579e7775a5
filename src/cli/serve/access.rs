//! The options of authentication.

use std::path::PathBuf;

use clap::Args;
use uuid::Uuid;

use crate::entra::API_KEY;
use crate::error::Error;
use crate::graph::Cloud;
use crate::net::environment::Environment;
use crate::net::small_file;
use crate::serve::{Access, ApiKey, TokenRules};

/// The heading of these options in the help.
const HEADING: &str = "Callers";

/// An API key, or access tokens of Microsoft Entra.
#[derive(Debug, Args)]
pub(super) struct AccessArgs {
    /// Require the API key in this file, in the header X-API-Key or as a bearer token; without this option, the one in the variable
    /// SCOREGATE_API_KEY. It needs 32 characters or more.
    #[arg(long, value_name = "FILE", help_heading = HEADING)]
    api_key_file: Option<PathBuf>,

    /// Require an access token of Microsoft Entra of this tenant, instead of an API key.
    #[arg(long, value_name = "ID", value_parser = parse_id, requires = "entra_audience", conflicts_with = "api_key_file", help_heading = HEADING)]
    entra_tenant: Option<String>,

    /// The audience that the token must be for: the id of the app registration of this server, or its URI.
    #[arg(long, value_name = "AUDIENCE", value_parser = parse_word, requires = "entra_tenant", help_heading = HEADING)]
    entra_audience: Option<String>,

    /// The app role or the scope that the token must contain.
    #[arg(long, value_name = "NAME", value_parser = parse_word, default_value = "Posture.Read", help_heading = HEADING)]
    entra_permission: String,
}

impl AccessArgs {
    /// The authentication that the options and the environment ask for.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] where the key cannot be used, or two kinds of authentication are named.
    pub(super) fn access(&self, cloud: &Cloud) -> Result<Access, Error> {
        // A variable that is set to nothing is a key that is missing, not a server without one.
        let variable = std::env::var_os(API_KEY);
        match (&self.entra_tenant, &self.entra_audience, &self.api_key_file, variable) {
            (Some(_), _, _, Some(_)) => Err(Error::Usage {
                message: format!("--entra-tenant and the variable {API_KEY} name two kinds of authentication"),
                help: "use one of them".into(),
            }),
            (Some(tenant), Some(audience), _, None) => {
                let names = (tenant.as_str(), audience.as_str(), self.entra_permission.as_str());
                Ok(Access::Entra(TokenRules::new(cloud, &Environment::of_process(), names)?))
            }
            (_, _, Some(file), _) => {
                let name = file.to_string_lossy();
                let key = small_file::bytes(&name, small_file::SECRET_BYTES).and_then(small_file::text);
                key.and_then(|text| ApiKey::new(small_file::trimmed(&text))).map(Access::ApiKey).map_err(|fault| {
                    unusable(&format!("the API key in {} cannot be used: {fault}", crate::text::line(&name)))
                })
            }
            (_, _, None, Some(key)) => key
                .to_str()
                .ok_or_else(|| "it is not UTF-8".to_owned())
                .and_then(|key| ApiKey::new(small_file::trimmed(key)))
                .map(Access::ApiKey)
                .map_err(|fault| unusable(&format!("the API key in {API_KEY} cannot be used: {fault}"))),
            (_, _, None, None) => Ok(Access::Open),
        }
    }
}

fn unusable(message: &str) -> Error {
    Error::Usage { message: message.to_owned(), help: "write a new one, for example by `openssl rand -hex 32`".into() }
}

/// A word that a token can contain. An empty one would be found in every token.
fn parse_word(text: &str) -> Result<String, String> {
    let is_word = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    is_word.then(|| text.to_owned()).ok_or_else(|| "write a word without spaces".to_owned())
}

fn parse_id(text: &str) -> Result<String, String> {
    Uuid::parse_str(text).map(|id| id.to_string()).map_err(|_| "write the id of the tenant, a GUID".to_owned())
}

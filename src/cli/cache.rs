//! The options of commands that may reuse the last responses of Graph.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use etcetera::base_strategy::{BaseStrategy, choose_native_strategy};

use super::connection::parse_duration;
use crate::error::Error;
use crate::evidence::LIVE;
use crate::graph::cache::{Cache, LONGEST};

/// The options of the cache.
#[derive(Debug, Args)]
pub(super) struct CacheArgs {
    /// Reuse the last responses of Graph if they are no older than this: `1h`, `30m`. Then no request is sent, and none to sign in.
    ///
    /// Responses are reused for the same hosts, tenant, app and sign-in method. These must be known before the sign-in, which
    /// excludes managed identities, and the Azure CLI without AZURE_TENANT_ID. The report states that the data came from the
    /// cache. The policies limit the age of the data itself (`freshness`).
    #[arg(long, value_name = "TIME", value_parser = parse_age, help_heading = super::connection::HEADING)]
    max_age: Option<Duration>,

    /// The folder of the cache, which only its owner may read [default: scoregate in the user's cache folder].
    #[arg(long, value_name = "DIR", requires = "max_age", help_heading = super::connection::HEADING)]
    cache_dir: Option<PathBuf>,
}

impl CacheArgs {
    /// The cache, if one is requested.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] where the live tenant is not among the sources, or the user has no cache folder.
    pub(super) fn cache(&self, sources: &[String]) -> Result<Option<Cache>, Error> {
        let Some(max_age) = self.max_age else { return Ok(None) };
        if !sources.iter().any(|source| source == LIVE) {
            return Err(Error::Usage {
                message: format!("--max-age applies to the live tenant, and no --from is `{LIVE}`"),
                help: format!("add --from {LIVE}, or remove --max-age").into(),
            });
        }
        let folder = match &self.cache_dir {
            Some(folder) => folder.clone(),
            None => choose_native_strategy().map(|user| user.cache_dir().join("scoregate")).map_err(|error| {
                Error::Usage {
                    message: format!("--max-age needs a folder, and the user has no cache folder: {error}"),
                    help: "name one with --cache-dir".into(),
                }
            })?,
        };
        Ok(Some(Cache { folder, max_age }))
    }
}

fn parse_age(text: &str) -> Result<Duration, String> {
    parse_duration(text, LONGEST).ok_or_else(|| "write a duration of at most 7d, such as 1h, 30m or 90s".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_at_most_seven_days() {
        assert_eq!(parse_age("1h"), Ok(Duration::from_secs(3600)));
        assert_eq!(parse_age("7d"), Ok(LONGEST));
        for wrong in ["8d", "0s", "1", "-1h", "169h"] {
            assert!(parse_age(wrong).is_err(), "{wrong}");
        }
    }
}

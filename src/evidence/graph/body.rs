//! Reads the body of an answer within limits. What is counted is what comes out of gzip.

use std::cell::Cell;
use std::time::Duration;

use reqwest::Response;
use tokio::time::{Instant, timeout_at};

use crate::evidence::read::MOST_BYTES;

/// The most bytes of one page: 64 MiB, many times the 20 MB that 90 days of a large tenant take.
pub(super) const MOST_OF_A_PAGE: u64 = 64 << 20;

/// The most bytes of all bodies: what a recording may have, less room for what stands around them.
pub(super) const MOST_OF_ALL: u64 = MOST_BYTES - (1 << 20);

/// How much of the body of a refusal is read. What Graph says in one is far shorter.
const MOST_OF_A_REFUSAL: usize = 64 << 10;

/// Why a body was not read.
pub(super) enum BodyError {
    /// This page is beyond [`MOST_OF_A_PAGE`].
    PageTooLarge,
    /// All pages together are beyond [`MOST_OF_ALL`].
    AllTooLarge,
    /// The connection failed.
    Broken(reqwest::Error),
}

/// The whole body. `received` counts the bytes of all bodies of the run.
pub(super) async fn whole(mut response: Response, received: &Cell<u64>) -> Result<Vec<u8>, BodyError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(BodyError::Broken)? {
        let length = chunk.len() as u64;
        received.set(received.get().saturating_add(length));
        if body.len() as u64 + length > MOST_OF_A_PAGE {
            return Err(BodyError::PageTooLarge);
        }
        if received.get() > MOST_OF_ALL {
            return Err(BodyError::AllTooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// As much of the body of a refusal as there is room and time for; what broke off is left out, since the status says enough.
pub(super) async fn beginning(mut response: Response, patience: Duration) -> Vec<u8> {
    let mut body = Vec::new();
    let end = Instant::now() + patience;
    while let Ok(Ok(Some(chunk))) = timeout_at(end, response.chunk()).await {
        body.extend_from_slice(&chunk);
        if body.len() > MOST_OF_A_REFUSAL {
            body.truncate(MOST_OF_A_REFUSAL);
            break;
        }
    }
    body
}

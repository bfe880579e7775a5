//! Reads the body of a response within limits, which count unpacked bytes.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::Response;
use tokio::time::{Instant, timeout_at};

use crate::evidence::MOST_BYTES;

/// The limits on the bytes of bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    /// The most of one page.
    pub(super) page: u64,
    /// The most of all pages of a run.
    pub(super) all: u64,
}

/// 64 MiB for a page, many times the 20 MB that 90 days of a large tenant take; for all half of what a file may have, since they
/// are held twice while they become a recording.
pub(super) const LIMITS: Limits = Limits { page: 64 << 20, all: MOST_BYTES / 2 };

/// The most bytes of the body of a refusal that are read. Those of Graph are far shorter.
const MOST_OF_A_REFUSAL: usize = 64 << 10;

/// The reason why a body was not read.
#[derive(Debug)]
pub(super) enum BodyError {
    /// This page is beyond [`Limits::page`].
    PageTooLarge,
    /// All pages together are beyond [`Limits::all`].
    AllTooLarge,
    /// The connection failed.
    Broken(reqwest::Error),
}

/// The whole body. `received` counts the bytes of all bodies of the run.
pub(super) async fn whole(response: Response, received: &AtomicU64) -> Result<Vec<u8>, BodyError> {
    within(response, received, LIMITS).await
}

async fn within(mut response: Response, received: &AtomicU64, limits: Limits) -> Result<Vec<u8>, BodyError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(BodyError::Broken)? {
        let length = chunk.len() as u64;
        let all = received.fetch_add(length, Ordering::Relaxed).saturating_add(length);
        if body.len() as u64 + length > limits.page {
            return Err(BodyError::PageTooLarge);
        }
        if all > limits.all {
            return Err(BodyError::AllTooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// As much of the body of a refusal as there is room and time for; what broke off is left out, since the status suffices.
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

// Pages that are small enough each are not made to end by their own limit, and a recording of all of them can be read again.
const _: () = assert!(LIMITS.page < LIMITS.all && LIMITS.all < MOST_BYTES);

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    /// The results of reading bodies of these numbers of bytes, one after another.
    fn read(bodies: &[usize], limits: Limits) -> Vec<Result<usize, BodyError>> {
        let received = AtomicU64::new(0);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let response = |size: &usize| Response::from(http::Response::new(vec![b'x'; *size]));
        let read = |size| runtime.block_on(within(response(size), &received, limits)).map(|body| body.len());
        bodies.iter().map(read).collect()
    }

    #[test]
    fn a_page_may_fill_its_limit_and_no_more() {
        let limits = Limits { page: 10, all: 100 };
        assert!(matches!(read(&[10, 11], limits)[..], [Ok(10), Err(BodyError::PageTooLarge)]));
    }

    #[test]
    fn pages_that_are_small_enough_each_end_where_all_together_are_too_much() {
        let limits = Limits { page: 10, all: 25 };
        assert!(matches!(read(&[10, 10, 5, 1], limits)[..], [Ok(10), Ok(10), Ok(5), Err(BodyError::AllTooLarge)]));
    }
}

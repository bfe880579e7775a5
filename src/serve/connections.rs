//! The open connections: there is a limit on their number, and the one that has waited longest makes room for a new one.
//!
//! So idle connections, and requests that arrive a byte at a time, neither use up the file descriptors nor keep others out: a probe
//! and a caller with a whole request are answered before their connection is the oldest.

use std::collections::BTreeMap;
use std::future::{Ready, ready};
use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready as ready_or_wait};

use axum_server::accept::Accept;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::oneshot;

use super::state::State;

/// The open connections of the server.
#[derive(Debug, Clone)]
pub(super) struct Connections {
    most: usize,
    open: Arc<Mutex<Open>>,
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct Open {
    /// The number of the next event.
    next: u64,
    /// What closes a connection, by the event at which it last got an answer, or else was opened.
    by_age: BTreeMap<u64, oneshot::Sender<()>>,
}

impl Connections {
    /// The connections of a server, of which at most some number are open.
    pub(super) fn new(most: usize, state: &Arc<State>) -> Self {
        Self { most: most.max(1), open: Arc::default(), state: Arc::clone(state) }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a connection, after the oldest one was closed where there are too many.
    fn add<I>(&self, stream: I) -> Connection<I> {
        let (close, closed) = oneshot::channel();
        let mut open = self.open();
        if open.by_age.len() >= self.most
            && let Some((_, oldest)) = open.by_age.pop_first()
        {
            // An error means that it has just ended.
            let _ = oldest.send(());
            self.state.metrics.made_room();
        }
        let event = open.insert(close);
        drop(open);
        Connection { stream, event, closed: Some(closed), connections: self.clone() }
    }
}

impl Open {
    fn insert(&mut self, close: oneshot::Sender<()>) -> u64 {
        let event = self.next;
        self.next += 1;
        self.by_age.insert(event, close);
        event
    }
}

impl<I, S> Accept<I, S> for Connections {
    type Stream = Connection<I>;
    type Service = S;
    type Future = Ready<Result<(Connection<I>, S)>>;

    fn accept(&self, stream: I, service: S) -> Self::Future {
        ready(Ok((self.add(stream), service)))
    }
}

/// The stream of a connection, which fails once the connection is closed for another.
pub(super) struct Connection<I> {
    stream: I,
    event: u64,
    /// None where it is closed.
    closed: Option<oneshot::Receiver<()>>,
    connections: Connections,
}

impl<I> Connection<I> {
    /// Fails where the connection is closed; otherwise the task is woken when it will be.
    fn check(&mut self, context: &mut Context<'_>) -> Result<()> {
        if let Some(closed) = &mut self.closed
            && Pin::new(closed).poll(context).is_pending()
        {
            return Ok(());
        }
        self.closed = None;
        Err(Error::from(ErrorKind::ConnectionAborted))
    }

    /// Marks that a part of an answer was sent.
    fn answered(&mut self) {
        let mut open = self.connections.open();
        if let Some(close) = open.by_age.remove(&self.event) {
            self.event = open.insert(close);
        }
    }
}

impl<I> Drop for Connection<I> {
    fn drop(&mut self) {
        self.connections.open().by_age.remove(&self.event);
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Connection<I> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        self.check(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Connection<I> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        self.check(context)?;
        let written = ready_or_wait!(Pin::new(&mut self.stream).poll_write(context, bytes))?;
        self.answered();
        Poll::Ready(Ok(written))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        self.check(context)?;
        let written = ready_or_wait!(Pin::new(&mut self.stream).poll_write_vectored(context, bytes))?;
        self.answered();
        Poll::Ready(Ok(written))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

//! Parallel work whose results come in the order of the items, with memory for a few of them only.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The number of results per thread that may wait for an earlier one.
const WINDOW: usize = 64;

/// Works on items in threads, and hands each result to `each` in the order of the items as soon as all earlier ones are done. A thread
/// takes an item when it is free: there is one item per thread at a time, and a limited number of results that wait.
///
/// # Errors
///
/// The first error of `each`; no further item is taken then.
pub(super) fn in_order<T, R: Send, E: Send>(
    items: impl Iterator<Item = T> + Send,
    threads: usize,
    work: impl Fn(T) -> R + Sync,
    each: impl FnMut(R) -> Result<(), E> + Send,
) -> Result<(), E> {
    let items = Mutex::new(items.enumerate());
    let sequencer = Sequencer {
        state: Mutex::new(SequencerState { next: 0, waiting: BTreeMap::new(), each, failure: None, is_stopped: false }),
        changed: Condvar::new(),
        window: WINDOW * threads.max(1),
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                let _stop = StopOnPanic(&sequencer);
                loop {
                    let item = locked(&items).next();
                    let Some((index, item)) = item.filter(|_| !sequencer.is_stopped()) else { return };
                    if !sequencer.deliver(index, work(item)) {
                        return;
                    }
                }
            });
        }
    });
    sequencer.state.into_inner().unwrap_or_else(PoisonError::into_inner).failure.map_or(Ok(()), Err)
}

/// Puts results into the order of the items.
struct Sequencer<R, E, F> {
    state: Mutex<SequencerState<R, E, F>>,
    changed: Condvar,
    /// The number of results that may wait.
    window: usize,
}

struct SequencerState<R, E, F> {
    /// The index of the result that is handed on next.
    next: usize,
    waiting: BTreeMap<usize, R>,
    each: F,
    failure: Option<E>,
    is_stopped: bool,
}

impl<R, E, F: FnMut(R) -> Result<(), E>> Sequencer<R, E, F> {
    /// Hands on every result that is next. Returns whether there should be more. The thread with the next result never waits.
    fn deliver(&self, index: usize, result: R) -> bool {
        let full = |state: &mut SequencerState<R, E, F>| !state.is_stopped && index >= state.next + self.window;
        let mut state = self.changed.wait_while(locked(&self.state), full).unwrap_or_else(PoisonError::into_inner);
        state.waiting.insert(index, result);
        while !state.is_stopped {
            let next = state.next;
            let Some(result) = state.waiting.remove(&next) else { break };
            state.next += 1;
            if let Err(error) = (state.each)(result) {
                state.failure = Some(error);
                state.is_stopped = true;
            }
        }
        self.changed.notify_all();
        !state.is_stopped
    }
}

impl<R, E, F> Sequencer<R, E, F> {
    fn is_stopped(&self) -> bool {
        locked(&self.state).is_stopped
    }
}

/// Stops the other threads where one panics: they would wait for its result.
struct StopOnPanic<'l, R, E, F>(&'l Sequencer<R, E, F>);

impl<R, E, F> Drop for StopOnPanic<'_, R, E, F> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            locked(&self.0.state).is_stopped = true;
            self.0.changed.notify_all();
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    #[test]
    fn results_come_in_order_and_few_items_are_taken_ahead_of_the_slowest() {
        let (taken, slow) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items = (0..2_000).inspect(|_| {
            taken.fetch_add(1, Ordering::SeqCst);
        });
        let mut seen = Vec::new();
        let work = |item: usize| {
            if item == 0 {
                std::thread::sleep(Duration::from_millis(200));
                slow.store(taken.load(Ordering::SeqCst), Ordering::SeqCst);
            }
            item
        };
        in_order(items, 3, work, |item| {
            seen.push(item);
            Ok::<(), ()>(())
        })
        .unwrap();
        assert_eq!(seen, (0..2_000).collect::<Vec<_>>());
        // A window of results, and the item of each thread.
        assert!(slow.load(Ordering::SeqCst) <= WINDOW * 3 + 3);
    }

    #[test]
    fn an_error_ends_the_run_and_a_panic_ends_it_too() {
        let stopped = in_order(0.., 2, |item: u32| item, |item| if item == 7 { Err(item) } else { Ok(()) });
        assert_eq!(stopped, Err(7));
        let panicked = std::panic::catch_unwind(|| {
            in_order(0.., 2, |item: u32| if item == 7 { panic!("a bug") } else { item }, |_| Ok::<(), ()>(()))
        });
        assert!(panicked.is_err());
    }
}

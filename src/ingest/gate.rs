//! Bounds the bytes that are in work between the thread that reads and the one that writes.

use std::sync::{Condvar, Mutex, PoisonError};

/// Lets work in until a number of bytes is reached, and more when some of it is done.
pub(super) struct Gate {
    limit: u64,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    inside: u64,
    open: bool,
}

impl Gate {
    pub(super) fn new(limit: u64) -> Self {
        Self { limit, state: Mutex::default(), changed: Condvar::new() }
    }

    /// Waits until there is room. One piece of work is let in whatever its size.
    pub(super) fn enter(&self, bytes: u64) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |state: &mut State| !state.open && state.inside > 0 && state.inside + bytes > self.limit;
        self.changed.wait_while(state, full).unwrap_or_else(PoisonError::into_inner).inside += bytes;
    }

    /// Work is done.
    pub(super) fn leave(&self, bytes: u64) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.inside = state.inside.saturating_sub(bytes);
        self.changed.notify_all();
    }

    /// Nobody waits any more.
    pub(super) fn open(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).open = true;
        self.changed.notify_all();
    }
}

//! How long a search may take, asked from any thread.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A limit on the time of a search that remembers whether it cut anything short. (There is no clock on
/// wasm32: searches are not limited there.)
#[derive(Debug)]
pub(super) struct Patience {
    end: Option<Instant>,
    exhausted: AtomicBool,
}

impl Patience {
    /// Patience from now on; `None` for no limit.
    pub(super) fn new(limit: Option<Duration>) -> Self {
        let limit = limit.filter(|_| cfg!(not(target_arch = "wasm32")));
        let end = limit.and_then(|limit| Instant::now().checked_add(limit));
        Patience { end, exhausted: AtomicBool::new(false) }
    }

    /// Whether the work may go on. Whoever is told that it may not stops, and leaves something out.
    pub(super) fn go_on(&self) -> bool {
        let Some(end) = self.end else { return true };
        if !self.exhausted.load(Ordering::Relaxed) && Instant::now() >= end {
            self.exhausted.store(true, Ordering::Relaxed);
        }
        !self.exhausted.load(Ordering::Relaxed)
    }

    /// Whether nothing was cut short.
    pub(super) fn sufficed(&self) -> bool {
        !self.exhausted.load(Ordering::Relaxed)
    }
}

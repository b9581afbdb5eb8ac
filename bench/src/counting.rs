//! The allocator, counting what the measured thread asks it for.
//!
//! Knows numbers of allocations. Off until [`count`] switches it on, so that it costs a measurement one load.

#![allow(
    unsafe_code,
    reason = "an allocator is unsafe to implement; this one hands everything to the system's"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

static IS_COUNTING: AtomicBool = AtomicBool::new(false);
static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

/// The system's allocator with a counter in front.
struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn note() {
    if IS_COUNTING.load(Relaxed) {
        ALLOCATIONS.fetch_add(1, Relaxed);
    }
}

// SAFETY: every call is the system allocator's own, with the arguments it was given.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note();
        // SAFETY: the caller keeps the contract of this very function.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note();
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note();
        // SAFETY: as above.
        unsafe { System.realloc(at, layout, size) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(at, layout) }
    }
}

/// How many allocations and reallocations the work makes. Nothing else runs meanwhile: there is one thread.
pub(crate) fn count(work: impl FnOnce()) -> u64 {
    let before = ALLOCATIONS.load(Relaxed);
    IS_COUNTING.store(true, Relaxed);
    work();
    IS_COUNTING.store(false, Relaxed);
    ALLOCATIONS.load(Relaxed) - before
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_allocated_is_counted() {
        let allocations = super::count(|| drop(std::hint::black_box(vec![1_u8, 2, 3])));
        assert!(allocations >= 1);
    }
}

//! What a browser needs of targeting, as one function: read a book, normalise an address, decide.
//!
//! Only to be weighed. Memory and what a panic does belong to the program around it, so both are the least there is: a
//! stretch of memory that is never given back, and a trap.

#![no_std]

use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::mem::MaybeUninit;

use targeting::{PageUrl, RuleBook, Visitor, decide};

/// More lists and facts than this are not looked at.
const MOST: usize = 16;

/// What the normal form of an address lies in.
const ROOM: usize = 1 << 16;

/// A question, as the caller writes it: where each text lies, and how long it is. Empty ones are none.
#[repr(C)]
struct Question {
    book: &'static [u8],
    address: &'static str,
    lists: [&'static str; MOST],
    facts: [(&'static str, &'static str); MOST],
}

struct Asked(UnsafeCell<MaybeUninit<Question>>);

// SAFETY: a wasm module without threads.
unsafe impl Sync for Asked {}

static ASKED: Asked = Asked(UnsafeCell::new(MaybeUninit::uninit()));

#[repr(align(8))]
struct Room(UnsafeCell<[u8; ROOM]>, UnsafeCell<usize>);

// SAFETY: a wasm module without threads.
unsafe impl Sync for Room {}

#[global_allocator]
static HEAP: Room = Room(UnsafeCell::new([0; ROOM]), UnsafeCell::new(0));

// SAFETY: what is given out is aligned, inside the room, and given out once.
unsafe impl GlobalAlloc for Room {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: there is one thread, and no call of this function inside itself.
        let used = unsafe { &mut *self.1.get() };
        let start = (*used + layout.align() - 1) & !(layout.align() - 1);
        match start.checked_add(layout.size()) {
            Some(end) if end <= ROOM => {
                *used = end;
                // SAFETY: `start` is inside the room.
                unsafe { self.0.get().cast::<u8>().add(start) }
            }
            _ => core::ptr::null_mut(),
        }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[panic_handler]
fn trap(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// Where the caller writes the question.
#[unsafe(no_mangle)]
pub extern "C" fn question() -> *mut u8 {
    ASKED.0.get().cast()
}

/// The rank of the chatflow, -1 for none, -2 for a decision that somebody else has to make, -3 for a damaged book.
#[unsafe(no_mangle)]
pub extern "C" fn decision(known: bool) -> i32 {
    // SAFETY: the caller wrote it, and nobody writes meanwhile. What browsers hand over is UTF-8: they encode it on the way.
    let Question { book, address, lists, facts } = unsafe { (*ASKED.0.get()).assume_init_ref() };
    let Ok(book) = RuleBook::read(book) else { return -3 };
    let visitor = Visitor { known, lists, facts: Some(facts) };
    match decide(&book, &PageUrl::from_browser(address), &visitor) {
        Ok(winner) => winner.map_or(-1, |winner| winner.index as i32),
        Err(_) => -2,
    }
}

//! What a browser needs of targeting, as one function: read a book, normalise an address, decide.
//!
//! Only to be weighed. Memory and what a panic does belong to the program around it, so both are the least there is: a
//! stretch of memory that is never given back, and a trap.

#![no_std]

use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::{array, slice, str};

use targeting::{PageUrl, RuleBook, Visitor, decide};

/// More lists and facts than this are not looked at.
const MOST: usize = 16;

/// What the caller writes book, address and visitor to, and what the normal form of an address lies in.
const ROOM: usize = 1 << 16;

#[repr(align(8))]
struct Room(UnsafeCell<[u8; ROOM]>, UnsafeCell<usize>);

// SAFETY: a wasm module without threads.
unsafe impl Sync for Room {}

static ROOM_TO_WRITE: Room = Room(UnsafeCell::new([0; ROOM]), UnsafeCell::new(0));

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

/// Where the caller writes to.
#[unsafe(no_mangle)]
pub extern "C" fn room() -> *mut u8 {
    ROOM_TO_WRITE.0.get().cast()
}

/// The rank of the chatflow, -1 for none, -2 for a decision that somebody else has to make, -3 for a damaged book.
///
/// At the start of the room the caller says where each text lies and how long it is: the book, the address, [`MOST`] ids of
/// lists, and [`MOST`] facts by name and value. Empty ones are none.
#[unsafe(no_mangle)]
pub extern "C" fn decision(known: bool) -> i32 {
    let lists: [&str; MOST] = array::from_fn(|list| text(2 + list));
    let facts: [(&str, &str); MOST] =
        array::from_fn(|fact| (text(2 + MOST + 2 * fact), text(3 + MOST + 2 * fact)));
    let Ok(book) = RuleBook::read(text(0).as_bytes()) else { return -3 };
    let visitor = Visitor { known, lists: &lists, facts: Some(&facts) };
    match decide(&book, &PageUrl::from_browser(text(1)), &visitor) {
        Ok(winner) => winner.map_or(-1, |winner| winner.index as i32),
        Err(_) => -2,
    }
}

/// One of the texts.
#[inline(never)]
fn text(number: usize) -> &'static str {
    let place = room().cast::<(*const u8, usize)>().wrapping_add(number);
    // SAFETY: the caller wrote as many, and nobody writes meanwhile. What browsers hand over is UTF-8: they encode it on the
    // way. Of the book nobody asks.
    unsafe { str::from_utf8_unchecked(slice::from_raw_parts((*place).0, (*place).1)) }
}

//! What a browser needs of targeting, as one function: read a book, normalise an address, decide.
//!
//! Only to be weighed. Memory and what a panic does belong to the program around it, so both are the least there is: a
//! stretch of memory that is never given back, and a trap.

#![no_std]

use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::{slice, str};

use targeting::{PageUrl, RuleBook, Visitor, decide};

/// More lists and facts than this are not looked at.
const MOST: usize = 32;

/// What the caller writes book, address and visitor to, and what the normal form of an address lies in.
const ROOM: usize = 1 << 16;

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
/// In the room lie, one behind the other and this long: the book, the address, the visitor's lists, a line each, and
/// the facts, a line each with a tab between name and value.
#[unsafe(no_mangle)]
pub extern "C" fn decision(book: usize, address: usize, lists: usize, facts: usize, known: bool) -> i32 {
    // SAFETY: nobody writes meanwhile.
    let room = unsafe { slice::from_raw_parts(room().cast_const(), ROOM) };
    let (book, rest) = room.split_at_checked(book).unwrap_or_default();
    let (address, rest) = rest.split_at_checked(address).unwrap_or_default();
    let (list_lines, rest) = rest.split_at_checked(lists).unwrap_or_default();
    let fact_lines = rest.get(..facts).unwrap_or_default();
    let Ok(book) = RuleBook::read(book) else { return -3 };

    let mut lists = [""; MOST];
    for (list, line) in lists.iter_mut().zip(list_lines.split(|byte| *byte == b'\n')) {
        *list = text(line);
    }
    let mut facts = [("", ""); MOST];
    for (fact, line) in facts.iter_mut().zip(fact_lines.split(|byte| *byte == b'\n')) {
        let mut parts = line.splitn(2, |byte| *byte == b'\t').map(text);
        *fact = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    }
    let visitor = Visitor { known, lists: &lists, facts: Some(&facts) };
    match decide(&book, &PageUrl::from_browser(text(address)), &visitor) {
        Ok(winner) => winner.map_or(-1, |winner| winner.index as i32),
        Err(_) => -2,
    }
}

/// What browsers hand over is UTF-8: they encode it on the way.
fn text(bytes: &[u8]) -> &str {
    // SAFETY: as above.
    unsafe { str::from_utf8_unchecked(bytes) }
}

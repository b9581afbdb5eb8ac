use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn a_cursor_is_read_as_it_was_written(at in any::<u64>(), ended in any::<u64>(), bits: [u8; 16], shard: u16) {
        let cursor = Cursor { at, ended, thread: ThreadId::from_random(shard, bits) };
        prop_assert_eq!(Cursor::parse(&cursor.to_text()), Some(cursor));
    }

    #[test]
    fn what_is_no_cursor_is_none(text in "[0-9a-z.-]{0,40}") {
        // Whatever is read writes itself again, or was spelled otherwise.
        if let Some(cursor) = Cursor::parse(&text) {
            prop_assert_eq!(Cursor::parse(&cursor.to_text()), Some(cursor));
        }
    }
}

#[test]
fn scales_are_read_as_they_are_written() {
    for known in [Scale::Stars, Scale::Thumbs, Scale::Nps] {
        assert_eq!(scale(word(known)), Ok(known));
    }
    assert_eq!(scale("moons"), Err(()));
}

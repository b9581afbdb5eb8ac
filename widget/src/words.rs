//! Putting words and numbers together.
//!
//! The standard library's formatting would cost a visitor more than the whole view; this is what the widget needs of
//! it.

/// Several texts as one.
pub fn join(parts: &[&str]) -> String {
    let mut joined = String::new();
    for part in parts {
        joined.push_str(part);
    }
    joined
}

/// A number in digits.
pub fn number(mut value: u64) -> String {
    let mut digits = String::new();
    loop {
        digits.insert(0, char::from(b'0' + (value % 10) as u8));
        value /= 10;
        if value == 0 {
            return digits;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_library_writes_them() {
        for value in [0, 7, 10, 1_000, u64::MAX] {
            assert_eq!(number(value), value.to_string());
        }
        assert_eq!(join(&["a", "", "bc"]), "abc");
    }
}

//! A wasm module without the names of its functions.
//!
//! They are for people who read a stack, and a sixth of the Worker. Functions keep their numbers, so that whoever has a stack
//! of numbers finds the names in the module that this was made from. Knows the frame of a module's sections, and nothing
//! of what is in them.

/// The magic word and the version.
const HEAD: usize = 8;
/// The id of the sections that no program needs.
const CUSTOM: u8 = 0;

/// The module without its custom section `name`; `None` where the bytes are no sequence of sections.
pub(super) fn without_names(wasm: &[u8]) -> Option<Vec<u8>> {
    let (head, mut rest) = wasm.split_at_checked(HEAD)?;
    let mut kept = head.to_vec();
    while let Some((id, after)) = rest.split_first() {
        let (length, body) = number(after)?;
        let (body, next) = body.split_at_checked(length)?;
        if !(*id == CUSTOM && is_name(body)) {
            kept.extend_from_slice(rest.get(..rest.len() - next.len())?);
        }
        rest = next;
    }
    Some(kept)
}

fn is_name(section: &[u8]) -> bool {
    number(section).is_some_and(|(length, rest)| rest.get(..length) == Some(b"name"))
}

/// An unsigned number in LEB128, and what comes after it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut number = 0;
    for (i, byte) in bytes.iter().enumerate().take(5) {
        number |= usize::from(byte & 0x7f) << (7 * i);
        if byte & 0x80 == 0 {
            return Some((number, bytes.get(i + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::without_names;

    const MODULE: &[u8] = b"\0asm\x01\0\0\0";

    fn section(id: u8, body: &[u8]) -> Vec<u8> {
        let length = body.len();
        [&[id, (length & 0x7f) as u8 | 0x80, (length >> 7) as u8], body].concat()
    }

    #[test]
    fn names_go_and_everything_else_stays() {
        let long = vec![7; 300];
        let (code, other) = (section(10, &long), section(0, b"\x08features"));
        let names = section(0, &[b"\x04name", long.as_slice()].concat());
        let whole = [MODULE, &code, &names, &other].concat();
        assert_eq!(without_names(&whole), Some([MODULE, &code, &other].concat()));
        assert_eq!(without_names(MODULE), Some(MODULE.to_vec()));
    }

    #[test]
    fn what_is_no_module_is_told() {
        for wrong in [&b"\0asm"[..], b"\0asm\x01\0\0\0\x0a", b"\0asm\x01\0\0\0\x0a\x05abc", &[0xff; 20]] {
            assert_eq!(without_names(wrong), None, "{wrong:?}");
        }
    }
}

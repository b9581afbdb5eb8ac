//! Files as people send them, and as others do.

use protocol::limits::FILE_NAME_CHARS;

use super::sniff::{looks_like, sniff};
use super::*;

fn crc(chunk: &[u8]) -> Vec<u8> {
    // Nobody here looks at it.
    [chunk, &[0; 4]].concat()
}

fn png_chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    [&length[..], &crc(&[&kind[..], body].concat())].concat()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        png_chunk(b"IHDR", &header),
        png_chunk(b"tEXt", b"Author\0Sofia"),
        png_chunk(b"IDAT", b"pixels"),
        png_chunk(b"eXIf", b"GPS"),
        png_chunk(b"IEND", b""),
    ]
    .concat()
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], &length[..], body].concat()
}

fn exif(turn: u8) -> Vec<u8> {
    [
        b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".as_slice(),
        &[turn, 0, 0, 0],
        b"\0\0\0\0GPS 52.5 N",
    ]
    .concat()
}

fn jpeg(turn: u8) -> Vec<u8> {
    [
        vec![0xff, 0xd8],
        segment(0xe0, b"JFIF\0..."),
        segment(0xe1, &exif(turn)),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0GPS"),
        segment(0xe2, b"ICC_PROFILE\0colours"),
        segment(0xe2, b"MPF\0more"),
        segment(0xfe, b"GPS"),
        segment(0xc0, b"\x08\x01\xe0\x02\x80\x01\x01\x11\0"),
        segment(0xda, b"\x01\x01\0\0\x3f\0"),
        b"pix\xff\0els\xff\xd0more".to_vec(),
        vec![0xff, 0xd9],
        b"a film with GPS".to_vec(),
    ]
    .concat()
}

fn webp() -> Vec<u8> {
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let length = u32::try_from(body.len()).unwrap().to_le_bytes();
        [&kind[..], &length, body, &vec![0; body.len() % 2]].concat()
    };
    let header = [0x0c, 0, 0, 0, 0x7f, 2, 0, 0xdf, 1, 0];
    let chunks =
        [chunk(b"VP8X", &header), chunk(b"VP8 ", b"pixels"), chunk(b"EXIF", b"GPS"), chunk(b"XMP ", b"GPS")];
    let body = [b"WEBP".to_vec(), chunks.concat()].concat();
    [&b"RIFF"[..], &u32::try_from(body.len()).unwrap().to_le_bytes(), &body].concat()
}

fn zip(names: &[&str]) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04the files".to_vec();
    let start = u32::try_from(bytes.len()).unwrap();
    for name in names {
        let mut head = [0; 46];
        head[..4].copy_from_slice(b"PK\x01\x02");
        head[28..30].copy_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
        bytes.extend_from_slice(&head);
        bytes.extend_from_slice(name.as_bytes());
    }
    let mut end = [0; 22];
    end[..4].copy_from_slice(b"PK\x05\x06");
    end[10..12].copy_from_slice(&u16::try_from(names.len()).unwrap().to_le_bytes());
    end[16..20].copy_from_slice(&start.to_le_bytes());
    bytes.extend_from_slice(&end);
    bytes
}

#[test]
fn a_file_is_what_its_bytes_say() {
    // P5 T30 bad input 66
    for (bytes, kind) in [
        (png(1, 1), Some(Kind::Png)),
        (jpeg(1), Some(Kind::Jpeg)),
        (b"GIF89a".to_vec(), Some(Kind::Gif)),
        (webp(), Some(Kind::WebP)),
        (b"\0\0\0\x20ftypavif\0\0\0\0".to_vec(), Some(Kind::Avif)),
        (b"\0\0\0\x20ftypmif1\0\0\0\0avifmif1".to_vec(), Some(Kind::Avif)),
        (b"\0\0\0\x20ftypheic\0\0\0\0".to_vec(), None),
        (b"%PDF-1.7\n".to_vec(), Some(Kind::Pdf)),
        ("Grüße\r\n\tund mehr".into(), Some(Kind::Text)),
        (b"\xef\xbb\xbfid;name\n1;Sofia".to_vec(), Some(Kind::Text)),
        (zip(&["a.txt", "b/c.png"]), Some(Kind::Zip)),
        (zip(&["[Content_Types].xml", "word/document.xml"]), Some(Kind::Docx)),
        (zip(&["[Content_Types].xml", "xl/workbook.xml"]), Some(Kind::Xlsx)),
        (zip(&["[Content_Types].xml", "ppt/presentation.xml"]), Some(Kind::Pptx)),
        (zip(&["word/document.xml"]), Some(Kind::Zip)),
        (zip(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]), None),
        (zip(&["META-INF/MANIFEST.MF", "A.class"]), None),
        (b"PK\x03\x04".to_vec(), None),
        (b"ID3\x04\0\0".to_vec(), Some(Kind::Mp3)),
        (b"\xff\xfb\x90\x64".to_vec(), Some(Kind::Mp3)),
        (b"\xff\xff\xff\xff".to_vec(), None),
        (b"OggS\0\x02".to_vec(), Some(Kind::Ogg)),
        (b"RIFF\x10\0\0\0WAVEfmt ".to_vec(), Some(Kind::Wav)),
        (b"RIFF\x10\0\0\0AVI LIST".to_vec(), None),
        (b"\0\0\0\x20ftypM4A \0\0\0\0".to_vec(), Some(Kind::M4a)),
        (b"\0\0\0\x20ftypisom\0\0\0\0".to_vec(), Some(Kind::Mp4)),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm".to_vec(), Some(Kind::WebM)),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska".to_vec(), None),
        // Everything that a browser could run, however it begins.
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(), None),
        (b"\n\t <!DOCTYPE html><script>alert(1)</script>".to_vec(), None),
        (b"\xef\xbb\xbf<?xml version='1.0'?><svg/>".to_vec(), None),
        (b"#!/bin/sh\nrm -rf /".to_vec(), None),
        (b"MZ\x90\0".to_vec(), None),
        (b"\x7fELF".to_vec(), None),
        (b"{\\rtf1\0}".to_vec(), None),
        (b" \n".to_vec(), None),
        (Vec::new(), None),
    ] {
        assert_eq!(sniff(&bytes), kind, "{:?}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn a_refusal_says_what_it_is_and_what_is_taken() {
    for (bytes, looks) in [
        (&b"<svg/>"[..], "SVG"),
        (b" <!doctype HTML>", "HTML"),
        (b"<a>", "markup"),
        (b"MZ", "a program"),
        (b"\x1f\x8b", "an archive that is not ZIP"),
        (b"\0\0\0\x20ftypheic", "HEIC"),
        (b"\0", "something else"),
    ] {
        assert_eq!(looks_like(bytes), looks);
    }
    let refused = take("a.html", b"<html>".to_vec()).unwrap_err();
    assert_eq!(refused.code(), Code::FileType);
    let (_, told, _) = refused.to_http("id");
    assert!(told.error.message.contains("looks like HTML") && told.error.message.contains("PDF"), "{told:?}");
}

#[track_caller]
fn check(name: &str, bytes: Vec<u8>, expected: Result<&str, Code>) {
    let taken = take(name, bytes);
    assert_eq!(taken.as_ref().map(|taken| taken.name.as_str()).map_err(Error::code), expected, "{name}");
}

#[test]
fn row_66_name_and_bytes_have_to_agree() {
    // row 66: T30
    check("page.png", b"<html><script>alert(1)</script>".to_vec(), Err(Code::FileTypeMismatch));
    check("page.html", b"<html>".to_vec(), Err(Code::FileType));
    check("page.html", png(1, 1), Err(Code::FileTypeMismatch));
    check("run.exe", png(1, 1), Err(Code::FileTypeMismatch));
    check("notes.pdf", b"just words".to_vec(), Err(Code::FileTypeMismatch));
    check("photo.png", jpeg(1), Ok("photo.jpg"));
    check("photo.JPEG", jpeg(1), Ok("photo.jpeg"));
    check("photo", png(1, 1), Ok("photo.png"));
    check("Screenshot 10.15.30", png(1, 1), Ok("Screenshot 10.15.30.png"));
    check("", png(1, 1), Ok("file.png"));
    check("empty.txt", Vec::new(), Err(Code::FileEmpty));
    check("large.txt", vec![b'a'; FILE_BYTES], Ok("large.txt"));
    check("large.txt", vec![b'a'; FILE_BYTES + 1], Err(Code::FileTooLarge));
}

#[test]
fn names_are_data() {
    // T1 T2 T30 bad input 62
    for (name, kept) in [
        ("../../etc/passwd.png", "passwd.png"),
        ("C:\\Users\\sofia\\vase.png", "vase.png"),
        ("\u{200b}.htaccess", "htaccess.png"),
        ("gnp.\u{202e}exe.png", "gnp.exe.png"),
        ("a\r\nX: y.png", "a X y.png"),
        ("a\0b\u{7}.png", "ab.png"),
        ("  two   words .png", "two words.png"),
        ("...png", "png.png"),
        ("quote\"<script>.png", "quotescript.png"),
        ("Größe 4×5 – Vase.PNG", "Größe 4×5 – Vase.png"),
        ("花瓶.png", "花瓶.png"),
        ("مزهرية.png", "مزهرية.png"),
        ("👩‍🎨.png", "👩🎨.png"),
    ] {
        check(name, png(1, 1), Ok(kept));
    }
    let long = take(&"ü".repeat(500), png(1, 1)).unwrap().name;
    assert_eq!(long.chars().count(), FILE_NAME_CHARS);
    assert!(long.ends_with(".png"));
}

#[test]
fn a_picture_says_how_large_it_is() {
    // T30: a few bytes that unpack to much.
    let size = |bytes| take("", bytes).map(|taken| taken.size).map_err(|error| error.code());
    assert_eq!(size(png(640, 480)), Ok(Some((640, 480))));
    assert_eq!(size(jpeg(1)), Ok(Some((640, 480))));
    assert_eq!(size(jpeg(6)), Ok(Some((480, 640))));
    assert_eq!(size(webp()), Ok(Some((640, 480))));
    assert_eq!(size(b"GIF89a\x80\x02\xe0\x01".to_vec()), Ok(Some((640, 480))));
    assert_eq!(size(png(50_000, 50_000)), Err(Code::ImageTooLarge));
    assert_eq!(size(png(0, 10)), Err(Code::ImageTooLarge));
    assert_eq!(size(b"\xff\xd8\xff\xe0".to_vec()), Err(Code::ImageTooLarge));
    assert_eq!(size(b"%PDF-1.7".to_vec()), Ok(None));
}

#[test]
fn what_tells_of_a_place_is_cut_out() {
    // T30 P5
    for (bytes, stays) in [
        (png(1, 1), &b"pixels"[..]),
        (jpeg(1), b"pix\xff\0els\xff\xd0more\xff\xd9"),
        (jpeg(6), b"ICC_PROFILE"),
        (webp(), b"pixels"),
    ] {
        let before = sniff(&bytes).unwrap();
        let taken = take("", bytes).unwrap();
        assert!(!sniff::has(&taken.bytes, b"GPS") && !sniff::has(&taken.bytes, b"Sofia"), "{before:?}");
        assert!(sniff::has(&taken.bytes, stays), "{before:?}");
        // It is still one, as large as before, and nothing is left to cut.
        assert_eq!(sniff(&taken.bytes), Some(before));
        assert_eq!(measure::measure(before, &taken.bytes), taken.size);
        assert_eq!(strip::strip(before, taken.bytes.clone()), taken.bytes);
    }
}

mod any_bytes {
    use proptest::prelude::*;

    use super::*;

    /// Bytes that begin as something, so that the readers go further in.
    fn beginning() -> impl Strategy<Value = Vec<u8>> {
        let starts = vec![
            Vec::new(),
            png(640, 480),
            jpeg(6),
            webp(),
            zip(&["[Content_Types].xml", "word/document.xml"]),
            b"\0\0\0\x20ftypavif\0\0\0\0ispe".to_vec(),
            b"GIF89a".to_vec(),
        ];
        (
            proptest::sample::select(starts),
            any::<prop::sample::Index>(),
            prop::collection::vec(any::<u8>(), 0..64),
        )
            .prop_map(|(mut bytes, at, noise)| {
                let at = at.index(bytes.len() + 1);
                let end = bytes.len().min(at + noise.len() / 2);
                bytes.splice(at..end, noise);
                bytes
            })
    }

    proptest! {
        #[test]
        fn nothing_panics_and_nothing_grows(bytes in beginning(), name in "\\PC{0,40}") {
            let length = bytes.len();
            if let Ok(taken) = take(&name, bytes) {
                // At most how a camera was held is said anew.
                prop_assert!(taken.bytes.len() <= length + 36);
                prop_assert!(!taken.name.is_empty() && taken.name.chars().count() <= FILE_NAME_CHARS);
                let bad = ['/', '\\', '"', '\n', '\r', '\u{202e}'];
                prop_assert!(!taken.name.contains(bad));
                prop_assert_eq!(sniff(&taken.bytes).is_some(), true);
            }
        }
    }
}

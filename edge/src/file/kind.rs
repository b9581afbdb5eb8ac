//! The kinds of files that are taken. No markup, nothing that runs.

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
    /// AVIF.
    Avif,
    /// PDF.
    Pdf,
    /// Plain text in UTF-8.
    Text,
    /// A ZIP archive.
    Zip,
    /// A document of Word without macros.
    Docx,
    /// A workbook of Excel without macros.
    Xlsx,
    /// A presentation of `PowerPoint` without macros.
    Pptx,
    /// MP3.
    Mp3,
    /// Ogg, with sound.
    Ogg,
    /// WAV.
    Wav,
    /// AAC in MP4.
    M4a,
    /// MP4.
    Mp4,
    /// `WebM`.
    WebM,
}

struct About {
    kind: Kind,
    content_type: &'static str,
    word: &'static str,
    /// The first one is given to files whose name has none.
    endings: &'static [&'static str],
}

const fn about(
    kind: Kind,
    content_type: &'static str,
    word: &'static str,
    endings: &'static [&'static str],
) -> About {
    About { kind, content_type, word, endings }
}

const OFFICE: &str = "application/vnd.openxmlformats-officedocument";

const ALL: [About; 17] = [
    about(Kind::Png, "image/png", "PNG", &["png"]),
    about(Kind::Jpeg, "image/jpeg", "JPEG", &["jpg", "jpeg", "jpe", "jfif"]),
    about(Kind::Gif, "image/gif", "GIF", &["gif"]),
    about(Kind::WebP, "image/webp", "WebP", &["webp"]),
    about(Kind::Avif, "image/avif", "AVIF", &["avif"]),
    about(Kind::Pdf, "application/pdf", "PDF", &["pdf"]),
    about(Kind::Text, "text/plain", "plain text", &["txt", "log", "csv", "md"]),
    about(Kind::Zip, "application/zip", "ZIP", &["zip"]),
    about(
        Kind::Docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "DOCX",
        &["docx"],
    ),
    about(Kind::Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX", &["xlsx"]),
    about(
        Kind::Pptx,
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "PPTX",
        &["pptx"],
    ),
    about(Kind::Mp3, "audio/mpeg", "MP3", &["mp3"]),
    about(Kind::Ogg, "audio/ogg", "Ogg", &["ogg", "oga", "opus"]),
    about(Kind::Wav, "audio/wav", "WAV", &["wav"]),
    about(Kind::M4a, "audio/mp4", "M4A", &["m4a"]),
    about(Kind::Mp4, "video/mp4", "MP4", &["mp4", "m4v"]),
    about(Kind::WebM, "video/webm", "WebM", &["webm"]),
];

impl Kind {
    fn about(self) -> &'static About {
        // Every kind has its line: a test counts them.
        ALL.iter().find(|about| about.kind == self).unwrap_or(&ALL[0])
    }

    /// As in `Content-Type`.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        self.about().content_type
    }

    /// The kind of that content type.
    #[must_use]
    pub fn of_content_type(text: &str) -> Option<Self> {
        ALL.iter().find(|about| about.content_type == text).map(|about| about.kind)
    }

    /// What people call it.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.about().word
    }

    /// How its names end: the first is the usual one.
    #[must_use]
    pub fn endings(self) -> &'static [&'static str] {
        self.about().endings
    }

    /// The kind whose names end so, in lower case.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        ALL.iter().find(|about| about.endings.contains(&ending)).map(|about| about.kind)
    }

    /// Whether it is a picture, which may be shown where it stands.
    #[must_use]
    pub fn is_picture(self) -> bool {
        self.content_type().starts_with("image/")
    }

    /// Whether the two are so near that people name one as the other.
    #[must_use]
    pub fn is_near(self, other: Self) -> bool {
        let family = |kind: Self| match kind.content_type().split_once('/') {
            Some(("application", _)) if kind.content_type().starts_with(OFFICE) || kind == Self::Zip => "zip",
            Some(("application" | "text", _)) | None => kind.word(),
            // Cameras and recorders name a track with and without sound alike.
            Some(("audio" | "video", _)) => "media",
            Some((family, _)) => family,
        };
        family(self) == family(other)
    }
}

/// The kinds that are taken, in words.
#[must_use]
pub fn allowed() -> String {
    ALL.iter().map(|about| about.word).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_one_line() {
        for about in &ALL {
            assert_eq!(about.kind.about().word, about.word);
            assert_eq!(Kind::of_content_type(about.content_type), Some(about.kind));
            for ending in about.endings {
                assert_eq!(Kind::of_ending(ending), Some(about.kind));
            }
        }
    }

    #[test]
    fn nothing_that_runs_in_a_browser_is_among_them() {
        // T30
        for about in &ALL {
            for bad in ["svg", "html", "xml", "javascript"] {
                assert!(!about.content_type.contains(&format!("/{bad}")), "{}", about.content_type);
            }
        }
    }

    #[test]
    fn only_kinds_that_people_mix_up_are_near() {
        assert!(Kind::Png.is_near(Kind::Jpeg));
        assert!(Kind::Docx.is_near(Kind::Zip));
        assert!(Kind::Mp4.is_near(Kind::M4a));
        assert!(!Kind::Text.is_near(Kind::Pdf));
        assert!(!Kind::Png.is_near(Kind::Pdf));
    }
}

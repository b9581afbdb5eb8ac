//! What the operations that bring and read files have in common.

use protocol::code::Code;

/// What can be wrong with a file that is brought.
pub(crate) const CODES: [Code; 6] = [
    Code::FileType,
    Code::FileTypeMismatch,
    Code::FileEmpty,
    Code::FileTooLarge,
    Code::ImageTooLarge,
    Code::FileQuota,
];

/// What a file can be.
pub(crate) const KINDS: &[&str] = &[
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/avif",
    "application/pdf",
    "text/plain",
    "application/zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "audio/mp4",
    "video/mp4",
    "video/webm",
];

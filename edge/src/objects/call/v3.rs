//! A thread that is named without its inbox.

use protocol::frame::Row;

use super::Call;
use crate::v3::Key;
use serde::{Deserialize, Serialize};

calls! {
    /// Whether a thread is in this inbox.
    FindThread "find-thread" {
        /// Which.
        key: Key,
    } -> Option<Row>;
}

//! The description of the API, which the edge serves at `/openapi.json`.
//!
//! Not a part that can be left out: it is made from the types of the very edge that serves it. Knows where the file
//! goes; what is in it is known by the crate `api`.

use super::tools::Tools;
use super::{Made, assets_dir, stamp};
use crate::stop::Result;

const SOURCES: [&str; 3] = ["api", "conversation", "targeting"];

/// Makes `assets/api/openapi.json`.
pub(super) fn build(tools: &Tools) -> Result<Made> {
    let file = assets_dir().join("api/openapi.json");
    let outputs = [file.clone()];
    stamp::unless_made("api", &stamp::of_sources(&SOURCES)?, &outputs, || {
        stamp::write(&file, tools.describe_api()?.as_bytes())
    })
}

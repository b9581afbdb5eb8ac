//! Files that a person chooses: what the system's own dialog would hand over.

use std::fs;
use std::path::Path;

use serde_json::json;

use super::report::decode;
use super::{Page, Part};

impl Page {
    /// Clicks what opens the system's dialog, and picks these files in it.
    #[track_caller]
    pub fn chooses(&self, opener: &Part, files: &[&Path]) {
        let opened = || {
            self.session().events(|events| {
                let opened = |event: &&super::wire::Event| event.method == "Page.fileChooserOpened";
                events
                    .iter()
                    .filter(opened)
                    .map(|event| event.params["backendNodeId"].clone())
                    .collect::<Vec<_>>()
            })
        };
        let before = opened().len();
        self.ask("Page.setInterceptFileChooserDialog", json!({"enabled": true}));
        opener.click();
        let field = self.wait("the dialog for files", || opened().get(before).cloned());
        self.ask("DOM.setFileInputFiles", json!({"backendNodeId": field, "files": files}));
    }

    /// A photograph as a telephone takes it: drawn by the browser, with what a camera writes into it.
    #[track_caller]
    pub fn photograph(&self, width: u32, height: u32, camera: &str, to: &Path) {
        let script = format!(
            "(() => {{ const canvas = document.createElement('canvas'); canvas.width = {width}; canvas.height = {height}; \
             const pen = canvas.getContext('2d'); pen.fillStyle = '#b5533c'; pen.fillRect(0, 0, {width}, {height}); \
             return canvas.toDataURL('image/jpeg'); }})()"
        );
        let drawn = self.eval(&script);
        let (_, text) = drawn.as_str().unwrap_or_default().split_once(',').unwrap_or_default();
        let plain = decode(text);
        let told = [b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0\0\0\0\0".as_slice(), camera.as_bytes()].concat();
        let length = u16::try_from(told.len() + 2).expect("it is short").to_be_bytes();
        let photograph = [&plain[..2], &[0xff, 0xe1], &length, &told, &plain[2..]].concat();
        fs::write(to, photograph).expect("a photograph is kept");
    }
}

//! Files for a reply: brought to the edge as soon as they are chosen, so that sending waits for nothing.

use crate::reactive::*;
use conversation::ids::ThreadId;
use protocol::limits::{FILE_BYTES, FILES_PER_MESSAGE};
use web_sys::File;

use crate::api;
use crate::console::Console;
use crate::state::staged::{Stage, size_words};
use crate::texts::Text;

impl Console {
    /// Takes files for a reply into a thread.
    pub(crate) fn attach(self, thread: &ThreadId, files: Vec<File>) {
        let Some(inbox) = self.inbox.get_untracked() else { return };
        for file in files {
            let (name, bytes) = (file.name(), file.size() as u64);
            let key = self.staged.try_update(|staged| staged.take(thread, name, bytes)).flatten();
            let Some(key) = key else {
                let most = FILES_PER_MESSAGE.to_string();
                return self.tell_failed(self.fill(Text::FilesMany, &[("n", &most)]));
            };
            if bytes > FILE_BYTES as u64 {
                let (size, most) = (size_words(bytes), size_words(FILE_BYTES as u64));
                let why = self.fill(Text::FileLarge, &[("size", &size), ("limit", &most)]);
                self.staged.update(|staged| staged.became(key, Stage::Refused(why)));
                continue;
            }
            let (inbox, thread) = (inbox.clone(), thread.clone());
            spawn_local(async move {
                let stage = match api::bring_file(&inbox, &thread, &file).await {
                    Ok(kept) => Stage::Kept(kept),
                    Err(problem) => Stage::Refused(problem.sentence(self.language.get_untracked())),
                };
                self.staged.update(|staged| staged.became(key, stage));
            });
        }
    }

    /// A file is not wanted any more.
    pub(crate) fn detach(self, key: u64) {
        self.staged.update(|staged| staged.drop(key));
    }
}

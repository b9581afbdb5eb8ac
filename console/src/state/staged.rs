//! Files that an agent chose for a reply: on their way to the edge, there, or refused.
//!
//! Knows what is waiting where. Bringing them is `acts::files`'s.

use conversation::ids::ThreadId;
use protocol::frame::Attachment;
use protocol::limits::FILES_PER_MESSAGE;

/// How far a chosen file has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// On its way.
    Going,
    /// At the edge.
    Kept(Attachment),
    /// Refused, and why.
    Refused(String),
}

/// A chosen file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staged {
    /// Tells it from all others of this page.
    pub key: u64,
    /// The thread it is for.
    pub thread: ThreadId,
    /// What its owner calls it.
    pub name: String,
    /// How large it is.
    pub bytes: u64,
    /// How far it has come.
    pub stage: Stage,
}

/// All chosen files of this page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stages(Vec<Staged>);

impl Stages {
    /// Takes a file for a thread; its key, or nothing where a message carries no more.
    pub fn take(&mut self, thread: &ThreadId, name: String, bytes: u64) -> Option<u64> {
        if self.of(thread).count() >= FILES_PER_MESSAGE {
            return None;
        }
        let key = self.0.iter().map(|staged| staged.key + 1).max().unwrap_or(0);
        self.0.push(Staged { key, thread: thread.clone(), name, bytes, stage: Stage::Going });
        Some(key)
    }

    /// What became of it, if it is still wanted.
    pub fn became(&mut self, key: u64, stage: Stage) {
        if let Some(staged) = self.0.iter_mut().find(|staged| staged.key == key) {
            staged.stage = stage;
        }
    }

    /// It is not wanted any more.
    pub fn drop(&mut self, key: u64) {
        self.0.retain(|staged| staged.key != key);
    }

    /// Those of a thread, in the order they were chosen.
    pub fn of<'a>(&'a self, thread: &'a ThreadId) -> impl Iterator<Item = &'a Staged> {
        self.0.iter().filter(move |staged| staged.thread == *thread)
    }

    /// What a reply into the thread would carry; nothing while a file is not there, and will be or never can be.
    #[must_use]
    pub fn ready(&self, thread: &ThreadId) -> Option<Vec<Attachment>> {
        let kept = |staged: &Staged| match &staged.stage {
            Stage::Kept(file) => Some(file.clone()),
            Stage::Going | Stage::Refused(_) => None,
        };
        self.of(thread).map(kept).collect()
    }

    /// They come back from a reply that was taken back (P56), before those that were chosen since.
    pub fn take_back(&mut self, thread: &ThreadId, files: Vec<Attachment>) {
        let next = self.0.iter().map(|staged| staged.key + 1).max().unwrap_or(0);
        let back = (next..).zip(files).map(|(key, file)| Staged {
            key,
            thread: thread.clone(),
            name: file.name.clone(),
            bytes: file.bytes,
            stage: Stage::Kept(file),
        });
        let at = self.0.iter().position(|staged| staged.thread == *thread).unwrap_or(self.0.len());
        self.0.splice(at..at, back);
    }

    /// They went with a reply.
    pub fn sent(&mut self, thread: &ThreadId) {
        self.0.retain(|staged| staged.thread != *thread);
    }
}

/// A size for people: `3 KB`, `1.2 MB`.
#[must_use]
pub fn size_words(bytes: u64) -> String {
    const MB: u64 = 1024 * 1024;
    if bytes < MB {
        return format!("{} KB", bytes.div_ceil(1024).max(1));
    }
    let tenths = bytes * 10 / MB;
    if tenths < 100 { format!("{}.{} MB", tenths / 10, tenths % 10) } else { format!("{} MB", tenths / 10) }
}

#[cfg(test)]
mod tests {
    use conversation::ids::FileId;

    use super::*;
    use crate::state::sample::thread_id;

    fn file() -> Attachment {
        let id = FileId::parse(&"a".repeat(26)).unwrap();
        Attachment {
            id,
            name: "a.pdf".into(),
            kind: "application/pdf".into(),
            bytes: 1,
            width: None,
            height: None,
        }
    }

    #[test]
    fn a_reply_waits_for_its_own_files_only() {
        // P5 H61
        let (here, there) = (thread_id(1), thread_id(2));
        let mut stages = Stages::default();
        assert_eq!(stages.ready(&here), Some(Vec::new()));
        let first = stages.take(&here, "a.pdf".into(), 1).unwrap();
        let second = stages.take(&there, "b.pdf".into(), 1).unwrap();
        assert_eq!((stages.ready(&here), first == second), (None, false));
        stages.became(first, Stage::Kept(file()));
        assert_eq!(stages.ready(&here), Some(vec![file()]));
        stages.became(second, Stage::Refused("no".into()));
        assert_eq!(stages.ready(&there), None);
        stages.drop(second);
        assert_eq!(stages.ready(&there), Some(Vec::new()));
        stages.sent(&here);
        assert_eq!(stages.of(&here).count(), 0);
        // What became of a file that nobody wants any more is nobody's business.
        stages.became(first, Stage::Kept(file()));
        assert_eq!(stages.of(&here).count(), 0);
    }

    #[test]
    fn files_come_back_before_those_that_were_chosen_since() {
        // P56
        let (here, there) = (thread_id(1), thread_id(2));
        let mut stages = Stages::default();
        stages.take(&there, "c.pdf".into(), 1).unwrap();
        stages.take(&here, "b.pdf".into(), 1).unwrap();
        stages.take_back(&here, vec![file(), file()]);
        let names: Vec<&str> = stages.of(&here).map(|staged| staged.name.as_str()).collect();
        assert_eq!(names, ["a.pdf", "a.pdf", "b.pdf"]);
        let last = stages.take(&here, "d.pdf".into(), 1).unwrap();
        let mut keys: Vec<u64> = stages.0.iter().map(|staged| staged.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!((keys.len(), keys.last()), (5, Some(&last)), "every key is another");
    }

    #[test]
    fn a_message_carries_few() {
        let mut stages = Stages::default();
        let taken = (0..9).filter_map(|_| stages.take(&thread_id(1), "a".into(), 1)).count();
        assert_eq!(taken, FILES_PER_MESSAGE);
        assert!(stages.take(&thread_id(2), "a".into(), 1).is_some());
    }

    #[test]
    fn sizes_are_short() {
        for (bytes, words) in [
            (0, "1 KB"),
            (1_500, "2 KB"),
            (1_048_576, "1.0 MB"),
            (1_300_000, "1.2 MB"),
            (10_485_760, "10 MB"),
        ] {
            assert_eq!(size_words(bytes), words);
        }
    }
}

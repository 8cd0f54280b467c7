//! Noticing that the sources have changed.

use anyhow::Context as _;
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::{
    path::Path,
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

/// What the book is made of: itself, and the listings it includes.
const FOLDERS: [&str; 4] = ["book", "deploy", "stages", "tools"];

/// How long the files have to lie still: an editor writes several times when it saves.
const STILL: Duration = Duration::from_millis(40);

/// Watches the sources until it is dropped.
pub(crate) struct Watch {
    changes: Receiver<Change>,
    /// It ends with this.
    _watcher: RecommendedWatcher,
}

/// What has changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Change {
    /// Something that the book is made of.
    pub(crate) text: bool,
    /// A manifest: there may be other programs, tests and exercises now.
    pub(crate) manifest: bool,
    /// What a learner writes. No page includes it.
    pub(crate) exercise: bool,
}

impl Watch {
    pub(crate) fn new(root: &Path) -> anyhow::Result<Self> {
        let (sender, changes) = channel();
        let notice = move |event: notify::Result<Event>| {
            // Nobody listens any more when the program ends.
            let _ = event.ok().and_then(|event| change(&event)).map(|change| sender.send(change));
        };
        let mut watcher = notify::recommended_watcher(notice).context("could not watch files")?;
        for folder in FOLDERS.iter().map(|folder| root.join(folder)).filter(|folder| folder.is_dir()) {
            let outcome = watcher.watch(&folder, RecursiveMode::Recursive);
            outcome.with_context(|| format!("could not watch {}", folder.display()))?;
        }
        Ok(Self { changes, _watcher: watcher })
    }

    /// Waits for a change, and until no more follow.
    pub(crate) fn wait(&self) -> Option<Change> {
        let mut all = self.changes.recv().ok()?;
        while let Ok(more) = self.changes.recv_timeout(STILL) {
            all.text |= more.text;
            all.manifest |= more.manifest;
            all.exercise |= more.exercise;
        }
        Some(all)
    }
}

/// What an event means for the book, if anything.
fn change(event: &Event) -> Option<Change> {
    if event.kind.is_access() {
        return None;
    }
    let mut change = Change::default();
    for path in event.paths.iter().filter(|path| matters(path)) {
        change.exercise |= path.ends_with("exercise.rs");
        change.manifest |= path.ends_with("Cargo.toml");
        change.text |= !path.ends_with("exercise.rs");
    }
    (change != Change::default()).then_some(change)
}

/// Whether a file is anybody's work, rather than an editor's, a test's or the grader's memory.
fn matters(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_own = [".swp", ".swx", ".tmp", ".snap.new"].iter().any(|end| name.ends_with(end));
    !name.starts_with('.') && !name.ends_with('~') && !name.contains(".rs.bak-") && !is_own
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::{EventKind, event::AccessKind};

    #[test]
    fn what_editors_and_tests_keep_for_themselves_is_no_change() {
        for name in ["a.md~", ".a.md.swp", ".hidden", "x.snap.new", "exercise.rs.bak-1"] {
            let event = Event::new(EventKind::Any).add_path(Path::new("book/src").join(name));
            assert_eq!(change(&event), None, "{name}");
        }
    }

    #[test]
    fn text_manifests_and_exercises_are_changes_and_reading_is_none() {
        let event = |kind, path: &str| change(&Event::new(kind).add_path(path.into()));
        let text = Change { text: true, ..Change::default() };
        let exercise = Change { exercise: true, ..Change::default() };
        assert_eq!(event(EventKind::Any, "book/src/a.md"), Some(text));
        assert_eq!(
            event(EventKind::Any, "stages/02-echo/Cargo.toml"),
            Some(Change { manifest: true, ..text })
        );
        assert_eq!(event(EventKind::Any, "stages/02-echo/exercises/a/exercise.rs"), Some(exercise));
        assert_eq!(event(EventKind::Access(AccessKind::Any), "book/src/a.md"), None);
    }
}

//! Noticing that the sources have changed.

use crate::mount::silent_file_system;
use anyhow::Context as _;
use notify::{Config, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use std::{
    path::Path,
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

/// What the book is made of: itself, and the listings it includes.
const FOLDERS: [&str; 4] = ["book", "deploy", "stages", "tools"];

/// How long the files have to lie still: an editor writes several times when it saves.
const STILL: Duration = Duration::from_millis(40);

/// The pause between two looks at all files where the system does not notify us: about 2,000 files, 4 MB.
pub(crate) const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// Watches the sources until it is dropped.
pub(crate) struct Watch {
    changes: Receiver<Change>,
    /// Why it polls, if it does.
    pub(crate) polls_because: Option<String>,
    /// It ends with this.
    _watcher: Box<dyn Watcher + Send>,
}

/// Gets the events of a watcher.
type Handler = Box<dyn FnMut(notify::Result<Event>) + Send>;

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
    /// Lets the system notify us, unless polling is asked for or the system cannot.
    pub(crate) fn new(root: &Path, poll: bool) -> anyhow::Result<Self> {
        let silent = || silent_file_system(root).map(|kind| format!("{kind} does not notify of changes"));
        match poll.then(|| "--poll asks for it".to_owned()).or_else(silent) {
            Some(reason) => Self::polling(root, reason),
            None => Self::notified(root, notify::recommended_watcher),
        }
    }

    /// Falls back to polling where a watcher cannot be made, or cannot watch so many folders.
    fn notified(
        root: &Path,
        watcher: impl FnOnce(Handler) -> notify::Result<RecommendedWatcher>,
    ) -> anyhow::Result<Self> {
        Self::by(watcher, root, None).or_else(|error| {
            Self::polling(root, format!("the system refuses notifications ({})", reason(error)))
        })
    }

    fn polling(root: &Path, reason: String) -> anyhow::Result<Self> {
        // Times alone are not enough: the watcher compares whole seconds, and a learner saves twice in one.
        let config = Config::default().with_poll_interval(POLL_INTERVAL).with_compare_contents(true);
        let watcher = |handler| PollWatcher::new(handler, config);
        Self::by(watcher, root, Some(reason)).context("could not watch files")
    }

    fn by<W: Watcher + Send + 'static>(
        watcher: impl FnOnce(Handler) -> notify::Result<W>,
        root: &Path,
        polls_because: Option<String>,
    ) -> notify::Result<Self> {
        let (sender, changes) = channel();
        let mut watcher = watcher(Box::new(move |event| {
            // Nobody listens any more when the program ends.
            let _ = event.ok().and_then(|event| change(&event)).map(|change| sender.send(change));
        }))?;
        for folder in FOLDERS.map(|folder| root.join(folder)).iter().filter(|folder| folder.is_dir()) {
            watcher.watch(folder, RecursiveMode::Recursive)?;
        }
        Ok(Self { changes, polls_because, _watcher: Box::new(watcher) })
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

/// In the system's words, without the folder: any other one would have been refused, too.
fn reason(error: notify::Error) -> String {
    notify::Error::new(error.kind).to_string().trim_end_matches('.').to_owned()
}

/// What an event means for the book, if anything.
fn change(event: &Event) -> Option<Change> {
    if event.need_rescan() {
        // The system had more events than it could keep.
        return Some(Change { text: true, manifest: true, exercise: true });
    }
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
    use notify::{
        ErrorKind, EventKind,
        event::{AccessKind, Flag},
    };
    use std::{fs, thread};
    use testkit::DEADLINE;

    /// A folder with a page, and an exercise.
    fn sources() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("book/src")).unwrap();
        fs::write(root.path().join("book/src/one.md"), "One").unwrap();
        root
    }

    /// Saves a page, and returns the change that is noticed.
    fn noticed(watch: Watch, root: &Path) -> Change {
        let (sender, receiver) = channel();
        thread::spawn(move || sender.send(watch.wait()));
        fs::write(root.join("book/src/one.md"), "Two").unwrap();
        receiver.recv_timeout(DEADLINE).unwrap().unwrap()
    }

    #[test]
    fn without_a_watcher_it_polls_and_says_why() {
        let root = sources();
        let watch = Watch::notified(root.path(), |_| Err(notify::Error::new(ErrorKind::MaxFilesWatch)));
        let watch = watch.unwrap();
        let reason = watch.polls_because.as_deref();
        assert_eq!(reason, Some("the system refuses notifications (OS file watch limit reached)"));
        assert_eq!(noticed(watch, root.path()), Change { text: true, ..Change::default() });
    }

    #[test]
    fn two_saves_within_a_second_are_two_changes_where_it_polls() {
        let root = sources();
        let page = root.path().join("book/src/one.md");
        let time = fs::metadata(&page).unwrap().modified().unwrap();
        let watch = Watch::new(root.path(), true).unwrap();
        fs::write(&page, "Two").unwrap();
        fs::File::options().write(true).open(&page).unwrap().set_modified(time).unwrap();
        assert!(watch.changes.recv_timeout(DEADLINE).is_ok());
    }

    #[test]
    fn what_the_system_could_not_keep_may_be_any_change() {
        let all = Change { text: true, manifest: true, exercise: true };
        assert_eq!(change(&Event::new(EventKind::Other).set_flag(Flag::Rescan)), Some(all));
    }

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

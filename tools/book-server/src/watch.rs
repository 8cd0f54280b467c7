//! Noticing that the sources have changed.

use crate::mount::silent_file_system;
use anyhow::Context as _;
use notify::{Config, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use std::{
    collections::BTreeSet,
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
    changes: Receiver<BTreeSet<Change>>,
    /// Why it polls, if it does.
    pub(crate) polls_because: Option<String>,
    /// It ends with this.
    _watcher: Box<dyn Watcher + Send>,
}

/// Gets the events of a watcher.
type Handler = Box<dyn FnMut(notify::Result<Event>) + Send>;

/// What has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    /// Something that the book is made of.
    Text,
    /// A manifest: there may be other programs, tests and exercises now.
    Manifest,
    /// What a learner writes. No page includes it.
    Exercise,
    /// The report of `cargo conformance`.
    Report,
}

impl Watch {
    /// Lets the system notify us, unless polling is asked for or the system cannot.
    pub(crate) fn new(root: &Path, report: &Path, poll: bool) -> anyhow::Result<Self> {
        let silent = || silent_file_system(root).map(|kind| format!("{kind} does not notify of changes"));
        match poll.then(|| "--poll asks for it".to_owned()).or_else(silent) {
            Some(reason) => Self::polling(root, report, reason),
            None => Self::notified(root, report, notify::recommended_watcher),
        }
    }

    /// Falls back to polling where a watcher cannot be made, or cannot watch so many folders.
    fn notified(
        root: &Path,
        report: &Path,
        watcher: impl FnOnce(Handler) -> notify::Result<RecommendedWatcher>,
    ) -> anyhow::Result<Self> {
        Self::by(watcher, root, report, None).or_else(|error| {
            Self::polling(root, report, format!("the system refuses notifications ({})", reason(error)))
        })
    }

    fn polling(root: &Path, report: &Path, reason: String) -> anyhow::Result<Self> {
        // Times alone are not enough: the watcher compares whole seconds, and a learner saves twice in one.
        let config = Config::default().with_poll_interval(POLL_INTERVAL).with_compare_contents(true);
        let watcher = |handler| PollWatcher::new(handler, config);
        Self::by(watcher, root, report, Some(reason)).context("could not watch files")
    }

    fn by<W: Watcher + Send + 'static>(
        watcher: impl FnOnce(Handler) -> notify::Result<W>,
        root: &Path,
        report: &Path,
        polls_because: Option<String>,
    ) -> notify::Result<Self> {
        let (sender, receiver) = channel();
        let told = report.to_owned();
        let mut watcher = watcher(Box::new(move |event| {
            let noticed = event.map(|event| changes(&event, &told)).unwrap_or_default();
            if !noticed.is_empty() {
                // Nobody listens any more when the program ends.
                let _ = sender.send(noticed);
            }
        }))?;
        for folder in FOLDERS.map(|folder| root.join(folder)).iter().filter(|folder| folder.is_dir()) {
            watcher.watch(folder, RecursiveMode::Recursive)?;
        }
        if let Some(folder) = report.parent() {
            watcher.watch(folder, RecursiveMode::NonRecursive)?;
        }
        Ok(Self { changes: receiver, polls_because, _watcher: Box::new(watcher) })
    }

    /// Waits for a change, and until no more follow; for a report only until it is there, since it is replaced in one step.
    pub(crate) fn wait(&self) -> Option<BTreeSet<Change>> {
        let mut all = self.changes.recv().ok()?;
        while !all.contains(&Change::Report)
            && let Ok(more) = self.changes.recv_timeout(STILL)
        {
            all.extend(more);
        }
        Some(all)
    }
}

/// In the system's words, without the folder: any other one would have been refused, too.
fn reason(error: notify::Error) -> String {
    notify::Error::new(error.kind).to_string().trim_end_matches('.').to_owned()
}

/// What an event means for the book.
fn changes(event: &Event, report: &Path) -> BTreeSet<Change> {
    if event.need_rescan() {
        // The system had more events than it could keep.
        return [Change::Text, Change::Manifest, Change::Exercise, Change::Report].into();
    }
    if event.kind.is_access() {
        return BTreeSet::new();
    }
    event.paths.iter().flat_map(|path| changes_of(path, report)).copied().collect()
}

/// What it means that a file has changed.
fn changes_of(path: &Path, report: &Path) -> &'static [Change] {
    if path == report {
        &[Change::Report]
    } else if path.starts_with(report.parent().unwrap_or(report)) || !matters(path) {
        &[]
    } else if path.ends_with("exercise.rs") {
        &[Change::Exercise]
    } else if path.ends_with("Cargo.toml") {
        &[Change::Manifest, Change::Text]
    } else {
        &[Change::Text]
    }
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
    use std::{fs, path::PathBuf, thread};
    use testkit::DEADLINE;

    const REPORT: &str = "target/conformance/report.json";

    fn report(root: &Path) -> PathBuf {
        root.join(REPORT)
    }

    /// A folder with a page, and one for a report.
    fn sources() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("book/src")).unwrap();
        fs::create_dir_all(report(root.path()).parent().unwrap()).unwrap();
        fs::write(root.path().join("book/src/one.md"), "One").unwrap();
        root
    }

    /// Saves a page, and returns the change that is noticed.
    fn noticed(watch: Watch, root: &Path) -> BTreeSet<Change> {
        let (sender, receiver) = channel();
        thread::spawn(move || sender.send(watch.wait()));
        fs::write(root.join("book/src/one.md"), "Two").unwrap();
        receiver.recv_timeout(DEADLINE).unwrap().unwrap()
    }

    #[test]
    fn without_a_watcher_it_polls_and_says_why() {
        let root = sources();
        let watch = Watch::notified(root.path(), &report(root.path()), |_| {
            Err(notify::Error::new(ErrorKind::MaxFilesWatch))
        });
        let watch = watch.unwrap();
        let reason = watch.polls_because.as_deref();
        assert_eq!(reason, Some("the system refuses notifications (OS file watch limit reached)"));
        assert_eq!(noticed(watch, root.path()), [Change::Text].into());
    }

    #[test]
    fn two_saves_within_a_second_are_two_changes_where_it_polls() {
        let root = sources();
        let page = root.path().join("book/src/one.md");
        let time = fs::metadata(&page).unwrap().modified().unwrap();
        let watch = Watch::new(root.path(), &report(root.path()), true).unwrap();
        fs::write(&page, "Two").unwrap();
        fs::File::options().write(true).open(&page).unwrap().set_modified(time).unwrap();
        assert!(watch.changes.recv_timeout(DEADLINE).is_ok());
    }

    #[test]
    fn what_the_system_could_not_keep_may_be_any_change() {
        let all = [Change::Text, Change::Manifest, Change::Exercise, Change::Report].into();
        assert_eq!(changes(&Event::new(EventKind::Other).set_flag(Flag::Rescan), Path::new(REPORT)), all);
    }

    #[test]
    fn what_editors_and_tests_keep_for_themselves_is_no_change() {
        for name in ["a.md~", ".a.md.swp", ".hidden", "x.snap.new", "exercise.rs.bak-1"] {
            let event = Event::new(EventKind::Any).add_path(Path::new("book/src").join(name));
            assert_eq!(changes(&event, Path::new(REPORT)), BTreeSet::new(), "{name}");
        }
    }

    #[test]
    fn text_manifests_and_exercises_are_changes_and_reading_is_none() {
        let event = |kind, path: &str| changes(&Event::new(kind).add_path(path.into()), Path::new(REPORT));
        assert_eq!(event(EventKind::Any, "book/src/a.md"), [Change::Text].into());
        assert_eq!(
            event(EventKind::Any, "stages/02-echo/Cargo.toml"),
            [Change::Manifest, Change::Text].into()
        );
        assert_eq!(
            event(EventKind::Any, "stages/02-echo/exercises/a/exercise.rs"),
            [Change::Exercise].into()
        );
        assert_eq!(event(EventKind::Access(AccessKind::Any), "book/src/a.md"), BTreeSet::new());
    }

    #[test]
    fn a_report_is_a_change_and_what_lies_beside_it_is_none() {
        let event = |name: &str| {
            let path = Path::new(REPORT).with_file_name(name);
            changes(&Event::new(EventKind::Any).add_path(path), Path::new(REPORT))
        };
        assert_eq!(event("report.json"), [Change::Report].into());
        assert_eq!(event("report.json.unfinished"), BTreeSet::new());
        assert_eq!(event(""), BTreeSet::new());
    }

    #[test]
    fn a_stream_of_reports_holds_no_change_back() {
        let (sender, changes) = channel();
        let watch = Watch { changes, polls_because: None, _watcher: Box::new(notify::NullWatcher) };
        for change in [Change::Text, Change::Report, Change::Report] {
            sender.send([change].into()).unwrap();
        }
        drop(sender);
        assert_eq!(watch.wait(), Some([Change::Text, Change::Report].into()));
        assert_eq!(watch.wait(), Some([Change::Report].into()));
    }
}

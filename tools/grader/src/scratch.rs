//! A folder for one grading: the programs that are run, and the reports of their checks.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::Duration,
};
use tempfile::TempDir;

/// What the names of these folders begin with.
const PREFIX: &str = "grade-";

/// Held by the grading whose folder it is. The system lets it go however that grading ends.
const LOCK: &str = "lock";

/// A folder without a lock may be about to get one; after this time nobody is coming back.
const ABANDONED: Duration = Duration::from_mins(1);

/// A folder that goes away with the grading.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: TempDir,
    _lock: File,
}

impl Scratch {
    /// A new folder below cargo's, in which those of gradings that were interrupted are removed.
    pub(crate) fn new(target: &Path) -> io::Result<Self> {
        fs::create_dir_all(target)?;
        remove_abandoned(target);
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(target)?;
        let lock = File::create(folder.path().join(LOCK))?;
        // A disk without locks has folders that stay longer.
        let _ = lock.lock();
        Ok(Self { folder, _lock: lock })
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The program under a name of our own, by which nobody replaces it when something else is built.
    pub(crate) fn keep(&self, program: &Path) -> io::Result<PathBuf> {
        let kept = self.path().join(program.file_name().unwrap_or_default());
        match fs::hard_link(program, &kept) {
            Ok(()) => {}
            // Not every disk can have two names for a file.
            Err(_) => drop(fs::copy(program, &kept)?),
        }
        Ok(kept)
    }
}

/// What cannot be removed now is tried again the next time.
fn remove_abandoned(target: &Path) {
    let entries = fs::read_dir(target).into_iter().flatten().filter_map(Result::ok);
    let folders = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX));
    for folder in folders.map(|entry| entry.path()).filter(|folder| is_abandoned(folder)) {
        let _ = fs::remove_dir_all(folder);
    }
}

fn is_abandoned(folder: &Path) -> bool {
    let Ok(lock) = File::open(folder.join(LOCK)) else {
        let modified = fs::symlink_metadata(folder).and_then(|about| about.modified());
        return modified.is_ok_and(|time| time.elapsed().is_ok_and(|age| age > ABANDONED));
    };
    lock.try_lock().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::SystemTime;

    #[test]
    fn folders_of_gradings_that_were_interrupted_are_removed_and_of_those_that_run_are_not() {
        let target = tempfile::tempdir().unwrap();
        let folder = |name: &str| {
            let folder = target.path().join(name);
            fs::create_dir(&folder).unwrap();
            folder
        };
        let [killed, old, new, other] = ["grade-killed", "grade-old", "grade-new", "debug"].map(folder);
        fs::write(killed.join(LOCK), "").unwrap();
        let long_ago = SystemTime::now() - 2 * ABANDONED;
        File::open(&old).unwrap().set_modified(long_ago).unwrap();
        let running = Scratch::new(target.path()).unwrap();
        let second = Scratch::new(target.path()).unwrap();
        assert!(!killed.exists() && !old.exists());
        assert!(new.exists() && other.exists() && running.path().exists() && second.path().exists());
        drop(running);
        assert_eq!(fs::read_dir(target.path()).unwrap().count(), 3);
    }
}

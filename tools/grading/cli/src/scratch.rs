//! The lock of a folder, and a temporary folder whose abandoned predecessors are removed: a process that is killed cannot clean up after itself.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::Duration,
};
use tempfile::TempDir;

/// Held by the process whose folder it is. The system releases it however that process ends.
const LOCK: &str = "lock";

/// What the folder is for, beside its lock. The process that empties it keeps the lock.
const CONTENT: &str = "content";

/// With what the names of those folders begin that hold the programs of a grading.
pub(crate) const KEPT_PROGRAMS: &str = "grade-";

/// A folder without a lock may be about to get one; after this time nobody is coming back.
const ABANDONED: Duration = Duration::from_mins(1);

/// A folder that is removed when this is dropped, or by the next one of its kind.
#[derive(Debug)]
pub struct Scratch {
    content: PathBuf,
    _folder: TempDir,
    _lock: File,
}

impl Scratch {
    /// Makes a new folder below `parent`, whose name begins with `prefix`, and removes those with the same beginning whose
    /// process has ended.
    ///
    /// # Errors
    ///
    /// If the folder cannot be made. That an abandoned one cannot be removed is no error: the next call tries again.
    pub fn new(parent: &Path, prefix: &str) -> io::Result<Self> {
        fs::create_dir_all(parent)?;
        remove_abandoned(parent, prefix);
        let folder = tempfile::Builder::new().prefix(prefix).tempdir_in(parent)?;
        // On a disk without locks, folders stay longer.
        let lock = lock(folder.path(), || ())?;
        let content = folder.path().join(CONTENT);
        fs::create_dir(&content)?;
        Ok(Self { content, _folder: folder, _lock: lock })
    }

    /// Where files can be put.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.content
    }

    /// The program under a name of our own, by which nobody replaces it when something else is built.
    pub(crate) fn keep(&self, program: &Path) -> io::Result<PathBuf> {
        let kept = self.path().join(program.file_name().unwrap_or_default());
        // Not every disk can have two names for a file.
        fs::hard_link(program, &kept).or_else(|_| fs::copy(program, &kept).map(drop))?;
        Ok(kept)
    }
}

/// Makes a folder, if there is none, and waits until no other process has its lock; says so first.
pub(crate) fn lock(folder: &Path, on_wait: impl FnOnce()) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    let lock = File::create(folder.join(LOCK))?;
    if lock.try_lock().is_err() {
        on_wait();
        // Where there are no locks, there is nobody to wait for.
        let _ = lock.lock();
    }
    Ok(lock)
}

/// Removes the folders below `parent` whose name begins with `prefix` and whose process has ended. What cannot be removed now
/// is tried again the next time.
pub(crate) fn remove_abandoned(parent: &Path, prefix: &str) {
    let entries = fs::read_dir(parent).into_iter().flatten().filter_map(Result::ok);
    let folders = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix));
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
    fn folders_of_processes_that_were_killed_are_removed_and_of_those_that_run_are_not() {
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
        let running = Scratch::new(target.path(), "grade-").unwrap();
        fs::remove_dir_all(running.path()).unwrap();
        fs::create_dir(running.path()).unwrap();
        let second = Scratch::new(target.path(), "grade-").unwrap();
        assert!(!killed.exists() && !old.exists());
        assert!(new.exists() && other.exists() && running.path().exists() && second.path().exists());
        drop(running);
        assert_eq!(fs::read_dir(target.path()).unwrap().count(), 3);
    }
}

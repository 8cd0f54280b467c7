//! Putting a text in the place of the learner's file. Whatever was saved there, even at the same moment, is kept beside it.

use crate::exercise::{Exercise, read};
use anyhow::Context as _;
use serde::Serialize;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::{
    cmp::Reverse,
    fs::{self, File},
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};
use tempfile::NamedTempFile;

/// What the name of a kept version begins with; its number follows.
const NAME: &str = "exercise.rs.bak-";

/// A temporary file is for its owner alone, and an exercise is not.
#[cfg(unix)]
const READABLE: u32 = 0o644;

/// A version of the learner's file that is kept beside it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Backup {
    /// The name of the file: `exercise.rs.bak-2`.
    pub name: String,
    /// When it was saved for the last time, in seconds since 1970.
    pub saved: u64,
    /// How many lines it has.
    pub lines: usize,
}

impl Exercise {
    /// The kept versions of the learner's file, the newest first, without those that are the same as the file is now.
    #[must_use]
    pub fn backups(&self) -> Vec<Backup> {
        let current = read(&self.file());
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let numbered = entries.filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let number: u64 = name.strip_prefix(NAME)?.parse().ok()?;
            let text = read(&entry.path()).filter(|text| Some(text) != current.as_ref())?;
            let saved = entry.metadata().ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_secs();
            let lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count();
            Some((number, Backup { name, saved, lines }))
        });
        let mut backups: Vec<_> = numbered.collect();
        backups.sort_by_key(|(number, backup)| Reverse((backup.saved, *number)));
        backups.into_iter().map(|(_, backup)| backup).collect()
    }

    /// What is in a kept version; `None` if that is not the name of one.
    pub(crate) fn backup(&self, name: &str) -> Option<anyhow::Result<Vec<u8>>> {
        name.strip_prefix(NAME)?.parse::<u64>().ok()?;
        Some(fs::read(self.folder.join(name)).with_context(|| format!("could not read {name}")))
    }
}

/// Puts a text in the place of a file. Returns the new files beside it that have what stood there.
///
/// The old file moves away, and the new one comes only where nothing is. What was saved between the two moves away as well.
pub(crate) fn replace(file: &Path, text: &[u8]) -> io::Result<Vec<PathBuf>> {
    let folder = file.parent().ok_or(ErrorKind::InvalidFilename)?;
    let mut new = NamedTempFile::new_in(folder)?;
    new.write_all(text)?;
    new.as_file().sync_all()?;
    #[cfg(unix)]
    new.as_file().set_permissions(PermissionsExt::from_mode(READABLE))?;
    let mut kept = Vec::new();
    loop {
        let backup = create_beside(file)?;
        match fs::rename(file, &backup) {
            Ok(()) => kept.push(backup),
            Err(error) => {
                fs::remove_file(&backup)?;
                if error.kind() != ErrorKind::NotFound {
                    return Err(error);
                }
            }
        }
        new = match new.persist_noclobber(file) {
            Ok(_) => return Ok(kept),
            Err(failed) if failed.error.kind() == ErrorKind::AlreadyExists => failed.file,
            Err(failed) => {
                let kept: Vec<_> = kept.iter().map(|kept| kept.display().to_string()).collect();
                let words = format!("{}; what you wrote is in {}", failed.error, kept.join(", "));
                return Err(io::Error::new(failed.error.kind(), words));
            }
        };
    }
}

/// An empty file beside the file, under a name that nothing has yet: so nobody else has that name.
fn create_beside(file: &Path) -> io::Result<PathBuf> {
    for number in 1.. {
        let backup = file.with_file_name(format!("{NAME}{number}"));
        match File::create_new(&backup) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            created => return created.map(|_| backup),
        }
    }
    unreachable!("the numbers do not end")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{sync::Barrier, thread};
    use tempfile::{TempDir, tempdir};

    /// How often a save and a reset meet. Of 200 that met by chance, code that read and then wrote lost about 14.
    const MEETINGS: u32 = 50;

    type Save = fn(&Path, &str);

    /// As many editors save: another file takes the place of the old one.
    fn save_by_renaming(file: &Path, text: &str) {
        let new = file.with_extension("new");
        fs::write(&new, text).unwrap();
        fs::rename(new, file).unwrap();
    }

    /// As the others save: into the file itself.
    fn save_in_place(file: &Path, text: &str) {
        fs::write(file, text).unwrap();
    }

    /// All that is in the file and beside it.
    fn texts(folder: &TempDir) -> Vec<String> {
        let entries = fs::read_dir(folder.path()).unwrap();
        entries.map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).collect()
    }

    #[test]
    fn what_is_saved_at_the_moment_of_a_reset_is_never_lost() {
        for save in [save_by_renaming as Save, save_in_place] {
            for number in 0..MEETINGS {
                let (folder, together) = (tempdir().unwrap(), Barrier::new(2));
                let (file, mine) = (folder.path().join("exercise.rs"), format!("version {number}"));
                fs::write(&file, "before").unwrap();
                thread::scope(|scope| {
                    scope.spawn(|| {
                        together.wait();
                        save(&file, &mine);
                    });
                    together.wait();
                    replace(&file, b"the stub").unwrap();
                });
                assert!(texts(&folder).contains(&mine), "{mine} is lost");
                assert!(["the stub", &mine].contains(&fs::read_to_string(&file).unwrap().as_str()));
            }
        }
    }

    #[test]
    fn what_stood_in_a_file_is_kept_beside_it_and_an_earlier_backup_is_never_overwritten() {
        let folder = tempdir().unwrap();
        let file = folder.path().join("exercise.rs");
        assert_eq!(replace(&file, b"stub").unwrap(), Vec::<PathBuf>::new());
        for (number, text) in [(1, "one"), (2, "two")] {
            fs::write(&file, text).unwrap();
            let kept = file.with_file_name(format!("exercise.rs.bak-{number}"));
            assert_eq!(replace(&file, b"stub").unwrap(), [kept]);
        }
        let mut texts = texts(&folder);
        texts.sort();
        assert_eq!(texts, ["one", "stub", "two"]);
    }
}

//! Putting an exercise back as it was, without losing a line that somebody wrote.

use crate::{exercise::Exercise, workspace::Workspace};
use anyhow::{Context as _, ensure};
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::{
    fs::{self, File},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// A temporary file is for its owner alone, and an exercise is not.
#[cfg(unix)]
const READABLE: u32 = 0o644;

/// Takes exercise.rs from a commit, keeps what was in it in a file beside, and says what was done.
pub(crate) fn reset(workspace: &Workspace, exercise: &Exercise, from: &str) -> anyhow::Result<Vec<String>> {
    let path = exercise.file();
    let file = workspace.relative(&path);
    ensure_inside(workspace, &path)?;
    let stub = workspace
        .git(&["cat-file", "--filters", &format!("{from}:./{file}")], String::new())
        .with_context(|| format!("could not take {file} from git ({from}); nothing was changed"))?;
    let current = match fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        current => Some(current.with_context(|| format!("could not read {file}"))?),
    };
    let is_link = fs::symlink_metadata(&path).is_ok_and(|about| about.is_symlink());
    if current.as_ref() == Some(&stub) && !is_link {
        let mut said = vec![format!("{file} is the same as in git ({from}). Nothing was changed.")];
        said.extend(others(workspace, exercise, &file)?);
        return Ok(said);
    }
    let mut said = Vec::new();
    if let Some(current) = current {
        let backup = keep(&path, &current).context("could not keep what you wrote; nothing was changed")?;
        said.push(format!("What you wrote is kept in {}", workspace.relative(&backup)));
    }
    replace(&path, &stub).with_context(|| format!("could not write {file}"))?;
    said.push(format!("{file} is the same as in git again ({from})."));
    Ok(said)
}

/// Puts another file in the place of one. What a link there leads to is left alone.
fn replace(file: &Path, text: &[u8]) -> anyhow::Result<()> {
    let folder = file.parent().context("it is in no folder")?;
    let mut new = NamedTempFile::new_in(folder)?;
    new.write_all(text)?;
    new.as_file().sync_all()?;
    #[cfg(unix)]
    new.as_file().set_permissions(PermissionsExt::from_mode(READABLE))?;
    new.persist(file)?;
    Ok(())
}

/// An error if a link leads from the workspace to where the file would be written.
fn ensure_inside(workspace: &Workspace, file: &Path) -> anyhow::Result<()> {
    let folder = file.parent().context("it is in no folder")?;
    let inside = folder.canonicalize()?.starts_with(workspace.root.canonicalize()?);
    ensure!(inside, "{} leads out of the workspace; nothing was changed", workspace.relative(folder));
    Ok(())
}

/// Keeps a text beside the file, under a name that nothing has yet.
fn keep(file: &Path, text: &[u8]) -> anyhow::Result<PathBuf> {
    for number in 1.. {
        let backup = file.with_extension(format!("rs.bak-{number}"));
        match File::create_new(&backup) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            created => {
                let mut created = created?;
                created.write_all(text)?;
                created.sync_all()?;
                return Ok(backup);
            }
        }
    }
    unreachable!("the numbers do not end")
}

/// Somebody who commits what they write finds the stub further back.
fn others(workspace: &Workspace, exercise: &Exercise, file: &str) -> anyhow::Result<Vec<String>> {
    let log = ["log", "--max-count=20", "--format=%h %s", "--", file];
    let versions = workspace.git_text(&log)?;
    if versions.lines().nth(1).is_none() {
        return Ok(Vec::new());
    }
    let mut said = vec!["\nOther versions of it, the newest first:".to_owned()];
    said.extend(versions.lines().map(|version| format!("  {version}")));
    said.push(format!("To restore one of them: cargo grade reset {} --from COMMIT", exercise.name));
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_backup_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("exercise.rs");
        let names = [b"one", b"two"].map(|text| keep(&file, text).unwrap());
        assert_eq!(
            names.each_ref().map(|name| name.file_name().unwrap().to_str().unwrap()),
            ["exercise.rs.bak-1", "exercise.rs.bak-2"]
        );
        assert_eq!(names.map(|name| fs::read(name).unwrap()), [b"one", b"two"]);
    }
}

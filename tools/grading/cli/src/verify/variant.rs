//! What stands in exercise.rs: the stub, the solution, another correct answer, or a wrong one.

use crate::exercise::Exercise;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The line in a wrong answer that names the check which must reject it.
const REJECTED_BY: &str = "//! Rejected by: ";

/// One of the things that can stand in exercise.rs.
#[derive(Debug)]
pub(super) enum Variant {
    Stub(PathBuf),
    Solution(PathBuf),
    /// A correct answer in another style than the solution's.
    AlsoRight(PathBuf),
    Wrong(PathBuf),
}

impl Variant {
    /// All that an exercise has, in the order in which they are tried.
    pub(super) fn all(exercise: &Exercise) -> io::Result<Vec<Self>> {
        let mut all = vec![Self::Stub(exercise.file()), Self::Solution(exercise.folder.join("solution.rs"))];
        all.extend(also_right(exercise)?.into_iter().map(Self::AlsoRight));
        all.extend(wrong(exercise)?.into_iter().map(Self::Wrong));
        all.retain(|variant| variant.file().exists());
        Ok(all)
    }

    pub(super) fn file(&self) -> &Path {
        match self {
            Self::Stub(file) | Self::Solution(file) | Self::AlsoRight(file) | Self::Wrong(file) => file,
        }
    }
}

/// The correct answers of an exercise that are written in another style than the solution.
pub(super) fn also_right(exercise: &Exercise) -> io::Result<Vec<PathBuf>> {
    beside(exercise, "also_right", "rs")
}

/// The wrong answers of an exercise.
pub(super) fn wrong(exercise: &Exercise) -> io::Result<Vec<PathBuf>> {
    beside(exercise, "wrong", "rs")
}

/// The messages that were reviewed.
pub(super) fn messages(exercise: &Exercise) -> io::Result<Vec<PathBuf>> {
    beside(exercise, "wrong", "feedback")
}

/// The check that must reject a wrong answer.
pub(super) fn rejected_by(wrong: &Path) -> Option<String> {
    let text = fs::read_to_string(wrong).ok()?;
    let check = text.lines().find_map(|line| line.strip_prefix(REJECTED_BY))?;
    Some(check.trim().trim_matches('`').to_owned())
}

/// The last part of a path, as people read it.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn beside(exercise: &Exercise, folder: &str, extension: &str) -> io::Result<Vec<PathBuf>> {
    let folder = exercise.folder.join(folder);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    let mut files: Vec<_> =
        files.into_iter().filter(|file| file.extension().is_some_and(|it| it == extension)).collect();
    files.sort();
    Ok(files)
}

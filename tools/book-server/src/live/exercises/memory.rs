//! The last verdict on an exercise, kept below cargo's own folder: it is worth nothing when the files have changed.

use grader::Exercise;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io,
    path::Path,
};

/// A verdict, and what it was on.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Memory {
    /// The fingerprint of the files.
    pub(super) of: u64,
    /// As in docs/grading/schema.json.
    pub(super) exercise: Value,
}

impl Memory {
    /// What is remembered, if anything.
    pub(super) fn load(folder: &Path, target: &str) -> Option<Self> {
        let text = fs::read(folder.join(target).with_extension("json")).ok()?;
        serde_json::from_slice(&text).ok().filter(|memory: &Self| memory.exercise["target"] == target)
    }

    pub(super) fn keep(&self, folder: &Path, target: &str) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        fs::write(folder.join(target).with_extension("json"), serde_json::to_vec(self)?)
    }
}

/// Another number for other files: the learner's, and the one that judges it.
pub(super) fn fingerprint(exercise: &Exercise) -> u64 {
    let mut hasher = DefaultHasher::new();
    for file in [exercise.file(), exercise.grader()] {
        fs::read(file).ok().hash(&mut hasher);
    }
    hasher.finish()
}

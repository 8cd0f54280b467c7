//! The report in a file that is renewed after each check, so that a page can watch the run.

use anyhow::Context as _;
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// Where it is, below cargo's folder for what it builds.
const PLACE: &str = "conformance/report.json";

/// What cargo puts into that folder, and nobody else does; the first only if cargo has made the folder.
const MARKS: [&str; 2] = ["CACHEDIR.TAG", ".rustc_info.json"];

/// The usual file, if this program was built by cargo and is still where cargo has put it.
pub(crate) fn usual() -> Option<PathBuf> {
    let program = env::current_exe().ok()?;
    let is_target = |folder: &&Path| MARKS.iter().any(|mark| folder.join(mark).is_file());
    let target = program.ancestors().find(is_target)?;
    Some(target.join(PLACE))
}

/// Replaces the file in one step, so that nobody reads half of it.
pub(crate) fn renew(file: &Path, text: &str) -> anyhow::Result<()> {
    let unfinished = file.with_extension("json.unfinished");
    let written = file.parent().map_or(Ok(()), fs::create_dir_all);
    let written = written.and_then(|()| fs::write(&unfinished, text));
    let written = written.and_then(|()| fs::rename(&unfinished, file));
    written.with_context(|| format!("could not write {}", file.display()))
}

//! What cargo has built from our own files, from which contents, and which macros an answer exports.
//!
//! Cargo compares times: it builds again what is older than its sources. A file that is put in place with an old time, or
//! another clone with the same target folder, gets the program of somebody else. So we keep a record of the contents
//! that each program was built from.

use crate::{
    exercise::{Exercise, read, text_of},
    outcome::hash,
    workspace::Workspace,
};
use cargo_metadata::{Artifact, TargetKind};
use std::{fs, io, path::PathBuf, time::UNIX_EPOCH};

/// Where records are kept, below cargo's folder: a file for each program or library.
const RECORDS: &str = "grade/built";

/// The attributes by which a macro leaves its module.
const EXPORTS: [&str; 2] = ["macro_export", "macro_use"];

/// A library or a test program.
#[derive(Debug)]
pub(crate) struct Built {
    /// The test target that it is.
    pub(crate) test: Option<String>,
    /// All that there is of it.
    files: Vec<PathBuf>,
    /// The one in whose name is the version.
    named: PathBuf,
    /// Whether cargo has left it as it was.
    fresh: bool,
}

impl Built {
    /// What an artifact is; `None` if its sources are not ours, or it is nothing that an exercise's program consists of.
    pub(crate) fn of(artifact: &Artifact) -> Option<Self> {
        let ours = artifact.package_id.repr.starts_with("path+");
        let is_test = artifact.target.is_test();
        let is_part = is_test || artifact.target.kind.contains(&TargetKind::Lib);
        let files: Vec<PathBuf> = artifact.filenames.iter().map(Into::into).collect();
        let test = is_test.then(|| artifact.target.name.clone());
        let named = artifact.executable.clone().map(Into::into).or_else(|| files.last().cloned())?;
        (ours && is_part).then_some(Self { test, files, named, fresh: artifact.fresh })
    }

    /// Whether cargo has left it as it was although the contents are not those from which it was built, or may not be.
    ///
    /// Nobody but us keeps records, and `cargo grade` itself is built by somebody else. So a library without a record is
    /// believed, and a program is not.
    pub(crate) fn is_doubtful(&self, workspace: &Workspace) -> bool {
        let record = fs::read_to_string(self.record(workspace)).unwrap_or_default();
        let record = record.split_once(' ').filter(|(of, _)| Some(*of) == self.identity().as_deref());
        let same = record.map(|(_, from)| self.contents(workspace).as_deref() == Some(from));
        self.fresh && !same.unwrap_or(self.test.is_none())
    }

    /// Keeps from which contents it was built.
    pub(crate) fn keep_record(&self, workspace: &Workspace) -> io::Result<()> {
        let record = self.identity().zip(self.contents(workspace));
        let Some((identity, contents)) = record else { return Ok(()) };
        let (file, record) = (self.record(workspace), format!("{identity} {contents}"));
        if fs::read_to_string(&file).is_ok_and(|kept| kept == record) {
            return Ok(());
        }
        fs::create_dir_all(workspace.target.join(RECORDS))?;
        fs::write(file, record)
    }

    /// Removes it, so that cargo has to build it again.
    pub(crate) fn remove(&self) -> io::Result<()> {
        self.files.iter().filter(|file| file.exists()).try_for_each(fs::remove_file)
    }

    /// The files from which it was built, as rustc says in the file beside it.
    fn sources(&self, workspace: &Workspace) -> Option<Vec<PathBuf>> {
        // `deps/checks-0123.d` beside `deps/libchecks-0123.rmeta`.
        let file = self.named.with_extension("d");
        let name = file.file_name()?.to_str()?;
        let name = if self.test.is_some() { name } else { name.trim_start_matches("lib") };
        let rules = fs::read_to_string(file.with_file_name(name)).ok()?;
        let sources = rules.lines().filter_map(|line| line.strip_suffix(':'));
        Some(sources.map(|source| workspace.root.join(source.replace("\\ ", " "))).collect())
    }

    /// A message for each file of the answer, among those of its program, that exports a macro.
    ///
    /// The answer is a module of the checks' crate. Its macros stay inside, unless it exports them to the crate or leaves them
    /// to what follows (<https://doc.rust-lang.org/reference/macros-by-example.html#scoping-exporting-and-importing>). Then a
    /// `format!` of the answer's is the one that the checks use. Either takes an attribute, whose name stands somewhere in
    /// the files of the answer.
    pub(super) fn exported_macros(&self, workspace: &Workspace, exercise: &Exercise) -> Option<Vec<String>> {
        let sources = self.sources(workspace)?.into_iter().filter(|file| *file != exercise.grader());
        let named = sources.filter_map(|file| {
            let text = text_of(&file);
            let attribute = EXPORTS.iter().find(|attribute| text.contains(**attribute))?;
            Some(exports(&workspace.relative(&file), attribute))
        });
        Some(named.collect())
    }

    fn record(&self, workspace: &Workspace) -> PathBuf {
        workspace.target.join(RECORDS).join(self.named.file_name().unwrap_or_default())
    }

    /// Another one for each time that it is built.
    fn identity(&self) -> Option<String> {
        let about = fs::metadata(&self.named).ok()?;
        let time = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(format!("{}-{}", time.as_nanos(), about.len()))
    }

    /// Another one for other contents; `None` if they cannot be read.
    fn contents(&self, workspace: &Workspace) -> Option<String> {
        let contents =
            self.sources(workspace)?.iter().map(|source| read(source)).collect::<Option<Vec<_>>>()?;
        Some(format!("{:016x}", hash(contents)))
    }
}

fn exports(file: &str, attribute: &str) -> String {
    format!(
        "Not graded: `{attribute}` is in {file}.\n\n\
         A macro that leaves its file could take the place of one that the checks use, such as `format!`.\n\
         Macros of your own are welcome: without `{attribute}` they work in your file, below the place where they are \
         defined.\n"
    )
}

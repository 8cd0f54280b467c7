//! Comparing the files that judge with those in git.
//!
//! Git's own `diff` believes what the index says about a file, and looks at it through the filters that anybody can set.
//! So the bytes are compared: those in the commit, and those of the files as they are.

use crate::{
    exercise::{Exercise, checks_in},
    workspace::{Distrust, Workspace},
};
use anyhow::Context as _;
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Seek as _, Write as _},
    path::Path,
    process::Stdio,
};

/// What has a say in every verdict: folders with all that is in them, and files.
const COMMON: [&str; 7] = [
    ".cargo",
    "Cargo.toml",
    "rust-toolchain",
    "rust-toolchain.toml",
    "tools/grading",
    "tools/support",
    "tools/testkit",
];

/// What cargo and rustup find by themselves, so that a file which git does not know has a say as well.
const FOUND: [&str; 5] = [
    ".cargo/config",
    ".cargo/config.toml",
    "rust-toolchain",
    "rust-toolchain.toml",
    "tools/grading/cli/build.rs",
];

/// What has a say in the verdict on an exercise, folders and files: what all have in common, its own folder, and of the packages
/// that are built for it what decides how.
fn judging(workspace: &Workspace, exercise: &Exercise) -> Vec<String> {
    let packages = exercise
        .packages
        .iter()
        .flat_map(|package| ["Cargo.toml", "build.rs"].map(|file| package.join(file)));
    let own = packages.chain([exercise.folder.clone()]).map(|path| workspace.relative(&path));
    COMMON.map(str::to_owned).into_iter().chain(own).collect()
}

/// The files that judge, compared with a commit.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Comparison {
    /// As it was asked for: `HEAD`.
    against: String,
    /// The name of the commit.
    commit: Option<String>,
    /// The files that differ, from the workspace's root.
    changed: Option<BTreeSet<String>>,
    /// Those that differ in nothing but their line ends, which mean the same to cargo and to rustc.
    pub(crate) line_ends: Option<BTreeSet<String>>,
    /// Why nothing can be compared; then there is nothing of the above.
    pub(crate) problem: Option<String>,
}

impl Comparison {
    /// Compares with the commit that was asked for, or else with HEAD, if there is one.
    pub(crate) fn with(workspace: &Workspace, asked: Option<&str>) -> anyhow::Result<Self> {
        let against = asked.unwrap_or("HEAD");
        compare(workspace, against).or_else(|error| match asked {
            // Who asks for it wants no grades without it.
            Some(_) => Err(error.context("could not compare the checks")),
            None => {
                Ok(Self { against: against.into(), problem: Some(format!("{error:#}")), ..Self::default() })
            }
        })
    }

    /// A message for each changed file that judges the exercise, which is then not graded.
    pub(crate) fn messages(&self, workspace: &Workspace, exercise: &Exercise) -> Vec<String> {
        let judging = judging(workspace, exercise);
        let judges = |file: &&String| judging.iter().any(|path| Path::new(file).starts_with(path));
        let changed = self.changed.iter().flatten().filter(judges);
        let mut messages: Vec<_> = changed.map(|file| self.message(workspace, file)).collect();
        // This is seen even where nothing can be compared; and cargo would build none of its neighbours either.
        if messages.is_empty() && !exercise.grader().exists() {
            messages.push(self.message(workspace, &workspace.relative(&exercise.grader())));
        }
        messages
    }

    fn message(&self, workspace: &Workspace, file: &str) -> String {
        let (against, is_there) = (&self.against, workspace.root.join(file).exists());
        let how = if is_there { "differs from the one in git" } else { "is missing" };
        format!(
            "Not graded: {file} {how}, and the verdict depends on it.\n\n\
             Compared with the commit: {against}\n\
             Restore it: git restore --source={against} -- {file}\n\
             (If git does not know the file, remove it instead.)\n"
        )
    }

    /// The checks that there should be: those of the commit, so that nobody gains by having fewer.
    pub(crate) fn checks(&self, workspace: &Workspace, exercise: &Exercise) -> Vec<String> {
        let original = format!("{}:./{}", self.against, workspace.relative(&exercise.grader()));
        let original = workspace.git_text(&["cat-file", "blob", &original]);
        original.map_or_else(|_| exercise.checks(), |grader| checks_in(&grader))
    }
}

fn compare(workspace: &Workspace, against: &str) -> anyhow::Result<Comparison> {
    let revision = format!("{against}^{{commit}}");
    let commit = workspace.git_text(&["rev-parse", "--verify", "--quiet", &revision]);
    let unknown = |error: anyhow::Error| error.context(format!("there is no commit {against}"));
    let commit = commit.map_err(|error| if error.is::<Distrust>() { error } else { unknown(error) })?;
    let judging = workspace.exercises.iter().flat_map(|exercise| judging(workspace, exercise));
    let mut files: BTreeSet<_> = judging.chain(FOUND.map(str::to_owned)).collect();
    let there = there(workspace, &commit, &files)?;
    anyhow::ensure!(there.contains_key("Cargo.toml"), "this folder is not in the commit {against}");
    files.extend(there.keys().filter(|file| judges(file)).cloned());
    let (mut changed, mut line_ends) = (BTreeSet::new(), BTreeSet::new());
    for file in files {
        let (there, here) = (there.get(&file), here(&workspace.root.join(&file))?);
        if there == here.as_ref() {
            continue;
        }
        let unix = |text: Option<&Vec<u8>>| text.map(|text| with_unix_line_ends(text));
        let differs_in_line_ends = unix(there) == unix(here.as_ref());
        if differs_in_line_ends { &mut line_ends } else { &mut changed }.insert(file);
    }
    let (against, commit) = (against.to_owned(), Some(commit));
    Ok(Comparison { against, commit, changed: Some(changed), line_ends: Some(line_ends), problem: None })
}

/// Of an exercise's folder, all but what is the learner's or only for reading.
fn judges(file: &str) -> bool {
    let reading = ["/exercise.rs", "/solution.rs", "/hints.md"];
    !reading.iter().any(|name| file.ends_with(name))
        && !["/wrong/", "/also_right/"].iter().any(|folder| file.contains(folder))
}

/// The files of a commit, with their contents.
fn there(
    workspace: &Workspace,
    commit: &str,
    paths: &BTreeSet<String>,
) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let mut arguments = vec!["ls-tree", "-r", "-z", commit, "--"];
    arguments.extend(paths.iter().map(String::as_str));
    let listed = workspace.git(&arguments, Stdio::null())?;
    // Each entry is `mode blob name<TAB>path`.
    let listed = String::from_utf8_lossy(&listed);
    let entries = listed.split('\0').filter_map(|entry| entry.split_once('\t'));
    let (names, files): (Vec<_>, Vec<_>) =
        entries.filter_map(|(about, path)| Some((about.rsplit(' ').next()?, path.to_owned()))).unzip();
    if names.is_empty() {
        return Ok(BTreeMap::new());
    }
    // A file, and no pipe: git could wait for us to read what it answers, and we for it to take the rest.
    let mut asked = tempfile::tempfile().context("could not make a temporary file")?;
    asked.write_all((names.join("\n") + "\n").as_bytes()).and_then(|()| asked.rewind())?;
    let contents = workspace.git(&["cat-file", "--batch"], asked)?;
    let contents = contents_in(&contents).context("git did not answer as expected")?;
    anyhow::ensure!(contents.len() == files.len(), "git did not answer for each file");
    Ok(files.into_iter().zip(contents).collect())
}

/// The contents in what `git cat-file --batch` writes: before each a line that ends in its length, after each a line end.
fn contents_in(mut batch: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut contents = Vec::new();
    while !batch.is_empty() {
        let end = batch.iter().position(|byte| *byte == b'\n')?;
        let (line, rest) = batch.split_at(end);
        let length: usize = str::from_utf8(line).ok()?.rsplit(' ').next()?.parse().ok()?;
        contents.push(rest.get(1..=length)?.to_owned());
        batch = rest.get(length + 2..)?;
    }
    Some(contents)
}

/// What is in a file that is here. A link could lead to something else at any time, so it counts as a change.
fn here(file: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    match fs::symlink_metadata(file) {
        Ok(about) if about.is_file() => {
            fs::read(file).map(Some).with_context(|| format!("could not read {}", file.display()))
        }
        Ok(about) if about.is_symlink() => Ok(Some(b"a link".to_vec())),
        _ => Ok(None),
    }
}

/// Git for Windows ends lines with CR LF in the files that it puts into the folder, unless it is told otherwise.
fn with_unix_line_ends(text: &[u8]) -> Vec<u8> {
    let next = text.iter().skip(1).map(Some).chain([None]);
    let kept = text.iter().zip(next).filter(|pair| *pair != (&b'\r', Some(&b'\n')));
    kept.map(|(byte, _)| *byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_cr_before_an_lf_belongs_to_a_line_end() {
        for (text, unix) in [("a\r\nb\r\n", "a\nb\n"), ("a\rb\r", "a\rb\r"), ("\r\r\n", "\r\n"), ("", "")] {
            assert_eq!(with_unix_line_ends(text.as_bytes()), unix.as_bytes(), "{text:?}");
        }
    }

    #[test]
    fn contents_are_told_apart_by_their_lengths() {
        let batch = b"e69d blob 0\n\n0123 blob 5\na b\n\n\n";
        assert_eq!(contents_in(batch), Some(vec![Vec::new(), b"a b\n\n".to_vec()]));
        assert_eq!(contents_in(b"0123 missing\n"), None);
        assert_eq!(contents_in(b"0123 blob 9\nab\n"), None);
    }
}

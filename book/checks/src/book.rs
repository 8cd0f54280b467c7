//! The sources of the book, read as mdBook reads them: the list of chapters, and each chapter with what it includes.

use crate::{
    include::{self, Included},
    page::Page,
    problem::{Problem, has_extension, path_from, read},
};
use anyhow::Context as _;
use std::{
    fs,
    path::{Path, PathBuf},
};
use walkdir::WalkDir;

const SUMMARY: &str = "SUMMARY.md";

/// The chapters that SUMMARY.md lists, and the folder in which they are.
pub(crate) struct Book {
    /// The workspace.
    pub(crate) root: PathBuf,
    pub(crate) src: PathBuf,
    pub(crate) chapters: Vec<Chapter>,
}

/// A chapter: its text as it was written, and the page that comes of it.
pub(crate) struct Chapter {
    /// From the folder `src`: `2-echo/reset.md`.
    pub(crate) path: String,
    /// Its line in SUMMARY.md.
    pub(crate) listed: usize,
    pub(crate) source: String,
    pub(crate) included: Vec<Included>,
    pub(crate) page: Page,
}

impl Book {
    /// Reads everything, and notes what is missing or left over.
    pub(crate) fn read(root: &Path, problems: &mut Vec<Problem>) -> anyhow::Result<Self> {
        let src = root.join("book/src");
        let summary = read(&src.join(SUMMARY))?;
        let listed = listed(&summary, problems);
        note_unlisted(&src, &listed, problems)?;
        let chapters = listed.into_iter().filter_map(|(path, line)| {
            let Ok(source) = fs::read_to_string(src.join(&path)) else {
                problems.push(Problem::in_source(SUMMARY, line, format!("there is no file `{path}`")));
                return None;
            };
            Some(Chapter::new(&src, path, line, source, problems))
        });
        Ok(Self { root: root.to_owned(), chapters: chapters.collect(), src })
    }

    /// The chapter in this file.
    pub(crate) fn chapter(&self, path: &str) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| chapter.path == path)
    }
}

impl Chapter {
    fn new(src: &Path, path: String, listed: usize, source: String, problems: &mut Vec<Problem>) -> Self {
        let text = include::expand(src, &path, &source, problems);
        let page = Page::parse(&text.text, &|line| text.source_line(line));
        Self { path, listed, source, included: text.included, page }
    }

    /// What stands over it.
    pub(crate) fn title(&self) -> &str {
        self.source.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default().trim()
    }

    /// A problem in a line of this chapter.
    pub(crate) fn problem(&self, line: usize, reason: impl Into<String>) -> Problem {
        Problem::in_source(&self.path, line, reason)
    }

    /// The number of the part it belongs to: 2 of `2-echo/reset.md`.
    pub(crate) fn part(&self) -> Option<u32> {
        self.path.split_once('-')?.0.parse().ok()
    }
}

/// The chapters in the order of SUMMARY.md, each with its line there.
fn listed(summary: &str, problems: &mut Vec<Problem>) -> Vec<(String, usize)> {
    let mut listed: Vec<(String, usize)> = Vec::new();
    for link in Page::parse(summary, &|line| line).links {
        let mut complain = |reason| problems.push(Problem::in_source(SUMMARY, link.line, reason));
        if link.target.is_empty() {
            complain("this chapter has no file; list it when it is written".to_owned());
        } else if listed.iter().any(|(path, _)| *path == link.target) {
            complain(format!("`{}` is listed twice", link.target));
        } else {
            listed.push((link.target, link.line));
        }
    }
    listed
}

/// Chapters that were written, and that no reader would ever find.
fn note_unlisted(src: &Path, listed: &[(String, usize)], problems: &mut Vec<Problem>) -> anyhow::Result<()> {
    for entry in WalkDir::new(src) {
        let entry = entry.with_context(|| format!("could not read {}", src.display()))?;
        let file = path_from(src, entry.path());
        let known = [SUMMARY, "404.md"].contains(&&*file) || listed.iter().any(|(path, _)| *path == file);
        if has_extension(&file, "md") && !known {
            problems.push(Problem::in_source(&file, 1, "SUMMARY.md does not list this chapter"));
        }
    }
    Ok(())
}

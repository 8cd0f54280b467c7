//! The sources of the book, read as mdBook reads them.

use crate::{
    include::{self, Included},
    page::Page,
    problem::Problem,
    summary::{self, Listed},
};
use anyhow::Context as _;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The chapters that SUMMARY.md lists, and the folder in which they are.
pub(crate) struct Book {
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
        let summary = src.join("SUMMARY.md");
        let summary =
            fs::read_to_string(&summary).with_context(|| format!("could not read {}", summary.display()))?;
        let listed = summary::chapters(&summary, problems);
        note_unlisted(&src, &listed, problems)?;
        let chapters =
            listed.into_iter().filter_map(|listed| Chapter::read(&src, listed, problems)).collect();
        Ok(Self { src, chapters })
    }

    /// The chapter in this file.
    pub(crate) fn chapter(&self, path: &str) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| chapter.path == path)
    }
}

impl Chapter {
    fn read(src: &Path, listed: Listed, problems: &mut Vec<Problem>) -> Option<Self> {
        let Ok(source) = fs::read_to_string(src.join(&listed.path)) else {
            let reason = format!("there is no file `{}`", listed.path);
            problems.push(Problem::in_source("SUMMARY.md", listed.line, reason));
            return None;
        };
        let (text, included) = include::expand(src, &listed.path, &source, problems);
        let page = Page::parse(&text.text, &|line| text.source_line(line));
        Some(Self { path: listed.path, listed: listed.line, source, included, page })
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

/// Chapters that were written, and that no reader would ever find.
fn note_unlisted(src: &Path, listed: &[Listed], problems: &mut Vec<Problem>) -> anyhow::Result<()> {
    for file in files(src).with_context(|| format!("could not read {}", src.display()))? {
        let known =
            file == "SUMMARY.md" || file == "404.md" || listed.iter().any(|listed| listed.path == file);
        if is_markdown(&file) && !known {
            problems.push(Problem::in_source(&file, 1, "SUMMARY.md does not list this chapter"));
        }
    }
    Ok(())
}

pub(crate) fn is_markdown(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|extension| extension == "md")
}

/// All files in a folder and those in it, by their paths with slashes.
pub(crate) fn files(folder: &Path) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            files.extend(self::files(&entry.path())?.into_iter().map(|file| format!("{name}/{file}")));
        } else {
            files.push(name);
        }
    }
    files.sort();
    Ok(files)
}

//! Something that does not hold, and the files in which it is looked for.

use anyhow::Context as _;
use std::{fmt, fs, path::Path};

/// One thing to fix: `book/src/2-echo/reset.md:12: reason`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, from the root of the workspace, with slashes on every system.
    pub file: String,
    /// The line in it, from 1.
    pub line: usize,
    /// What does not hold, and the way out.
    pub reason: String,
}

impl Problem {
    /// A problem in a file of the book's sources.
    pub(crate) fn in_source(file: &str, line: usize, reason: impl Into<String>) -> Self {
        Self { file: format!("book/src/{file}"), line, reason: reason.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

/// The text of a file without which nothing can be checked.
pub(crate) fn read(file: &Path) -> anyhow::Result<String> {
    fs::read_to_string(file).with_context(|| format!("could not read {}", file.display()))
}

/// A path as it is from a folder above it, with slashes on every system.
pub(crate) fn path_from(folder: &Path, path: &Path) -> String {
    let names = path.strip_prefix(folder).unwrap_or(path).iter();
    names.map(|name| name.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The keys and the values of a section of TOML, each with its line. Quotes around them are left out.
pub(crate) fn toml_section<'a>(
    text: &'a str,
    heading: &'a str,
) -> impl Iterator<Item = (&'a str, &'a str, usize)> {
    let lines = text.lines().zip(1..).skip_while(move |(line, _)| line.trim() != heading).skip(1);
    lines.take_while(|(line, _)| !line.starts_with('[')).filter_map(|(line, number)| {
        let (key, value) = line.split_once('=')?;
        Some((key.trim().trim_matches('"'), value.trim().trim_matches('"'), number))
    })
}

pub(crate) fn has_extension(file: &str, extension: &str) -> bool {
    Path::new(file).extension().is_some_and(|found| found == extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_of_toml_ends_where_the_next_begins() {
        let text = "[env]\nX = 1\n\n# Names.\n[alias]\nwire = \"run\"\n\n\"/a\" = \"b\"\n[build]\njobs = 1\n";
        assert!(toml_section(text, "[alias]").eq([("wire", "run", 6), ("/a", "b", 8)]));
        assert_eq!(toml_section(text, "[net]").count(), 0);
    }
}

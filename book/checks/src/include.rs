//! `{{#include …}}`: the text with what it includes, and what is wrong with that.

use crate::problem::{Problem, has_extension};
use std::{fs, path::Path};

/// A line of insta's files that opens or closes the header.
const RULE: &str = "---";

/// How many lines that header has.
const HEADER: usize = 4;

/// A chapter with everything that it includes.
#[derive(Default)]
pub(crate) struct Expanded {
    pub(crate) text: String,
    pub(crate) included: Vec<Included>,
    /// For each line of the text: the line of the chapter it stands for.
    lines: Vec<usize>,
}

impl Expanded {
    /// The chapter's line that stands for a line of the text; both are counted from 1.
    pub(crate) fn source_line(&self, line: usize) -> usize {
        self.lines.get(line - 1).or(self.lines.last()).copied().unwrap_or(1)
    }

    fn push(&mut self, text: &str, source_line: usize) {
        for line in text.split('\n') {
            self.text.push_str(line);
            self.text.push('\n');
            self.lines.push(source_line);
        }
    }
}

/// A file that a chapter includes.
pub(crate) struct Included {
    /// As it is written in the chapter.
    pub(crate) file: String,
    pub(crate) line: usize,
}

/// Puts in what a chapter includes, and notes what cannot be included.
pub(crate) fn expand(src: &Path, chapter: &str, source: &str, problems: &mut Vec<Problem>) -> Expanded {
    let mut expanded = Expanded::default();
    let chapter_file = src.join(chapter);
    let folder = chapter_file.parent().unwrap_or(src);
    for (line, number) in source.lines().zip(1..) {
        let Some((before, kind, argument, after)) = directive(line) else {
            expanded.push(line, number);
            continue;
        };
        let (file, part) =
            argument.split_once(':').map_or((argument, None), |(file, part)| (file, Some(part)));
        let outcome = match kind {
            "include" => content(folder, file, part),
            other => Err(format!("`{{{{#{other}}}}}` is not used in this book; include the file")),
        };
        expanded.included.push(Included { file: file.to_owned(), line: number });
        match outcome {
            Ok(content) => expanded.push(&format!("{before}{content}{after}"), number),
            Err(reason) => problems.push(Problem::in_source(chapter, number, reason)),
        }
    }
    expanded
}

/// The first directive of a line: what stands before it, its kind, its argument, and what stands after it.
fn directive(line: &str) -> Option<(&str, &str, &str, &str)> {
    let (before, rest) = line.split_once("{{#")?;
    let (inside, after) = rest.split_once("}}")?;
    let (kind, argument) = inside.split_once(char::is_whitespace)?;
    (!before.ends_with('\\')).then(|| (before, kind, argument.trim(), after))
}

/// What a directive stands for.
fn content(folder: &Path, file: &str, part: Option<&str>) -> Result<String, String> {
    let text =
        fs::read_to_string(folder.join(file)).map_err(|_| format!("there is no file `{file}` to include"))?;
    let lines: Vec<_> = text.lines().collect();
    if has_extension(file, "snap") {
        return transcript(file, part, &lines);
    }
    match part.map(|part| part.split_once(':').unwrap_or((part, part))) {
        None => whole(file, &lines),
        Some((from, to)) if from.bytes().all(|byte| byte.is_ascii_digit()) => range(file, from, to, &lines),
        Some((anchor, _)) => anchored(file, anchor, &lines),
    }
}

/// A transcript without insta's header, which has four lines.
fn transcript(file: &str, part: Option<&str>, lines: &[&str]) -> Result<String, String> {
    let rules = lines.iter().zip(1..).filter(|(line, _)| **line == RULE).map(|(_, number)| number);
    if rules.take(2).ne([1, HEADER]) {
        return Err(format!(
            "the header of `{file}` has not the four lines that `:5:` skips: record the transcript again"
        ));
    }
    match part.and_then(|part| part.split_once(':')) {
        Some((from, to)) if from.parse().is_ok_and(|from: usize| from > HEADER) => {
            range(file, from, to, lines)
        }
        _ => Err(format!("a transcript is included without its header: `{file}:5:`")),
    }
}

/// A whole file, which must not show the marks of its anchors.
fn whole(file: &str, lines: &[&str]) -> Result<String, String> {
    match lines.iter().position(|line| line.contains("ANCHOR")) {
        Some(index) => {
            Err(format!("`{file}` has an anchor in line {}, and the page would show it", index + 1))
        }
        None => Ok(lines.join("\n")),
    }
}

/// Some lines by their numbers.
fn range(file: &str, from: &str, to: &str, lines: &[&str]) -> Result<String, String> {
    let number = |text: &str, otherwise| text.parse().ok().unwrap_or(otherwise);
    let (from, to) = (number(from, 1), number(to, lines.len()));
    if from == 0 || from > to || to > lines.len() {
        return Err(format!("`{file}` has {} lines, not {from} to {to}", lines.len()));
    }
    whole(file, &lines[from - 1..to])
}

/// The lines between the marks of an anchor, without the marks of others.
fn anchored(file: &str, anchor: &str, lines: &[&str]) -> Result<String, String> {
    let start = lines
        .iter()
        .position(|line| marks(line, "ANCHOR:", anchor))
        .ok_or(format!("there is no `ANCHOR: {anchor}` in `{file}`"))?;
    let end = lines[start..].iter().position(|line| marks(line, "ANCHOR_END:", anchor));
    let end = end.ok_or(format!("`ANCHOR: {anchor}` in `{file}` has no `ANCHOR_END: {anchor}`"))?;
    let shown = lines[start + 1..start + end].iter().filter(|line| !line.contains("ANCHOR"));
    Ok(shown.copied().collect::<Vec<_>>().join("\n"))
}

/// Whether a line has this mark with this name after it.
fn marks(line: &str, mark: &str, anchor: &str) -> bool {
    let named = line.split_once(mark).map(|(_, rest)| rest.trim_start());
    let is_of_a_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-');
    named.and_then(|rest| rest.split(|letter| !is_of_a_name(letter)).next()) == Some(anchor)
}

//! Transcripts, which a test has seen and nobody has typed.

use crate::{
    book::{Book, Chapter},
    problem::Problem,
};

pub(crate) fn check(book: &Book, problems: &mut Vec<Problem>) {
    for chapter in &book.chapters {
        check_chapter(chapter, problems);
    }
}

/// Looks at the chapter as it was written: there, a transcript is one line that includes it.
fn check_chapter(chapter: &Chapter, problems: &mut Vec<Problem>) {
    let mut in_console = None;
    let mut goes_on = false;
    for (line, number) in chapter.source.lines().zip(1..) {
        let trimmed = line.trim_start_matches(['>', ' ']);
        match in_console {
            None => in_console = opening(trimmed),
            Some(fence) if trimmed.trim_end() == fence => in_console = None,
            Some(_) => {
                if !goes_on && !is_command_or_include(trimmed) {
                    problems.push(chapter.problem(number, REASON));
                }
                goes_on = line.ends_with('\\');
            }
        }
    }
}

const REASON: &str = "in a console fence stand commands (`$ …`) and includes of kept transcripts; if no test can see this, use a text fence";

/// The fence that closes the block of a terminal which this line opens.
fn opening(line: &str) -> Option<&str> {
    let ticks = line.len() - line.trim_start_matches('`').len();
    let (fence, info) = line.split_at(ticks);
    (ticks >= 3 && info.split(',').any(|word| word.trim() == "console")).then_some(fence)
}

fn is_command_or_include(line: &str) -> bool {
    line.is_empty() || line.starts_with("$ ") || line.starts_with("{{#include")
}

//! What the reader types: commands that exist, in fences with nothing else than transcripts that a test has seen.

use crate::{
    book::Chapter,
    cargo::check_cargo,
    page::{Fence, numbered_lines, typed_lines, words},
    problem::Problem,
    repository,
    workspace::Workspace,
};

const NOT_KEPT: &str = "in a console fence stand commands (`$ …`) and includes of kept transcripts; if no test can see this, use a text fence";

/// Commands that name what is not there.
pub(crate) fn check(chapter: &Chapter, workspace: &Workspace) -> impl Iterator<Item = Problem> {
    commands(chapter).filter_map(move |(command, line)| {
        let reason = check_line(&command, workspace).err()?;
        Some(chapter.problem(line, format!("`{command}`: {reason}")))
    })
}

/// The commands of a chapter, each with its line: those at a shell's prompt, and those that a sentence names.
pub(crate) fn commands(chapter: &Chapter) -> impl Iterator<Item = (String, usize)> {
    let fences = chapter.page.fences.iter().filter(|fence| fence.is("console"));
    let codes = chapter.page.codes.iter();
    let named = codes.filter(|code| code.text.starts_with("cargo ") && !is_a_pattern(&code.text));
    fences.flat_map(typed).chain(named.map(|code| (code.text.clone(), code.line)))
}

/// The commands after a shell's prompt, with the lines in which they begin.
pub(crate) fn typed(fence: &Fence) -> Vec<(String, usize)> {
    let mut commands: Vec<(String, usize)> = Vec::new();
    let mut is_typed = typed_lines();
    for (line, number) in fence.text.lines().zip(fence.line + 1..).filter(|(line, _)| is_typed(line)) {
        if let Some(command) = line.strip_prefix("$ ") {
            commands.push((command.to_owned(), number));
        } else if let Some((begun, _)) = commands.last_mut() {
            begun.pop();
            begun.push_str(line.trim_start());
        }
    }
    commands
}

/// Whether something in it is to be filled in: `cargo grade NAME`, `cargo wire …`.
fn is_a_pattern(code: &str) -> bool {
    let is_a_name = |word: &str| word.len() > 1 && word.chars().all(|letter| letter.is_ascii_uppercase());
    code.contains(['…', '<']) || code.split_whitespace().any(is_a_name)
}

/// Checks each command of a line, of which there may be several with pipes in between.
fn check_line(line: &str, workspace: &Workspace) -> Result<(), String> {
    let words = shlex::split(line).ok_or("a quote is left open")?;
    let between = |word: &String| matches!(word.trim_end_matches(';'), "|" | "&&" | "||" | "&" | "");
    for command in words.split(between) {
        let mut words =
            command.iter().skip_while(|word| is_a_variable(word)).map(|word| word.trim_end_matches(';'));
        match words.next() {
            Some("cargo") => check_cargo(&words.collect::<Vec<_>>(), workspace)?,
            Some("git") => repository::check_clone(words)?,
            _ => {}
        }
    }
    Ok(())
}

/// Whether a word sets a variable for the command after it: `RUST_BACKTRACE=1`.
fn is_a_variable(word: &str) -> bool {
    word.split_once('=')
        .is_some_and(|(name, _)| name.chars().all(|letter| letter.is_ascii_uppercase() || letter == '_'))
}

/// What somebody has typed into a transcript. In the chapter as it was written, a kept one is a line that includes it.
pub(crate) fn check_transcripts(chapter: &Chapter) -> impl Iterator<Item = Problem> {
    let mut is_typed = typed_lines();
    let lines = numbered_lines(&chapter.source).filter(move |(_, line, fence)| {
        let line = line.trim_start_matches(['>', ' ']);
        let is_shown = fence.is_some_and(|info| words(info).any(|word| word == "console"));
        is_shown && !is_typed(line) && !line.starts_with("{{#include") && !line.is_empty()
    });
    lines.map(|(number, ..)| chapter.problem(number, NOT_KEPT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_goes_on_after_a_backslash_and_what_it_prints_is_none() {
        let fence = Fence {
            text: "$ cargo run \\\n    -p echo\nlistening\n$ ls\n".to_owned(),
            line: 7,
            ..Fence::default()
        };
        let expected = [("cargo run -p echo".to_owned(), 8), ("ls".to_owned(), 11)];
        assert_eq!(typed(&fence), expected);
    }

    #[test]
    fn what_is_to_be_filled_in_is_no_command() {
        for pattern in ["cargo grade NAME", "cargo wire …", "cargo run -p <stage>"] {
            assert!(is_a_pattern(pattern), "{pattern}");
        }
        assert!(!is_a_pattern("cargo run -p echo -- localhost 1081"));
    }
}

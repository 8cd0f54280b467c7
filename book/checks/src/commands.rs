//! The commands in the text, which the reader is going to type.

use crate::{
    book::{Book, Chapter},
    cargo::check_cargo,
    page::Fence,
    problem::Problem,
    workspace::Workspace,
};

pub(crate) fn check(book: &Book, workspace: &Workspace, problems: &mut Vec<Problem>) {
    for chapter in &book.chapters {
        for fence in chapter.page.fences.iter().filter(|fence| fence.is("console")) {
            for (command, line) in commands(fence) {
                complain(chapter, line, &command, workspace, problems);
            }
        }
        for code in &chapter.page.codes {
            if code.text.starts_with("cargo ") && !is_a_pattern(&code.text) {
                complain(chapter, code.line, &code.text, workspace, problems);
            }
        }
    }
}

fn complain(
    chapter: &Chapter,
    line: usize,
    command: &str,
    workspace: &Workspace,
    problems: &mut Vec<Problem>,
) {
    if let Err(reason) = check_line(command, workspace) {
        problems.push(chapter.problem(line, format!("`{command}`: {reason}")));
    }
}

/// The commands after a shell's prompt, with the lines in which they begin.
pub(crate) fn commands(fence: &Fence) -> Vec<(String, usize)> {
    let mut commands = Vec::new();
    let mut lines = fence.text.lines().zip(fence.line + 1..);
    while let Some((line, number)) = lines.next() {
        let Some(first) = line.strip_prefix("$ ") else { continue };
        let mut command = first.to_owned();
        while let Some(begun) = command.strip_suffix('\\') {
            let Some((next, _)) = lines.next() else { break };
            command = format!("{begun}{}", next.trim_start());
        }
        commands.push((command, number));
    }
    commands
}

/// Whether something in it is to be filled in: `cargo grade NAME`, `cargo wire …`.
fn is_a_pattern(code: &str) -> bool {
    code.contains('…')
        || code.contains('<')
        || code
            .split_whitespace()
            .any(|word| word.len() > 1 && word.chars().all(|letter| letter.is_ascii_uppercase()))
}

/// Checks each command of a line, of which there may be several with pipes in between.
fn check_line(line: &str, workspace: &Workspace) -> Result<(), String> {
    let words = shlex::split(line).ok_or("a quote is left open")?;
    let between = |word: &String| matches!(word.trim_end_matches(';'), "|" | "&&" | "||" | "&" | "");
    for command in words.split(between) {
        let mut words =
            command.iter().skip_while(|word| is_a_variable(word)).map(|word| word.trim_end_matches(';'));
        if words.next() == Some("cargo") {
            check_cargo(&words.collect::<Vec<_>>(), workspace)?;
        }
    }
    Ok(())
}

/// Whether a word sets a variable for the command after it: `RUST_BACKTRACE=1`.
fn is_a_variable(word: &str) -> bool {
    word.split_once('=')
        .is_some_and(|(name, _)| name.chars().all(|letter| letter.is_ascii_uppercase() || letter == '_'))
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
        assert_eq!(commands(&fence), expected);
    }

    #[test]
    fn what_is_to_be_filled_in_is_no_command() {
        for pattern in ["cargo grade NAME", "cargo wire …", "cargo run -p <stage>"] {
            assert!(is_a_pattern(pattern), "{pattern}");
        }
        assert!(!is_a_pattern("cargo run -p echo -- localhost 1081"));
    }
}

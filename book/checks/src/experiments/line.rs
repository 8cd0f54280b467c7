//! A command line of an experiment, taken apart: no shell ever reads it.

use crate::Program;

/// What a line of an experiment asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandLine {
    /// What is run.
    pub program: Program,
    /// What it is given.
    pub arguments: Vec<String>,
    /// How many files and sockets it may have open, where the line sets a limit.
    pub descriptors: Option<u32>,
    /// What of its output is seen.
    pub shown: Lines,
}

/// What is left of a program's output, on whichever of its two it comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lines {
    /// Everything.
    All,
    /// The last line: `| tail -n 1`.
    Last,
    /// The lines without any of these words: `| grep -vE "connected|disconnected"`.
    Without(Vec<String>),
}

impl CommandLine {
    /// Reads a line as it stands in the book. Nothing but a program of the workspace can be asked for.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let words = shlex::split(line)?;
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        match words[..] {
            ["sh", "-c", inner] => {
                let (limit, line) = inner.strip_prefix("ulimit -n ")?.split_once("; ")?;
                let descriptors = Some(limit.parse().ok()?);
                Some(Self { descriptors, ..Self::parse(line)? })
            }
            ["cargo", ref words @ ..] => {
                let end = words.iter().position(|word| *word == "|");
                let (words, filter) = words.split_at(end.unwrap_or(words.len()));
                let (program, arguments) = Program::parse(words.strip_suffix(&["2>&1"]).unwrap_or(words))?;
                let arguments = arguments.iter().map(|&word| word.to_owned()).collect();
                Some(Self { program, arguments, descriptors: None, shown: lines(filter)? })
            }
            _ => None,
        }
    }
}

fn lines(filter: &[&str]) -> Option<Lines> {
    match filter {
        [] => Some(Lines::All),
        ["|", "tail", "-n", "1"] => Some(Lines::Last),
        ["|", "grep", "-vE", words] => Some(Lines::Without(words.split('|').map(str::to_owned).collect())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn quotes_keep_words_together_and_backslashes_stay_for_wire() {
        let line = CommandLine::parse(r#"cargo wire localhost 1081 send "1 + 1\n""#).unwrap();
        assert_eq!((line.program.name(), line.shown), ("wire", Lines::All));
        assert_eq!(line.arguments, owned(&["localhost", "1081", "send", r"1 + 1\n"]));
    }

    #[test]
    fn a_limit_and_a_filter_are_told_apart_from_the_program() {
        let line = r#"sh -c 'ulimit -n 120; cargo run -p concurrency -- localhost 1081 2>&1 | grep -vE "connected|disconnected"'"#;
        let line = CommandLine::parse(line).unwrap();
        assert_eq!((line.program.name(), line.descriptors), ("concurrency", Some(120)));
        assert_eq!(line.arguments, owned(&["localhost", "1081"]));
        assert_eq!(line.shown, Lines::Without(owned(&["connected", "disconnected"])));
        let line = CommandLine::parse("cargo run -p book --example spinning -- 1 | tail -n 1").unwrap();
        assert_eq!((line.program.name(), line.shown), ("spinning", Lines::Last));
    }

    #[test]
    fn whatever_is_no_program_of_the_workspace_is_nothing() {
        for line in [
            "ss -tan",
            "sh -c 'rm x'",
            "sh -c 'ulimit -n 9; ss'",
            "cargo test",
            "cargo wire | sh",
            "cargo wire '",
        ] {
            assert_eq!(CommandLine::parse(line), None, "{line}");
        }
    }
}

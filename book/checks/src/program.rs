//! A program of the workspace, as the words after `cargo` ask for it.

use crate::problem::toml_section;
use std::{collections::BTreeMap, sync::LazyLock};

/// The commands that the workspace adds to cargo's, each with the words that it stands for.
pub(crate) static ALIASES: LazyLock<BTreeMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let aliases = toml_section(include_str!("../../../.cargo/config.toml"), "[alias]");
    aliases.map(|(name, words, _)| (name, words.split(' ').collect())).collect()
});

/// A program of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its package.
    pub package: String,
    /// Its name among the package's examples, if it is one.
    pub example: Option<String>,
}

impl Program {
    /// Reads the words after `cargo`, and returns the program that they run and the arguments for it. Where cargo runs none, or
    /// builds it with another profile, there is none.
    #[must_use]
    pub fn parse<'a>(words: &'a [&'a str]) -> Option<(Self, &'a [&'a str])> {
        match words.split_first()? {
            (&"run", words) => Self::of_run(words),
            (alias, arguments) => {
                Some((Self::of_run(ALIASES.get(alias)?.strip_prefix(&["run"])?)?.0, arguments))
            }
        }
    }

    /// Reads the words after `cargo run`.
    fn of_run<'a>(mut words: &'a [&'a str]) -> Option<(Self, &'a [&'a str])> {
        let (mut package, mut example) = (None, None);
        let arguments = loop {
            match words {
                ["--quiet", rest @ ..] => words = rest,
                ["-p" | "--package", name, rest @ ..] => (package, words) = (Some(*name), rest),
                ["--example", name, rest @ ..] => (example, words) = (Some((*name).to_owned()), rest),
                ["--", arguments @ ..] => break arguments,
                [option, ..] if option.starts_with('-') => return None,
                // Cargo, too, takes them for the program's where no `--` stands before them.
                arguments => break arguments,
            }
        };
        Some((Self { package: package?.to_owned(), example }, arguments))
    }

    /// How cargo is told to build it alone.
    pub fn target(&self) -> impl Iterator<Item = &str> {
        let example = self.example.iter().flat_map(|example| ["--example", example]);
        ["--package", &self.package].into_iter().chain(example)
    }

    /// The name of the program itself.
    #[must_use]
    pub fn name(&self) -> &str {
        self.example.as_deref().unwrap_or(&self.package)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_option_of_cargo_are_arguments_and_what_is_built_in_another_way_is_none() {
        let read = |line: &str| {
            let words: Vec<_> = line.split_whitespace().collect();
            Program::parse(&words)
                .map(|(program, rest)| (program.target().last().map(str::to_owned), rest.join(" ")))
        };
        let runs = |name: &str, arguments: &str| Some((Some(name.to_owned()), arguments.to_owned()));
        assert_eq!(read("run -p echo -- -p 1"), runs("echo", "-p 1"));
        assert_eq!(read("run --quiet --example deep --package book 1"), runs("deep", "1"));
        assert_eq!(read("grade list"), runs("grader", "list"));
        for line in ["", "run", "run -- echo", "run -p echo --release", "run -p", "measure calls", "test"] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}

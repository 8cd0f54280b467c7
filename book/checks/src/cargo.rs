//! What cargo can be asked for in this workspace.

use crate::{
    program::{ALIASES, Program},
    workspace::Workspace,
};
use clap::{Parser as _, error::ErrorKind};
use wire::{Arguments, Script, load};

/// Commands that every cargo has, and whose words are not looked at.
const PLAIN: [&str; 12] =
    ["add", "bench", "build", "check", "clean", "clippy", "doc", "fmt", "help", "install", "new", "update"];

/// Checks the words after `cargo`.
pub(crate) fn check_cargo(words: &[&str], workspace: &Workspace) -> Result<(), String> {
    if let Some((program, arguments)) = Program::parse(words) {
        return check_program(&program, arguments, workspace);
    }
    let Some((command, words)) = words.split_first() else { return Ok(()) };
    match *command {
        "run" => Err("it does not say which program, with -p and before any other option".to_owned()),
        "test" => check_test(words, workspace),
        "--version" => Ok(()),
        other if PLAIN.contains(&other) || ALIASES.contains_key(other) => Ok(()),
        other => Err(format!("cargo has no command `{other}`, and .cargo/config.toml adds none")),
    }
}

fn check_program(program: &Program, arguments: &[&str], workspace: &Workspace) -> Result<(), String> {
    let Program { package, example } = program;
    if let Some(example) = example {
        let found = workspace.examples.get(example) == Some(package);
        return found.then_some(()).ok_or_else(|| format!("there is no example `{example}`"));
    }
    match package.as_str() {
        other if !workspace.programs.contains(other) => Err(format!("there is no program `{other}`")),
        "wire" => check_wire(arguments),
        "grader" => check_grade(arguments, workspace),
        "book-server" => check_book(arguments),
        _ => Ok(()),
    }
}

fn check_test(words: &[&str], workspace: &Workspace) -> Result<(), String> {
    let package = value_of(words, &["-p", "--package"]);
    if let Some(name) = package.filter(|name| !workspace.packages.contains(*name)) {
        return Err(format!("there is no package `{name}`"));
    }
    let Some(asked) = value_of(words, &["--test"]) else { return Ok(()) };
    let matches = |name: &str| match asked.split_once('*') {
        Some((start, end)) => name.starts_with(start) && name.ends_with(end),
        None => name == asked,
    };
    let mut tests = workspace.tests.iter().filter(|(name, _)| matches(name));
    let found = tests.any(|(_, test)| package.is_none_or(|package| package == test.package));
    found.then_some(()).ok_or_else(|| format!("there is no test `{asked}`"))
}

/// No page gives it options, only a command.
fn check_book(words: &[&str]) -> Result<(), String> {
    let unknown = words.first().filter(|word| !word.starts_with('-') && !matches!(**word, "build" | "check"));
    unknown.map_or(Ok(()), |word| Err(format!("`cargo book` knows no `{word}`")))
}

/// `wire` reads its own command line.
fn check_wire(words: &[&str]) -> Result<(), String> {
    let parsed = match words.first() {
        Some(&"load") => load::Arguments::try_parse_from(words).map(|_| Vec::new()),
        _ => Arguments::try_parse_from(["wire"].iter().chain(words)).map(|arguments| arguments.steps),
    };
    match parsed {
        Ok(steps) => Script::parse(&steps).map(drop).map_err(|error| error.to_string()),
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => Ok(()),
        // It is named within a sentence.
        Err(_) if matches!(words, [] | ["load"]) => Ok(()),
        Err(error) => Err(error.to_string().lines().next().unwrap_or_default().to_owned()),
    }
}

fn check_grade(words: &[&str], workspace: &Workspace) -> Result<(), String> {
    let words = match words.split_first() {
        Some((&("list" | "hint" | "reset" | "watch"), words)) => words,
        _ => words,
    };
    let mut names = words.iter().take_while(|word| !word.starts_with('-'));
    let unknown = names.find(|word| !is_exercise(word, workspace));
    unknown.map_or(Ok(()), |word| Err(format!("there is no exercise `{word}`")))
}

/// Whether a word asks for an exercise, or a stage, or a level of a hint.
fn is_exercise(word: &str, workspace: &Workspace) -> bool {
    let is_number = word.parse::<f32>().is_ok_and(|number| (1.0..6.0).contains(&number));
    is_number
        || workspace.exercises().any(|(test, _)| test == word || test.splitn(3, '_').nth(2) == Some(word))
}

/// The word after the first of these options.
fn value_of<'a>(words: &[&'a str], options: &[&str]) -> Option<&'a str> {
    let position = words.iter().position(|word| options.contains(word))?;
    words.get(position + 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Test;

    fn check(command: &str) -> Result<(), String> {
        let workspace = Workspace {
            packages: ["echo".to_owned(), "testkit".to_owned()].into(),
            programs: ["echo", "wire", "grader", "book-server"].map(str::to_owned).into(),
            examples: [("deep".to_owned(), "echo".to_owned())].into(),
            tests: [(
                "ex2_5_half_close".to_owned(),
                Test { package: "echo".to_owned(), folder: String::new() },
            )]
            .into(),
            ..Workspace::default()
        };
        check_cargo(
            &shlex::split(command).unwrap_or_default().iter().map(String::as_str).collect::<Vec<_>>(),
            &workspace,
        )
    }

    #[test]
    fn what_is_there_can_be_asked_for() {
        for command in [
            "run -p echo -- localhost 1081",
            "run --quiet --package echo",
            "run -p echo --example deep -- 1000",
            "test",
            "test -p echo --test ex2_5_half_close",
            "test --features solutions --test 'ex2_*'",
            r#"wire localhost 1081 send "1\n" pause 20 receive all"#,
            "wire --help",
            "wire load",
            "wire load localhost 1081 --clients 1000 --rate 2e4",
            "grade",
            "grade half_close --all",
            "grade hint 2.5 3",
            "grade watch ex2_5_half_close",
            "book build --out site",
            "book --port 4000 --no-open",
            "doc --open",
        ] {
            assert_eq!(check(command), Ok(()), "{command}");
        }
    }

    #[test]
    fn what_is_not_there_is_named() {
        for (command, named) in [
            ("run -p ecko", "no program `ecko`"),
            ("run -p testkit", "no program `testkit`"),
            ("run -- localhost 1081", "which program"),
            ("run -p testkit --example deep", "no example `deep`"),
            ("test --test ex2_9_none", "no test `ex2_9_none`"),
            ("test --test 'ex9_*'", "no test `ex9_*`"),
            ("test -p testkit --test ex2_5_half_close", "no test"),
            ("test -p nothing", "no package `nothing`"),
            ("wire localhost 1081 sned x", "sned"),
            ("wire localhost", "required"),
            ("wire load localhost 1081 --cleints 1", "--cleints"),
            ("grade half_clothes", "no exercise `half_clothes`"),
            ("book serve", "knows no `serve`"),
            ("frobnicate", "no command `frobnicate`"),
        ] {
            let reason = check(command).expect_err(command);
            assert!(reason.contains(named), "{command}: {reason}");
        }
    }
}

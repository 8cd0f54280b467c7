//! From a command line as the book has it to one that runs here.

use crate::program::program;
use std::path::PathBuf;

/// What cargo is asked for in the book, up to the name of a package or the arguments.
const ALIASES: [(&str, &str); 2] = [("cargo wire", "wire"), ("cargo grade", "grader")];

/// What runs here for a command line of the book.
#[derive(Debug)]
pub(crate) struct CommandLine {
    /// The program and its arguments.
    pub(crate) words: Vec<String>,
    /// Variables that a shell needs: where the executables are that cargo would run. Their paths may have spaces and quotes.
    pub(crate) variables: Vec<(String, PathBuf)>,
}

/// Reads a command line; one that needs a shell (a pipe, a limit) gets one.
pub(crate) fn command_line(line: &str) -> CommandLine {
    let (line, variables) = with_programs(line);
    if needs_a_shell(&line) {
        return CommandLine { words: vec!["sh".to_owned(), "-c".to_owned(), line], variables };
    }
    let words = shlex::split(&line).unwrap_or_else(|| panic!("a quote is left open in `{line}`"));
    let path = |word: String| {
        let program =
            word.strip_prefix('$').and_then(|name| variables.iter().find(|(known, _)| known == name));
        let path = program.map(|(_, path)| path.to_str().expect("the path of the workspace is text"));
        path.map_or(word.clone(), str::to_owned)
    };
    CommandLine { words: words.into_iter().map(path).collect(), variables }
}

/// The line with variables for the executables that cargo would run, and their values.
fn with_programs(line: &str) -> (String, Vec<(String, PathBuf)>) {
    let mut line = line.replace("\\\n", " ");
    let mut variables = Vec::new();
    for (alias, name) in ALIASES {
        if line.contains(alias) {
            line = line.replace(alias, &variable(name, &mut variables));
        }
    }
    while let Some(start) = line.find("cargo run ") {
        let rest = &line[start..];
        let after =
            |options: &[&str]| rest.split_whitespace().skip_while(|word| !options.contains(word)).nth(1);
        let example = after(&["--example"]).map(|name| format!("examples/{name}"));
        let name = example.or_else(|| after(&["-p", "--package"]).map(str::to_owned));
        let name = name.unwrap_or_else(|| panic!("no `-p NAME` in `{rest}`"));
        let (_, arguments) = rest.split_once(" -- ").unwrap_or((rest, ""));
        line = format!("{}{} {arguments}", &line[..start], variable(&name, &mut variables));
    }
    (line, variables)
}

/// What a shell takes for the program's path, also within the quotes of `sh -c '…'`.
fn variable(name: &str, variables: &mut Vec<(String, PathBuf)>) -> String {
    let variable = format!("PROGRAM_{}", name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_"));
    let used = format!("\"${variable}\"");
    variables.push((variable, program(name)));
    used
}

/// Whether there is more to a line than words and quotes.
fn needs_a_shell(line: &str) -> bool {
    let mut quote = None;
    line.chars().any(|letter| {
        match (quote, letter) {
            (None, '\'' | '"') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            (None, '|' | '&' | ';' | '<' | '>' | '$' | '`') => return true,
            _ => {}
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        command_line(line).words
    }

    #[test]
    fn quotes_keep_words_together_and_backslashes_stay_for_wire() {
        assert_eq!(words(r#"nc -N "2 + 3\n" 'a|b'"#), ["nc", "-N", r"2 + 3\n", "a|b"]);
    }

    #[test]
    fn a_pipe_and_a_limit_need_a_shell() {
        for line in ["echo 1 | nc localhost 1", "ulimit -n 20; nc", "nc < file"] {
            assert_eq!(words(line), ["sh", "-c", line]);
        }
    }

    #[test]
    #[should_panic(expected = "no-such is not built")]
    fn a_package_is_its_executable() {
        words("echo '1' | cargo run --quiet --package no-such -- localhost 1081");
    }

    #[test]
    fn a_path_with_spaces_and_quotes_is_one_word_and_safe_in_a_shell() {
        let mut variables = Vec::new();
        assert_eq!(variable("wire", &mut variables), r#""$PROGRAM_wire""#);
        assert_eq!(variables, [("PROGRAM_wire".to_owned(), program("wire"))]);
        let line = command_line("sh -c 'ulimit -n 20; cargo wire localhost 1081'");
        assert_eq!(line.words, ["sh", "-c", r#"ulimit -n 20; "$PROGRAM_wire" localhost 1081"#]);
        assert_eq!(words("cargo wire send"), [program("wire").to_str().expect("text"), "send"]);
    }
}

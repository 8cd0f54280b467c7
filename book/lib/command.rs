//! From a command line as the book has it to one that runs here.

use crate::program::program;

/// What cargo is asked for in the book, up to the name of a package or the arguments.
const ALIASES: [(&str, &str); 2] = [("cargo wire", "wire"), ("cargo grade", "grader")];

/// The program and its arguments; a line that needs a shell (a pipe, a limit) gets one.
pub(crate) fn words(line: &str) -> Vec<String> {
    let line = with_programs(line);
    if needs_a_shell(&line) {
        return vec!["sh".to_owned(), "-c".to_owned(), line];
    }
    shlex::split(&line).unwrap_or_else(|| panic!("a quote is left open in `{line}`"))
}

/// The line with the executables that cargo would run.
fn with_programs(line: &str) -> String {
    let mut line = line.replace("\\\n", " ");
    for (alias, name) in ALIASES {
        if line.contains(alias) {
            line = line.replace(alias, &quoted(name));
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
        line = format!("{}{} {arguments}", &line[..start], quoted(&name));
    }
    line
}

fn quoted(name: &str) -> String {
    let program = program(name);
    let path = program.to_str().expect("the path of the workspace is text");
    shlex::try_quote(path).expect("a path has no NUL").into_owned()
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
}

//! From a command line as the book has it to one that runs here, with the programs of this workspace.

use book_checks::Program;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

/// A shell that runs a command line in the workspace's folder; what its programs store goes to `home`.
pub(crate) fn shell(line: &str, home: &Path) -> Command {
    let (line, variables) = command_line(line);
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &line])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .env("TERM", "xterm")
        .env("LC_ALL", "C.UTF-8")
        .env("HOME", home)
        .envs(variables)
        .env_remove("XDG_DATA_HOME")
        .env_remove("XDG_STATE_HOME");
    shell
}

/// What a shell runs for a line of the book, and the variables in it. What is but one program takes the place of the shell, and
/// gets its signals.
fn command_line(line: &str) -> (String, Vec<(String, PathBuf)>) {
    let (line, variables) = with_programs(line);
    (if needs_a_shell(&line) { line } else { format!("exec {line}") }, variables)
}

/// The line with variables for the executables that cargo would run, and their paths, which may have spaces and quotes.
fn with_programs(line: &str) -> (String, Vec<(String, PathBuf)>) {
    let mut line = line.replace("\\\n", " ");
    let mut variables = Vec::new();
    while let Some(start) = line.find("cargo ") {
        let rest = &line[start + "cargo ".len()..];
        let words: Vec<_> = rest.split_whitespace().collect();
        let (program, arguments) =
            Program::parse(&words).unwrap_or_else(|| panic!("no program of ours: `cargo {rest}`"));
        // The text of the arguments, as a shell has to read it.
        let arguments = (arguments.len()..words.len()).fold(rest, |text, _| {
            text.trim_start().split_once(char::is_whitespace).map_or("", |(_, after)| after)
        });
        let folder = if program.example.is_some() { "examples/" } else { "" };
        let variable = variable(&format!("{folder}{}", program.name()), &mut variables);
        line = format!("{}{variable} {arguments}", &line[..start]);
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
            (None, '|' | '&' | ';' | '<' | '>' | '`') => return true,
            _ => {}
        }
        false
    })
}

/// The executable of a package, built from the sources as they are now.
pub(crate) fn program(name: &str) -> PathBuf {
    let test = env::current_exe().expect("a test knows its own executable");
    // The test is target/debug/deps/test-HASH, a doc-test's is elsewhere: it is told by its folder's name.
    let mut programs = test.ancestors().map(|folder| folder.join(name)).filter(|program| program.is_file());
    let program = programs.next().unwrap_or_else(|| {
        panic!("{name} is not built: run `cargo build` with the same --release or none, and test again")
    });
    if let Some(newer) = newer_source(&program) {
        panic!("{} is older than {}: run `cargo build`, and test again", program.display(), newer.display());
    }
    program
}

/// A source of the program, as cargo has listed them, that was changed after it was built.
fn newer_source(program: &Path) -> Option<PathBuf> {
    let built = changed(program)?;
    let sources = fs::read_to_string(program.with_extension("d")).ok()?;
    let (_, sources) = sources.split_once(": ")?;
    let sources = sources.trim_end().replace("\\ ", "\0");
    let mut sources = sources.split(' ').map(|source| PathBuf::from(source.replace('\0', " ")));
    sources.find(|source| changed(source).is_some_and(|changed| changed > built))
}

fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|metadata| metadata.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs::File, time::Duration};

    #[test]
    fn a_program_takes_the_place_of_its_shell_and_a_pipe_and_a_limit_do_not() {
        let line = r#"nc -N "2 + 3\n" 'a|b'"#;
        assert_eq!(command_line(line).0, format!("exec {line}"));
        for line in ["echo 1 | nc localhost 1", "ulimit -n 20; nc", "nc < file"] {
            assert_eq!(command_line(line).0, line);
        }
    }

    #[test]
    #[should_panic(expected = "no-such is not built")]
    fn a_package_is_its_executable() {
        command_line("echo '1' | cargo run --quiet --package no-such -- localhost 1081");
    }

    #[test]
    fn a_path_with_spaces_and_quotes_is_one_word_also_within_quotes() {
        let (line, variables) = command_line("sh -c 'ulimit -n 20; cargo wire localhost 1081'");
        assert_eq!(line, r#"exec sh -c 'ulimit -n 20; "$PROGRAM_wire" localhost 1081'"#);
        assert_eq!(variables, [("PROGRAM_wire".to_owned(), program("wire"))]);
        assert_eq!(command_line("cargo wire send").0, r#"exec "$PROGRAM_wire" send"#);
    }

    #[test]
    fn a_source_that_is_newer_than_its_program_is_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let (program, source) = (folder.path().join("echo"), folder.path().join("a b.rs"));
        fs::write(&program, "").expect("a program");
        let source_file = File::create(&source).expect("a source");
        let sources =
            format!("{}: {}\n", program.display(), source.display().to_string().replace(' ', "\\ "));
        fs::write(folder.path().join("echo.d"), sources).expect("a list");

        let built = changed(&program).expect("a time");
        source_file.set_modified(built - Duration::from_secs(1)).expect("a time");
        assert_eq!(newer_source(&program), None);
        source_file.set_modified(built + Duration::from_secs(1)).expect("a time");
        assert_eq!(newer_source(&program), Some(source));
    }

    #[test]
    #[should_panic(expected = "no-such-program is not built: run `cargo build`")]
    fn a_program_that_is_not_built_is_asked_for() {
        program("no-such-program");
    }
}

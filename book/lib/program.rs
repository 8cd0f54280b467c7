//! The programs of this workspace, beside the test's executable.

use std::{
    env,
    env::consts::EXE_SUFFIX,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// The executable of a package, built from the sources as they are now.
pub(crate) fn program(name: &str) -> PathBuf {
    let test = env::current_exe().expect("a test knows its own executable");
    // The test is target/debug/deps/test-HASH, a doc-test's is elsewhere: it is told by its folder's name.
    let folder = test.ancestors().find(|folder| folder.join(name_of(name)).is_file());
    let folder = folder.unwrap_or_else(|| {
        panic!(
            "{} is not built: run `cargo build` with the same --release or none, and test again",
            name_of(name)
        )
    });
    let program = folder.join(name_of(name));
    if let Some(newer) = newer_source(&program) {
        panic!("{} is older than {}: run `cargo build`, and test again", program.display(), newer.display());
    }
    program
}

fn name_of(name: &str) -> String {
    format!("{name}{EXE_SUFFIX}")
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

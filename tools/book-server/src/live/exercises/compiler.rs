//! What cargo and the compiler say, as a page says it: in words for somebody who waits, and without the paths of this machine.

use std::path::Path;

/// What cargo, or the grader, says that it does, as the page says it.
pub(super) fn phase(words: &str) -> String {
    let (first, rest) = words.split_once(' ').unwrap_or((words, ""));
    let package = rest.split(' ').next().unwrap_or_default();
    match first {
        "Compiling" => format!("compiling your code and what it uses ({package})"),
        "Blocking" | "waiting" => "waiting for another build to end".to_owned(),
        "Updating" | "Locking" | "Downloading" | "Downloaded" => "downloading what it uses".to_owned(),
        "Finished" => "starting the checks".to_owned(),
        "running" => "running the checks on your code".to_owned(),
        _ => "compiling your code".to_owned(),
    }
}

/// Where rustup has the source of the standard library.
const STANDARD_LIBRARY: &str = "/lib/rustlib/src/rust/";

/// Where cargo has the sources of other packages: below it a folder for each registry.
const REGISTRY: &str = "/registry/src/";

/// The same message with paths from the workspace's root, from the top of the standard library, or from a package.
pub(super) fn without_places(message: &str, root: &Path) -> String {
    let below_root = format!("{}{}", root.display(), std::path::MAIN_SEPARATOR);
    let message = cut_paths(&message.replace(&below_root, ""), STANDARD_LIBRARY, 0);
    cut_paths(&message, REGISTRY, 1)
}

/// Cuts each absolute path up to the mark in it, and a number of folders more.
fn cut_paths(message: &str, mark: &str, folders: usize) -> String {
    let mut parts = message.split(mark);
    let mut cut = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        cut.truncate(start_of_path(&cut));
        let rest = (0..folders).fold(part, |rest, _| rest.split_once('/').map_or(rest, |(_, rest)| rest));
        cut += rest;
    }
    cut
}

/// Where the path begins that a text ends in: after a space, or after an escape sequence, which ends in an `m`.
fn start_of_path(text: &str) -> usize {
    let Some((at, before)) = text.char_indices().rfind(|(_, c)| c.is_whitespace() || *c == '\x1b') else {
        return 0;
    };
    let rest = &text[at..];
    if before == '\x1b' {
        at + rest.find('m').map_or(rest.len(), |end| end + 1)
    } else {
        at + before.len_utf8()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_says_is_said_in_other_words() {
        for (said, shown) in [
            (
                "Compiling echo v0.1.0 (/home/me/tutorial/stages/02-echo)",
                "compiling your code and what it uses (echo)",
            ),
            ("Blocking waiting for file lock on build directory", "waiting for another build to end"),
            ("waiting for another grading to build", "waiting for another build to end"),
            ("running 2.5 half_close", "running the checks on your code"),
            ("", "compiling your code"),
        ] {
            assert_eq!(phase(said), shown, "{said}");
        }
    }

    #[test]
    fn paths_begin_where_they_mean_the_same_on_every_machine() {
        let root = Path::new("/home/me/tutorial");
        for (said, shown) in [
            ("--> /home/me/tutorial/stages/02-echo/src/lib.rs:5:1", "--> stages/02-echo/src/lib.rs:5:1"),
            (
                "\x1b[34m::: \x1b[0m/home/me/.rustup/toolchains/stable/lib/rustlib/src/rust/library/core/src/x.rs:1:2",
                "\x1b[34m::: \x1b[0mlibrary/core/src/x.rs:1:2",
            ),
            (
                "--> /home/me/.cargo/registry/src/index.crates.io-1949/mio-1.0.4/src/lib.rs:1:1",
                "--> mio-1.0.4/src/lib.rs:1:1",
            ),
            ("expected `u8`", "expected `u8`"),
        ] {
            assert_eq!(without_places(said, root), shown);
        }
    }
}

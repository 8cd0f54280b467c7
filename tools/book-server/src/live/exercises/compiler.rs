//! What cargo and the compiler say, as a page says it: in words for somebody who waits, and without the paths of this machine.

use regex::Regex;
use std::{
    path::{MAIN_SEPARATOR, Path},
    sync::LazyLock,
};

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

/// An absolute path up to the source of the standard library, where rustup has it, or up to that of a package, where cargo has
/// it: below a folder for each registry. It begins after a space, or after an escape sequence, which ends in an `m`.
static PLACES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(\x1b\[[\d;]*m)?[^\s\x1b]*(/lib/rustlib/src/rust/|/registry/src/[^/]*/)").ok()
});

/// The same message with paths from the workspace's root, from the top of the standard library, or from a package.
pub(super) fn without_places(message: &str, root: &Path) -> String {
    let message = message.replace(&format!("{}{MAIN_SEPARATOR}", root.display()), "");
    match &*PLACES {
        Some(places) => places.replace_all(&message, "$1").into_owned(),
        None => message,
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

//! The compiler's messages without the paths of this machine.

use std::path::Path;

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

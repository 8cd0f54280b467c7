//! A workspace whose `wire` misbehaves.

use crate::support::{workspace, write};
use tempfile::TempDir;

/// Stands in for `wire`: with `--backlog` it floods, else it listens to nobody, for a minute, and so does a child of it.
pub(crate) const PLANTED: &str = r#"
fn main() {
    if std::env::args().any(|word| word == "--backlog") {
        loop {
            println!("{}", "x".repeat(1000));
        }
    }
    let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
    println!("process {}\nprocess {}\nlistening", std::process::id(), child.id());
    child.wait().unwrap();
}
"#;

/// A small workspace with a program that is called `wire`.
pub(crate) fn planted(main: &str) -> TempDir {
    let root = workspace();
    write(root.path(), "Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"wire\"]\n");
    write(root.path(), "wire/Cargo.toml", "[package]\nname = \"wire\"\nedition = \"2024\"\n");
    write(root.path(), "wire/src/main.rs", main);
    root
}

//! A small workspace with a book.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};
use tempfile::TempDir;

/// What is in the small workspace.
const FILES: [(&str, &str); 6] = [
    ("Cargo.toml", "[workspace]\nresolver = \"3\"\n"),
    (".cargo/config.toml", "[alias]\n"),
    ("book/book.toml", "[book]\ntitle = \"Small\"\n[build]\ncreate-missing = false\n"),
    ("book/src/SUMMARY.md", "# Summary\n\n[One](one.md)\n\n- [Two](more/two.md)\n"),
    ("book/src/one.md", "# One\n\nThe first text, and [two](more/two.md).\n"),
    ("book/src/more/two.md", "# Two\n"),
];

pub(crate) const ONE: &str = "book/src/one.md";

/// A workspace with a book that has nothing wrong with it.
pub(crate) fn workspace() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (name, content) in FILES {
        write(root.path(), name, content);
    }
    root
}

pub(crate) fn write(root: &Path, name: &str, content: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// `cargo book` in that workspace.
pub(crate) fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_book-server"));
    command.args(arguments).current_dir(root).env_remove("CARGO_TARGET_DIR").stdin(Stdio::null());
    command
}

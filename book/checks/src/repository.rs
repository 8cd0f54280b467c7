//! The repository has no address of its own: each clone and each copy of it knows where it came from.
//!
//! An address that is written down is wrong in every copy. If it is not ours, somebody else may register it, and decide
//! what the reader gets.

use crate::{
    problem::{Problem, path_from},
    relative_path::resolve,
};
use std::{fs, path::Path};
use walkdir::WalkDir;

/// What a manifest or a configuration may say of the address, at the beginning of a line.
const KEYS: [&str; 3] = ["repository", "homepage", "git-repository-url"];

/// What is looked through beside the book's pages.
const OUTSIDE: [&str; 11] = [
    ".devcontainer",
    ".github",
    "Cargo.toml",
    "README.md",
    "CONTRIBUTING.md",
    "book/book.toml",
    "deploy",
    "docs",
    "stages",
    "tools",
    "fuzz",
];

/// Addresses of this repository outside of the book's pages.
pub(crate) fn check(root: &Path, problems: &mut Vec<Problem>) {
    let walk = |name| WalkDir::new(root.join(name)).sort_by_file_name().into_iter();
    // Without the packages of others.
    let entries =
        OUTSIDE.iter().flat_map(|name| walk(name).filter_entry(|entry| entry.file_name() != "node_modules"));
    // What is not there, or no text, has no address in it.
    for entry in entries.filter_map(Result::ok).filter(|entry| is_read_by_people(entry.path())) {
        let text = fs::read_to_string(entry.path()).unwrap_or_default();
        for (line, number) in text.lines().zip(1..) {
            let mut addresses = line.split(['"', '`', '(', ')', '<', '>', ' ', '=', ',']);
            let fault = addresses.find_map(|address| check_address(root, address).err());
            if let Some(reason) = fault.or_else(|| names_an_address(line)) {
                let file = path_from(root, entry.path());
                problems.push(Problem { file, line: number, reason });
            }
        }
    }
}

fn is_read_by_people(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["toml", "md", "json", "service", "sh", "yml"].contains(&extension)
}

fn names_an_address(line: &str) -> Option<String> {
    let (key, value) = line.split_once('=')?;
    let is_address = KEYS.contains(&key.trim()) && value.contains("://");
    is_address.then(|| format!("`{}` is another one in each copy of this repository", key.trim()))
}

/// Whether a web address is that of a file or folder of this repository. Those at the top are left alone: every repository
/// has a `README.md`.
pub(crate) fn check_address(root: &Path, address: &str) -> Result<(), String> {
    let path = ["/blob/", "/tree/"].iter().find_map(|kind| address.split_once(kind)?.1.split_once('/'));
    // Without the number of a line.
    let path = path.map(|(_, path)| path.split('#').next().unwrap_or(path));
    match path {
        Some(path) if path.contains('/') && root.join(path).exists() => Err(format!(
            "`{address}`: the address of this repository is another one in each copy; link to `../../{path}`"
        )),
        _ => Ok(()),
    }
}

/// Whether a link that leads out of the book leads to a file of the repository: the site has a copy of that.
pub(crate) fn check_file(root: &Path, chapter: &str, target: &str) -> Result<(), String> {
    match resolve(&format!("book/src/{chapter}"), target) {
        Some(file) if root.join(&file).is_file() => Ok(()),
        Some(file) => Err(format!("`{target}` leads to nothing: there is no file `{file}`")),
        None => Err(format!("`{target}` leads out of the repository")),
    }
}

/// Whether a `git` command names no address.
pub(crate) fn check_clone<'a>(mut arguments: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let named = |address| format!("write ADDRESS in place of `{address}`, which is another one in each copy");
    arguments.find(|argument| argument.contains("://")).map_or(Ok(()), |address| Err(named(address)))
}

//! What pages say of the repository: its address, which each clone knows for itself, and links to its files.

use std::{collections::BTreeSet, fs, io, path::Path, process::Command};

/// Where the files that pages link to are in the site.
const FOLDER: &str = "source";

/// What stands in the pages for the address of the repository.
const PLACEHOLDER: &str = "git clone ADDRESS ";

/// The address that this clone came from, if anybody may clone it: a web address, without a name or password in it.
pub(crate) fn address(root: &Path) -> Option<String> {
    let output = Command::new("git").args(["remote", "get-url", "origin"]).current_dir(root).output().ok()?;
    public_address(str::from_utf8(&output.stdout).ok()?)
}

fn public_address(remote: &str) -> Option<String> {
    let remote = remote.trim();
    let is_public = remote.starts_with("https://") && !remote.contains(['@', '?', ' ']);
    is_public.then(|| remote.trim_end_matches(".git").to_owned())
}

/// The page with the address in the commands that need it.
pub(crate) fn with_address(content: &str, address: &str) -> String {
    content.replace(PLACEHOLDER, &format!("git clone {address} "))
}

/// The page with links to copies of the files outside of the book's folder, in place of links to them. These files are added.
pub(crate) fn with_copies(page: &Path, content: &str, files: &mut BTreeSet<String>) -> String {
    let up = "../".repeat(page.components().count() - 1);
    // From `book/src`, so two more.
    let outside = format!("](../../{up}");
    let mut parts = content.split(&outside);
    let mut content = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (file, rest) = part.split_once(')').unwrap_or((part, ""));
        content += &["](", &up, &copy_of(file), ")", rest].concat();
        files.insert(file.to_owned());
    }
    content
}

/// The copy of a file, from the top of the site. It is a text: a browser downloads other types, and does not show them.
fn copy_of(file: &str) -> String {
    // mdBook takes a link with `.md` in it for one to a chapter.
    format!("{FOLDER}/{}.txt", file.strip_suffix(".md").unwrap_or(file))
}

/// Copies these files into the site.
pub(crate) fn copy(files: &BTreeSet<String>, root: &Path, out: &Path) -> io::Result<()> {
    for file in files {
        let copy = out.join(copy_of(file));
        fs::create_dir_all(copy.parent().unwrap_or(out))?;
        fs::copy(root.join(file), copy)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_only_if_anybody_may_clone_it() {
        assert_eq!(public_address("https://a.example/b.git\n").as_deref(), Some("https://a.example/b"));
        for private in ["git@a.example:b.git", "https://me:secret@a.example/b", "/home/me/b", ""] {
            assert_eq!(public_address(private), None, "{private}");
        }
    }

    #[test]
    fn links_to_files_outside_of_the_book_lead_to_copies() {
        let mut files = BTreeSet::new();
        let page =
            "[a](../../../stages/a.rs), {{#include ../../../b.rs}}, [c](../c.md), [d](../../../d/e.md).";
        assert_eq!(
            with_copies(Path::new("2-echo/a.md"), page, &mut files),
            "[a](../source/stages/a.rs.txt), {{#include ../../../b.rs}}, [c](../c.md), [d](../source/d/e.txt)."
        );
        assert_eq!(files, ["d/e.md", "stages/a.rs"].map(str::to_owned).into());
    }

    #[test]
    fn a_copy_is_a_text() {
        let (root, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(root.path().join("a.rs"), "fn").unwrap();
        copy(&["a.rs".to_owned()].into(), root.path(), out.path()).unwrap();
        assert_eq!(fs::read_to_string(out.path().join("source/a.rs.txt")).unwrap(), "fn");
    }

    #[test]
    fn the_command_to_clone_has_the_address() {
        let page = "$ git clone ADDRESS tutorial\n";
        let changed = with_address(page, "https://a.example/b");
        assert_eq!(changed, "$ git clone https://a.example/b tutorial\n");
    }
}

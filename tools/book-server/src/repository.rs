//! What pages say of the repository: its address, which each clone knows for itself, and links to its files.

use crate::chapters::for_each_chapter;
use mdbook_driver::book::Book;
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

/// Writes the address into the commands that need it.
pub(crate) fn fill_in_address(book: &mut Book, address: &str) {
    let command = format!("git clone {address} ");
    for_each_chapter(book, |chapter| chapter.content = chapter.content.replace(PLACEHOLDER, &command));
}

/// Has the links to files outside of the book's folder lead to copies of them, and returns these files.
pub(crate) fn link_copies(book: &mut Book) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    for_each_chapter(book, |chapter| {
        let Some(path) = &chapter.path else { return };
        let up = "../".repeat(path.components().count() - 1);
        // From `book/src`, so two more.
        let outside = format!("](../../{up}");
        let mut parts = chapter.content.split(&outside);
        let mut content = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (file, rest) = part.split_once(')').unwrap_or((part, ""));
            content += &["](", &up, &copy_of(file), ")", rest].concat();
            files.insert(file.to_owned());
        }
        chapter.content = content;
    });
    files
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
    use mdbook_driver::book::{BookItem, Chapter};

    #[test]
    fn an_address_is_told_only_if_anybody_may_clone_it() {
        assert_eq!(public_address("https://a.example/b.git\n").as_deref(), Some("https://a.example/b"));
        for private in ["git@a.example:b.git", "https://me:secret@a.example/b", "/home/me/b", ""] {
            assert_eq!(public_address(private), None, "{private}");
        }
    }

    fn changed(path: &str, content: &str, change: impl FnOnce(&mut Book)) -> String {
        let mut book = Book::new();
        book.push_item(BookItem::Chapter(Chapter::new("A", content.to_owned(), path, Vec::new())));
        change(&mut book);
        book.chapters().map(|chapter| chapter.content.clone()).collect()
    }

    #[test]
    fn links_to_files_outside_of_the_book_lead_to_copies() {
        let mut files = BTreeSet::new();
        let page =
            "[a](../../../stages/a.rs), {{#include ../../../b.rs}}, [c](../c.md), [d](../../../d/e.md).";
        let changed = changed("2-echo/a.md", page, |book| files = link_copies(book));
        assert_eq!(
            changed,
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
        let changed = changed("a.md", page, |book| fill_in_address(book, "https://a.example/b"));
        assert_eq!(changed, "$ git clone https://a.example/b tutorial\n");
    }
}

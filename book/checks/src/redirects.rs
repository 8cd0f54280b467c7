//! Old addresses of pages, which `book.toml` leads to the present ones.

use crate::{book::Book, links::resolve, problem::Problem};
use anyhow::Context as _;
use std::{fs, path::Path};

const FILE: &str = "book/book.toml";

pub(crate) fn check(root: &Path, book: &Book, problems: &mut Vec<Problem>) -> anyhow::Result<()> {
    let config = root.join(FILE);
    if !config.exists() {
        return Ok(());
    }
    let config = fs::read_to_string(&config).with_context(|| format!("could not read {FILE}"))?;
    let lines =
        config.lines().zip(1..).skip_while(|(line, _)| line.trim() != "[output.html.redirect]").skip(1);
    for (line, number) in lines.take_while(|(line, _)| !line.starts_with('[')) {
        if let Some(reason) = redirect(line).and_then(|(old, new)| fault(book, old, new)) {
            problems.push(Problem { file: FILE.to_owned(), line: number, reason });
        }
    }
    Ok(())
}

/// The old and the new address of a line such as `"/2-echo/end.html" = "half-close.html"`.
fn redirect(line: &str) -> Option<(&str, &str)> {
    let (old, new) = line.split_once('=')?;
    Some((old.trim().trim_matches('"').trim_start_matches('/'), new.trim().trim_matches('"')))
}

fn fault(book: &Book, old: &str, new: &str) -> Option<String> {
    if chapter_at(book, old) {
        return Some(format!("`{old}` is a page of the book, and the redirect would replace it"));
    }
    let (file, fragment) = new.split_once('#').unwrap_or((new, ""));
    let path = resolve(old, file).unwrap_or_default();
    let page = book.chapter(&path.replace(".html", ".md"));
    match page {
        None => Some(format!("`{old}` is redirected to `{new}`, which is no page of the book")),
        Some(page) if !fragment.is_empty() && !page.page.ids.contains(fragment) => {
            Some(format!("`{old}` is redirected to `{new}`, and the page has no heading with that id"))
        }
        Some(_) => None,
    }
}

/// Whether a chapter becomes the page at this address.
fn chapter_at(book: &Book, address: &str) -> bool {
    book.chapter(&address.replace(".html", ".md")).is_some()
}

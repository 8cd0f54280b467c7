//! Links that lead somewhere, and old addresses of pages, which `book.toml` leads to the present ones.

use crate::{
    book::{Book, Chapter},
    page::Link,
    problem::{Problem, has_extension, read, toml_section},
    relative_path::resolve,
    repository,
};
use std::path::Path;

/// Where the redirects are.
const CONFIG: &str = "book/book.toml";

/// Links that lead nowhere, and what else is wrong with a page in itself.
pub(crate) fn check(book: &Book, chapter: &Chapter) -> impl Iterator<Item = Problem> {
    let faults = chapter.page.faults.iter().map(move |(line, fault)| chapter.problem(*line, fault));
    let dead =
        move |link: &Link| Some(chapter.problem(link.line, follow(book, chapter, &link.target).err()?));
    faults.chain(chapter.page.links.iter().filter_map(dead))
}

/// Follows a link within the book.
fn follow(book: &Book, chapter: &Chapter, target: &str) -> Result<(), String> {
    if leads_outside(target) {
        return repository::check_address(&book.root, target);
    }
    let (file, id) = split_id(target);
    let path = if file.is_empty() { Some(chapter.path.clone()) } else { resolve(&chapter.path, file) };
    let Some(path) = path else { return repository::check_file(&book.root, &chapter.path, target) };
    match book.chapter(&path) {
        Some(found) if has_id(found, id) => Ok(()),
        Some(_) => {
            Err(format!("`{target}`: `{path}` has no heading with the id `{}`", id.unwrap_or_default()))
        }
        None if !book.src.join(&path).is_file() => {
            Err(format!("`{target}` leads to nothing: there is no `book/src/{path}`"))
        }
        None if has_extension(&path, "md") => {
            Err(format!("`{target}` leads to a chapter that SUMMARY.md does not list"))
        }
        None => Ok(()),
    }
}

/// Whether a link has a scheme, as in `https://…` or `mailto:…`.
fn leads_outside(target: &str) -> bool {
    target
        .split_once(':')
        .is_some_and(|(scheme, _)| scheme.chars().all(|letter| letter.is_ascii_alphanumeric()))
}

/// The page and the id that a link names.
fn split_id(target: &str) -> (&str, Option<&str>) {
    target.split_once('#').map_or((target, None), |(file, id)| (file, Some(id)))
}

/// Whether a page has this id, if it is asked for one.
fn has_id(chapter: &Chapter, id: Option<&str>) -> bool {
    id.is_none_or(|id| chapter.page.ids.contains(id))
}

/// Redirects to nothing, and those that would replace a page.
pub(crate) fn check_redirects(root: &Path, book: &Book, problems: &mut Vec<Problem>) -> anyhow::Result<()> {
    let config = root.join(CONFIG);
    if !config.exists() {
        return Ok(());
    }
    let config = read(&config)?;
    for (old, new, line) in toml_section(&config, "[output.html.redirect]") {
        if let Some(reason) = fault(book, old.trim_start_matches('/'), new) {
            problems.push(Problem { file: CONFIG.to_owned(), line, reason });
        }
    }
    Ok(())
}

fn fault(book: &Book, old: &str, new: &str) -> Option<String> {
    // The chapter that becomes the page at an address.
    let chapter = |address: &str| book.chapter(&address.replace(".html", ".md"));
    if chapter(old).is_some() {
        return Some(format!("`{old}` is a page of the book, and the redirect would replace it"));
    }
    let (file, id) = split_id(new);
    match chapter(&resolve(old, file).unwrap_or_default()) {
        Some(found) if has_id(found, id) => None,
        Some(_) => {
            Some(format!("`{old}` is redirected to `{new}`, and the page has no heading with that id"))
        }
        None => Some(format!("`{old}` is redirected to `{new}`, which is no page of the book")),
    }
}

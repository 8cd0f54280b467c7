//! Links that lead somewhere.

use crate::{
    book::{Book, Chapter, is_markdown},
    page::Link,
    problem::Problem,
};

pub(crate) fn check(book: &Book, problems: &mut Vec<Problem>) {
    for chapter in &book.chapters {
        for (line, fault) in &chapter.page.faults {
            problems.push(chapter.problem(*line, fault));
        }
        for link in &chapter.page.links {
            if let Err(reason) = follow(book, chapter, link) {
                problems.push(chapter.problem(link.line, reason));
            }
        }
    }
}

/// Follows a link within the book.
fn follow(book: &Book, chapter: &Chapter, link: &Link) -> Result<(), String> {
    let target = link.target.as_str();
    if leads_outside(target) {
        return Ok(());
    }
    let (file, fragment) = target.split_once('#').map_or((target, None), |(file, part)| (file, Some(part)));
    let path = if file.is_empty() { Some(chapter.path.clone()) } else { resolve(&chapter.path, file) };
    let path = path.ok_or_else(|| format!("`{target}` leads out of the book"))?;
    let Some(found) = book.chapter(&path) else {
        return match book.src.join(&path).is_file() {
            true if is_markdown(&path) => {
                Err(format!("`{target}` leads to a chapter that SUMMARY.md does not list"))
            }
            true => Ok(()),
            false => Err(format!("`{target}` leads to nothing: there is no `book/src/{path}`")),
        };
    };
    match fragment {
        Some(id) if !found.page.ids.contains(id) => {
            Err(format!("`{target}`: `{path}` has no heading with the id `{id}`"))
        }
        _ => Ok(()),
    }
}

/// Whether a link has a scheme, as in `https://…` or `mailto:…`.
fn leads_outside(target: &str) -> bool {
    target
        .split_once(':')
        .is_some_and(|(scheme, _)| scheme.chars().all(|letter| letter.is_ascii_alphanumeric()))
}

/// The path from the root of the book that a path from a chapter stands for.
pub(crate) fn resolve(chapter: &str, file: &str) -> Option<String> {
    let mut parts: Vec<_> = chapter.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            other => parts.push(other),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_followed_from_the_chapters_folder() {
        assert_eq!(
            resolve("2-echo/reset.md", "../1-sockets/ports.md").as_deref(),
            Some("1-sockets/ports.md")
        );
        assert_eq!(resolve("2-echo/reset.md", "./end.md").as_deref(), Some("2-echo/end.md"));
        assert_eq!(resolve("intro.md", "../README.md"), None);
    }
}

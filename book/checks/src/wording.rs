//! The words of the pages: sentences that a reader can hold in mind, and terms that the glossary explains.

use crate::{
    book::{Book, Chapter},
    page::id_of,
    problem::Problem,
    prose::Block,
};
use std::collections::HashMap;

/// The most words of a sentence. Most have fewer than 25.
const MOST_WORDS: usize = 45;

const GLOSSARY: &str = "glossary.md";

/// How a page introduces a term: `is called an *accept queue*`.
const INTRODUCTIONS: [&str; 4] = [" called", " called a", " called an", " called the"];

pub(crate) fn check_sentences(chapter: &Chapter) -> impl Iterator<Item = Problem> {
    chapter.page.prose.iter().flat_map(Block::sentences).filter_map(move |sentence| {
        let words = sentence.text.split([' ', '\n']);
        let count = words.filter(|word| word.chars().any(char::is_alphanumeric)).count();
        (count > MOST_WORDS).then(|| {
            let begins: String = sentence.text.chars().take(40).collect();
            let reason = format!("a sentence of {count} words, of at most {MOST_WORDS}: `{begins}…`");
            chapter.problem(sentence.line, reason)
        })
    })
}

/// The glossary's terms are used where it says so, and it has every term that a page introduces.
pub(crate) fn check_terms(book: &Book, problems: &mut Vec<Problem>) {
    let Some(glossary) = book.chapter(GLOSSARY) else { return };
    // Most pages explain several terms, and each is respelt once.
    let respelt = book.chapters.iter().map(|chapter| (chapter.path.as_str(), respell(&chapter.source)));
    let respelt: HashMap<_, _> = respelt.collect();
    check_entries(glossary, problems);
    for (term, sentence, line) in entries(glossary) {
        let explained = target(sentence).and_then(|path| book.chapter(path));
        if let Some(chapter) = explained.filter(|chapter| !mentions(&respelt[chapter.path.as_str()], term)) {
            let reason = format!("`{}` does not mention the term `{term}`", chapter.path);
            problems.push(glossary.problem(line, reason));
        }
    }
    for chapter in book.chapters.iter().filter(|chapter| chapter.path != GLOSSARY) {
        for (before, term) in chapter.page.prose.iter().flat_map(Block::emphasized) {
            let is_introduced = INTRODUCTIONS.iter().any(|words| before.trim_end().ends_with(words));
            if is_introduced && !has(glossary, term.text) {
                let reason = format!("the glossary has no entry `{}`", term.text);
                problems.push(chapter.problem(term.line, reason));
            }
        }
    }
}

/// Entries that are not in the order of the alphabet, or no sentence with a link.
fn check_entries(glossary: &Chapter, problems: &mut Vec<Problem>) {
    let entries: Vec<_> = entries(glossary).collect();
    for (term, sentence, line) in &entries {
        if target(sentence).is_none() || !sentence.ends_with('.') {
            problems
                .push(glossary.problem(*line, format!("`{term}` is explained by a sentence with a link")));
        }
    }
    let place = |term: &str| term.to_lowercase().replace(['`', '-'], "");
    for [(one, ..), (next, _, line)] in entries.array_windows() {
        if place(one) >= place(next) {
            let reason = format!("`{next}` comes after `{one}`: terms are in the order of the alphabet");
            problems.push(glossary.problem(*line, reason));
        }
    }
}

/// Each term, its sentence, and its line.
fn entries(glossary: &Chapter) -> impl Iterator<Item = (&str, &str, usize)> {
    let lines = glossary.source.lines();
    let pairs = lines.clone().zip(lines.skip(1)).zip(1..);
    pairs.filter_map(|((term, next), line)| Some((term, next.strip_prefix(": ")?, line)))
}

/// The file of the section that a sentence links to first.
fn target(sentence: &str) -> Option<&str> {
    sentence.split_once("](")?.1.split([')', '#']).next()
}

/// Whether a page, which is [respelt](respell), has a term in whichever spelling.
fn mentions(page: &str, term: &str) -> bool {
    // Of several things: message boundaries.
    page.contains(respell(term).trim_end_matches('y'))
}

/// The words in small letters, without marks and hyphens, with one space between them.
fn respell(text: &str) -> String {
    let words = text.replace(['`', '*'], "").replace(['-', '\n'], " ").to_lowercase();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the glossary has a term, be it of several things: `accept queues`.
fn has(glossary: &Chapter, term: &str) -> bool {
    let id = id_of(&term.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase());
    let ids = &glossary.page.ids;
    let single = |ending| id.strip_suffix(ending).is_some_and(|id| ids.contains(id));
    ids.contains(&id) || single("s") || single("es")
}

//! The questions at a part's end: choices in a numbered list, and below them a `<details class="answers">` that explains each.
//!
//! A script of the pages makes radio buttons of them, and relies on this form. Without the script it is read as it stands.

use crate::{
    book::{Book, Chapter},
    problem::Problem,
    prose::options,
    relative_path::resolve,
};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::collections::BTreeSet;

/// What the explanations of the choices stand in.
const ANSWERS: &str = "<details class=\"answers\">";

/// What the explanation of the right choice begins with, and what that of every other one does.
const RIGHT: &str = "Right.";
const WRONG: &str = "No.";

/// How many choices a question has at least.
const FEWEST: usize = 3;

/// How many questions a part asks about itself, and about earlier parts.
const OWN: usize = 2;
const EARLIER: usize = 1;

pub(crate) fn check(book: &Book, problems: &mut Vec<Problem>) {
    for chapter in &book.chapters {
        for question in questions(&chapter.source) {
            problems.extend(question.fault().map(|fault| chapter.problem(question.line, fault)));
        }
    }
    let parts = book.chapters.iter().filter_map(Chapter::part);
    for part in parts.collect::<BTreeSet<_>>() {
        problems.extend(missing(book, part));
    }
}

/// What the last section of a part does not ask.
fn missing(book: &Book, part: u32) -> Option<Problem> {
    let last = book.chapters.iter().rfind(|chapter| chapter.part() == Some(part))?;
    let questions = questions(&last.source);
    let about = questions.iter().filter_map(|question| part_of(book, last, question.right()?));
    let about: Vec<_> = about.collect();
    let own = about.iter().filter(|about| **about == part).count();
    let earlier = about.iter().filter(|about| **about < part).count();
    let is_enough = own >= OWN && (earlier >= EARLIER || part == 1);
    (!is_enough).then(|| {
        let earlier = if part == 1 { String::new() } else { format!(" and {EARLIER} about an earlier part") };
        let reason = format!("the last section of part {part} asks {OWN} questions about it{earlier}");
        Problem::in_source("SUMMARY.md", last.listed, reason)
    })
}

/// The part whose section the explanation of the right choice links to.
fn part_of(book: &Book, chapter: &Chapter, right: &Item) -> Option<u32> {
    let file = right.link.as_deref()?.split('#').next()?;
    book.chapter(&resolve(&chapter.path, file)?)?.part()
}

/// A question, from its choices on.
struct Question {
    /// Of the answers.
    line: usize,
    choices: usize,
    explanations: Vec<Item>,
}

/// An item of a numbered list.
#[derive(Default)]
struct Item {
    text: String,
    /// Where its first link leads.
    link: Option<String>,
}

impl Question {
    fn right(&self) -> Option<&Item> {
        self.explanations.iter().find(|item| item.text.starts_with(RIGHT))
    }

    fn fault(&self) -> Option<String> {
        let count = |word: &str| self.explanations.iter().filter(|item| item.text.starts_with(word)).count();
        let (choices, explanations) = (self.choices, self.explanations.len());
        if choices < FEWEST {
            return Some(format!("a numbered list of at least {FEWEST} choices stands before `{ANSWERS}`"));
        }
        if choices != explanations {
            return Some(format!("{choices} choices have {explanations} explanations, in a numbered list"));
        }
        if count(RIGHT) != 1 || count(WRONG) != choices - 1 {
            return Some(format!(
                "one explanation begins with `**{RIGHT}**`, every other one with `{WRONG}`"
            ));
        }
        if self.explanations.iter().any(|item| item.text.split_whitespace().count() < 4) {
            return Some("an explanation is a sentence that says why".to_owned());
        }
        let is_linked = self.right()?.link.as_ref().is_some_and(|link| !link.contains("://"));
        (!is_linked).then(|| "the explanation of the right choice links to its section".to_owned())
    }
}

/// The questions of a chapter.
fn questions(source: &str) -> Vec<Question> {
    let mut questions = Vec::new();
    // The numbered list that was read last, unless something else came after it; and whether we are in the answers.
    let (mut list, mut depth, mut open) = (Vec::<Item>::new(), 0, None);
    for (event, range) in Parser::new_ext(source, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::List(Some(_))) => {
                depth += 1;
                list.clear();
            }
            Event::End(TagEnd::List(true)) => depth -= 1,
            Event::Start(Tag::Item) if depth > 0 => list.push(Item::default()),
            Event::Start(Tag::Link { dest_url, .. }) => {
                if let Some(item) = list.last_mut().filter(|_| depth > 0) {
                    item.link.get_or_insert_with(|| dest_url.into_string());
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(item) = list.last_mut().filter(|_| depth > 0) {
                    item.text.push_str(&text);
                    item.text.push(' ');
                }
            }
            Event::Html(html) if html.starts_with(ANSWERS) => {
                let line = source[..range.start].matches('\n').count() + 1;
                open = Some((line, std::mem::take(&mut list).len()));
            }
            Event::Html(html) if html.starts_with("</details>") => {
                let explanations = std::mem::take(&mut list);
                let question = |(line, choices)| Question { line, choices, explanations };
                questions.extend(open.take().map(question));
            }
            Event::Start(Tag::Paragraph | Tag::Heading { .. }) if depth == 0 => list.clear(),
            _ => {}
        }
    }
    questions
}

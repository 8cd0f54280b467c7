//! Sentences that a reader can hold in mind.

use crate::{book::Book, problem::Problem, prose::Block};

/// The most words of a sentence. Most have fewer than 25.
const MOST_WORDS: usize = 45;

pub(crate) fn check(book: &Book, problems: &mut Vec<Problem>) {
    for chapter in &book.chapters {
        for sentence in chapter.page.prose.iter().flat_map(Block::sentences) {
            let words = words(sentence.text);
            if words > MOST_WORDS {
                let begins: String = sentence.text.chars().take(40).collect();
                let reason = format!("a sentence of {words} words, of at most {MOST_WORDS}: `{begins}…`");
                problems.push(chapter.problem(sentence.line, reason));
            }
        }
    }
}

fn words(sentence: &str) -> usize {
    let words = sentence.split([' ', '\n']);
    words.filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

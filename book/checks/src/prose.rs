//! The sentences of a page: its paragraphs and lists, without code, tables, headings and pictures.

use pulldown_cmark::{Event, Options, Tag, TagEnd};
use std::ops::Range;

/// A paragraph, or an item of a list.
#[derive(Debug, Default)]
pub(crate) struct Block {
    text: String,
    /// The line of the chapter that continues at each of these offsets.
    lines: Vec<(usize, usize)>,
    emphasized: Vec<Range<usize>>,
}

/// A part of a block, and the line of the chapter in which it begins.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Excerpt<'a> {
    pub(crate) text: &'a str,
    pub(crate) line: usize,
}

/// What Markdown can have, as in mdBook 0.5.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

impl Block {
    /// Its sentences.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = Excerpt<'_>> {
        let mut begins = 0;
        std::iter::from_fn(move || {
            begins += self.text[begins..].len() - self.text[begins..].trim_start().len();
            let rest = self.text.get(begins..).filter(|rest| !rest.is_empty())?;
            let sentence = self.excerpt(begins..begins + sentence_length(rest));
            begins += sentence.text.len();
            Some(sentence)
        })
    }

    /// What is in italics, but for links to the glossary, each with the text of the block before it.
    pub(crate) fn emphasized(&self) -> impl Iterator<Item = (&str, Excerpt<'_>)> {
        self.emphasized.iter().map(|range| (&self.text[..range.start], self.excerpt(range.clone())))
    }

    fn excerpt(&self, range: Range<usize>) -> Excerpt<'_> {
        let known = self.lines.partition_point(|(offset, _)| *offset <= range.start);
        let line = known.checked_sub(1).map_or(1, |index| self.lines[index].1);
        Excerpt { text: &self.text[range], line }
    }
}

/// How many bytes the first sentence has: a full stop ends it, unless a small letter follows.
fn sentence_length(text: &str) -> usize {
    let ends = text.match_indices(['.', '!', '?', '…']).find_map(|(index, stop)| {
        let after = &text[index + stop.len()..];
        let rest = after.trim_start_matches(['"', '\'', '”', '’', ')', ']']);
        let next = rest.trim_start();
        let is_the_end = next.len() < rest.len() && !next.starts_with(char::is_lowercase);
        is_the_end.then_some(text.len() - rest.len())
    });
    ends.unwrap_or(text.len())
}

/// A reader of events, which knows whether it is in prose.
#[derive(Default)]
pub(crate) struct Reading {
    blocks: Vec<Block>,
    block: Block,
    /// How many elements without prose it is in.
    skipped: usize,
    /// Where the text in italics began.
    emphasis: Option<usize>,
    /// Whether this is the text of a link to an entry of the glossary.
    is_linked: bool,
}

impl Reading {
    /// `line` gives the line of the chapter in which the event stands.
    pub(crate) fn read(&mut self, event: &Event<'_>, line: impl Fn() -> usize) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Table(_) | Tag::Heading { .. } | Tag::HtmlBlock) => {
                self.finish();
                self.skipped += 1;
            }
            Event::End(TagEnd::CodeBlock | TagEnd::Table | TagEnd::Heading(_) | TagEnd::HtmlBlock) => {
                self.skipped -= 1;
            }
            // What leads to an entry has one: that is checked where links are.
            Event::Start(Tag::Link { dest_url, .. }) => self.is_linked = dest_url.contains("glossary.md#"),
            Event::End(TagEnd::Link) => self.is_linked = false,
            Event::Start(Tag::Emphasis) if !self.is_linked => self.emphasis = Some(self.block.text.len()),
            Event::End(TagEnd::Emphasis) => {
                let range = self.emphasis.take().map(|begins| begins..self.block.text.len());
                self.block.emphasized.extend(range.filter(|_| self.skipped == 0));
            }
            Event::Start(Tag::Paragraph | Tag::Item | Tag::List(_) | Tag::DefinitionListDefinition)
            | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::DefinitionListDefinition) => {
                self.finish();
            }
            Event::Text(text) => self.push(text, line()),
            // Code is one word, whatever is in it.
            Event::Code(code) => self.push(&format!("`{}`", code.replace(char::is_whitespace, "_")), line()),
            Event::SoftBreak | Event::HardBreak => self.push(" ", line()),
            _ => {}
        }
    }

    /// All that was read.
    pub(crate) fn blocks(mut self) -> Vec<Block> {
        self.finish();
        self.blocks
    }

    fn push(&mut self, text: &str, line: usize) {
        if self.skipped == 0 {
            self.block.lines.push((self.block.text.len(), line));
            self.block.text.push_str(text);
        }
    }

    fn finish(&mut self) {
        let block = std::mem::take(&mut self.block);
        if !block.text.trim().is_empty() {
            self.blocks.push(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;

    fn sentences(text: &str) -> Vec<(String, usize)> {
        let blocks = Page::parse(text, &|line| line).prose;
        let sentences = blocks.iter().flat_map(Block::sentences);
        sentences.map(|sentence| (sentence.text.to_owned(), sentence.line)).collect()
    }

    #[test]
    fn a_sentence_ends_at_a_full_stop_and_at_the_end_of_its_block() {
        let text = "One. Two, RFC 1.1 and e.g. three? (Four.) Five\nsix.\n\n- seven\n- eight: `a. B`\n- Nine. `ten`\n";
        let expected = [
            ("One.", 1),
            ("Two, RFC 1.1 and e.g. three?", 1),
            ("(Four.)", 1),
            ("Five six.", 1),
            ("seven", 4),
            ("eight: `a._B`", 5),
            ("Nine.", 6),
            ("`ten`", 6),
        ];
        assert_eq!(sentences(text), expected.map(|(sentence, line)| (sentence.to_owned(), line)));
    }

    #[test]
    fn a_sentence_has_the_line_in_which_it_begins() {
        assert_eq!(sentences("One,\ntwo. Three\nfour. Five.")[1], ("Three four.".to_owned(), 2));
    }

    #[test]
    fn headings_tables_code_and_pictures_have_no_sentences() {
        let text =
            "# One\n\n| a | b |\n| - | - |\n| c | d |\n\n```text\ne\n```\n\n<svg>\n<text>f</text>\n</svg>\n";
        assert_eq!(sentences(text), []);
    }

    #[test]
    fn italics_have_the_text_before_them() {
        let blocks = Page::parse("It is\ncalled *a word* here.", &|line| line).prose;
        let emphasized: Vec<_> = blocks[0].emphasized().collect();
        assert_eq!(emphasized, [("It is called ", Excerpt { text: "a word", line: 2 })]);
    }
}

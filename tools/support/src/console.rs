//! What people read: standard output, as wide as the terminal, or a pipe.

use anstream::AutoStream;
use std::io::{self, IsTerminal as _, StdoutLock, Write as _};
use terminal_size::{Width, terminal_size};
use textwrap::{Options, WordSeparator, WordSplitter, fill};

/// How narrow a terminal is taken seriously.
const LEAST: usize = 20;

/// Standard output. Without a width, lines are as long as they are.
#[derive(Debug)]
pub struct Console {
    out: AutoStream<StdoutLock<'static>>,
    width: Option<usize>,
}

impl Console {
    /// As wide as the terminal, if it is one.
    #[must_use]
    pub fn stdout() -> Self {
        let width = terminal_size().filter(|_| io::stdout().is_terminal());
        let width = width.map(|(Width(width), _)| width.into());
        Self { out: anstream::stdout().lock(), width }
    }

    /// Whether so many columns fit.
    #[must_use]
    pub fn fits(&self, columns: usize) -> bool {
        self.width.is_none_or(|width| columns <= width)
    }

    /// A line; where it must be broken, it goes on below its own beginning.
    ///
    /// # Errors
    ///
    /// When nobody can read it any more.
    pub fn line(&mut self, line: &str) -> io::Result<()> {
        let indent = " ".repeat(line.len() - line.trim_start().len() + 2);
        let folded = self.width.map(|width| fold(line, width, &indent));
        writeln!(self.out, "{}", folded.as_deref().unwrap_or(line))
    }

    /// Several lines, in which what is indented (bytes, carets, code) stays as it is.
    ///
    /// # Errors
    ///
    /// When nobody can read it any more.
    pub fn message(&mut self, message: &str) -> io::Result<()> {
        for line in message.trim_end().lines() {
            let folded = self.width.filter(|_| !line.starts_with("  ")).map(|width| fold(line, width, ""));
            writeln!(self.out, "{}", folded.as_deref().unwrap_or(line))?;
        }
        Ok(())
    }

    /// Markdown, whose paragraphs are filled to the width of the terminal.
    ///
    /// # Errors
    ///
    /// When nobody can read it any more.
    pub fn markdown(&mut self, text: &str) -> io::Result<()> {
        let refilled = self.width.map(|width| refill(text, width));
        self.verbatim(refilled.as_deref().unwrap_or(text))
    }

    /// What others have laid out already.
    ///
    /// # Errors
    ///
    /// When nobody can read it any more.
    pub fn verbatim(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", text.trim_end())
    }
}

/// One line, broken at spaces so that it fits; what follows the first break begins with the indent.
fn fold(line: &str, width: usize, indent: &str) -> String {
    let options = Options::new(width.max(LEAST)).subsequent_indent(indent).break_words(false);
    let options = options.word_separator(WordSeparator::AsciiSpace);
    fill(line, options.word_splitter(WordSplitter::NoHyphenation))
}

fn refill(text: &str, width: usize) -> String {
    let indent = |line: &str| if line.starts_with("- ") || is_item(line) { "   " } else { "" };
    join_paragraphs(text).lines().map(|line| fold(line, width, indent(line)) + "\n").collect()
}

/// Markdown with a line for each paragraph and each item of a list.
fn join_paragraphs(text: &str) -> String {
    let mut joined = String::new();
    let mut code = false;
    for line in text.lines() {
        code ^= line.starts_with("```");
        let begins = line.starts_with(['#', '-', '|']) || line.starts_with("```") || is_item(line);
        let own = code || begins || line.is_empty();
        let after_prose = !joined.is_empty() && !joined.ends_with("\n\n") && !joined.ends_with("```\n");
        if !own && after_prose {
            joined.truncate(joined.len() - 1);
            joined += " ";
            joined += line.trim_start();
        } else {
            joined += line;
        }
        joined += "\n";
    }
    joined
}

/// `1. …`
fn is_item(line: &str) -> bool {
    line.split_once(". ").is_some_and(|(number, _)| number.parse::<u8>().is_ok())
}

/// A text from a program that somebody else has written, in which nothing moves the cursor, changes colours, or turns
/// letters around: such characters are shown as Rust writes them, `\u{1b}`. Line ends and tabs stay.
#[must_use]
pub fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").chars() {
        if acts_on_terminals(character) {
            printable.extend(character.escape_unicode());
        } else {
            printable.push(character);
        }
    }
    printable
}

/// Control characters, and marks that change the direction of writing (Unicode Standard Annex 9).
fn acts_on_terminals(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t'))
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_take_no_room() {
        let red = "\x1b[31mone\x1b[0m two three four five";
        assert_eq!(fold(red, 23, ""), red);
        assert_eq!(fold(red, 22, "  "), "\x1b[31mone\x1b[0m two three four\n  five");
    }

    #[test]
    fn a_line_keeps_its_beginning_and_its_words() {
        assert_eq!(fold("  ✓ the quick-brown fox jumps", 22, "    "), "  ✓ the quick-brown\n    fox jumps");
        assert_eq!(fold("stages/01-socket-basics/exercises", 20, ""), "stages/01-socket-basics/exercises");
    }

    #[test]
    fn paragraphs_are_filled_anew_and_lists_stay_lists() {
        let text = "# A title\n\nOne line that\nbecomes one.\n\n1. First\n   point.\n2. Second point of some length\n";
        assert_eq!(
            refill(text, 24),
            "# A title\n\nOne line that becomes\none.\n\n1. First point.\n2. Second point of some\n   length\n"
        );
    }

    #[test]
    fn what_acts_on_a_terminal_is_shown_and_the_rest_stays() {
        assert_eq!(printable("\x1b]0;title\x07\x1b[2J"), "\\u{1b}]0;title\\u{7}\\u{1b}[2J");
        assert_eq!(printable("a\rb \u{9b}31m \u{202e}c\u{200f}"), "a\\u{d}b \\u{9b}31m \\u{202e}c\\u{200f}");
        assert_eq!(printable("→ \"2+3\"\n\tÜber\r\n"), "→ \"2+3\"\n\tÜber\n");
    }
}

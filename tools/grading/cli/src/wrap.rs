//! Long lines in a narrow terminal: broken at spaces, and paragraphs filled anew.

use anstream::adapter::strip_str;

/// How narrow a terminal is taken seriously.
const LEAST: usize = 20;

/// A text whose prose fits the width. What is indented (bytes, carets, code) stays as it is.
pub(crate) fn wrap(text: &str, width: usize) -> String {
    let lines =
        text.lines().map(|line| if line.starts_with("  ") { line.to_owned() } else { fold(line, width, "") });
    lines.map(|line| line + "\n").collect()
}

/// One line, broken so that it fits; what follows the first break begins with the indent.
pub(crate) fn fold(line: &str, width: usize, indent: &str) -> String {
    let width = width.max(LEAST);
    let (mut folded, mut column) = (String::new(), 0);
    for word in line.split_inclusive(' ') {
        let length = length(word.trim_end());
        if column > indent.len() && column + length > width {
            folded.truncate(folded.trim_end().len());
            folded += "\n";
            folded += indent;
            column = indent.len();
        }
        folded += word;
        column += self::length(word);
    }
    folded
}

/// Markdown whose paragraphs are filled anew to fit the width.
pub(crate) fn refill(text: &str, width: usize) -> String {
    let mut filled = String::new();
    let mut code = false;
    for line in text.lines() {
        code ^= line.starts_with("```");
        let begins = line.starts_with(['#', '-', '|']) || line.starts_with("```") || is_item(line);
        let own = code || begins || line.is_empty();
        let after_prose = !filled.is_empty() && !filled.ends_with("\n\n") && !filled.ends_with("```\n");
        if !own && after_prose {
            filled.truncate(filled.len() - 1);
            filled += " ";
            filled += line.trim_start();
        } else {
            filled += line;
        }
        filled += "\n";
    }
    let indent = |line: &str| if line.starts_with("- ") || is_item(line) { "   " } else { "" };
    filled.lines().map(|line| fold(line, width, indent(line)) + "\n").collect()
}

/// `1. …`
fn is_item(line: &str) -> bool {
    line.split_once(". ").is_some_and(|(number, _)| number.parse::<u8>().is_ok())
}

/// The columns that a text takes: colours take none.
fn length(text: &str) -> usize {
    strip_str(text).to_string().chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_broken_at_spaces_and_bytes_are_left_alone() {
        let text = "the quick brown fox jumps over the dog\n  → 0123456789 0123456789 0123456789\n";
        assert_eq!(
            wrap(text, 20),
            "the quick brown fox\njumps over the dog\n  → 0123456789 0123456789 0123456789\n"
        );
    }

    #[test]
    fn colours_take_no_room() {
        let red = "\x1b[31mone\x1b[0m two three four five";
        assert_eq!(fold(red, 23, ""), red);
        assert_eq!(fold(red, 22, "  "), "\x1b[31mone\x1b[0m two three four\n  five");
    }

    #[test]
    fn paragraphs_are_filled_anew_and_lists_stay_lists() {
        let text = "# A title\n\nOne line that\nbecomes one.\n\n1. First\n   point.\n2. Second point of some length\n";
        assert_eq!(
            refill(text, 24),
            "# A title\n\nOne line that becomes\none.\n\n1. First point.\n2. Second point of some\n   length\n"
        );
    }
}

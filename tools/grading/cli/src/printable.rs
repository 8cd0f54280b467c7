//! Text from a program that somebody else has written, made fit for a terminal.

/// A text in which nothing moves the cursor, changes colours, or turns letters around: such characters are shown as Rust
/// writes them, `\u{1b}`. Line ends and tabs stay.
pub(crate) fn printable(text: &str) -> String {
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

/// Control characters, and those that change the direction of what follows (Unicode annex 9, explicit formatting).
fn acts_on_terminals(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t'))
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn what_acts_on_a_terminal_is_shown_and_the_rest_stays() {
        assert_eq!(printable("\x1b]0;title\x07\x1b[2J"), "\\u{1b}]0;title\\u{7}\\u{1b}[2J");
        assert_eq!(printable("a\rb \u{9b}31m \u{202e}c"), "a\\u{d}b \\u{9b}31m \\u{202e}c");
        assert_eq!(printable("→ \"2+3\"\n\tÜber\r\n"), "→ \"2+3\"\n\tÜber\n");
    }
}

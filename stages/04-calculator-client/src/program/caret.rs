//! Where a refusal points.

use calculator_server::MAX_LINE;
use rustyline::GraphemeClusterMode;

/// The most columns that a tab takes.
const TAB: usize = 8;

/// The line that puts a caret under the character which a refusal names, in what was typed after a prompt.
///
/// None where the refusal names none, or where a caret would mislead: beyond the end of what was typed, or on a
/// terminal with too few columns to show all of it in one row.
pub(super) fn caret(prompt: &str, typed: &str, reason: &str, columns: usize) -> Option<String> {
    // The editor's measure of text counts in 16 bits, and a server may name a column in anything.
    if typed.len() > MAX_LINE {
        return None;
    }
    let before = column(reason)?.checked_sub(1)?;
    let (end, _) = typed.char_indices().chain([(typed.len(), ' ')]).nth(before)?;
    let row = blank(&format!("{prompt}{typed}"));
    let width: usize = row.chars().map(|blank| if blank == '\t' { TAB } else { 1 }).sum();
    (width < columns).then(|| blank(&format!("{prompt}{}", &typed[..end])) + "^")
}

/// The column at the end of a reason: in characters, from 1.
fn column(reason: &str) -> Option<usize> {
    reason.rsplit_once(" at column ")?.1.parse().ok()
}

/// Blanks as wide as a text. A tab stays one: its width depends on where it stands.
fn blank(text: &str) -> String {
    // The same measure as the line editor's, so that both are right about a terminal or both wrong.
    let terminal = GraphemeClusterMode::from_env();
    let blanks = |part| " ".repeat(terminal.width(part).into());
    text.split('\t').map(blanks).collect::<Vec<_>>().join("\t")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn under(typed: &str, column: &str) -> String {
        let reason = format!("unexpected ' ' at column {column}");
        caret("> ", typed, &reason, 80).unwrap_or_default()
    }

    #[test]
    fn the_caret_stands_under_the_character() {
        assert_eq!(under("2*(3", "3"), "    ^");
        assert_eq!(under("é$", "2"), "   ^");
    }

    #[test]
    fn a_wide_character_is_one_and_takes_two_columns() {
        assert_eq!(under("二$", "2"), "    ^");
    }

    #[test]
    fn a_tab_is_repeated_because_only_the_terminal_knows_its_width() {
        assert_eq!(under("1\t$", "3"), "   \t^");
    }

    #[test]
    fn the_end_of_what_was_typed_has_a_caret_and_what_is_beyond_has_none() {
        assert_eq!(under("2+", "3"), "    ^");
        for nonsense in ["4", "0", "-1", "x", "", "18446744073709551615", "18446744073709551616"] {
            assert_eq!(under("2+", nonsense), "");
        }
    }

    #[test]
    fn a_reason_without_a_column_has_no_caret() {
        assert_eq!(caret("> ", "1/0", "division by zero", 80), None);
    }

    #[test]
    fn what_takes_more_than_a_row_has_no_caret() {
        let caret = |typed, columns| caret("> ", typed, "unexpected '1' at column 1", columns);
        assert_eq!(caret("12345678", 11), Some("  ^".into()));
        assert_eq!(caret("12345678", 10), None);
        assert_eq!(caret("\t", 10), None);
        assert_eq!(caret(&"1".repeat(70_000), usize::MAX), None);
    }
}

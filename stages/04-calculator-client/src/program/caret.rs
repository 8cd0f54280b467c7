//! The caret under the column that an error reply names.

use calculator_server::MAX_LINE;
use rustyline::GraphemeClusterMode;

/// The most columns that a tab takes.
const TAB: usize = 8;

/// A line with a caret under the character that the error reply names, for a line typed after a prompt.
///
/// `None` if the reply names no column, or if a caret would be wrong: beyond the end of the typed line, or on a
/// terminal with too few columns for the line.
pub(super) fn caret(prompt: &str, typed: &str, reason: &str, columns: usize) -> Option<String> {
    // The editor's width function counts in 16 bits.
    if typed.len() > MAX_LINE {
        return None;
    }
    let before = column(reason)?.checked_sub(1)?;
    let (end, _) = typed.char_indices().chain([(typed.len(), ' ')]).nth(before)?;
    let row = spaces(&format!("{prompt}{typed}"));
    let width: usize = row.chars().map(|space| if space == '\t' { TAB } else { 1 }).sum();
    (width < columns).then(|| spaces(&format!("{prompt}{}", &typed[..end])) + "^")
}

/// The column at the end of a reason: in characters, from 1.
fn column(reason: &str) -> Option<usize> {
    reason.rsplit_once(" at column ")?.1.parse().ok()
}

/// Spaces as wide as a text. A tab stays a tab, because its width depends on its column.
fn spaces(text: &str) -> String {
    // The line editor's own width function, so that the two always agree.
    let terminal = GraphemeClusterMode::from_env();
    let spaces = |part| " ".repeat(terminal.width(part).into());
    text.split('\t').map(spaces).collect::<Vec<_>>().join("\t")
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
        let [longest, longer] = [MAX_LINE, 70_000].map(|length| "1".repeat(length));
        assert!(caret(&longest, usize::MAX).is_some());
        assert_eq!(caret(&longer, usize::MAX), None);
    }
}

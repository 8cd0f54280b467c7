//! The messages that were reviewed, in files beside the wrong answers that they are about, without the numbers that change
//! from run to run.

use std::{fs, ops::RangeInclusive, path::Path};
use support::replace_numbers;

/// From where systems take the ports that they choose, but for two numbers that are well known for something else.
const PORTS: RangeInclusive<u64> = 32_769..=65_534;

/// So many digits after the point are measured, and not meant.
const MEASURED: usize = 3;

/// What stands before each of two texts that are compared.
const EXPECTED: &str = "expected: ";
const RECEIVED: &str = "received: ";

/// Compares a message with the one that was reviewed, or takes it for right.
pub(super) fn compare(wrong: &Path, message: &str, accept: bool) -> Vec<String> {
    let file = wrong.with_extension("feedback");
    let message = mask(message);
    let reviewed = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    if reviewed == message {
        return Vec::new();
    }
    if accept {
        let error = fs::write(&file, message).err();
        return error.map(|error| format!("could not write its message: {error}")).into_iter().collect();
    }
    let how = if reviewed.is_empty() { "has not been reviewed" } else { "is not the one that was reviewed" };
    let remedy = "Read it as a learner would; if it is good: cargo grade --verify --accept";
    vec![format!("Its message {how}:\n{}{remedy}", difference(&reviewed, &message))]
}

/// The lines from the first that differs to the last, those of before and those of now.
fn difference(before: &str, now: &str) -> String {
    let (before, now): (Vec<_>, Vec<_>) = (before.lines().collect(), now.lines().collect());
    let start = before.iter().zip(&now).take_while(|(one, other)| one == other).count();
    let ends = before[start..].iter().rev().zip(now[start..].iter().rev());
    let end = ends.take_while(|(one, other)| one == other).count();
    let lines = |sign: char, lines: &[&str]| {
        let lines = lines[start..lines.len() - end].iter().map(|line| format!("  {sign} {line}\n"));
        lines.collect::<String>()
    };
    lines('-', &before) + &lines('+', &now)
}

/// Masks ports, measured times, and how much went into a connection before it was full. A caret below one of these is
/// put where it would stand if the masked texts had been compared.
fn mask(message: &str) -> String {
    let mut masked = Vec::new();
    for line in message.split_inclusive('\n') {
        let text = match line.trim_start().starts_with('^').then(|| caret(&masked)).flatten() {
            Some(column) => " ".repeat(column) + line.trim_start(),
            None => numbers(line),
        };
        masked.push((line, text));
    }
    masked.into_iter().map(|(_, masked)| masked).collect()
}

/// The column of the first difference between the last two lines, if they are texts that are compared, and masked.
fn caret(masked: &[(&str, String)]) -> Option<usize> {
    let [.., (expected, masked_expected), (received, masked_received)] = masked else { return None };
    let expected_rest = masked_expected.trim_start().strip_prefix(EXPECTED)?;
    let received_rest = masked_received.trim_start().strip_prefix(RECEIVED)?;
    if expected == masked_expected && received == masked_received {
        return None;
    }
    let both = expected_rest.chars().zip(received_rest.chars());
    let same = both.take_while(|(one, other)| one == other && *one != '\n').count();
    Some(masked_received.chars().count() - received_rest.chars().count() + same)
}

fn numbers(message: &str) -> String {
    replace_numbers(message, |_, number, after| match number.parse() {
        Ok(port) if PORTS.contains(&port) && number.len() == 5 => Some("PORT".into()),
        Ok(_) if is_part_of_bytes(after) => Some("SOME".into()),
        Err(_) if is_measured(number, after) => Some("TIME".into()),
        _ => None,
    })
}

/// ` of 67108864 bytes`: how many exactly is the system's business.
fn is_part_of_bytes(after: &str) -> bool {
    let whole = after.strip_prefix(" of ");
    let digits = |character: char| character.is_ascii_digit();
    whole.is_some_and(|whole| whole.trim_start_matches(digits).starts_with(" bytes"))
}

/// `1.234567` before a unit of time.
fn is_measured(number: &str, after: &str) -> bool {
    let fraction = number.split_once('.').is_some_and(|(_, fraction)| fraction.len() >= MEASURED);
    fraction && ["s", "ms", "µs", "ns"].iter().any(|unit| after.trim_start().starts_with(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_differs_is_shown_and_can_be_accepted() {
        let folder = tempfile::tempdir().unwrap();
        let wrong = folder.path().join("loops.rs");
        assert!(compare(&wrong, "a\nb\nc\n", false)[0].contains("has not been reviewed"));
        assert!(compare(&wrong, "a\nb\nc\n", true).is_empty());
        assert!(compare(&wrong, "a\nb\nc\n", false).is_empty());
        assert!(compare(&wrong, "a\nx\nc\n", false)[0].contains("reviewed:\n  - b\n  + x\nRead"));
    }

    #[test]
    fn what_changes_from_run_to_run_is_masked() {
        for (message, masked) in [
            ("127.0.0.1:40001, [::1]:40002.", "127.0.0.1:PORT, [::1]:PORT."),
            ("\"::1:33181 is in use\"; listen(None, 44951)", "\"::1:PORT is in use\"; listen(None, PORT)"),
            ("after 1.234567s, 12.345ms", "after TIMEs, TIMEms"),
            ("516096 of 67108864 bytes came", "SOME of 67108864 bytes came"),
        ] {
            assert_eq!(mask(message), masked);
        }
    }

    #[test]
    fn a_caret_below_a_port_stands_where_the_masked_texts_differ() {
        let message = "expected: 127.0.0.1:40001\nreceived: 127.0.0.1:40002\n                        ^\n";
        assert_eq!(
            mask(message),
            "expected: 127.0.0.1:PORT\nreceived: 127.0.0.1:PORT\n                        ^\n"
        );
        let message = "  expected: a 40001 b\n  received: a 40002 c\n                 ^\n";
        assert_eq!(mask(message), "  expected: a PORT b\n  received: a PORT c\n                   ^\n");
        assert_eq!(mask("a 1\nb 2\n   ^ it ends here\n"), "a 1\nb 2\n   ^ it ends here\n");
    }

    #[test]
    fn what_is_meant_stays() {
        for message in [
            "0",
            "port 65535",
            "65536 bytes",
            "5 s",
            "1.5s",
            "100ms",
            "2 of 3 lines",
            "→ 1+2.",
            "192.0.2.1:80",
        ] {
            assert_eq!(mask(message), message);
        }
    }
}

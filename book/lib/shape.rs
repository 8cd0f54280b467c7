//! What of a transcript may differ from run to run.

/// The transcript without what changes: the time at the beginning of a line of `wire`, and every number in the lines that
/// hold one of these words.
pub(crate) fn shape(text: &str, varying: &[String]) -> String {
    let lines = text.lines().map(|line| {
        if varying.iter().any(|words| line.contains(words)) {
            return numbers_masked(line);
        }
        match line.split_once(" s ") {
            Some((time, rest)) if time.trim_start().parse::<f64>().is_ok() => format!("T s {rest}"),
            _ => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Every number, with its commas, point and the blanks before it, becomes one N.
fn numbers_masked(line: &str) -> String {
    let mut masked = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        masked.push_str(rest[..start].trim_end());
        masked.push('N');
        let number = &rest[start..];
        let end = number.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, ',' | '.'));
        rest = &number[end.unwrap_or(number.len())..];
    }
    masked + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_at_the_beginning_of_a_line_may_differ() {
        assert_eq!(shape("$ wire\n  0.203 s ← 14\\n", &[]), shape("$ wire\n 10.001 s ← 14\\n", &[]));
        assert_ne!(shape("  0.203 s ← 14\\n", &[]), shape("  0.203 s ← 15\\n", &[]));
        assert_eq!(shape("waited 5 s for it", &[]), "waited 5 s for it");
    }

    #[test]
    fn numbers_may_differ_in_lines_that_are_named() {
        let varying = ["requests".to_owned()];
        let (one, other) = ("12,345 requests in 2.5 s", "  999 requests in 10 s");
        assert_eq!(shape(one, &varying), shape(other, &varying));
        assert_eq!(shape("14\n12 requests", &varying), "14\nN requests");
    }
}

//! Numbers as tables show them.

/// Three digits at least, with commas: `1,234`, `12.3`, `0.046`.
#[must_use]
pub(crate) fn shown(value: f64) -> String {
    match value.abs() {
        large if large >= 100.0 => grouped(value),
        middle if middle >= 10.0 => format!("{value:.1}"),
        small if small >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

/// A whole number with commas; what is measured is never negative.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast takes the nearest number that there is"
)]
pub(crate) fn grouped(value: f64) -> String {
    wire::grouped(value.round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_that_matter() {
        for (value, text) in [
            (1_234_567.4, "1,234,567"),
            (123.4, "123"),
            (99.94, "99.9"),
            (9.5, "9.50"),
            (0.0456, "0.046"),
            (0.0, "0.000"),
        ] {
            assert_eq!(shown(value), text);
        }
    }
}

//! A number as a reply prints it.

use std::fmt;

/// A finite number, written with the fewest digits that read back as the same number.
///
/// Plain where it is zero or its size is at least 0.0001 and below 1e16, otherwise with an exponent. Zero has no sign.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number(pub f64);

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(value) = *self;
        let size = value.abs();
        match integer(value) {
            // Most replies are integers, which are faster to print. This also drops the sign of zero.
            Some(integer) if size < 1e16 => integer.fmt(formatter),
            _ if (1e-4..1e16).contains(&size) => value.fmt(formatter),
            _ => fmt::LowerExp::fmt(&value, formatter),
        }
    }
}

/// The same number as an integer, if it is one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    reason = "the comparison finds out whether the conversion lost anything"
)]
fn integer(value: f64) -> Option<i64> {
    let integer = value as i64;
    (integer as f64 == value).then_some(integer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_plain_in_the_middle_and_has_an_exponent_at_the_ends() {
        for (value, text) in [
            (14.0, "14"),
            (2.5, "2.5"),
            (-0.0, "0"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1e16 - 2.0, "9999999999999998"),
            (1e16, "1e16"),
            (-1e16, "-1e16"),
            (0.0001, "0.0001"),
            (0.000_099, "9.9e-5"),
            (1e-5, "1e-5"),
            (2f64.powi(64), "1.8446744073709552e19"),
            (f64::MIN_POSITIVE, "2.2250738585072014e-308"),
            (5e-324, "5e-324"),
        ] {
            assert_eq!(Number(value).to_string(), text);
        }
    }
}

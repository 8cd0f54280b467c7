//! Numbers as tables show them.

/// The bytes of a mebibyte.
pub(crate) const MIB: f64 = 1024.0 * 1024.0;

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

/// The nearest whole number, with commas.
pub(crate) fn grouped(value: f64) -> String {
    support::group_digits(value.round())
}

/// A figure with two digits: `0.05`, `1.2`, `34`, `120`, `5,600`, `120k`.
pub(crate) fn rough(value: f64) -> String {
    if value >= 10_000.0 {
        return format!("{}k", grouped(round(value) / 1000.0));
    }
    let rounded = round(value);
    if rounded >= 10.0 { grouped(rounded) } else { format!("{}", (rounded * 1e6).round() / 1e6) }
}

/// To two significant digits.
fn round(value: f64) -> f64 {
    let size = 10f64.powf(value.max(1e-9).log10().floor() - 1.0);
    (value / size).round() * size
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

    #[test]
    fn figures_on_axes_have_two_digits() {
        for (value, text) in [
            (0.0512, "0.051"),
            (1.0, "1"),
            (2.34, "2.3"),
            (34.4, "34"),
            (5601.0, "5,600"),
            (123_456.0, "120k"),
        ] {
            assert_eq!(rough(value), text);
        }
    }
}

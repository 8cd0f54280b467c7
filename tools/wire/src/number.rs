//! Numbers as people write them: counts, sizes and times.

use std::{str::FromStr, time::Duration};

/// A whole number; `what` it counts is for the message.
pub(crate) fn whole<T: FromStr>(word: &str, what: &str) -> Result<T, String> {
    word.parse().map_err(|_| format!("`{word}` is not {what}"))
}

/// A number of bytes: `512`, `400K`, `64M`.
pub(crate) fn size(word: &str) -> Result<u64, String> {
    let units = [("K", 1 << 10), ("M", 1 << 20), ("G", 1 << 30)];
    let (digits, unit) = units
        .iter()
        .find_map(|(letter, unit)| Some((word.strip_suffix(letter)?, *unit)))
        .unwrap_or((word, 1));
    let size = digits.parse().ok().and_then(|count: u64| count.checked_mul(unit));
    size.ok_or_else(|| format!("`{word}` is not a number of bytes such as 512, 400K or 64M"))
}

/// A time in seconds: `5`, `0.5`.
pub(crate) fn seconds(word: &str) -> Result<Duration, String> {
    let time = word.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    time.filter(|time| !time.is_zero())
        .ok_or_else(|| format!("`{word}` is not a number of seconds above 0, such as 5 or 0.5"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_binary_units() {
        for (word, bytes) in [("0", 0), ("512", 512), ("400K", 409_600), ("64M", 67_108_864), ("1G", 1 << 30)]
        {
            assert_eq!(size(word).unwrap(), bytes);
        }
    }

    #[test]
    fn what_is_no_size_is_refused() {
        for word in ["", "K", "12Q", "-1", "1.5M", "18446744073709551616", "18446744073709551615K"] {
            assert!(size(word).unwrap_err().contains(word), "{word}");
        }
    }

    #[test]
    fn seconds_may_have_a_fraction_but_must_pass() {
        assert_eq!(seconds("0.5").unwrap(), Duration::from_millis(500));
        for word in ["0", "-1", "NaN", "inf", "1e300", "5s", ""] {
            assert!(seconds(word).is_err(), "{word}");
        }
    }
}

//! Bytes in pieces, as a network may bring them.

/// What stands for a cut in an input. It means nothing to the protocol, and a person can read and type it.
const CUT: u8 = b'|';

/// The pieces of an input: it is cut at each `|`, which is no part of it.
pub(crate) fn fragments(input: &[u8]) -> Vec<&[u8]> {
    // A stream never brings nothing: that would be its end.
    input.split(|&byte| byte == CUT).filter(|fragment| !fragment.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_is_cut_at_its_bars() {
        assert_eq!(fragments(b"|1+|1\r||\n"), [&b"1+"[..], b"1\r", b"\n"]);
    }
}

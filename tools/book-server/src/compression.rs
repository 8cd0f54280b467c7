//! Compression of texts that are served: a browser gets a third of the bytes.

use miniz_oxide::deflate::compress_to_vec_zlib;

/// From 0 to 10. Higher ones take a multiple of the time for a few bytes less.
const LEVEL: u8 = 6;

/// The bytes in the format of zlib ([RFC 1950]), which HTTP calls `deflate` ([RFC 9110, 8.4.1.2]).
///
/// [RFC 1950]: https://www.rfc-editor.org/rfc/rfc1950
/// [RFC 9110, 8.4.1.2]: https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.2
pub(crate) fn compress(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec_zlib(bytes, LEVEL)
}

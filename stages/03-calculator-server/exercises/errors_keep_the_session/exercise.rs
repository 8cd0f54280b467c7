//! # An error keeps the session
//!
//! People mistype. A mail server that disconnected at the first invalid command would be useless, and so would a database
//! that disconnected at the first invalid query. So both say what is wrong and continue. They must be careful with what
//! they repeat of the line: it comes from a stranger and ends up on a terminal or in a log. There, an escape character
//! moves the cursor, and a line end begins a second reply.
//!
//! **Your task:** each line holds numbers (`i64`) between spaces. Reply with their sum, in digits, and LF, as soon as the
//! line has ended.
//!
//! - If a word is not a number, or the sum does not fit an `i64`, reply `error: `, a reason in your words, and LF. Then
//!   reply to the next line as usual, whatever was in this one.
//! - The reason repeats the first word that is not a number, so that the user can find it, and no later word.
//! - A reply is always one line of text: escape control characters, and send only UTF-8.
//! - Only the final sum has to fit. Sums on the way to it may be larger.
//! - A line ends with LF, and may have any length. Return when the input ends.
//!
//! You decide four cases:
//!
//! - An empty line, or one of spaces only: reply `0` or an error.
//! - A last line without LF at the end of the input: reply to it or not.
//! - A number that does not fit an `i64`, in a sum that does: reply with the sum or an error.
//! - A line that is not UTF-8: it is an error, but the reason need not repeat any of it.
//!
//! You will need:
//!
//! - [`BufReader`](https://doc.rust-lang.org/std/io/struct.BufReader.html) and [`BufRead::read_until`](https://doc.rust-lang.org/std/io/trait.BufRead.html#method.read_until)
//! - [`str::from_utf8`](https://doc.rust-lang.org/std/str/fn.from_utf8.html) and [`str::parse`](https://doc.rust-lang.org/std/primitive.str.html#method.parse)
//! - [`slice::split`](https://doc.rust-lang.org/std/primitive.slice.html#method.split) or [`str::split`](https://doc.rust-lang.org/std/primitive.str.html#method.split)
//! - [`slice::escape_ascii`](https://doc.rust-lang.org/std/primitive.slice.html#method.escape_ascii) or [`str::escape_debug`](https://doc.rust-lang.org/std/primitive.str.html#method.escape_debug)
//! - [`i128`](https://doc.rust-lang.org/std/primitive.i128.html) and [`i64::try_from`](https://doc.rust-lang.org/std/convert/trait.TryFrom.html#tymethod.try_from)
//! - [`Write::write_all`](https://doc.rust-lang.org/std/io/trait.Write.html#method.write_all)
//!
//! Read: part 3, "Errors are replies" (`book/src/3-protocol/errors.md`).
//!
//! Check it: `cargo test --test ex3_3_errors_keep_the_session`, or `cargo grade errors_keep_the_session`.

use std::io::{self, Read, Write};

/// Replies to each line with the sum of its numbers, or with an error.
pub fn add_up(connection: impl Read + Write) -> io::Result<()> {
    todo!()
}

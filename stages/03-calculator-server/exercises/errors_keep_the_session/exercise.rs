//! # An error keeps the session
//!
//! People mistype. A mail server that hung up at the first bad command, or a database at the first bad query, would be
//! useless; they say what is wrong and listen on. What they repeat of it needs care: it comes from a stranger and ends up
//! on somebody's terminal or in a log, where an escape character moves the cursor and a line end begins a reply of its own.
//!
//! **Your task:** each line that comes holds numbers (`i64`) between blanks. Reply with their sum, in digits, and LF,
//! as soon as the line has ended.
//! If that cannot be done, because a word is no number or the sum does not fit an `i64`, the reply is `error: `, the
//! reason in your words, and LF; and then the next line is answered as ever, whatever was in this one. The reason repeats
//! the first word that is no number, and not those after it, so that it can be found. But a reply is always one line of
//! text: no control character stands in it as it is, and no bytes that are not UTF-8. Only the sum has to fit: on the way
//! to it you may come by larger numbers. A line ends with LF. Return when the input ends.
//!
//! Some cases are left to you. A line without a word has the sum 0, or is an error; either is right. So is either for a
//! number that fits no `i64` in a sum that does. Of a line that is not UTF-8 the reason need not repeat anything. And
//! what stands after the last LF may get a reply or not.
//!
//! Read: part 3, "Errors are replies" (`book/src/3-protocol/errors.md`).
//!
//! Check it: `cargo test --test ex3_3_errors_keep_the_session`, or `cargo grade errors_keep_the_session`.

use std::io::{self, Read, Write};

/// Replies to each line with the sum of its numbers, or says why there is none.
pub fn add_up(connection: impl Read + Write) -> io::Result<()> {
    todo!()
}

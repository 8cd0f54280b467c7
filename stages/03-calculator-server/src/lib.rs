//! Stage 3: a protocol, in which one line asks and one line replies.
//!
//! Two halves that know nothing of each other, and a short function between them:
//!
//! - [`Expression`] is arithmetic. It is parsed from text, prints with all its parentheses, and evaluates.
//! - [`Lines`] cuts a stream of bytes into lines, [`Reply`] is what a line may say, and [`converse`] keeps the
//!   conversation with one client going over anything that reads and writes.
//! - [`answer`] makes a reply of a line.

mod answer;
mod conversation;
mod expression;
mod lines;
mod number;
mod reply;
mod serve;

pub use answer::answer;
pub use conversation::{Conversation, READ_AT_ONCE, converse};
pub use expression::{
    ArithmeticError, Constant, Expression, Function, Operator, Sign, Step, SyntaxError, SyntaxProblem,
};
pub use lines::{Lines, MAX_LINE, TooLong};
pub use number::Number;
pub use reply::{NotAReply, Reply};
pub use serve::{PATIENCE, serve};

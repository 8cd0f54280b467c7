//! Stage 3: a protocol, in which one line asks and one line replies.
//!
//! Two halves that know nothing of each other, and a short function between them:
//!
//! - [`Expression`] is arithmetic. It is parsed from text, prints with all its parentheses, and evaluates.
//! - [`LineDecoder`] cuts a stream of bytes into lines, [`Reply`] is what a line may say, and [`serve_connection`] keeps the
//!   conversation with one client going over anything that reads and writes.
//! - [`handle_request`] makes a reply of a line.

mod expression;
mod handle_request;
mod line_decoder;
mod number;
mod reply;
mod serve;
mod serve_connection;

pub use expression::{
    ArithmeticError, Constant, Expression, Function, Operator, Sign, Step, SyntaxError, SyntaxProblem,
};
pub use handle_request::handle_request;
pub use line_decoder::{LineDecoder, LineTooLong, MAX_LINE};
pub use number::Number;
pub use reply::{InvalidReply, Reply};
pub use serve::{IDLE_TIMEOUT, serve};
pub use serve_connection::{READ_BUFFER_SIZE, Responder, serve_connection};

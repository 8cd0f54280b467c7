//! Stage 3: a protocol of one request per line and one reply per line.
//!
//! Two halves that know nothing of each other, and a short function between them:
//!
//! - [`Expression`] is arithmetic. It is parsed from text, prints with all its parentheses, and evaluates.
//! - [`LineDecoder`] cuts a stream of bytes into lines, [`Responder`] makes reply bytes of request bytes, and
//!   [`serve_connection`] does so over anything that reads and writes.
//! - [`handle_request`] makes a [`Reply`] of a line.

mod expression;
mod handle_request;
mod line_decoder;
mod number;
mod reply;
mod responder;
mod serve;
mod serve_connection;

pub use expression::{
    ArithmeticError, Constant, Expression, Function, Operator, Sign, Step, SyntaxError, SyntaxProblem,
};
pub use handle_request::handle_request;
pub use line_decoder::{LineDecoder, LineTooLong, MAX_LINE};
pub use number::Number;
pub use reply::{InvalidReply, Reply};
pub use responder::Responder;
pub use serve::{IDLE_TIMEOUT, serve};
pub use serve_connection::{READ_BUFFER_SIZE, serve_connection};

//! Stage 4: the other end, which connects, asks and understands.
//!
//! A [`Client`] asks a calculator server, one expression at a time or many at once, and gives each one's reply or a
//! [`ClientError`]; a [`RetryingClient`] tries again where that may help. A [`LineReader`] gathers whole lines from whatever reads: here a socket, in the program also
//! standard input.

mod client;
mod connection;
mod error;
mod line_reader;
mod pipeline;
mod replies;
mod retry;
mod retrying_client;

pub use client::{Client, REPLY_TIMEOUT};
pub use error::ClientError;
pub use line_reader::{Line, LineReader};
pub use replies::MAX_REPLY;
pub use retry::RetryPolicy;
pub use retrying_client::{RetryError, RetryingClient};

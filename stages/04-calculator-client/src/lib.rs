//! Stage 4: the client, which connects, sends requests and receives replies.
//!
//! A [`Client`] sends expressions to a calculator server, one at a time or many at once, and returns each reply or a
//! [`ClientError`]. A [`RetryingClient`] tries again where that may help. A [`LineReader`] reads whole lines from
//! anything that implements `Read`: here a socket, in the program also standard input.

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

//! A client that sends a request again, over a new connection, if no reply arrived or the server was busy.

use crate::{Client, ClientError, RetryPolicy};
use calculator_server::Reply;
use socket_basics::{ConnectError, Endpoint};
use std::thread;

/// A client that connects again and sends its request again when the server goes away or is busy.
///
/// This is safe because its requests are idempotent: to calculate something twice does no harm. Each attempt after an
/// error has a new connection, so that a late reply is never taken for the reply to another request.
#[derive(Debug)]
pub struct RetryingClient {
    endpoint: Endpoint,
    policy: RetryPolicy,
    /// `None` after an error, until the next attempt.
    client: Option<Client>,
}

/// Why there is no reply, after the last attempt.
#[derive(Debug, thiserror::Error)]
pub enum RetryError {
    /// No address accepted a connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),

    /// There was a connection, but no reply.
    #[error(transparent)]
    Client(#[from] ClientError),
}

impl RetryingClient {
    /// Connects to a server at the endpoint. The policy holds for this, and for each request after it.
    ///
    /// # Errors
    ///
    /// [`RetryError::Connect`], if the last attempt failed.
    pub fn connect(endpoint: Endpoint, policy: RetryPolicy) -> Result<Self, RetryError> {
        let mut client = Self { endpoint, policy, client: None };
        client.with_retries(|_| Ok(()))?;
        Ok(client)
    }

    /// Like [`Client::ask`].
    ///
    /// # Errors
    ///
    /// [`RetryError`], if the last attempt gave no reply either, or at once if another attempt would not help.
    pub fn ask(&mut self, expression: impl AsRef<[u8]>) -> Result<Reply, RetryError> {
        self.with_retries(|client| client.ask(expression.as_ref()))
    }

    /// Like [`Client::ask_many`]; a request that has its reply is not sent again.
    ///
    /// # Errors
    ///
    /// [`RetryError`], if a reply is missing after the last attempt; `on_reply` has been called with those before it.
    pub fn ask_many(
        &mut self,
        expressions: &[impl AsRef<[u8]> + Sync],
        mut on_reply: impl FnMut(Reply),
    ) -> Result<(), RetryError> {
        let mut received = 0;
        self.with_retries(|client| {
            client.ask_many(&expressions[received..], |reply| {
                received += 1;
                on_reply(reply);
            })
        })
    }

    // ANCHOR: with_retries
    /// Makes an attempt, and another one after each error that allows it.
    fn with_retries<T>(
        &mut self,
        mut exchange: impl FnMut(&mut Client) -> Result<T, ClientError>,
    ) -> Result<T, RetryError> {
        let mut retry = 0;
        loop {
            let error = match self.attempt(&mut exchange) {
                Err(error) if is_retryable(&error) => error,
                outcome => return outcome,
            };
            self.client = None;
            if retry + 1 >= self.policy.max_attempts {
                return Err(error);
            }
            thread::sleep(self.policy.backoff_delay(retry));
            retry += 1;
        }
    }
    // ANCHOR_END: with_retries

    /// Makes one attempt, over the open connection or else over a new one.
    fn attempt<T>(
        &mut self,
        exchange: impl FnOnce(&mut Client) -> Result<T, ClientError>,
    ) -> Result<T, RetryError> {
        let client = match self.client.take() {
            Some(client) => client,
            None => Client::connect(&self.endpoint)?,
        };
        Ok(exchange(self.client.insert(client))?)
    }
}

// ANCHOR: is_retryable
/// Whether another attempt may succeed. A server that speaks another protocol or breaks ours will do it
/// again, and an invalid request stays invalid.
fn is_retryable(error: &RetryError) -> bool {
    use ClientError::{Busy, Disconnected, Io, TimedOut, TruncatedReply};
    match error {
        RetryError::Connect(_) => true,
        RetryError::Client(error) => {
            matches!(error, Busy(_) | Disconnected | TruncatedReply(_) | TimedOut(_) | Io(_))
        }
    }
}
// ANCHOR_END: is_retryable

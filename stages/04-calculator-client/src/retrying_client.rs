//! A client that asks again, over a new connection, where no reply came or the server was busy.

use crate::{Client, ClientError, RetryPolicy};
use calculator_server::Reply;
use socket_basics::{ConnectError, Endpoint};
use std::thread;

/// A client that connects again and asks again when the server goes away or is busy.
///
/// It may, because what it asks is repeatable: to calculate something twice does no harm. Each try has a connection of
/// its own, so that a late reply is never taken for another's; and behind one address there may be several servers.
#[derive(Debug)]
pub struct RetryingClient {
    endpoint: Endpoint,
    policy: RetryPolicy,
    /// There until an error.
    client: Option<Client>,
}

/// Why there is no reply, after the last try.
#[derive(Debug, thiserror::Error)]
pub enum RetryError {
    /// Nobody took the connection.
    #[error(transparent)]
    Connect(#[from] ConnectError),

    /// There was a connection, and no reply.
    #[error(transparent)]
    Client(#[from] ClientError),
}

impl RetryingClient {
    /// Connects to a server at the endpoint, trying as often as the policy has it, as for each request after that.
    ///
    /// # Errors
    ///
    /// [`RetryError::Connect`], when nobody answers.
    pub fn connect(endpoint: Endpoint, policy: RetryPolicy) -> Result<Self, RetryError> {
        let mut client = Self { endpoint, policy, client: None };
        client.with_retries(|_| Ok(()))?;
        Ok(client)
    }

    /// Like [`Client::ask`].
    ///
    /// # Errors
    ///
    /// [`RetryError`], when the last try brought no reply either, or one that another try would bring again.
    pub fn ask(&mut self, expression: impl AsRef<[u8]>) -> Result<Reply, RetryError> {
        self.with_retries(|client| client.ask(expression.as_ref()))
    }

    // ANCHOR: ask_many
    /// Like [`Client::ask_many`]; what has its reply is not asked again.
    ///
    /// # Errors
    ///
    /// [`RetryError`], when a reply is missing after the last try; `take` has had those before it.
    pub fn ask_many(
        &mut self,
        expressions: &[impl AsRef<[u8]> + Sync],
        mut take: impl FnMut(Reply),
    ) -> Result<(), RetryError> {
        let mut answered = 0;
        self.with_retries(|client| {
            client.ask_many(&expressions[answered..], |reply| {
                answered += 1;
                take(reply);
            })
        })
    }
    // ANCHOR_END: ask_many

    // ANCHOR: persist
    /// Tries, and tries again after each failure that may pass.
    fn with_retries<T>(
        &mut self,
        mut exchange: impl FnMut(&mut Client) -> Result<T, ClientError>,
    ) -> Result<T, RetryError> {
        let mut pauses = self.policy.pauses();
        loop {
            let error = match self.attempt(&mut exchange) {
                Err(error) if is_retryable(&error) => error,
                outcome => return outcome,
            };
            self.client = None;
            let Some(pause) = pauses.next() else { return Err(error) };
            thread::sleep(pause);
        }
    }

    /// Tries once, over the connection that there is, or else a new one.
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
    // ANCHOR_END: persist
}

// ANCHOR: is_retryable
/// Whether it may go better next time. What speaks another protocol, or breaks ours, or was asked wrongly, will be no
/// other then.
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

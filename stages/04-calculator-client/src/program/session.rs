//! A server and its name, for those who have to say which server went away.

use super::show::harmless;
use anyhow::{Context as _, bail};
use calculator_client::{ClientError, RetryError, RetryPolicy, RetryingClient};
use calculator_server::Reply;
use socket_basics::Endpoint;

/// A conversation with the server at an endpoint.
pub(super) struct Session<'a> {
    pub(super) endpoint: &'a Endpoint,
    client: RetryingClient,
}

impl<'a> Session<'a> {
    pub(super) fn connect(endpoint: &'a Endpoint, policy: RetryPolicy) -> Result<Self, RetryError> {
        RetryingClient::connect(endpoint.clone(), policy).map(|client| Self { endpoint, client })
    }

    pub(super) fn ask(&mut self, expression: &[u8]) -> anyhow::Result<Reply> {
        match self.client.ask(expression) {
            // The reason is the server's own text.
            Err(RetryError::Client(ClientError::Busy(reason))) => {
                bail!("could not ask {}: {}", self.endpoint, harmless(&Reply::Busy(reason).to_string()))
            }
            outcome => outcome.with_context(|| format!("could not ask {}", self.endpoint)),
        }
    }
}

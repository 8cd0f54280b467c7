//! A client together with its endpoint, which the error messages name.

use super::show::escape_controls;
use anyhow::{Context as _, bail};
use calculator_client::{ClientError, RetryError, RetryPolicy, RetryingClient};
use calculator_server::Reply;
use socket_basics::Endpoint;

/// A client of the server at an endpoint.
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
            // The reason is text from the server.
            Err(RetryError::Client(ClientError::Busy(reason))) => {
                bail!(
                    "could not ask {}: {}",
                    self.endpoint,
                    escape_controls(&Reply::Busy(reason).to_string())
                )
            }
            outcome => outcome.with_context(|| format!("could not ask {}", self.endpoint)),
        }
    }
}

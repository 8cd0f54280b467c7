//! A server and its name, for those who have to say which server went away.

use anyhow::Context as _;
use calculator_client::{RetryError, RetryPolicy, RetryingClient};
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
        self.client.ask(expression).with_context(|| format!("could not ask {}", self.endpoint))
    }
}

//! A server and its name, for those who have to say which server went away.

use anyhow::Context as _;
use calculator_client::Client;
use calculator_server::Reply;
use socket_basics::{ConnectError, Endpoint};

/// A conversation with the server at an endpoint.
pub(super) struct Session<'a> {
    pub(super) endpoint: &'a Endpoint,
    client: Client,
}

impl<'a> Session<'a> {
    pub(super) fn connect(endpoint: &'a Endpoint) -> Result<Self, ConnectError> {
        Client::connect(endpoint).map(|client| Self { endpoint, client })
    }

    pub(super) fn ask(&mut self, expression: &[u8]) -> anyhow::Result<Reply> {
        self.client.ask(expression).with_context(|| format!("could not ask {}", self.endpoint))
    }
}

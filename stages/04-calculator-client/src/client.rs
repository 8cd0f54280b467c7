//! A client: it sends requests and receives their replies.

use crate::{ClientError, connection::Connection, pipeline::pipeline, replies::Replies};
use calculator_server::Reply;
use socket_basics::{CONNECT_TIMEOUT, ConnectError, Endpoint, connect};
use std::{net::TcpStream, time::Duration};

/// How long a server may take for one reply.
///
/// The calculation takes microseconds; the rest is the round trip and the wait for a turn. After half a minute of
/// silence a person wants an error message.
pub const REPLY_TIMEOUT: Duration = Duration::from_secs(30);

/// A client with one connection to a calculator server.
///
/// An error closes the connection, so that a late reply is never taken for the reply to the next request. To go on
/// after an error, connect again.
///
/// ```no_run
/// use calculator_client::Client;
/// use calculator_server::Reply;
/// use socket_basics::Endpoint;
///
/// let mut client = Client::connect(&Endpoint { host: "localhost".into(), port: 1081 })?;
/// assert_eq!(client.ask("2+3*4")?, Reply::Value(14.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Client {
    /// `None` after an error.
    open: Option<OpenConnection>,
}

#[derive(Debug)]
struct OpenConnection {
    connection: Connection,
    replies: Replies,
}

impl Client {
    /// Connects to a server at the first address of the endpoint that accepts.
    ///
    /// # Errors
    ///
    /// [`ConnectError`], if no address accepts.
    pub fn connect(endpoint: &Endpoint) -> Result<Self, ConnectError> {
        connect(endpoint, CONNECT_TIMEOUT).map(|stream| Self::from_stream(stream, REPLY_TIMEOUT))
    }

    /// A client over an open connection, with a timeout for each reply.
    #[must_use]
    pub fn from_stream(stream: TcpStream, timeout: Duration) -> Self {
        let connection = Connection { stream, timeout };
        Self { open: Some(OpenConnection { connection, replies: Replies::new() }) }
    }

    /// Sends an expression, given without the end of its line, and waits for its reply.
    ///
    /// The server judges whether the bytes are an expression, even if they are not UTF-8.
    ///
    /// # Errors
    ///
    /// [`ClientError`], if there is no reply. An `error:` line is a reply; the `busy:` line of a full server is not.
    // ANCHOR: ask
    pub fn ask(&mut self, expression: impl AsRef<[u8]>) -> Result<Reply, ClientError> {
        let expression = expression.as_ref();
        check(expression)?;
        self.exchange(|connection, replies| {
            replies.reject_unsolicited(connection)?;
            // One write, so that the end of the line is not sent in a packet of its own.
            let sent = connection.send(&[expression, b"\n"].concat());
            sent.map_err(|error| replies.explain_failed_send(error, connection))?;
            replies.receive(connection)
        })
    }
    // ANCHOR_END: ask

    /// Sends many expressions without waiting in between, and calls `on_reply` with each reply, in order, as it arrives.
    ///
    /// One thread sends while this one receives. Sending everything first would deadlock: the server stops reading
    /// until we read its replies, and we wait until it reads.
    ///
    /// # Errors
    ///
    /// [`ClientError`], if a reply is missing; `on_reply` has been called with the replies before it. After an
    /// [`UnsolicitedReply`](ClientError::UnsolicitedReply) one of those may have belonged to another request.
    pub fn ask_many(
        &mut self,
        expressions: &[impl AsRef<[u8]> + Sync],
        on_reply: impl FnMut(Reply),
    ) -> Result<(), ClientError> {
        expressions.iter().try_for_each(|expression| check(expression.as_ref()))?;
        if expressions.is_empty() {
            return Ok(());
        }
        self.exchange(|connection, replies| {
            replies.reject_unsolicited(connection)?;
            pipeline(connection, replies, expressions, on_reply)?;
            match replies.reject_unsolicited(connection) {
                Err(error @ ClientError::UnsolicitedReply(_)) => Err(error),
                // All replies have arrived: any other error concerns the next request.
                _ => Ok(()),
            }
        })
    }

    // ANCHOR: exchange
    /// Takes the connection out of the client, and puts it back only after success. An error drops it, which
    /// closes it.
    fn exchange<T>(
        &mut self,
        exchange: impl FnOnce(&Connection, &mut Replies) -> Result<T, ClientError>,
    ) -> Result<T, ClientError> {
        let mut open = self.open.take().ok_or(ClientError::Closed)?;
        let outcome = exchange(&open.connection, &mut open.replies)?;
        self.open = Some(open);
        Ok(outcome)
    }
    // ANCHOR_END: exchange
}

/// A request of two lines would get two replies, and each later reply would be taken for the wrong request's.
fn check(expression: &[u8]) -> Result<(), ClientError> {
    // A CR at the end is harmless: the server takes it as a part of the end of the line.
    if expression.contains(&b'\n') {
        return Err(ClientError::MultipleLines(String::from_utf8_lossy(expression).into_owned()));
    }
    Ok(())
}

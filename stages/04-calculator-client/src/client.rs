//! A client: it asks, and understands the reply.

use crate::{ClientError, connection::Connection, pipeline::pipeline, replies::Replies};
use calculator_server::Reply;
use socket_basics::{CONNECT_TIMEOUT, ConnectError, Endpoint, connect};
use std::{net::TcpStream, time::Duration};

/// How long a server may take over a reply.
///
/// Calculating takes microseconds, so what a reply takes is the way there and back, and waiting for a turn. A person
/// who has heard nothing for half a minute wants to be told so.
pub const REPLY_TIMEOUT: Duration = Duration::from_secs(30);

/// One end of a conversation with a calculator server.
///
/// An error ends the conversation, so that a late reply is never taken for the reply to the next request; whoever
/// wants to go on connects anew.
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
    /// There until an error: what is gone cannot be used by mistake.
    conversation: Option<Conversation>,
}

#[derive(Debug)]
struct Conversation {
    connection: Connection,
    replies: Replies,
}

impl Client {
    /// Connects to a server at the first address of the endpoint that answers.
    ///
    /// # Errors
    ///
    /// [`ConnectError`], when none does.
    pub fn connect(endpoint: &Endpoint) -> Result<Self, ConnectError> {
        connect(endpoint, CONNECT_TIMEOUT).map(|stream| Self::over(stream, REPLY_TIMEOUT))
    }

    /// A client over a connection that stands, with its own deadline for each reply.
    #[must_use]
    pub fn over(stream: TcpStream, deadline: Duration) -> Self {
        let connection = Connection { stream, deadline };
        Self { conversation: Some(Conversation { connection, replies: Replies::new() }) }
    }

    /// Sends an expression, given without the end of its line, and waits for its reply.
    ///
    /// Whether it is an expression is for the server to judge, even where it is not UTF-8.
    ///
    /// # Errors
    ///
    /// [`ClientError`], when there is no reply; that an expression is refused is a reply, and that the server is busy
    /// is none.
    // ANCHOR: ask
    pub fn ask(&mut self, expression: impl AsRef<[u8]>) -> Result<Reply, ClientError> {
        let expression = expression.as_ref();
        check(expression)?;
        self.exchange(|connection, replies| {
            replies.expect_none(connection)?;
            // One write, so that the end of the line does not travel in a packet of its own.
            let sent = connection.send(&[expression, b"\n"].concat());
            sent.map_err(|error| replies.explain(error, connection))?;
            replies.receive(connection)
        })
    }
    // ANCHOR_END: ask

    /// Sends many expressions without waiting in between, and calls `take` with each reply, in order, as it comes.
    ///
    /// One thread sends while this one receives. To send all and only then receive would end with both sides stuck:
    /// the server waits until somebody takes its replies, and reads no more; we wait until it reads.
    ///
    /// # Errors
    ///
    /// [`ClientError`], when a reply is missing; `take` has had those before it. With
    /// [`UnsolicitedReply`](ClientError::UnsolicitedReply) it may have had one that belonged to another request.
    pub fn ask_many(
        &mut self,
        expressions: &[impl AsRef<[u8]> + Sync],
        take: impl FnMut(Reply),
    ) -> Result<(), ClientError> {
        expressions.iter().try_for_each(|expression| check(expression.as_ref()))?;
        if expressions.is_empty() {
            return Ok(());
        }
        self.exchange(|connection, replies| {
            replies.expect_none(connection)?;
            pipeline(connection, replies, expressions, take)?;
            match replies.expect_none(connection) {
                Err(error @ ClientError::UnsolicitedReply(_)) => Err(error),
                // All replies are here: what else may be wrong concerns the next request.
                _ => Ok(()),
            }
        })
    }

    // ANCHOR: exchange
    /// Takes the conversation out, and puts it back only if all went well: otherwise the connection closes here.
    fn exchange<T>(
        &mut self,
        exchange: impl FnOnce(&Connection, &mut Replies) -> Result<T, ClientError>,
    ) -> Result<T, ClientError> {
        let mut conversation = self.conversation.take().ok_or(ClientError::Closed)?;
        let outcome = exchange(&conversation.connection, &mut conversation.replies)?;
        self.conversation = Some(conversation);
        Ok(outcome)
    }
    // ANCHOR_END: exchange
}

/// One request must get one reply, or from then on each reply would be taken for the next request's.
fn check(expression: &[u8]) -> Result<(), ClientError> {
    // A CR at the end is harmless: the server takes it for a part of the line's end.
    if expression.contains(&b'\n') {
        return Err(ClientError::MultipleLines(String::from_utf8_lossy(expression).into_owned()));
    }
    Ok(())
}

//! One check of one server or client: the connections that it makes, and until when.

use crate::{
    client::Client,
    client_program::ClientProgram,
    connection::QUOTED,
    failure::{Failure, NO_ERROR_LINE, NOT_ALONE},
    played_server::PlayedServer,
    target::Running,
    traffic::Traffic,
};
use socket2::Socket;
use std::{
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    time::{Duration, Instant},
};
use support::quote;

/// How long checks may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// One check; of a check with rounds, or with clients one after another, each of these. A correct server needs milliseconds.
    pub check: Duration,
    /// How long the checks of the section about endurance go on, all together.
    pub endurance: Duration,
}

/// What a check talks with the server through.
pub(crate) struct Trial<'a> {
    pub(crate) server: &'a mut dyn Running,
    pub(crate) deadline: Instant,
    pub(crate) traffic: Traffic,
    pub(crate) limits: Limits,
    clients: usize,
}

/// How a reply has to be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Expected<'a> {
    /// This number, however it is written.
    Value(&'a str),
    /// This line, to the letter.
    Line(&'a str),
    /// An error, whatever its reason.
    Error,
}

impl<'a> Trial<'a> {
    pub(crate) fn new(server: &'a mut dyn Running, limits: Limits) -> Self {
        let deadline = Instant::now() + limits.check;
        Self { server, deadline, traffic: Traffic::default(), limits, clients: 0 }
    }

    /// Connects one more client.
    pub(crate) fn connect(&mut self) -> Result<Client, Failure> {
        self.connect_with(|_| Ok(()))
    }

    /// Connects one more client, whose socket is prepared so.
    pub(crate) fn connect_with(&mut self, prepare: fn(&Socket) -> io::Result<()>) -> Result<Client, Failure> {
        self.clients += 1;
        Client::connect(self.server.address(), self.clients, self.deadline, &self.traffic, prepare)
    }

    /// Forgets the clients until now, who were treated well, and connects the next: a message is about this one.
    pub(crate) fn next_client(&mut self) -> Result<Client, Failure> {
        self.start_over();
        self.connect()
    }

    /// Plays a server, and starts the client that is judged.
    pub(crate) fn play(&mut self) -> Result<PlayedServer<'_>, Failure> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let listener = listener.and_then(|listener| listener.set_nonblocking(true).map(|()| listener));
        let listener = listener.and_then(|listener| Ok((listener.local_addr()?, listener)));
        let (address, listener) =
            listener.map_err(|error| Failure::impossible(format!("could not listen: {error}")))?;
        self.play_at(address, Some(listener))
    }

    /// Starts the client that is judged with an address where nobody listens.
    pub(crate) fn play_nobody(&mut self, address: SocketAddr) -> Result<PlayedServer<'_>, Failure> {
        self.play_at(address, None)
    }

    fn play_at(
        &mut self,
        address: SocketAddr,
        listener: Option<TcpListener>,
    ) -> Result<PlayedServer<'_>, Failure> {
        let (deadline, traffic) = (self.deadline, self.traffic.clone());
        let client = self.client()?;
        client.start(address).map_err(|error| Failure::unusable(error.to_string()))?;
        Ok(PlayedServer { client, deadline, traffic, listener, connection: None })
    }

    /// Types each line to the client, which has to send it, and gets the reply beside it. Then the client has to end.
    pub(crate) fn converse(&mut self, conversation: &[(&str, &str)]) -> Result<PlayedServer<'_>, Failure> {
        let mut server = self.play()?;
        for (request, reply) in conversation {
            server.types(request).request(request)?.send(format!("{reply}\n"))?;
        }
        server.leave()?;
        Ok(server)
    }

    /// The client that is judged.
    pub(crate) fn client(&mut self) -> Result<&mut dyn ClientProgram, Failure> {
        self.server.client().ok_or_else(|| Failure::impossible("it is for clients"))
    }

    /// Forgets the clients until now, who were treated well: a message is about what comes from here on, which has the time of a
    /// whole check. A server that is right and slow may need that for each.
    pub(crate) fn start_over(&mut self) {
        self.restart_clock();
        self.clients = 0;
        self.traffic.clear();
    }

    /// Gives what follows the time of a whole check.
    pub(crate) fn restart_clock(&mut self) {
        self.deadline = Instant::now() + self.limits.check;
    }

    /// Sends one line over a connection of its own, so that one wrong reply does not hide the next; the reply has to be as
    /// expected. A message shows nothing of those that went well before.
    pub(crate) fn ask(&mut self, line: impl AsRef<[u8]>, expected: Expected<'_>) -> Result<(), Failure> {
        self.next_client()?.send([line.as_ref(), b"\n"].concat())?.reply(expected)
    }
}

impl Client {
    /// The next line has to have the form of an error: a reason for people, in one line that a terminal can show.
    pub(crate) fn error_for_people(&mut self) -> Result<(), Failure> {
        let line = self.line(b"error: ")?;
        let text = String::from_utf8_lossy(&line).into_owned();
        let reason = text.strip_prefix("error: ").unwrap_or_default();
        let fault = if reason.trim().is_empty() {
            "has no reason"
        } else if reason.starts_with(char::is_uppercase) {
            "begins with a capital letter"
        } else if reason.ends_with('.') {
            "ends with a full stop"
        } else if reason.contains(char::is_control) || reason.contains(char::REPLACEMENT_CHARACTER) {
            "has characters that a terminal does not show"
        } else {
            return Ok(());
        };
        Err(Failure::new(format!("the error {} {fault}", quote(&line, 100))))
    }

    /// The next line has to be as expected.
    pub(crate) fn reply(&mut self, expected: Expected<'_>) -> Result<(), Failure> {
        let text = match expected {
            Expected::Value(text) | Expected::Line(text) => text,
            Expected::Error => "error: ",
        };
        let line = self.line(format!("{text}\n").as_bytes())?;
        let (is_right, wanted) = match expected {
            Expected::Value(text) => (is_value(&line, text), ""),
            Expected::Line(text) => (line == text.as_bytes(), ""),
            Expected::Error => (line.starts_with(b"error: "), ", not an error"),
        };
        if is_right {
            return Ok(());
        }
        let what = format!("the reply to {} is {}{wanted}", self.request, quote(&line, QUOTED));
        let failure = Failure::differing(what, text.as_bytes(), &line);
        Err(match expected {
            Expected::Value(value) if is_among_others(&line, value) => failure.because(NOT_ALONE),
            Expected::Error if tells_an_error(&line) => failure.because(NO_ERROR_LINE),
            _ => failure,
        })
    }
}

/// Whether a line that tells no error has this number in it, between other words.
fn is_among_others(line: &[u8], value: &str) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
    !tells_an_error(line) && line.split(|byte| !is_part(byte)).any(|word| is_value(word, value))
}

/// Whether a line has the word in it, as `Error: …` or `ZeroDivisionError`.
fn tells_an_error(line: &[u8]) -> bool {
    String::from_utf8_lossy(line).to_lowercase().contains("err")
}

/// Whether a line is this number, written in any way that people understand: how it is written is a matter of other checks.
fn is_value(line: &[u8], expected: &str) -> bool {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|value| value.is_finite());
    let values = (str::from_utf8(line).ok().and_then(number), number(expected));
    matches!(values, (Some(value), Some(expected)) if (value - expected).abs() <= expected.abs() * 1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_between_other_words_is_found_and_a_part_of_another_number_is_not() {
        for line in ["Result: 2", "1+1 = 2", "> 2", "2\0\0", "b'2.0'"] {
            assert!(is_among_others(line.as_bytes(), "2"), "{line}");
        }
        for line in ["-2", "2.5", "12", "2e3", "", "error: unknown name at column 2", "Error at 2"] {
            assert!(!is_among_others(line.as_bytes(), "2"), "{line}");
        }
    }
}

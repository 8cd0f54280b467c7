//! A hand tool for experiments: one end of a connection, played by a script of steps.
//!
//! The command line becomes [`Arguments`] and a [`Script`]; [`run`] plays it and shows each byte that goes and comes,
//! with its time. What the peer does is what an experiment is about, so it is shown and never an error.
//!
//! [`load`] is the other half: many clients that send requests at once, and are counted instead of shown.

mod arguments;
mod connection;
mod hold;
pub mod load;
mod role;
mod script;
mod transcript;

pub use arguments::{Arguments, seconds};
pub use script::{Script, Step, Want};

use connection::{Connection, Wait};
use hold::Held;
use role::Role;
use std::{io::Write, slice, time::Duration};
use transcript::Transcript;

/// How often silent connections are polled: rarely enough that ten thousand of them cost little.
const HELD_INTERVAL: Duration = Duration::from_millis(250);

/// Plays the script and writes its transcript.
///
/// # Errors
///
/// When there is no connection to be had, or the transcript cannot be written. What happens on a connection is never
/// an error: it is what the transcript is for.
pub fn run(arguments: &Arguments, script: &Script, out: &mut dyn Write) -> anyhow::Result<()> {
    let transcript = Transcript::new(out);
    let role = Role::of(arguments, &transcript)?;
    let mut session = Session { role, connection: None, held: Held::default() };
    for step in script.steps() {
        session.play(step)?;
    }
    session.end()
}

struct Session<'a> {
    role: Role<'a>,
    connection: Option<Connection<'a>>,
    held: Held,
}

impl<'a> Session<'a> {
    fn play(&mut self, step: &Step) -> anyhow::Result<()> {
        match step {
            Step::Send(text) => self.connection()?.send(text, text.len() as u64).map(drop),
            Step::Drip(text, apart) => self.drip(text, *apart),
            Step::Flood(total, text) => self.connection()?.send(text, *total).map(drop),
            Step::Pause(time) => self.watch(*time, |_| false),
            Step::Receive(want) => self.connection()?.receive(*want),
            Step::Ignore => self.connection()?.ignore(),
            Step::HalfClose => self.connection()?.half_close(),
            Step::Close => self.take_connection()?.close(),
            Step::Reset => self.take_connection()?.reset(),
            Step::Hold(count, time) => self.hold(*count, *time),
        }
    }

    /// The connection, which is made now if there is none.
    fn connection(&mut self) -> anyhow::Result<&mut Connection<'a>> {
        let connection = self.take_connection()?;
        Ok(self.connection.insert(connection))
    }

    /// The same, for a step that ends it.
    fn take_connection(&mut self) -> anyhow::Result<Connection<'a>> {
        if let Some(connection) = self.connection.take() {
            return Ok(connection);
        }
        Ok(Connection::new(self.role.stream()?, &self.role)?)
    }

    /// Sends the text a byte at a time.
    fn drip(&mut self, text: &[u8], apart: Duration) -> anyhow::Result<()> {
        for (index, byte) in text.iter().enumerate() {
            if index > 0 {
                self.watch(apart, |_| false)?;
            }
            if !self.connection()?.send(slice::from_ref(byte), 1)? {
                break;
            }
        }
        Ok(())
    }

    /// Opens connections until there are this many, and keeps them until the peer has closed them all. A server opens none
    /// unless the step says how many.
    fn hold(&mut self, count: Option<usize>, time: Option<Duration>) -> anyhow::Result<()> {
        let mut more = count.unwrap_or(0);
        if !self.role.arguments.listen {
            self.connection()?;
            more = more.saturating_sub(1);
        }
        if more > 0 {
            self.held.open(more, &self.role)?;
        }
        self.watch(time.unwrap_or(Duration::MAX), Self::is_over)
    }

    /// Lets time pass and shows what is received, until there is nothing left to wait for.
    fn watch(&mut self, time: Duration, is_over: impl Fn(&Self) -> bool) -> anyhow::Result<()> {
        let wait = Wait::new(time);
        let mut unwatched = Wait::new(HELD_INTERVAL);
        while !wait.is_over() && !is_over(self) {
            if let Some(connection) = &mut self.connection {
                connection.poll()?;
            }
            if unwatched.is_over() {
                self.held.poll(self.role.transcript)?;
                unwatched = Wait::new(HELD_INTERVAL);
            }
            wait.pause();
        }
        Ok(())
    }

    /// Whether the peer has closed everything.
    fn is_over(&self) -> bool {
        self.held.is_empty() && self.connection.as_ref().is_some_and(|connection| connection.ended)
    }

    /// Closes what is still open.
    fn end(self) -> anyhow::Result<()> {
        self.connection.map_or(Ok(()), Connection::close)?;
        self.held.close(self.role.transcript)
    }
}

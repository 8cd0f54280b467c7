//! Playing a script: which step does what to which connection.

use crate::{
    arguments::Arguments,
    connection::{Connection, Wait},
    hold::Held,
    role::Role,
    script::{Script, Step},
    transcript::Transcript,
};
use std::{io::Write, slice, time::Duration};

/// How often silent connections are polled: rarely enough that ten thousand of them cost little.
const HELD_INTERVAL: Duration = Duration::from_millis(250);

/// Plays the script and writes its transcript.
///
/// # Errors
///
/// When there is no connection to be had, or the transcript cannot be written. What happens on a connection is never
/// an error: it is what the transcript is for.
pub fn run(arguments: &Arguments, script: &Script, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut session = Session {
        role: Role::of(arguments)?,
        arguments,
        connection: None,
        held: Held::default(),
        transcript: Transcript::new(out),
    };
    for step in script.steps() {
        session.play(step)?;
    }
    session.end()
}

struct Session<'a> {
    role: Role,
    arguments: &'a Arguments,
    connection: Option<Connection>,
    held: Held,
    transcript: Transcript<'a>,
}

impl<'a> Session<'a> {
    fn play(&mut self, step: &Step) -> anyhow::Result<()> {
        match step {
            Step::Send(text) => self.send(text, text.len() as u64).map(drop),
            Step::Drip(text, apart) => self.drip(text, *apart),
            Step::Flood(total, text) => self.send(text, *total).map(drop),
            Step::Pause(time) => self.watch(*time, |_| false),
            Step::Receive(want) => self.on_connection(|connection, out| connection.receive(*want, out)),
            Step::Ignore => self.on_connection(Connection::ignore),
            Step::HalfClose => self.on_connection(Connection::half_close),
            Step::Close => self.leave(Connection::close),
            Step::Reset => self.leave(Connection::reset),
            Step::Hold(count, time) => self.hold(*count, *time),
        }
    }

    /// Does something with the connection, which is made now if there is none.
    fn on_connection<T>(
        &mut self,
        act: impl FnOnce(&mut Connection, &mut Transcript<'a>) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(self.role.connection(self.arguments, &mut self.transcript)?),
        };
        act(connection, &mut self.transcript)
    }

    fn send(&mut self, text: &[u8], total: u64) -> anyhow::Result<bool> {
        self.on_connection(|connection, transcript| connection.send(text, total, transcript))
    }

    /// Sends the text a byte at a time.
    fn drip(&mut self, text: &[u8], apart: Duration) -> anyhow::Result<()> {
        for (index, byte) in text.iter().enumerate() {
            if index > 0 {
                self.watch(apart, |_| false)?;
            }
            if !self.send(slice::from_ref(byte), 1)? {
                break;
            }
        }
        Ok(())
    }

    /// Opens connections until there are this many, and keeps them until the peer has closed them all. A server opens none
    /// unless the step says how many.
    fn hold(&mut self, count: Option<usize>, time: Option<Duration>) -> anyhow::Result<()> {
        let mut more = count.unwrap_or(0);
        if !self.arguments.listen {
            self.on_connection(|_, _| Ok(()))?;
            more = more.saturating_sub(1);
        }
        if more > 0 {
            self.held.open(more, &self.role, self.arguments.timeout, &mut self.transcript)?;
        }
        self.watch(time.unwrap_or(Duration::MAX), Self::is_over)
    }

    /// Lets time pass and shows what is received, until there is nothing left to wait for.
    fn watch(&mut self, time: Duration, is_over: impl Fn(&Self) -> bool) -> anyhow::Result<()> {
        let wait = Wait::new(time);
        let mut unwatched = Wait::new(HELD_INTERVAL);
        while !wait.is_over() && !is_over(self) {
            if let Some(connection) = &mut self.connection {
                connection.poll(&mut self.transcript)?;
            }
            if unwatched.is_over() {
                self.held.poll(&mut self.transcript)?;
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

    /// Ends the connection in one way or another.
    fn leave(
        &mut self,
        how: impl FnOnce(Connection, &mut Transcript<'a>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        self.on_connection(|_, _| Ok(()))?;
        self.connection.take().map_or(Ok(()), |connection| how(connection, &mut self.transcript))
    }

    /// Closes what is still open.
    fn end(mut self) -> anyhow::Result<()> {
        if let Some(connection) = self.connection {
            connection.close(&mut self.transcript)?;
        }
        self.held.close(&mut self.transcript)
    }
}

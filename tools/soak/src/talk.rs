//! A client's connection, on which each reply is checked.

use crate::{
    client::Client,
    evidence::Trouble,
    ledger::Ledger,
    patience::{IDLE_LIMIT, TICK},
    question::Question,
    soak::Soak,
    station::{Connected, Life, Station, unless_ended},
    tally::{Count, Tally},
};
use fastrand::Rng;
use socket_basics::reason;
use std::{
    io::{self, Read as _, Write as _},
    net::{Shutdown, TcpStream},
    time::Instant,
};
use support::{is_disconnected, is_timeout};

/// How many bytes are certainly in the other end's buffer when they are written: no system gives a connection less. What
/// is more may still be in ours.
const SURELY_RECEIVED: usize = 16 * 1024;

/// A connection to the server at a station, and the account of what was said.
pub(crate) struct Talk<'a> {
    soak: &'a Soak,
    station: &'a Station,
    tally: &'a Tally,
    pub(crate) stream: TcpStream,
    life: Life,
    ledger: Ledger,
    /// A moment before the server can have begun to wait for the next line: it had not been asked the one before.
    since: Instant,
    /// When the last question was asked.
    asked: Instant,
    late: bool,
}

impl<'a> Talk<'a> {
    pub(crate) fn begin(client: &Client<'a>) -> Result<Self, Trouble> {
        let Client { soak, station, tally, .. } = *client;
        let Connected { stream, life, since } = station.connect(soak)?;
        unless_ended(stream.set_write_timeout(Some(soak.patience)));
        unless_ended(stream.set_read_timeout(Some(TICK)));
        unless_ended(stream.set_nodelay(true));
        Ok(Self {
            soak,
            station,
            tally,
            stream,
            life,
            ledger: Ledger::default(),
            since,
            asked: since,
            late: false,
        })
    }

    /// Asks all of them together, in so many pieces.
    pub(crate) fn ask(
        &mut self,
        questions: Vec<Question>,
        pieces: usize,
        rng: &mut Rng,
    ) -> Result<(), Trouble> {
        let bytes: Vec<u8> = questions.iter().flat_map(|question| &question.line).copied().collect();
        self.asked = Instant::now();
        let sent = self.send(&bytes, pieces, rng);
        self.mind_the_time();
        let owed = sent.is_ok() && bytes.len() <= SURELY_RECEIVED && !self.station.has_closed(self.life);
        for question in questions {
            self.ledger.ask(question, owed);
        }
        match sent {
            Ok(()) => Ok(()),
            Err(error) if is_timeout(&error) => Err(Trouble::wrong(format_args!(
                "the server takes no requests: nothing for {} seconds",
                self.soak.patience.as_secs()
            ))),
            // What it had to say before may still be there.
            Err(_) => self.receive(),
        }
    }

    /// Asks one more, and says that it was the last: its line has no end but that of the stream.
    pub(crate) fn ask_last(&mut self, question: Question) {
        // Both fail where the connection has ended, which the next read tells.
        let sent = self.stream.write_all(&question.line).and_then(|()| self.stream.shutdown(Shutdown::Write));
        let owed = sent.is_ok() && !self.station.has_closed(self.life);
        self.mind_the_time();
        self.ledger.ask(question, owed);
    }

    fn send(&mut self, bytes: &[u8], pieces: usize, rng: &mut Rng) -> io::Result<()> {
        let mut rest = bytes;
        for _ in 1..pieces {
            let (piece, after) = rest.split_at(rng.usize(..=rest.len()));
            self.stream.write_all(piece)?;
            rest = after;
        }
        self.stream.write_all(rest)
    }

    /// Half of what the server is told to allow is late: on a busy machine it may see a line long after it was written.
    fn mind_the_time(&mut self) {
        self.late |= self.since.elapsed() > IDLE_LIMIT / 2;
    }

    /// Receives and checks replies until each question has its own.
    pub(crate) fn receive(&mut self) -> Result<(), Trouble> {
        let start = Instant::now();
        while !self.ledger.is_settled() {
            if !self.read(start)? {
                return Err(self.ended());
            }
        }
        self.since = self.asked;
        Ok(())
    }

    /// Says that nothing more will be asked, and receives the rest: replies, then the end, and nothing else.
    pub(crate) fn finish(mut self) -> Result<(), Trouble> {
        // It fails where the connection has ended, which the next read tells.
        let _ = self.stream.shutdown(Shutdown::Write);
        self.mind_the_time();
        let start = Instant::now();
        while self.read(start)? {}
        if self.ledger.is_settled() { Ok(()) } else { Err(self.ended()) }
    }

    /// Reads once, and checks what came; false at the end.
    fn read(&mut self, start: Instant) -> Result<bool, Trouble> {
        let mut buffer = [0; 8192];
        loop {
            match self.stream.read(&mut buffer) {
                Ok(0) => return Ok(false),
                Ok(count) => {
                    let replies = self.ledger.receive(&buffer[..count])?;
                    self.tally.add(Count::Replies, replies);
                    return Ok(true);
                }
                Err(error) if is_timeout(&error) => {
                    self.soak.go_on()?;
                    if start.elapsed() > self.soak.patience {
                        let (due, patience) = (self.ledger.due(), self.soak.patience);
                        return Err(Trouble::wrong(format_args!(
                            "nothing came for {patience:?}; {due} was due"
                        )));
                    }
                }
                Err(error) if is_disconnected(&error) => return Ok(false),
                Err(error) => return Err(Trouble::wrong(reason(&error))),
            }
        }
    }

    fn ended(&self) -> Trouble {
        match self.ledger.end(self.station.has_closed(self.life)) {
            Trouble::Wrong(_) if self.late => Trouble::Late,
            Trouble::Wrong(what) => {
                Trouble::wrong(format_args!("{what}; {}", self.station.told_of(&self.stream)))
            }
            trouble => trouble,
        }
    }
}

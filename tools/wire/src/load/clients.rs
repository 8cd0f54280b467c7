//! All clients of a load: connected at once, and then served by one thread, an event loop.

use super::{
    arguments::Arguments,
    client::{Client, LONGEST_LATENCY, Shared, State},
    report::Report,
    requests::{Requests, Schedule},
};
use anyhow::{Context as _, ensure};
use hdrhistogram::Histogram;
use mio::{Events, Interest, Poll, Token, net::TcpStream};
use socket_basics::{connect, reason};
use std::{
    io::{self, ErrorKind},
    mem,
    sync::{Arc, atomic},
    time::{Duration, Instant},
};
use support::{group_digits, raise_fd_limit};

/// How much is read at once: more than a system usually has waiting on one connection.
const READ_BUFFER_SIZE: usize = 64 * 1024;

/// How many events one poll returns at most.
const EVENTS_PER_POLL: usize = 1024;

/// How many significant digits a latency keeps.
const LATENCY_DIGITS: u8 = 3;

/// How often a wait for events is ended to look whether the load is to be ended.
const STOP_INTERVAL: Duration = Duration::from_millis(50);

/// A load that is ready to run.
pub struct Load<'a> {
    pub(super) arguments: &'a Arguments,
    stopped: Arc<atomic::AtomicBool>,
    poll: Poll,
    events: Events,
    pub(super) clients: Vec<Client>,
    pub(super) shared: Shared,
    /// When requests are due, in an open loop.
    pub(super) schedule: Option<Schedule>,
    buffer: Box<[u8]>,
    /// When the clients began to connect, then when they began to send requests.
    pub(super) start: Instant,
    /// Whether the clients may send requests.
    pub(super) sending: bool,
    /// How many requests of the schedule are due so far.
    pub(super) due: u64,
    /// How many clients wait for their connection.
    connecting: usize,
}

impl<'a> Load<'a> {
    /// Prepares everything but does not connect yet.
    ///
    /// # Errors
    ///
    /// When the system has no room for so many clients.
    pub fn new(arguments: &'a Arguments) -> anyhow::Result<Self> {
        raise_limit_for(arguments.clients)?;
        let poll = Poll::new().context("could not make the clients wait")?;
        let latencies = Histogram::new_with_bounds(1, LONGEST_LATENCY, LATENCY_DIGITS)?;
        let schedule = |rate| Schedule::new(rate, arguments.clients, arguments.seconds);
        Ok(Self {
            arguments,
            stopped: Arc::default(),
            poll,
            events: Events::with_capacity(EVENTS_PER_POLL),
            clients: Vec::with_capacity(arguments.clients as usize),
            shared: Shared { requests: Requests::of(arguments), report: Report::new(arguments), latencies },
            schedule: arguments.rate.map(schedule),
            buffer: vec![0; READ_BUFFER_SIZE].into(),
            start: Instant::now(),
            sending: arguments.once,
            due: 0,
            connecting: 0,
        })
    }

    /// What ends it early, once it is true: the clients send no more requests.
    #[must_use]
    pub fn stopper(&self) -> Arc<atomic::AtomicBool> {
        Arc::clone(&self.stopped)
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(atomic::Ordering::Relaxed)
    }

    /// Connects all clients. The first finds the address that answers; the others connect to it all at once.
    pub(super) fn connect(&mut self) -> anyhow::Result<()> {
        self.start = Instant::now();
        let first = connect(&self.arguments.endpoint, self.arguments.timeout)?;
        let address = first.peer_addr()?;
        first.set_nonblocking(true)?;
        self.register(TcpStream::from_std(first))?;
        for _ in 1..self.arguments.clients {
            if let Err(error) = TcpStream::connect(address).and_then(|stream| self.register(stream)) {
                self.shared.report.unconnected = Some(reason(&error));
                break;
            }
        }
        while self.connecting > 0 && !self.is_stopped() {
            let timeout = self.arguments.timeout.saturating_sub(self.start.elapsed());
            if timeout.is_zero() {
                self.give_up();
                break;
            }
            self.serve(timeout)?;
        }
        Ok(())
    }

    fn register(&mut self, mut stream: TcpStream) -> io::Result<()> {
        let number = self.clients.len();
        // Both at once and for good: the events are edge-triggered.
        let interest = Interest::READABLE | Interest::WRITABLE;
        self.poll.registry().register(&mut stream, Token(number), interest)?;
        self.clients.push(Client::new(stream, number as u64));
        self.connecting += 1;
        Ok(())
    }

    /// Waits for events, but not longer than this, and handles them.
    pub(super) fn serve(&mut self, timeout: Duration) -> anyhow::Result<()> {
        if let Err(error) = self.poll.poll(&mut self.events, Some(timeout.min(STOP_INTERVAL)))
            && error.kind() != ErrorKind::Interrupted
        {
            return Err(error).context("could not wait for the server");
        }
        // Taken out, because handling an event borrows the rest.
        let events = mem::replace(&mut self.events, Events::with_capacity(0));
        for event in &events {
            let number = event.token().0;
            if self.clients[number].state == State::Connecting {
                self.check_connected(number);
            }
            let client = &mut self.clients[number];
            if event.is_writable() {
                client.flush(&mut self.shared);
            }
            if event.is_readable() || event.is_read_closed() {
                client.receive(event.is_read_closed(), &mut self.buffer, &mut self.shared);
            }
            self.send_requests(number);
        }
        self.events = events;
        Ok(())
    }

    /// Waits no longer for connections that are not established.
    fn give_up(&mut self) {
        for client in self.clients.iter_mut().filter(|client| client.state == State::Connecting) {
            client.state = State::Gone;
        }
        self.connecting = 0;
        self.shared.report.unconnected.get_or_insert_with(|| reason(&ErrorKind::TimedOut.into()));
    }

    /// Looks whether a connection is established.
    fn check_connected(&mut self, number: usize) {
        let (client, report) = (&mut self.clients[number], &mut self.shared.report);
        if let Err(error) = client.finish_connecting() {
            client.state = State::Gone;
            report.unconnected.get_or_insert_with(|| reason(&error));
        }
        self.connecting -= usize::from(client.state != State::Connecting);
        report.connected += u64::from(client.state == State::Open);
    }

    /// Has a client send the requests that it may send now.
    pub(super) fn send_requests(&mut self, number: usize) {
        let count = self.allowed(number);
        if count == 0 {
            return;
        }
        let (schedule, start, now) = (self.schedule, self.start, Instant::now());
        let since = |own| schedule.map_or(now, |schedule| schedule.time(start, number as u64, own));
        self.clients[number].send_requests(count, since, &mut self.shared);
    }

    /// How many requests a client may send now.
    fn allowed(&self, number: usize) -> usize {
        let client = &self.clients[number];
        if !self.sending || client.state != State::Open {
            return 0;
        }
        let room = (self.arguments.pipeline as usize).saturating_sub(client.waiting.len());
        match self.schedule {
            Some(_) => room.min(usize::try_from(self.behind(number)).unwrap_or(room)),
            None if self.arguments.once => usize::from(client.sent == 0),
            None => room,
        }
    }

    /// How many requests are due that a client has not sent yet.
    pub(super) fn behind(&self, number: usize) -> u64 {
        let due = self.schedule.map_or(0, |schedule| schedule.share(self.due, number as u64));
        due.saturating_sub(self.clients[number].sent)
    }

    /// Whether there is nothing left to wait for, if nothing more becomes due.
    pub(super) fn is_quiet(&self) -> bool {
        let quiet = |(number, client): (usize, &Client)| {
            !matches!(client.state, State::Open) || client.waiting.is_empty() && self.allowed(number) == 0
        };
        self.clients.iter().enumerate().all(quiet)
    }

    /// How many connections are still good.
    pub(super) fn alive(&self) -> u64 {
        let report = &self.shared.report;
        report.connected.saturating_sub(report.lost + report.refused)
    }
}

/// What a program has open besides its connections: the three standard streams, and what waits for events.
const OTHER_FILES: u64 = 16;

/// Raises this program's own limit of open files as far as the system lets it, and looks whether so many clients fit.
fn raise_limit_for(clients: u32) -> anyhow::Result<()> {
    let needed = u64::from(clients) + OTHER_FILES;
    // Where there is no such limit (Windows), or it is not told, connecting will say what is wrong.
    let limit = raise_fd_limit().unwrap_or(u64::MAX);
    ensure!(
        needed <= limit,
        "{} clients need {} open files, but the system lets wire have {} (ulimit -Hn): raise that limit, \
         or let --clients be at most {}",
        group_digits(clients),
        group_digits(needed),
        group_digits(limit),
        limit.saturating_sub(OTHER_FILES)
    );
    Ok(())
}

//! A rung of a calculator: many clients at the same time, some of which are silent or slow.

use crate::{
    check::{Check, Recommended, Section, Steps},
    client::Client,
    failure::Failure,
    lesson::{ACCEPT_QUEUE, CONNECTION_LIMITS, EVENT_LOOP, ONE_AT_A_TIME, THREADS},
    trial::{Expected::Value, Trial},
};
use std::sync::Mutex;
use support::{lock, poll_for, raise_fd_limit, time_left};

pub(crate) const SECTION: Section = Section {
    name: "clients",
    title: "many clients at the same time, some of them silent or slow",
    checks: CHECKS,
};

/// How many clients are silent while as many others are served: fewer than the threads of a common pool.
const SILENT: usize = 50;

/// How many clients connect at the same moment, where the system lets us.
const BURST: usize = 1_000;

/// The part of our descriptors that a burst may have. A server in the same process needs some for each client, too.
const DESCRIPTORS_PER_CLIENT: u64 = 4;

/// The request of a slow client.
const SLOW: &str = "12+30\n";

const CHECKS: &[Check] = &[
    Check {
        name: "an_idle_first_client_delays_nobody",
        level: Recommended(&["P52"]),
        requirement: "while the first client is connected and sends nothing, others are served",
        cause: "the server serves one client until it leaves, and only then accepts the next.",
        lesson: ONE_AT_A_TIME,
        next: "handle each connection in a thread, a task, or an event loop, so that the accept loop never waits for a client",
        body: Steps(|trial| {
            let mut idle = trial.connect()?;
            (0..3).try_for_each(|_| trial.connect()?.send("1+1\n")?.reply(Value("2")))?;
            idle.send("3*3\n")?.reply(Value("9"))
        }),
    },
    Check {
        name: "a_silent_client_stays_connected",
        level: Recommended(&["P52"]),
        requirement: "a client that has been served, and then is silent for a moment, is served again after others",
        cause: "the server remembers one client: the next takes its place, or the first is closed when the second connects.",
        lesson: THREADS,
        next: "keep what belongs to a connection in a variable of that connection",
        body: Steps(|trial| {
            let mut silent = trial.connect()?;
            silent.send("1+1\n")?.reply(Value("2"))?;
            (0..3).try_for_each(|_| trial.connect()?.send("2+2\n")?.reply(Value("4")))?;
            silent.send("3*3\n")?.reply(Value("9"))
        }),
    },
    Check {
        name: "slow_clients_delay_nobody",
        level: Recommended(&["P52"]),
        requirement: "while some clients send their requests byte by byte, others are served",
        cause: "once a request has begun, the server waits for its end, and for nobody else.",
        lesson: EVENT_LOOP,
        next: "keep the fragment of each connection, and go on with any client that has sent something",
        body: Steps(|trial| {
            let mut slow = [trial.connect()?, trial.connect()?, trial.connect()?];
            let (first, rest) = SLOW.split_at(1);
            for client in &mut slow {
                client.send_fragment(trial.server, first)?;
            }
            for byte in rest.chars() {
                trial.connect()?.send("1+1\n")?.reply(Value("2"))?;
                slow.iter_mut().try_for_each(|client| client.send(byte.to_string()).map(drop))?;
            }
            slow.iter_mut().try_for_each(|client| client.reply(Value("42")))
        }),
    },
    Check {
        name: "a_hundred_clients_are_served",
        level: Recommended(&["P53"]),
        requirement: "fifty clients that are connected and silent leave room for fifty others, and are served afterwards",
        cause: "the server has fewer threads or places than clients. A client that waits for one waits for the silent ones.",
        lesson: CONNECTION_LIMITS,
        next: "raise the number of threads in the pool, or the connection limit, above a hundred",
        body: Steps(|trial| {
            trial.connect()?.send("1+1\n")?.reply(Value("2"))?;
            let mut silent = Vec::new();
            for _ in 0..SILENT {
                silent.push(trial.connect_in_a_crowd()?);
            }
            for _ in 0..SILENT {
                let mut other = trial.connect_in_a_crowd()?;
                trial.with(&mut other, |other| other.send("2+2\n")?.reply(Value("4")))?;
            }
            for client in &mut silent {
                trial.with(client, |client| client.send("3*3\n").map(drop))?;
            }
            silent.iter_mut().try_for_each(|client| trial.with(client, |client| client.reply(Value("9"))))
        }),
    },
    Check {
        name: "a_thousand_clients_connect_at_once",
        level: Recommended(&["P54"]),
        requirement: "of a thousand clients that connect at the same moment, each gets its reply, or is told that the server is busy",
        cause: "the accept queue is short, so that the kernel drops connections; or the server has run out of file descriptors or threads.",
        lesson: ACCEPT_QUEUE,
        next: "ask for a longer accept queue (the number that `listen` takes), raise the limit of open files, and limit the connections",
        body: Steps(a_thousand_clients),
    },
];

/// One burst at a time in a process: its limit of descriptors is that of the whole process.
static BURSTS: Mutex<()> = Mutex::new(());

fn a_thousand_clients(trial: &mut Trial<'_>) -> Result<(), Failure> {
    let _alone = lock(&BURSTS);
    let most = raise_fd_limit().map_or(BURST as u64, |limit| limit / DESCRIPTORS_PER_CLIENT);
    let burst = BURST.min(usize::try_from(most).unwrap_or(BURST));
    let mut clients = Vec::new();
    for _ in 0..burst {
        clients.push(trial.connect_in_a_crowd()?);
    }
    for (client, number) in clients.iter_mut().zip(0..) {
        trial.with(client, |client| client.send(format!("{number}+0.5\n")).map(drop))?;
    }
    let mut replies = 0;
    let mut waiting: Vec<_> = clients.into_iter().zip(0..).collect();
    while !waiting.is_empty() {
        // Some servers serve the next client when one that was served has left, and in whatever order.
        let served = poll_for(time_left(trial.deadline), || {
            let served: Vec<_> = waiting.extract_if(.., |(client, _)| client.has_reply()).collect();
            (!served.is_empty()).then_some(served)
        });
        let served = served.unwrap_or_else(|| waiting.pop().into_iter().collect());
        for (mut client, number) in served {
            let reply = trial.with(&mut client, |client| client.value_or_busy(&format!("{number}.5")));
            reply.map_err(|failure| Failure {
                what: format!("{}, after {replies} of {burst} clients had their replies", failure.what),
                ..failure
            })?;
            replies += 1;
            // Else a thousand connections would be in TIME_WAIT, for a minute.
            client.reset();
        }
    }
    trial.start_over();
    trial.connect()?.send("1+1\n")?.reply(Value("2"))
}

impl Trial<'_> {
    /// Connects one of many clients. Its traffic is shown only if something is wrong with it.
    pub(super) fn connect_in_a_crowd(&mut self) -> Result<Client, Failure> {
        let shown = std::mem::take(&mut self.traffic);
        let client = self.connect();
        self.traffic = shown;
        client
    }

    /// Does this with a client. The message about a failure shows the traffic of this client alone.
    pub(super) fn with(
        &mut self,
        client: &mut Client,
        step: impl FnOnce(&mut Client) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        step(client).inspect_err(|_| self.traffic = client.connection.traffic.clone())
    }
}

impl Client {
    /// The next line is this value, or says that the server is busy.
    fn value_or_busy(&mut self, value: &str) -> Result<(), Failure> {
        if self.next_line_begins_with(b"busy: ")? { Ok(()) } else { self.reply(Value(value)) }
    }
}

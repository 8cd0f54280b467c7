//! What a server logs on standard error.

use crate::run::POLL_INTERVAL;
use std::{
    collections::VecDeque,
    io::{BufRead as _, BufReader, Read},
    mem,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};
use support::lock;

/// How many lines are kept: those of the last seconds, of which hundreds come in each.
const KEPT: usize = 2000;

/// How many of them are shown.
const SHOWN: usize = 5;

/// The log of a server, and what was seen in it.
#[derive(Default)]
pub(crate) struct ServerLog {
    accept_failures: AtomicU64,
    panic: Mutex<Option<String>>,
    last: Mutex<VecDeque<String>>,
}

impl ServerLog {
    /// Reads until the end, on a thread of its own: a server would stall at a full pipe.
    pub(crate) fn read(self: &Arc<Self>, pipe: Option<impl Read + Send + 'static>) {
        let (log, pipe) = (Arc::clone(self), pipe.map(BufReader::new));
        thread::spawn(move || {
            for line in pipe.into_iter().flat_map(|pipe| pipe.split(b'\n')).map_while(Result::ok) {
                log.add(String::from_utf8_lossy(&line).trim_end());
            }
        });
    }

    fn add(&self, line: &str) {
        if line.starts_with("could not accept a client") {
            self.accept_failures.fetch_add(1, Ordering::Relaxed);
        }
        if line.contains("panicked at") {
            lock(&self.panic).get_or_insert_with(|| line.to_owned());
        }
        let mut last = lock(&self.last);
        if last.len() == KEPT {
            last.pop_front();
        }
        last.push_back(line.to_owned());
    }

    /// How often `accept` failed since this was last called.
    pub(crate) fn accept_failures(&self) -> u64 {
        self.accept_failures.swap(0, Ordering::Relaxed)
    }

    /// The line that reports a panic, if there was one.
    pub(crate) fn panic(&self) -> Option<String> {
        mem::take(&mut *lock(&self.panic))
    }

    /// The last lines, as the end of a message.
    pub(crate) fn last(&self) -> String {
        let last = lock(&self.last);
        format!("its last lines: {}", shown(last.iter().skip(last.len().saturating_sub(SHOWN))))
    }

    /// What it has lately logged about this client, as the end of a message.
    pub(crate) fn about(&self, client: SocketAddr) -> String {
        // It may be in the pipe still.
        thread::sleep(POLL_INTERVAL);
        let (start, last) = (format!("{client} "), lock(&self.last));
        format!("its log about {client}: {}", shown(last.iter().filter(|line| line.starts_with(&start))))
    }
}

fn shown<'a>(lines: impl Iterator<Item = &'a String>) -> String {
    lines.map(|line| format!("{line:?}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accept_failures_are_counted_a_panic_is_kept_and_so_are_the_last_lines() {
        let log = ServerLog::default();
        for line in
            ["a", "b", "could not accept a client, will try again", "thread 'x' panicked at y", "c", "d"]
        {
            log.add(line);
        }
        assert_eq!((log.accept_failures(), log.accept_failures()), (1, 0));
        assert_eq!(log.panic().unwrap(), "thread 'x' panicked at y");
        assert!(log.last().starts_with("its last lines: \"b\", ") && log.last().ends_with("\"d\""));
    }

    #[test]
    fn what_was_logged_about_one_client_is_found_again() {
        let log = ServerLog::default();
        for line in ["127.0.0.1:5 connected", "127.0.0.1:55 connected", "127.0.0.1:5 disconnected"] {
            log.add(line);
        }
        let about = log.about(([127, 0, 0, 1], 5).into());
        assert_eq!(
            about,
            r#"its log about 127.0.0.1:5: "127.0.0.1:5 connected", "127.0.0.1:5 disconnected""#
        );
    }
}

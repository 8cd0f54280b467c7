//! Listening to what a server tells on standard error.

use crate::patience::TICK;
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

/// What a server has told.
#[derive(Default)]
pub(crate) struct Told {
    shortages: AtomicU64,
    panic: Mutex<Option<String>>,
    last: Mutex<VecDeque<String>>,
}

impl Told {
    /// Listens until the end, on a thread of its own: a server would stall at a full pipe.
    pub(crate) fn listen(self: &Arc<Self>, pipe: Option<impl Read + Send + 'static>) {
        if let Some(pipe) = pipe {
            let told = Arc::clone(self);
            thread::spawn(move || {
                let mut pipe = BufReader::new(pipe);
                let mut line = Vec::new();
                while let Ok(1..) = pipe.read_until(b'\n', &mut line) {
                    told.hear(String::from_utf8_lossy(&line).trim_end());
                    line.clear();
                }
            });
        }
    }

    fn hear(&self, line: &str) {
        if line.starts_with("could not accept a client") {
            self.shortages.fetch_add(1, Ordering::Relaxed);
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

    /// How often it could not take a client in, since this was last asked.
    pub(crate) fn shortages(&self) -> u64 {
        self.shortages.swap(0, Ordering::Relaxed)
    }

    /// What it said when a thread of it panicked, if one has.
    pub(crate) fn panic(&self) -> Option<String> {
        mem::take(&mut *lock(&self.panic))
    }

    /// The last lines, as the end of a message.
    pub(crate) fn last(&self) -> String {
        let last = lock(&self.last);
        format!("its last lines: {}", shown(last.iter().skip(last.len().saturating_sub(SHOWN))))
    }

    /// What it has told lately of this client, as the end of a message.
    pub(crate) fn about(&self, client: SocketAddr) -> String {
        // It may be in the pipe still.
        thread::sleep(TICK);
        let (start, last) = (format!("{client} "), lock(&self.last));
        format!("what it told of {client}: {}", shown(last.iter().filter(|line| line.starts_with(&start))))
    }
}

fn shown<'a>(lines: impl Iterator<Item = &'a String>) -> String {
    lines.map(|line| format!("{line:?}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortages_are_counted_a_panic_is_kept_and_so_are_the_last_lines() {
        let told = Told::default();
        for line in ["a", "b", "could not accept a client, trying on", "thread 'x' panicked at y", "c", "d"] {
            told.hear(line);
        }
        assert_eq!((told.shortages(), told.shortages()), (1, 0));
        assert_eq!(told.panic().unwrap(), "thread 'x' panicked at y");
        assert!(told.last().starts_with("its last lines: \"b\", ") && told.last().ends_with("\"d\""));
    }

    #[test]
    fn what_was_told_of_one_client_is_found_again() {
        let told = Told::default();
        for line in ["127.0.0.1:5 connected", "127.0.0.1:55 connected", "127.0.0.1:5 disconnected"] {
            told.hear(line);
        }
        let about = told.about(([127, 0, 0, 1], 5).into());
        assert_eq!(
            about,
            r#"what it told of 127.0.0.1:5: "127.0.0.1:5 connected", "127.0.0.1:5 disconnected""#
        );
    }
}

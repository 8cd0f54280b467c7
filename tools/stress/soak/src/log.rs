//! What a server logs on standard error.

use crate::run::POLL_INTERVAL;
use std::{
    collections::VecDeque,
    io::{BufRead as _, BufReader, Read},
    net::SocketAddr,
    sync::{Arc, Mutex},
    thread,
};
use support::lock;

/// How many lines are kept: those of the last seconds, of which hundreds come in each.
const KEPT: usize = 2000;

/// How many of them are shown.
const SHOWN: usize = 5;

/// The last lines of a server's log.
#[derive(Default)]
pub(crate) struct ServerLog(Mutex<VecDeque<String>>);

impl ServerLog {
    /// Reads until the end, on a thread of its own: a server would stall at a full pipe. Each line is looked at.
    pub(crate) fn read(
        self: &Arc<Self>,
        pipe: Option<impl Read + Send + 'static>,
        look: impl Fn(&str) + Send + 'static,
    ) {
        let (log, pipe) = (Arc::clone(self), pipe.map(BufReader::new));
        thread::spawn(move || {
            for line in pipe.into_iter().flat_map(|pipe| pipe.split(b'\n')).map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line);
                log.add(line.trim_end());
                look(line.trim_end());
            }
        });
    }

    fn add(&self, line: &str) {
        let mut last = lock(&self.0);
        if last.len() == KEPT {
            last.pop_front();
        }
        last.push_back(line.to_owned());
    }

    /// The last lines, as the end of a message.
    pub(crate) fn last(&self) -> String {
        let last = lock(&self.0);
        format!("its last lines: {}", shown(last.iter().skip(last.len().saturating_sub(SHOWN))))
    }

    /// What it has lately logged about this client, as the end of a message.
    pub(crate) fn about(&self, client: SocketAddr) -> String {
        // It may be in the pipe still.
        thread::sleep(POLL_INTERVAL);
        let (start, last) = (format!("{client} "), lock(&self.0));
        format!("its log about {client}: {}", shown(last.iter().filter(|line| line.starts_with(&start))))
    }
}

fn shown<'a>(lines: impl Iterator<Item = &'a String>) -> String {
    lines.map(|line| format!("{line:?}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn each_line_is_looked_at_and_the_last_are_kept() {
        let (log, (sender, looks)) = (Arc::new(ServerLog::default()), mpsc::channel());
        let look = move |line: &str| sender.send(line.to_owned()).unwrap();
        log.read(Some("a\nb\r\nc\nd\ne\nd".as_bytes()), look);
        assert_eq!(looks.iter().collect::<Vec<_>>(), ["a", "b", "c", "d", "e", "d"]);
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

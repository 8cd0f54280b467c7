//! What a terminal shows of a program, for those who wait for it.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

/// The text that has come, and whether more may come.
#[derive(Debug, Default)]
pub(super) struct Screen {
    shown: Mutex<Shown>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Shown {
    text: String,
    /// How much of the text nobody waits for any more.
    seen: usize,
    ended: bool,
}

impl Screen {
    /// More has come.
    pub(super) fn push(&self, text: &str) {
        self.shown().text.push_str(text);
        self.changed.notify_all();
    }

    /// Nothing more will come.
    pub(super) fn end(&self) {
        self.shown().ended = true;
        self.changed.notify_all();
    }

    pub(super) fn has_ended(&self) -> bool {
        self.shown().ended
    }

    /// Waits for these words, after those that were waited for before, or for the end; whether it came in time.
    pub(super) fn wait_for(&self, words: &str, deadline: Instant) -> bool {
        self.wait(deadline, |shown| match shown.text[shown.seen..].find(words) {
            Some(start) => {
                shown.seen += start + words.len();
                true
            }
            None => shown.ended,
        })
    }

    /// Waits for the end; whether it came in time.
    pub(super) fn wait_for_end(&self, deadline: Instant) -> bool {
        self.wait(deadline, |shown| shown.ended)
    }

    fn wait(&self, deadline: Instant, mut come: impl FnMut(&mut Shown) -> bool) -> bool {
        let left = deadline.saturating_duration_since(Instant::now());
        let waited = self.changed.wait_timeout_while(self.shown(), left, |shown| !come(shown));
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn the_same_words_are_waited_for_again() {
        let (screen, soon) = (Screen::default(), Instant::now());
        screen.push("one came\ntwo ca");
        assert!(screen.wait_for("came", soon) && !screen.wait_for("came", soon));
        screen.push("me\n");
        assert!(screen.wait_for("came", soon));
    }

    #[test]
    fn the_end_ends_every_waiting() {
        let screen = &Screen::default();
        std::thread::scope(|scope| {
            let late = Instant::now() + Duration::from_mins(1);
            let waiting = scope.spawn(move || screen.wait_for("never", late) && screen.wait_for_end(late));
            screen.end();
            assert!(waiting.join().unwrap());
        });
    }
}

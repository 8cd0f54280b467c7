//! What a terminal shows, kept up while a program writes to it.

use std::{
    io::Read,
    num::NonZeroU16,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};
use testkit::DEADLINE;
use vt100::Parser;

/// So high that nothing is lost above its upper edge, and as wide as a code block of the book.
pub(crate) const SIZE: (u16, u16) = (400, 100);

/// A screen that a program writes to, and that a test reads.
#[derive(Clone)]
pub(crate) struct Screen(Arc<(Mutex<Shown>, Condvar)>);

struct Shown {
    parser: Parser,
    ended: bool,
}

impl Screen {
    /// Shows what comes from a terminal until its program has ended.
    pub(crate) fn of(mut terminal: impl Read + Send + 'static) -> Self {
        let [rows, columns] =
            [SIZE.0, SIZE.1].map(|size| NonZeroU16::new(size).expect("a screen has a size"));
        let shown = Shown { parser: Parser::new(rows, columns, 0), ended: false };
        let screen = Self(Arc::new((Mutex::new(shown), Condvar::new())));
        let written = screen.clone();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = terminal.read(&mut buffer) {
                written.change(|shown| shown.parser.process(&buffer[..count]));
            }
            written.change(|shown| shown.ended = true);
        });
        screen
    }

    /// The text on it, without blanks at the ends of the lines.
    pub(crate) fn text(&self) -> String {
        self.lock().text()
    }

    /// Waits until `look` is content with the text; whether it ever was.
    pub(crate) fn wait_for(&self, mut look: impl FnMut(&str) -> bool) -> bool {
        let waiting = |shown: &mut Shown| !look(&shown.text()) && !shown.ended;
        let waited = self.0.1.wait_timeout_while(self.lock(), DEADLINE, waiting);
        let text = waited.unwrap_or_else(PoisonError::into_inner).0.text();
        look(&text)
    }

    /// Waits until the program can write no more.
    pub(crate) fn wait_for_end(&self) {
        self.wait_for(|_| false);
    }

    fn change(&self, change: impl FnOnce(&mut Shown)) {
        change(&mut self.lock());
        self.0.1.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Shown> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shown {
    fn text(&self) -> String {
        let text = self.parser.screen().contents();
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
    }
}

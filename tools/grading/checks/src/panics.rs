//! What the learner's code says when it panics.

use super::report::print;
use std::{
    cell::RefCell,
    panic::{self, PanicHookInfo},
    sync::Once,
    thread,
};

/// What `todo!()` says: the learner has not begun.
const UNWRITTEN: &str = "not yet implemented";

thread_local! {
    /// The last panic of a thread that runs learner's code; nothing on other threads.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
    static WATCHED: RefCell<bool> = const { RefCell::new(false) };
}

/// From here on, a panic of this thread is remembered instead of printed, and one of a thread that the learner's code has
/// started is told in one line. (The checks' own threads have names: those of their tests.)
pub(crate) fn watch_this_thread() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if WATCHED.with_borrow(|watched| *watched) {
                LAST.set(Some(describe(info)));
            } else if thread::current().name().is_none() {
                print(format_args!("A thread that your code started panicked: {}.\n", describe(info)));
            } else {
                usual(info);
            }
        }));
    });
    WATCHED.set(true);
}

/// What this thread's last panic said, and where; for a panic that was caught.
pub(crate) fn last_message() -> String {
    LAST.take().unwrap_or_else(|| "without a message".into())
}

/// Whether these are the last words of code that is not written yet.
pub(crate) fn is_not_started(words: &str) -> bool {
    words.starts_with(UNWRITTEN)
}

fn describe(info: &PanicHookInfo<'_>) -> String {
    let message = info.payload_as_str().unwrap_or_default();
    match info.location() {
        Some(place) => format!("{message} ({}, line {})", file_name(place.file()), place.line()),
        None => message.to_owned(),
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{env, process::Command};

    #[test]
    fn a_panic_of_a_thread_that_nobody_watches_is_told_in_one_line() {
        const INSIDE: &str = "GRADE_PANICS";
        if env::var_os(INSIDE).is_some() {
            watch_this_thread();
            let _ = thread::spawn(|| panic!("far away")).join();
            return;
        }
        let name = "panics::tests::a_panic_of_a_thread_that_nobody_watches_is_told_in_one_line";
        let mut inside = Command::new(env::current_exe().unwrap());
        inside.args([name, "--exact", "--nocapture"]).env(INSIDE, "").env("RUST_BACKTRACE", "1");
        let told = String::from_utf8(inside.output().unwrap().stderr).unwrap();
        assert!(
            told.starts_with("A thread that your code started panicked: far away (panics.rs, line "),
            "{told}"
        );
        assert_eq!(told.lines().count(), 1, "{told}");
    }
}

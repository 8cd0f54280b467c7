//! Many clients who ask and ask, while something happens to their servers.

use calculator_server::Reply;
use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    thread,
};
use testkit::eventually;

/// How many ask at the same time.
const CLIENTS: u64 = 60;

/// How many replies have to come between one thing that happens and the next.
const MANY: u64 = 300;

/// The clients, as those see them who do something to the servers.
pub(crate) struct Load {
    replies: AtomicU64,
    over: AtomicBool,
}

/// Ends the load also when the test fails.
struct End<'a>(&'a Load);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.over.store(true, Ordering::Relaxed);
    }
}

impl Load {
    /// Has each of many clients ask, again and again, until `meanwhile` is over. Every reply must be the right one.
    pub(crate) fn during<C>(
        client: impl Fn() -> C + Sync,
        ask: impl Fn(&mut C, &str) -> Reply + Sync,
        meanwhile: impl FnOnce(&Self),
    ) {
        let load = Self { replies: AtomicU64::new(0), over: AtomicBool::new(false) };
        thread::scope(|scope| {
            for number in 0..CLIENTS {
                let (load, client, ask) = (&load, &client, &ask);
                scope.spawn(move || load.ask_and_ask(number, &mut client(), ask));
            }
            let _end = End(&load);
            meanwhile(&load);
            load.goes_on();
        });
    }

    /// Waits until many more replies have come.
    pub(crate) fn goes_on(&self) {
        let enough = self.replies.load(Ordering::Relaxed) + MANY;
        eventually("many more replies", || self.replies.load(Ordering::Relaxed) >= enough);
    }

    fn ask_and_ask<C>(&self, client: u64, connection: &mut C, ask: impl Fn(&mut C, &str) -> Reply) {
        // No two ask the same: a reply that went astray would be a wrong one.
        for (question, value) in (0_u32..).map(|count| (format!("{client}*1e6+{count}"), f64::from(count))) {
            if self.over.load(Ordering::Relaxed) {
                break;
            }
            #[expect(clippy::cast_precision_loss, reason = "there are only so many clients")]
            let expected = Reply::Value(client as f64 * 1e6 + value);
            assert_eq!(ask(connection, &question), expected, "the reply to {question}");
            self.replies.fetch_add(1, Ordering::Relaxed);
        }
    }
}

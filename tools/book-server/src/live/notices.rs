//! What all pages see alike: notices by their subjects, and whatever is new.

use serde::Serialize;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};
use support::lock;
use tokio::sync::broadcast;
use tokio_stream::{Stream, StreamExt as _, iter, wrappers::BroadcastStream};

/// How many notices a page may be behind. One that is slower loses its stream, and gets everything when it asks again.
const BEHIND: usize = 1024;

/// A notice, as JSON.
pub(crate) type Notice = Arc<str>;

/// Where notices stand.
pub(crate) struct Notices {
    notices: Mutex<BTreeMap<String, Vec<Notice>>>,
    news: broadcast::Sender<Notice>,
}

impl Notices {
    pub(crate) fn new() -> Self {
        Self { notices: Mutex::default(), news: broadcast::channel(BEHIND).0 }
    }

    /// Tells all pages, in place of everything that was told about the subject before.
    pub(crate) fn put(&self, subject: &str, notice: &impl Serialize) {
        self.tell(subject, notice, true);
    }

    /// Tells all pages, in addition to what was told about the subject before. Whoever adds without end has to limit it.
    pub(crate) fn add(&self, subject: &str, notice: &impl Serialize) {
        self.tell(subject, notice, false);
    }

    fn tell(&self, subject: &str, notice: &impl Serialize, anew: bool) {
        // Only a map with keys that are no texts has no JSON.
        let Ok(notice) = serde_json::to_string(notice).map(Notice::from) else { return };
        let mut notices = lock(&self.notices);
        let about = notices.entry(subject.to_owned()).or_default();
        if anew {
            about.clear();
        }
        about.push(Arc::clone(&notice));
        // Within the lock, so that everybody hears it once: as old or as new. Nobody may be listening.
        let _ = self.news.send(notice);
    }

    /// Everything that stands here, and then whatever comes. It ends for a listener who is too slow.
    pub(crate) fn listen(&self) -> impl Stream<Item = Notice> + use<> {
        let notices = lock(&self.notices);
        let old: Vec<_> = notices.values().flatten().cloned().collect();
        iter(old).chain(BroadcastStream::new(self.news.subscribe()).map_while(Result::ok))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn heard(stream: impl Stream<Item = Notice>, count: usize) -> Vec<String> {
        stream.take(count).map(|notice| notice.to_string()).collect().await
    }

    #[tokio::test]
    async fn who_comes_late_hears_what_stands_and_then_what_comes() {
        let notices = Notices::new();
        notices.put("a", &1);
        notices.put("a", &2);
        notices.add("a", &3);
        notices.put("b", &4);
        let (one, other) = (notices.listen(), notices.listen());
        notices.add("b", &5);
        assert_eq!(heard(one, 4).await, ["2", "3", "4", "5"]);
        assert_eq!(heard(other, 4).await, ["2", "3", "4", "5"]);
    }

    #[tokio::test]
    async fn a_listener_who_is_too_slow_is_let_go() {
        let notices = Notices::new();
        let slow = notices.listen();
        (0..=BEHIND).for_each(|number| notices.add("a", &number));
        assert!(heard(slow, 2 * BEHIND).await.is_empty());
    }
}

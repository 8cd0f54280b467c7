//! The event bus: what all pages are sent, kept by subject for pages that are opened later.

use futures_util::stream::{Stream, StreamExt as _, iter, unfold};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};
use support::lock;
use tokio::sync::broadcast;

/// How many events a page may be behind. One that is slower loses its stream, and gets everything when it asks again.
const BEHIND: usize = 1024;

/// An event, as JSON.
pub(crate) type Event = Arc<str>;

/// Sends events to all pages, and keeps them.
pub(crate) struct EventBus {
    events: Mutex<BTreeMap<String, Vec<Event>>>,
    sender: broadcast::Sender<Event>,
}

impl EventBus {
    pub(crate) fn new() -> Self {
        Self { events: Mutex::default(), sender: broadcast::channel(BEHIND).0 }
    }

    /// Sends an event, and keeps it in place of all earlier ones of its subject.
    pub(crate) fn put(&self, subject: &str, event: &impl Serialize) {
        self.publish(subject, event, true);
    }

    /// Sends an event, and keeps it beside the earlier ones of its subject. The caller limits how many there are.
    pub(crate) fn add(&self, subject: &str, event: &impl Serialize) {
        self.publish(subject, event, false);
    }

    fn publish(&self, subject: &str, event: &impl Serialize, replaces: bool) {
        // Only a map with keys that are no texts has no JSON.
        let Ok(event) = serde_json::to_string(event).map(Event::from) else { return };
        let mut events = lock(&self.events);
        let about = events.entry(subject.to_owned()).or_default();
        if replaces {
            about.clear();
        }
        about.push(Arc::clone(&event));
        // Within the lock, so that everybody hears it once: as old or as new. Nobody may be listening.
        let _ = self.sender.send(event);
    }

    /// All events that are kept, and then those that come. The stream ends for a page that is too slow.
    pub(crate) fn subscribe(&self) -> impl Stream<Item = Event> + use<> {
        let events = lock(&self.events);
        let old: Vec<_> = events.values().flatten().cloned().collect();
        let new = unfold(self.sender.subscribe(), |mut receiver| async move {
            Some((receiver.recv().await.ok()?, receiver))
        });
        iter(old).chain(new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn heard(stream: impl Stream<Item = Event>, count: usize) -> Vec<String> {
        stream.take(count).map(|event| event.to_string()).collect().await
    }

    #[tokio::test]
    async fn a_late_subscriber_gets_the_kept_events_and_then_the_new_ones() {
        let events = EventBus::new();
        events.put("a", &1);
        events.put("a", &2);
        events.add("a", &3);
        events.put("b", &4);
        let (one, other) = (events.subscribe(), events.subscribe());
        events.add("b", &5);
        assert_eq!(heard(one, 4).await, ["2", "3", "4", "5"]);
        assert_eq!(heard(other, 4).await, ["2", "3", "4", "5"]);
    }

    #[tokio::test]
    async fn a_subscriber_that_is_too_slow_loses_its_stream() {
        let events = EventBus::new();
        let slow = events.subscribe();
        (0..=BEHIND).for_each(|number| events.add("a", &number));
        assert!(heard(slow, 2 * BEHIND).await.is_empty());
    }
}

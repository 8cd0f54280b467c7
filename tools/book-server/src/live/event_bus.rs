//! The event bus: what all pages are sent, kept by subject for pages that are opened later.
//!
//! Events have numbers that only grow, also from one run to the next. Tabs that share a stream know by them what they have seen.

use futures_util::stream::{Stream, StreamExt as _, iter, unfold};
use serde::Serialize;
use std::{
    sync::{Arc, Mutex},
    time::{SystemTime, UNIX_EPOCH},
};
use support::lock;
use tokio::sync::broadcast;

/// How many events a page may be behind. One that is slower loses its stream, and gets everything when it asks again.
const BEHIND: usize = 1024;

/// An event, as JSON, and its number.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) number: u64,
    pub(crate) json: Arc<str>,
}

/// Sends events to all pages, and keeps them.
pub(crate) struct EventBus {
    kept: Mutex<Kept>,
    sender: broadcast::Sender<Event>,
}

struct Kept {
    last: u64,
    /// Each with its subject, in the order in which they came.
    events: Vec<(String, Event)>,
}

impl EventBus {
    pub(crate) fn new() -> Self {
        // Microseconds fit into a number of JavaScript's, and no run has had more events than it took of them.
        let started = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let last = u64::try_from(started.as_micros()).unwrap_or_default();
        let kept = Mutex::new(Kept { last, events: Vec::new() });
        Self { kept, sender: broadcast::channel(BEHIND).0 }
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
        let Ok(json) = serde_json::to_string(event).map(Arc::from) else { return };
        let mut kept = lock(&self.kept);
        kept.last += 1;
        let event = Event { number: kept.last, json };
        if replaces {
            kept.events.retain(|(about, _)| about != subject);
        }
        kept.events.push((subject.to_owned(), event.clone()));
        // Within the lock, so that everybody hears it once: as old or as new. Nobody may be listening.
        let _ = self.sender.send(event);
    }

    /// All events that are kept, in the order in which they came.
    pub(crate) fn kept(&self) -> Vec<Event> {
        lock(&self.kept).all()
    }

    /// All events that are kept, and then those that come. The stream ends for a page that is too slow.
    pub(crate) fn subscribe(&self) -> impl Stream<Item = Event> + use<> {
        let kept = lock(&self.kept);
        let old = kept.all();
        let new = unfold(self.sender.subscribe(), |mut receiver| async move {
            Some((receiver.recv().await.ok()?, receiver))
        });
        iter(old).chain(new)
    }
}

impl Kept {
    fn all(&self) -> Vec<Event> {
        self.events.iter().map(|(_, event)| event.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn heard(stream: impl Stream<Item = Event>, count: usize) -> Vec<String> {
        stream.take(count).map(|event| event.json.to_string()).collect().await
    }

    #[tokio::test]
    async fn a_late_subscriber_gets_the_kept_events_and_then_the_new_ones() {
        let events = EventBus::new();
        events.put("b", &1);
        events.put("a", &2);
        events.put("b", &3);
        events.add("b", &4);
        events.add("a", &5);
        let (one, other) = (events.subscribe(), events.subscribe());
        events.add("b", &6);
        assert_eq!(heard(one, 5).await, ["2", "3", "4", "5", "6"]);
        assert_eq!(heard(other, 5).await, ["2", "3", "4", "5", "6"]);
    }

    #[tokio::test]
    async fn numbers_grow_from_event_to_event_and_from_run_to_run() {
        let numbers = |events: &EventBus| {
            (1..=3).for_each(|number| events.add("a", &number));
            events.kept().iter().map(|event| event.number).collect::<Vec<_>>()
        };
        let first = numbers(&EventBus::new());
        // A clock that is not finer than the events is no run that follows another.
        std::thread::sleep(std::time::Duration::from_millis(1));
        let second = numbers(&EventBus::new());
        assert!([first, second].concat().is_sorted_by(|one, next| one < next));
    }

    #[tokio::test]
    async fn a_subscriber_that_is_too_slow_loses_its_stream() {
        let events = EventBus::new();
        let slow = events.subscribe();
        (0..=BEHIND).for_each(|number| events.add("a", &number));
        assert!(heard(slow, 2 * BEHIND).await.is_empty());
    }
}

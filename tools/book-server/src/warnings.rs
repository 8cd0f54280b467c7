//! What mdBook complains about while it builds: it goes on, and we do not.

use std::{
    fmt::{self, Write as _},
    sync::{Arc, Mutex},
};
use support::lock;
use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
    subscriber,
};

/// Does the work, and returns what was complained about in it.
pub(crate) fn heard<T>(work: impl FnOnce() -> T) -> (T, Vec<String>) {
    let ear = Ear::default();
    let outcome = subscriber::with_default(ear.clone(), work);
    let heard = lock(&ear.0).clone();
    (outcome, heard)
}

/// Listens to mdBook's log.
#[derive(Clone, Default)]
struct Ear(Arc<Mutex<Vec<String>>>);

impl Subscriber for Ear {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN
    }

    fn event(&self, event: &Event<'_>) {
        let mut message = Message(String::new());
        event.record(&mut message);
        lock(&self.0).push(message.0);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            let _ = write!(self.0, "{value:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_and_errors_are_heard_and_nothing_else() {
        let (outcome, heard) = heard(|| {
            tracing::info!("building");
            tracing::warn!("unclosed {}", "<p>");
            tracing::error!("no file");
            7
        });
        assert_eq!((outcome, heard), (7, vec!["unclosed <p>".to_owned(), "no file".to_owned()]));
    }
}

//! What a page says about experiments, and hears.

use crate::program::Serving;
use serde_json::Value;

/// An action about an experiment, as a page calls it.
pub(crate) fn action(serving: &Serving, name: &str, action: &str) -> String {
    serving.act("experiments", name, action)
}

/// What is told of experiments, from the beginning.
pub(crate) fn events(serving: &Serving) -> impl Iterator<Item = Value> + use<> {
    serving.events("experiment")
}

/// All that is told until the experiment is over.
pub(crate) fn until_over(events: impl Iterator<Item = Value>) -> Vec<Value> {
    let mut all = Vec::new();
    for event in events {
        let is_last = event["event"] == "ends" || event["event"] == "fails";
        all.push(event);
        if is_last {
            return all;
        }
    }
    panic!("it is not told to the end: {all:#?}");
}

//! What a page says about experiments, and hears.

use crate::program::Serving;
use serde_json::Value;

/// An action about an experiment, as a page calls it.
pub(crate) fn action(serving: &Serving, name: &str, action: &str) -> String {
    let (address, token) = (serving.address, &serving.token);
    let head = format!(
        "POST /~live/experiments HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
         X-Book-Token: {token}\r\nContent-Type: application/json\r\n"
    );
    serving.answer(&head, &format!(r#"{{"name":"{name}","action":"{action}"}}"#))
}

/// What is told of experiments, from the beginning.
pub(crate) fn events(serving: &Serving) -> impl Iterator<Item = Value> + use<> {
    let events = serving.live().map(|event| serde_json::from_str::<Value>(&event).unwrap());
    events.filter(|event| event["type"] == "experiment")
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

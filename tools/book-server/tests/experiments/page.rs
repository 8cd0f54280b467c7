//! What a page says about experiments, and hears.

use crate::program::Serving;
use serde_json::Value;

/// A wish about an experiment, as a page calls it.
pub(crate) fn wish(serving: &Serving, name: &str, wish: &str) -> String {
    let (address, token) = (serving.address, &serving.token);
    let head = format!(
        "POST /~live/experiments HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
         X-Book-Token: {token}\r\nContent-Type: application/json\r\n"
    );
    serving.answer(&head, &format!(r#"{{"name":"{name}","wish":"{wish}"}}"#))
}

/// What is told of experiments, from the beginning.
pub(crate) fn news(serving: &Serving) -> impl Iterator<Item = Value> + use<> {
    let notices = serving.live().map(|notice| serde_json::from_str::<Value>(&notice).unwrap());
    notices.filter(|notice| notice["type"] == "experiment")
}

/// All that is told until the experiment is over.
pub(crate) fn until_over(news: impl Iterator<Item = Value>) -> Vec<Value> {
    let mut all = Vec::new();
    for notice in news {
        let is_last = notice["news"] == "ends" || notice["news"] == "fails";
        all.push(notice);
        if is_last {
            return all;
        }
    }
    panic!("it is not told to the end: {all:#?}");
}

//! Clients that half-close, send lines that are too long or not UTF-8; each gets the reply that the protocol has for it.

use crate::{
    client::Client,
    requests::{Request, longest, not_utf8, too_long},
    run::ClientResult,
};
use calculator_server::MAX_LINE;

/// Lines, of which the last ends with the stream.
pub(super) fn half_close(client: &mut Client<'_>) -> ClientResult {
    let requests = some(client);
    let mut connection = client.connect()?;
    connection.send(requests, 2, &mut client.rng)?;
    connection.send_last(Request { line: b"6*7".into(), reply: "42".to_owned() });
    connection.finish()
}

/// Megabytes of one line, among others.
pub(super) fn endless_line(client: &mut Client<'_>) -> ClientResult {
    let length = client.rng.usize(1 << 20..8 << 20);
    let invalid = vec![too_long(length, &mut client.rng)];
    among_others(client, invalid)
}

/// A line that is too long, and the longest that is not, among others.
pub(super) fn long_line(client: &mut Client<'_>) -> ClientResult {
    let length = client.rng.usize(MAX_LINE + 1..5 * MAX_LINE);
    let invalid = vec![too_long(length, &mut client.rng), longest(&mut client.rng)];
    among_others(client, invalid)
}

/// Bytes that are no text, among others.
pub(super) fn invalid_utf8(client: &mut Client<'_>) -> ClientResult {
    let invalid = vec![not_utf8(&mut client.rng)];
    among_others(client, invalid)
}

fn among_others(client: &mut Client<'_>, invalid: Vec<Request>) -> ClientResult {
    let mut requests = some(client);
    for request in invalid {
        requests.insert(client.rng.usize(..=requests.len()), request);
    }
    let mut connection = client.connect()?;
    let pieces = client.rng.usize(1..5);
    connection.send(requests, pieces, &mut client.rng)?;
    connection.receive()
}

fn some(client: &mut Client<'_>) -> Vec<Request> {
    let count = client.rng.usize(1..20);
    client.requests(count)
}

//! `cargo book` under clients that take and do not give.

use crate::{
    program::Serving,
    support::{ONE, workspace, write},
};
use std::{io::Write as _, net::TcpStream};
use testkit::OpenFiles;

/// More than there may be connections, and fewer than a program may have open files.
const HALF_REQUESTS: usize = 300;

#[test]
fn half_requests_keep_no_newcomer_out_and_no_page_from_its_stream() {
    let root = workspace();
    let serving = Serving::start(root.path(), 0);
    let mut told = serving.events("site");
    told.next().unwrap();
    let _files = OpenFiles::reserve(HALF_REQUESTS);
    let half = |_| {
        let mut stream = TcpStream::connect(serving.address).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost:").unwrap();
        stream
    };
    let _half: Vec<_> = (0..HALF_REQUESTS).map(half).collect();
    assert!(serving.get("/").starts_with("HTTP/1.1 200"));
    write(root.path(), ONE, "# One\n\nAnother text.\n");
    assert!(told.next().is_some());
}

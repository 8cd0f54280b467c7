//! The likely cause of a failure: what was seen of it, and only without that the check's own guess.

use super::{
    failure::Failure,
    record::{ENDLESS, Observed, SEVERAL},
};
use std::borrow::Cow;

const READS_AFTER_END: &str = "a loop that does not stop at `Ok(0)`. If the buffer is not empty, `Ok(0)` is the \
     end of the input: the peer has finished sending, and every later read returns `Ok(0)` at once too. \
     `read_line` and `read_until` report it in the same way. Leave the loop there.";

const EMPTY_BUFFER: &str = "a read buffer of length 0. Then `read` returns `Ok(0)` at once, which looks like \
     the end of the input. `Vec::with_capacity(n)` has room for n bytes, but its length is 0, and `read` fills \
     only the length. Use `vec![0; n]` or an array `[0; n]`.";

const INTERRUPTED: &str = "giving up at ErrorKind::Interrupted (EINTR). It means that a signal arrived before a \
     byte was transferred. The connection is intact: make the same call again.";

const SLOW: &str = "an endless loop, or work that grows much faster than the input. Code that scans the whole \
     rest again for each part takes 10,000 times as long for 100 times the input.";

const READS_AFTER_ERROR: &str = "a loop that continues after `read` has failed. The connection is broken, and \
     every later read fails too: leave the loop there.";

/// What an error or a panic says, and what that means: paragraphs of which the first line has the words, with ` | ` in between.
const MEANINGS: &str = include_str!("causes.txt");

/// Why the check failed, as far as anybody can tell.
pub(crate) fn likely_cause<'a>(own: &'a str, failure: &Failure, observed: &Observed) -> Cow<'a, str> {
    if observed.empty_buffer {
        return EMPTY_BUFFER.into();
    }
    if observed.reads_after_end >= if failure.hangs { SEVERAL } else { ENDLESS } {
        return READS_AFTER_END.into();
    }
    if observed.reads_after_error >= ENDLESS {
        return READS_AFTER_ERROR.into();
    }
    if observed.slow_child {
        return SLOW.into();
    }
    if let Some(meaning) = meaning(&failure.what).filter(|_| failure.own_message) {
        return meaning.into();
    }
    match observed {
        Observed { gave_up_when_interrupted: true, .. } => INTERRUPTED.into(),
        Observed { short_write: Some((taken, offered)), .. } => format!(
            "a short write: one `write` call may accept fewer bytes than it is offered, here {taken} of \
             {offered}, and returns how many it accepted. `write_all` calls `write` again until every byte is \
             written."
        )
        .into(),
        _ => own.into(),
    }
}

/// What the words of an error or a panic mean.
fn meaning(words: &str) -> Option<String> {
    let lines: Vec<_> = MEANINGS.lines().collect();
    let mut paragraphs = lines.split(|line| line.is_empty()).filter_map(|paragraph| paragraph.split_first());
    let (_, meaning) = paragraphs.find(|(said, _)| said.split(" | ").any(|said| words.contains(said)))?;
    Some(meaning.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        MemoryStream, Server, TapOptions, TestConnection,
        check::{LIMIT, run},
        value_of,
    };
    use std::{
        io::{self, ErrorKind, Read, Write},
        time::{Duration, Instant},
    };
    use support::lock;

    const OWN: &str = "what the check believes.";

    /// The cause that a learner reads whose code fails in this body, and how long it took.
    fn cause_of(body: impl FnOnce() + Send + 'static) -> (String, Duration) {
        cause_within(LIMIT, body)
    }

    fn cause_within(limit: Duration, body: impl FnOnce() + Send + 'static) -> (String, Duration) {
        let start = Instant::now();
        let (failure, record) = run(body, limit).unwrap();
        let cause = likely_cause(OWN, &failure.unwrap(), &lock(&record).observed).into_owned();
        (cause, start.elapsed())
    }

    /// Echoes, and takes the end of the input for a piece like any other.
    fn never_stops(mut connection: impl Read + Write) -> io::Result<()> {
        let mut buffer = [0; 16];
        loop {
            let count = connection.read(&mut buffer)?;
            connection.write_all(&buffer[..count])?;
        }
    }

    /// Echoes through a buffer that has room, and no length.
    fn no_length(mut connection: impl Read + Write) -> io::Result<()> {
        let mut buffer = Vec::with_capacity(1024);
        loop {
            match connection.read(&mut buffer)? {
                0 => return Ok(()),
                count => connection.write_all(&buffer[..count])?,
            }
        }
    }

    fn is_prompt(took: Duration) -> bool {
        took < LIMIT / 2
    }

    #[test]
    fn a_loop_that_does_not_stop_at_the_end_is_ended_and_named() {
        let (cause, took) = cause_of(|| {
            let mut connection = TestConnection::with(never_stops);
            connection.send("a").half_close().expect("a").expect_end();
            let _ = connection.finish();
        });
        assert!(cause == READS_AFTER_END && is_prompt(took), "{cause} after {took:?}");
    }

    #[test]
    fn such_a_loop_fails_a_check_that_only_waits_for_the_end_of_the_connection() {
        let (cause, took) = cause_of(|| {
            TestConnection::with(never_stops).half_close().expect_end();
        });
        assert!(cause == READS_AFTER_END && is_prompt(took), "{cause} after {took:?}");
    }

    #[test]
    fn a_loop_that_does_not_stop_at_an_error_is_ended_and_named() {
        let fails = TapOptions { reads_fail: Some((1, ErrorKind::ConnectionReset)), ..TapOptions::default() };
        let (cause, took) = cause_of(move || {
            let code = |mut tap: crate::Tap| while tap.read(&mut [0]).ok() != Some(0) {};
            TestConnection::tapped(fails, code).send("a").expect("x");
        });
        assert!(cause == READS_AFTER_ERROR && is_prompt(took), "{cause} after {took:?}");
    }

    #[test]
    fn such_a_loop_is_ended_where_one_client_comes_after_another() {
        let (cause, took) = cause_of(|| {
            let server = Server::with(|clients| clients.flatten().for_each(|tap| drop(never_stops(tap))));
            server.client().send("a").expect("a").half_close();
            server.client();
        });
        assert!(cause == READS_AFTER_END && is_prompt(took), "{cause} after {took:?}");
    }

    #[test]
    fn such_a_loop_is_ended_on_a_connection_in_memory() {
        let (cause, took) = cause_of(|| drop(never_stops(MemoryStream::new("a", TapOptions::default()))));
        assert!(cause == READS_AFTER_END && is_prompt(took), "{cause} after {took:?}");
    }

    #[test]
    fn such_a_loop_is_named_though_it_answers_each_time() {
        let (cause, _) = cause_of(|| {
            let mut connection = TestConnection::with(|mut tap| -> io::Result<()> {
                let mut buffer = [0; 16];
                loop {
                    let count = tap.read(&mut buffer)?;
                    tap.write_all(format!("{count}\n").as_bytes())?;
                }
            });
            connection.send("four").half_close().expect("4\n").expect_end();
        });
        assert_eq!(cause, READS_AFTER_END);
    }

    #[test]
    fn such_a_loop_is_named_when_it_pauses_each_time() {
        let (cause, _) = cause_within(Duration::from_millis(300), || {
            let mut connection = TestConnection::with(|mut tap| {
                let mut buffer = [0; 16];
                while tap.read(&mut buffer).is_ok() {
                    std::thread::park_timeout(Duration::from_millis(10));
                }
            });
            connection.half_close();
            connection.finish();
        });
        assert_eq!(cause, READS_AFTER_END);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn such_a_loop_is_ended_on_a_socket_that_nobody_watches() {
        let (cause, took) = cause_within(testkit::DEADLINE, || {
            let mut connection = TestConnection::with(|tap| while tap.socket().read(&mut [0; 16]).is_ok() {});
            connection.send("a").half_close();
            connection.finish();
        });
        assert!(cause == READS_AFTER_END && took < testkit::DEADLINE, "{cause} after {took:?}");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn such_a_loop_is_named_though_it_gets_little_of_a_processor() {
        let little = Duration::from_millis(100);
        let (cause, _) = cause_within(little, || {
            let mut connection = TestConnection::with(|tap| while tap.socket().read(&mut [0; 16]).is_ok() {});
            connection.half_close();
            connection.finish();
        });
        assert_eq!(cause, READS_AFTER_END);
        let (cause, _) = cause_within(little, || {
            let (end, wait) = std::sync::mpsc::channel::<()>();
            let mut connection = TestConnection::with(move |_tap| wait.recv());
            connection.half_close();
            let _ = connection.finish();
            drop(end);
        });
        assert_eq!(cause, OWN);
    }

    #[test]
    fn a_buffer_without_length_is_named() {
        let (cause, _) = cause_of(|| {
            TestConnection::with(no_length).send("a").expect("a");
        });
        assert_eq!(cause, EMPTY_BUFFER);
        let (cause, _) = cause_of(|| {
            let mut stream = MemoryStream::new("a", TapOptions::default());
            no_length(&mut stream).unwrap();
            crate::same_bytes("what came back", &stream.output, "a");
        });
        assert_eq!(cause, EMPTY_BUFFER);
    }

    #[test]
    fn a_loop_that_reads_into_such_a_buffer_is_ended() {
        let (cause, took) = cause_of(|| {
            let mut connection = TestConnection::with(|mut tap| while tap.read(&mut []).is_ok() {});
            connection.send("a").expect("a");
        });
        assert!(cause == EMPTY_BUFFER && is_prompt(took), "{cause} after {took:?}");
    }

    #[test]
    fn a_write_that_took_less_and_was_not_continued_is_named() {
        let short = TapOptions { write_at_most: Some(3), ..TapOptions::default() };
        let (cause, _) = cause_of(move || {
            let mut connection = TestConnection::tapped(short, |mut tap| tap.write(b"all of it"));
            connection.expect("all of it");
        });
        assert!(cause.contains("here 3 of 9,"), "{cause}");
        let (cause, _) = cause_of(move || {
            let mut connection = TestConnection::tapped(short, |mut tap| tap.write_all(b"all of it"));
            connection.expect("all of that");
        });
        assert_eq!(cause, OWN);
        let nothing = TapOptions { write_at_most: Some(0), ..TapOptions::default() };
        let (cause, _) = cause_of(move || {
            TestConnection::tapped(nothing, |mut tap| tap.write_all(b"x")).expect("x");
        });
        assert_eq!(cause, OWN);
    }

    #[test]
    fn giving_up_when_interrupted_is_named() {
        let interrupted = TapOptions { interruptions: 1, ..TapOptions::default() };
        let (cause, _) = cause_of(move || {
            TestConnection::tapped(interrupted, |mut tap| tap.read(&mut [0; 9])).expect("x");
        });
        assert_eq!(cause, INTERRUPTED);
    }

    #[test]
    fn a_panic_and_an_error_say_what_they_mean() {
        let (cause, _) = cause_of(|| {
            let fails = TapOptions { writes_fail: Some(ErrorKind::BrokenPipe), ..TapOptions::default() };
            TestConnection::tapped(fails, |mut tap| tap.write(b"x").unwrap()).expect("x");
        });
        assert!(cause.starts_with("`unwrap` or `expect` of an error"), "{cause}");
        let (cause, _) = cause_of(|| {
            let mut connection = TestConnection::with(|tap| io::read_to_string(tap).map(drop));
            connection.send(b"\xff").half_close().expect("x");
        });
        assert!(cause.starts_with("bytes are treated as text"), "{cause}");
        let (cause, _) = cause_of(|| {
            value_of("read_frame", MemoryStream::new("abc", TapOptions::default()).read_exact(&mut [0; 4]));
        });
        assert!(cause.starts_with("`read_exact` where the input may end sooner"), "{cause}");
    }

    #[test]
    fn without_any_of_it_the_check_has_the_word() {
        let (cause, _) = cause_of(|| {
            let mut connection = TestConnection::with(|mut tap| tap.write_all(b"a"));
            connection.send("a").half_close().expect("b");
        });
        assert_eq!(cause, OWN);
    }
}

//! The accept loop: a timeout for clients that say nothing, and a connection limit that keeps no newcomer out.

use axum::{Router, http::header::CONTENT_TYPE};
use hyper::{
    body::Incoming,
    server::conn::http1,
    service::{Service as _, service_fn},
};
use hyper_util::{rt, service::TowerToHyperService};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use support::lock;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::{self, AbortHandle, Id},
    time::sleep,
};

/// What a client may use of us.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Connections at the same time. A browser opens six to one server, and the smallest limit of open files that systems
    /// give a program is 256 (macOS): the rest is for files, and for the programs that we start.
    most: usize,
    /// How long a client may take for the head of a request, and say nothing before the next one. On one machine a head takes
    /// milliseconds, and a browser that finds an idle connection closed opens another.
    silence: Duration,
}

impl Limits {
    pub(crate) const BOOK: Self = Self { most: 128, silence: Duration::from_secs(10) };
}

/// The longest head of a request, in bytes. Those of browsers have less than 2,000.
const LONGEST_HEAD: usize = 16 * 1024;

/// How long to wait when `accept` fails: the system may be out of file descriptors for a moment.
const ACCEPT_BACKOFF: Duration = Duration::from_millis(50);

/// What a connection is doing. Over the limit, the one that has been waiting longest is closed; or else the oldest
/// stream of events, which its page opens again; a request that is being answered never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Activity {
    Waiting,
    Streaming,
    Answering,
}

/// The open connections.
struct Connections {
    limits: Limits,
    open: Mutex<HashMap<Id, Connection>>,
    /// One has ended, or does something else.
    changed: Notify,
}

struct Connection {
    activity: Activity,
    since: Instant,
    task: AbortHandle,
}

/// Accepts connections and serves them, and does not return.
pub(crate) async fn serve(listener: TcpListener, router: Router, limits: Limits) {
    let connections = Arc::new(Connections { limits, open: Mutex::default(), changed: Notify::new() });
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.make_room().await;
                connections.begin(stream, router.clone());
            }
            Err(_) => sleep(ACCEPT_BACKOFF).await,
        }
    }
}

impl Connections {
    /// Waits until there is room for one more, and closes one to make it, if any may be closed.
    async fn make_room(&self) {
        loop {
            let changed = self.changed.notified();
            if self.has_room() {
                return;
            }
            changed.await;
        }
    }

    /// Whether there is room for one more, when one that may be closed has been closed.
    fn has_room(&self) -> bool {
        let mut open = lock(&self.open);
        if open.len() < self.limits.most {
            return true;
        }
        let oldest = open.iter().min_by_key(|(_, it)| (it.activity, it.since));
        let Some((&id, _)) = oldest.filter(|(_, it)| it.activity != Activity::Answering) else {
            return false;
        };
        open.remove(&id).inspect(|connection| connection.task.abort());
        true
    }

    /// Serves a connection, in a task of its own.
    fn begin(self: &Arc<Self>, stream: TcpStream, router: Router) {
        let (all, answers) = (Arc::clone(self), TowerToHyperService::new(router));
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            all.set(Activity::Answering);
            let (all, answer) = (Arc::clone(&all), answers.call(request));
            async move {
                let answer = answer.await;
                let kind = answer.as_ref().ok().and_then(|answer| answer.headers().get(CONTENT_TYPE));
                // Such an answer goes on for as long as somebody listens.
                let is_stream = kind.is_some_and(|kind| kind == "text/event-stream");
                all.set(if is_stream { Activity::Streaming } else { Activity::Waiting });
                answer
            }
        });
        let mut http = http1::Builder::new();
        http.timer(rt::TokioTimer::new()).header_read_timeout(self.limits.silence);
        http.max_header_size(LONGEST_HEAD);
        let connection = http.serve_connection(rt::TokioIo::new(stream), service);
        // Held until the task is known: it may end at once.
        let mut open = lock(&self.open);
        let all = Arc::clone(self);
        let task = tokio::spawn(async move {
            // That a client has gone, or was silent for too long, is nothing to report.
            let _ = connection.await;
            lock(&all.open).remove(&task::id());
            all.changed.notify_waiters();
        });
        let task = task.abort_handle();
        open.insert(task.id(), Connection { activity: Activity::Waiting, since: Instant::now(), task });
    }

    /// What the connection of this task does from now on.
    fn set(&self, activity: Activity) {
        if let Some(connection) = lock(&self.open).get_mut(&task::id()) {
            (connection.activity, connection.since) = (activity, Instant::now());
        }
        self.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{
        response::{Sse, sse::Event},
        routing::get,
    };
    use futures_util::stream::unfold;
    use std::{convert::Infallible, future::pending, net::SocketAddr};
    use testkit::DEADLINE;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        sync::broadcast::{Sender, channel},
        time::timeout,
    };

    const REQUEST: &str = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    const STREAM: &str = "GET /events HTTP/1.1\r\nHost: x\r\n\r\n";
    const LIMITS: Limits = Limits { most: 2, ..Limits::BOOK };

    /// A request for `/slow` is being answered.
    static BEGUN: Notify = Notify::const_new();

    /// Serves a word, an answer that never comes, and a stream of the events that are sent.
    async fn serving(limits: Limits) -> (SocketAddr, Sender<&'static str>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, _) = channel(1);
        let news = sender.clone();
        let events = || async move {
            let events = unfold(news.subscribe(), |mut news| async {
                let event = Event::default().data(news.recv().await.ok()?);
                Some((Ok::<_, Infallible>(event), news))
            });
            Sse::new(events)
        };
        let router = Router::new()
            .route("/", get(|| async { "answered" }))
            .route(
                "/slow",
                get(|| async {
                    BEGUN.notify_one();
                    pending::<&'static str>().await
                }),
            )
            .route("/events", get(events));
        tokio::spawn(serve(listener, router, limits));
        (address, sender)
    }

    async fn ask(address: SocketAddr, words: &str) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(words.as_bytes()).await.unwrap();
        stream
    }

    /// Reads until these words come, or the end; whether they have come.
    async fn sees(stream: &mut TcpStream, words: &str) -> bool {
        let mut seen = Vec::new();
        let reading = async {
            while !String::from_utf8_lossy(&seen).contains(words) {
                // A connection that is closed may also be reset.
                if stream.read_buf(&mut seen).await.unwrap_or(0) == 0 {
                    return false;
                }
            }
            true
        };
        timeout(DEADLINE, reading).await.unwrap()
    }

    #[tokio::test]
    async fn half_a_request_and_silence_are_cut_off_by_a_timeout() {
        let (address, news) = serving(Limits { silence: Duration::from_millis(50), ..LIMITS }).await;
        for words in ["", "GET / HTTP/1.1\r\nHost:", REQUEST] {
            let mut stream = ask(address, words).await;
            assert_eq!(sees(&mut stream, "answered").await, words == REQUEST);
            assert!(!sees(&mut stream, "never").await, "{words}");
        }
        // A stream of events may be silent.
        let mut events = ask(address, STREAM).await;
        assert!(sees(&mut events, "event-stream").await);
        let waits = timeout(Duration::from_millis(300), sees(&mut events, "news")).await;
        assert!(waits.is_err() && news.send("news").is_ok() && sees(&mut events, "news").await);
    }

    #[tokio::test]
    async fn over_the_connection_limit_the_one_that_waits_longest_is_closed_and_the_stream_stays() {
        let (address, news) = serving(LIMITS).await;
        let mut events = ask(address, STREAM).await;
        assert!(sees(&mut events, "event-stream").await);
        let mut half = ask(address, "GET /").await;
        let mut newcomer = ask(address, REQUEST).await;
        assert!(sees(&mut newcomer, "answered").await);
        assert!(!sees(&mut half, "never").await);
        assert!(news.send("news").is_ok() && sees(&mut events, "news").await);
    }

    #[tokio::test]
    async fn old_streams_do_not_use_up_the_connection_limit() {
        let (address, news) = serving(LIMITS).await;
        let mut streams = [ask(address, STREAM).await, ask(address, STREAM).await];
        for stream in &mut streams {
            assert!(sees(stream, "event-stream").await);
        }
        assert!(sees(&mut ask(address, REQUEST).await, "answered").await);
        assert!(!sees(&mut streams[0], "never").await);
        assert!(news.send("news").is_ok() && sees(&mut streams[1], "news").await);
    }

    #[tokio::test]
    async fn a_head_that_is_too_long_is_refused() {
        let (address, _) = serving(LIMITS).await;
        let long = format!("GET / HTTP/1.1\r\nHost: {}", "x".repeat(LONGEST_HEAD));
        assert!(sees(&mut ask(address, &long).await, "HTTP/1.1 431").await);
    }

    #[tokio::test]
    async fn a_request_that_is_being_answered_is_not_cut_off() {
        let (address, _) = serving(LIMITS).await;
        let mut slow = ask(address, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await;
        timeout(DEADLINE, BEGUN.notified()).await.unwrap();
        let _silent = ask(address, "").await;
        let mut newcomer = ask(address, REQUEST).await;
        assert!(sees(&mut newcomer, "answered").await);
        assert!(timeout(Duration::from_millis(50), slow.read_u8()).await.is_err());
    }
}

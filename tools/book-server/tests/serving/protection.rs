//! Who may have exercises checked: a page that we served in this run, and nobody else.

use crate::{planted::planted, program::Serving};

/// A call that a page of ours would make.
struct Call<'a> {
    serving: &'a Serving,
    headers: Vec<(&'static str, String)>,
    body: String,
}

impl<'a> Call<'a> {
    fn ours(serving: &'a Serving) -> Self {
        let (address, token) = (serving.address, serving.token.clone());
        let headers = vec![
            ("Host", address.to_string()),
            ("Origin", format!("http://{address}")),
            ("Sec-Fetch-Site", "same-origin".to_owned()),
            ("Content-Type", "application/json".to_owned()),
            ("X-Book-Token", token),
        ];
        Self { serving, headers, body: action("ex1_1_planted") }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(other, _)| *other != name);
        self
    }

    fn instead(self, name: &'static str, value: impl Into<String>) -> Self {
        self.without(name).with(name, value)
    }

    fn body(mut self, body: &str) -> Self {
        body.clone_into(&mut self.body);
        self
    }

    fn request(&self, line: &str) -> String {
        let headers = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        self.serving.answer(&format!("{line} HTTP/1.1\r\n{}", headers.collect::<String>()), &self.body)
    }

    /// The status of the answer.
    #[track_caller]
    fn gives(self, status: u16) {
        let answer = self.request("POST /~live/exercises");
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
        assert!(status == 200 || !answer.contains("Look."), "{answer}");
        assert!(!answer.to_lowercase().contains("access-control"), "{answer}");
    }
}

fn action(name: &str) -> String {
    format!(r#"{{"name":"{name}","action":"hint","level":1}}"#)
}

#[test]
fn a_page_that_we_served_is_answered() {
    let root = planted();
    let serving = &Serving::start(root.path(), 0);
    Call::ours(serving).gives(200);
    let name = format!("localhost:{}", serving.address.port());
    let origin = format!("http://{name}");
    Call::ours(serving).instead("Host", name).instead("Origin", origin).gives(200);
    // Not every browser tells where a call comes from.
    Call::ours(serving).without("Sec-Fetch-Site").gives(200);
}

#[test]
fn a_page_in_another_tab_that_has_not_got_the_token_is_refused() {
    let root = planted();
    let serving = Serving::start(root.path(), 0);
    let (half, token) = (&serving.token[..32], serving.token.to_uppercase());
    Call::ours(&serving).without("X-Book-Token").gives(401);
    for wrong in ["", "0", half, &token, &format!("{}0", serving.token)] {
        Call::ours(&serving).instead("X-Book-Token", wrong).gives(401);
    }
    // It counts nowhere else: addresses are written down by many.
    let call =
        Call::ours(&serving).without("X-Book-Token").with("Cookie", format!("token={}", serving.token));
    let answer = call.request(&format!("POST /~live/exercises?token={}", serving.token));
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    assert!(serving.get("/~live").starts_with("HTTP/1.1 401 "));
}

#[test]
fn a_page_of_somebody_else_is_refused_even_with_the_token() {
    let root = planted();
    let serving = Serving::start(root.path(), 0);
    let neighbour = format!("http://127.0.0.1:{}", serving.address.port() - 1);
    let secure = format!("https://{}", serving.address);
    for origin in ["https://evil.example", "null", "", &neighbour, &secure] {
        Call::ours(&serving).instead("Origin", origin).gives(403);
    }
    Call::ours(&serving).without("Origin").gives(403);
    Call::ours(&serving).with("Origin", "https://evil.example").gives(403);
    for site in ["cross-site", "same-site", "none"] {
        Call::ours(&serving).instead("Sec-Fetch-Site", site).gives(403);
    }
}

#[test]
fn a_name_that_was_made_to_mean_this_machine_gets_neither_answer_nor_token() {
    let root = planted();
    let serving = Serving::start(root.path(), 0);
    let port = serving.address.port();
    let rebound = format!("evil.example:{port}");
    let longer = format!("127.0.0.1.evil.example:{port}");
    for host in ["evil.example", &rebound, &longer, "127.0.0.1", "localhost:1", ""] {
        let call = || Call::ours(&serving).instead("Host", host);
        call().gives(403);
        call().instead("Origin", format!("http://{host}")).gives(403);
        for path in ["/", "/one.html", "/~live"] {
            let answer = call().without("Origin").request(&format!("GET {path}"));
            assert!(answer.starts_with("HTTP/1.1 403 ") && !answer.contains(&serving.token), "{answer}");
        }
    }
}

#[test]
fn a_request_through_a_forwarded_port_is_told_why_it_is_refused_and_what_to_do() {
    let root = planted();
    let serving = Serving::start(root.path(), 0);
    let port = serving.address.port();
    for host in ["localhost:9000", "name-3000.app.github.dev"] {
        let answer = serving.answer(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n"), "");
        assert!(answer.starts_with("HTTP/1.1 403 ") && answer.contains("text/plain"), "{answer}");
        for words in [
            &format!("listens on 127.0.0.1:{port}"),
            "DNS rebinding",
            &format!("ssh -L {port}:127.0.0.1:{port} HOST"),
            &format!("gh codespace ports forward {port}:{port}"),
        ] {
            assert!(answer.contains(words), "no `{words}` in {answer}");
        }
    }
}

#[test]
fn what_a_form_can_send_is_no_call() {
    let root = planted();
    let serving = Serving::start(root.path(), 0);
    for kind in ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", ""] {
        Call::ours(&serving).instead("Content-Type", kind).gives(415);
    }
    Call::ours(&serving).without("Content-Type").gives(415);
    // Before a script elsewhere may send JSON, its browser asks whether it may.
    let answer = Call::ours(&serving)
        .instead("Origin", "https://evil.example")
        .with("Access-Control-Request-Method", "POST")
        .request("OPTIONS /~live/exercises");
    assert!(
        answer.starts_with("HTTP/1.1 403 ") && !answer.to_lowercase().contains("access-control"),
        "{answer}"
    );
}

#[test]
fn only_known_exercises_can_be_named_and_no_name_is_a_path() {
    let root = planted();
    let serving = Serving::start(root.path(), 0);
    let path = "stages/01-planted/exercises/1";
    for name in [
        "ex9_9_none",
        "planted",
        "",
        "..",
        "../../Cargo.toml",
        path,
        "ex1_1_planted/../ex1_2_planted",
        "/etc",
    ] {
        Call::ours(&serving).body(&action(name)).gives(404);
    }
}

#[test]
fn what_is_no_wish_is_refused() {
    let root = planted();
    let serving = Serving::start(root.path(), 0);
    let long = action(&"x".repeat(5000));
    for (body, status) in [
        ("", 400),
        ("{", 400),
        ("[]", 422),
        (r#"{"name":"ex1_1_planted","action":"run"}"#, 422),
        (r#"{"name":"ex1_1_planted","action":"check","command":"rm"}"#, 422),
        (r#"{"name":["ex1_1_planted"],"action":"check"}"#, 422),
        (r#"{"name":"ex1_1_planted","action":"hint","level":-1}"#, 422),
        (r#"{"name":"ex1_1_planted","action":"hint","level":4}"#, 500),
        (r#"{"name":"ex1_1_planted","action":"hint","level":0}"#, 500),
        (&long, 413),
    ] {
        Call::ours(&serving).body(body).gives(status);
    }
}

#[test]
fn everything_says_that_it_wants_no_foreign_company() {
    let root = planted();
    let serving = Serving::start(root.path(), 0);
    for path in ["/", "/none.html", "/toc.js", "/~live", "/~live/start.js", "/~live/none.js"] {
        let answer = serving.get(path).to_lowercase();
        let policy = answer.lines().find(|line| line.starts_with("content-security-policy: ")).unwrap();
        assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe-eval"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("script-src 'self' 'unsafe-inline'"), "{path}: {policy}");
        assert!(
            answer.contains("x-content-type-options: nosniff") && !answer.contains("access-control"),
            "{path}"
        );
    }
    // Where there is no JavaScript, the contents are a frame.
    assert!(serving.get("/toc.html").contains("frame-ancestors 'self'"));
    let nonce = |page: String| page.split_once("'nonce-").unwrap().1[..64].to_owned();
    assert_ne!(nonce(serving.get("/")), nonce(serving.get("/")));
}

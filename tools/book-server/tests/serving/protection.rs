//! Who may have exercises checked: a page that we served in this run, and nobody else.

use crate::{planted::planted, program::Serving, support::command};
#[cfg(target_os = "linux")]
use std::process::Command;
#[cfg(unix)]
use std::{
    fs::{Permissions, metadata, read_to_string, set_permissions, write},
    os::unix::fs::PermissionsExt as _,
};
use testkit::eventually;

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

    /// The answer to a method and a path below the secret.
    fn request(&self, method: &str, path: &str) -> String {
        let headers = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        let secret = &self.serving.secret;
        self.serving.answer(
            &format!("{method} {secret}{path} HTTP/1.1\r\n{}", headers.collect::<String>()),
            &self.body,
        )
    }

    /// The status of the answer.
    #[track_caller]
    fn gives(self, status: u16) {
        let answer = self.request("POST", "/~live/exercises");
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
    let (half, token) = (&serving.token[..16], serving.token.to_uppercase());
    Call::ours(&serving).without("X-Book-Token").gives(401);
    for wrong in ["", "0", half, &token, &format!("{}0", serving.token)] {
        Call::ours(&serving).instead("X-Book-Token", wrong).gives(401);
    }
    // It counts nowhere else: addresses are written down by many.
    let call =
        Call::ours(&serving).without("X-Book-Token").with("Cookie", format!("token={}", serving.token));
    let answer = call.request("POST", &format!("/~live/exercises?token={}", serving.token));
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    assert!(serving.get("/~live/events").starts_with("HTTP/1.1 401 "));
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
        for path in ["/", "/one.html", "/~live/events"] {
            let answer = call().without("Origin").request("GET", path);
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
        .request("OPTIONS", "/~live/exercises");
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
    for path in ["/", "/none.html", "/toc.js", "/~live/events", "/~live/0/start.js", "/~live/0/none.js"] {
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
    let nonce = |page: String| page.split_once("'nonce-").unwrap().1[..32].to_owned();
    assert_ne!(nonce(serving.get("/")), nonce(serving.get("/")));
}

#[test]
fn without_the_secret_of_the_address_there_is_nothing_but_a_page_that_says_how_to_get_in() {
    let root = planted();
    let serving = Serving::start(root.path(), 0);
    let (secret, address) = (&serving.secret, serving.address);
    let ask = |path: &str| serving.answer(&format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n"), "");
    let other = format!("{}0", &secret[..secret.len() - 1]);
    let longer = format!("{secret}0");
    let folder = secret.trim_start_matches('/');
    for start in ["", "/", "/..", "/5ec", &other, &longer, &secret.to_uppercase(), &format!("//{folder}")] {
        for path in ["/", "/one.html", "/~live/events", "/~live/0/start.js"] {
            let answer = ask(&format!("{start}{path}"));
            assert!(answer.starts_with("HTTP/1.1 403 ") && answer.contains("text/html"), "{answer}");
            assert!(answer.contains("Open the address that it printed in its terminal"), "{answer}");
            assert!(!answer.contains(folder) && !answer.contains(&serving.token), "{answer}");
        }
    }
    for path in [secret.clone(), format!("{secret}?")] {
        let answer = ask(&path);
        assert!(
            answer.starts_with("HTTP/1.1 308 ") && answer.contains(&format!("location: {secret}/\r\n")),
            "{answer}"
        );
    }
}

#[cfg(unix)]
#[test]
fn the_secret_and_the_page_for_the_browser_are_in_files_that_only_we_can_read_and_in_no_command_line() {
    let root = planted();
    let browser = root.path().join("browser");
    write(&browser, "#!/bin/sh\necho \"$@\" > opened.new && mv opened.new opened\n").unwrap();
    set_permissions(&browser, Permissions::from_mode(0o755)).unwrap();
    let mut command = command(root.path(), &["--port", "0"]);
    command.env("BROWSER", browser).env_remove("SSH_CONNECTION");
    for name in ["WSL_DISTRO_NAME", "VSCODE_IPC_HOOK_CLI"] {
        command.env_remove(name);
    }
    let serving = Serving::by(command);
    eventually("the browser runs", || root.path().join("opened").exists());
    let opened = read_to_string(root.path().join("opened")).unwrap();
    assert!(!opened.contains(&serving.secret[1..]), "{opened}");
    let page = read_to_string(opened.trim()).unwrap();
    assert!(page.contains(&format!("url=http://{}{}/\"", serving.address, serving.secret)), "{page}");
    for file in ["open.html", "secret"] {
        let about = metadata(root.path().join("target/book").join(file)).unwrap();
        assert_eq!(about.permissions().mode() & 0o777, 0o600, "{file}");
    }
}

/// As root, another user is tried for real: `nobody`, who has the number 65534.
#[cfg(target_os = "linux")]
#[test]
fn another_user_of_this_machine_gets_neither_the_secret_nor_a_page() {
    let root = planted();
    // The folders are open, and only the file's own mode protects it.
    set_permissions(root.path(), Permissions::from_mode(0o755)).unwrap();
    let serving = Serving::start(root.path(), 0);
    let other = |script: &str| {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c", script]);
        command.args(["sh", &format!("http://{}/", serving.address)]).arg(root.path()).output().unwrap()
    };
    if !other("true").status.success() {
        testkit::skip("only root can become another user");
        return;
    }
    assert!(other("ls $2/target/book/secret").status.success(), "the folder is open");
    let script =
        "cat $2/target/book/secret; cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ; curl -s $1 $1/one.html";
    let seen = String::from_utf8_lossy(&other(script).stdout).into_owned();
    assert!(
        seen.contains("book-server")
            && !seen.contains(&serving.secret[1..])
            && !seen.contains(&serving.token)
    );
}

/// The secret stays, so bookmarks hold.
#[test]
fn the_address_is_the_same_after_a_restart() {
    let root = planted();
    let secret = |serving: Serving| serving.secret.clone();
    let first = secret(Serving::start(root.path(), 0));
    assert_eq!(secret(Serving::start(root.path(), 0)), first);
}

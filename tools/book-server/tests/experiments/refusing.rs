//! What nobody can ask for.

use crate::{
    page::action,
    planted::{PLANTED, planted},
    program::Serving,
    support::workspace,
};

#[test]
fn only_a_known_experiment_and_a_known_wish_is_heard() {
    let root = workspace();
    let serving = Serving::start(root.path(), 0);
    for name in ["ls", "../torn", "", "torn; ls"] {
        assert!(action(&serving, name, "run").starts_with("HTTP/1.1 404"), "{name}");
    }
    assert!(action(&serving, "torn", "rm").starts_with("HTTP/1.1 422"));
    assert!(action(&serving, "torn", r#"run","command":"ls"#).starts_with("HTTP/1.1 422"));
}

#[test]
fn a_page_of_somebody_else_runs_nothing() {
    let root = workspace();
    let serving = Serving::start(root.path(), 0);
    let (address, secret, token) = (serving.address, &serving.secret, &serving.token);
    let ask = |origin: &str, token: &str| {
        let head = format!(
            "POST {secret}/~live/experiments HTTP/1.1\r\nHost: {address}\r\nOrigin: {origin}\r\n\
             X-Book-Token: {token}\r\nContent-Type: application/json\r\n"
        );
        serving.answer(&head, r#"{"name":"torn","action":"run"}"#)
    };
    assert!(ask("http://localhost:1", token).starts_with("HTTP/1.1 403"));
    assert!(ask(&format!("http://{address}"), "guessed").starts_with("HTTP/1.1 401"));
}

#[test]
fn more_experiments_than_can_run_together_are_refused() {
    let root = planted(PLANTED);
    let serving = Serving::start(root.path(), 0);
    for name in ["names", "torn", "glued", "dead"] {
        assert!(action(&serving, name, "run").starts_with("HTTP/1.1 200"), "{name}");
    }
    let refused = action(&serving, "unread", "run");
    assert!(refused.starts_with("HTTP/1.1 429") && refused.contains("wait for one, or stop it"), "{refused}");
}

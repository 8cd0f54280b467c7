//! Programs that do not compile, or do not stop talking.

use crate::{
    page::{action, events, until_over},
    planted::{PLANTED, planted},
    program::Serving,
};

#[test]
fn what_does_not_compile_is_told_with_the_line() {
    let root = planted("fn main() {\n    let port: u16 = \"1081\";\n}\n");
    let serving = Serving::start(root.path(), 0);
    assert!(action(&serving, "torn", "run").starts_with("HTTP/1.1 200"));
    let told = until_over(events(&serving));
    let words = told.last().unwrap()["words"].as_str().unwrap().to_owned();
    assert!(words.starts_with("error[E0308]") && words.contains("wire/src/main.rs:2:21"), "{words}");
}

#[test]
fn a_terminal_that_shows_too_much_ends_it() {
    let root = planted(PLANTED);
    let serving = Serving::start(root.path(), 0);
    action(&serving, "backlog", "run");
    let told = until_over(events(&serving));
    let printed = told.iter().filter(|event| event["kind"] == "printed");
    let bytes: usize = printed.map(|event| event["text"].as_str().unwrap().len()).sum();
    assert!((1000..=64 * 1024).contains(&bytes), "{bytes}");
    assert!(
        told.iter()
            .any(|event| event["kind"] == "ended" && event["text"].as_str().unwrap().contains("64 KiB"))
    );
    assert_eq!(told.last().unwrap()["words"], "Stopped.");
}

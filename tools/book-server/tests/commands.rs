//! `cargo book build` and `cargo book check`.
#![allow(clippy::unwrap_used, reason = "a test reports by panicking")]

mod support;

use std::{fs, path::Path, process::Output};
use support::{ONE, command, workspace, write};

/// Runs `cargo book` to its end.
fn run(root: &Path, arguments: &[&str]) -> Output {
    command(root, arguments).output().unwrap()
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_static_site_has_no_script_of_ours_and_no_link_from_the_root() {
    let root = workspace();
    assert!(run(root.path(), &["build"]).status.success());
    for name in ["index.html", "one.html", "more/two.html"] {
        let page = fs::read_to_string(root.path().join("target/book/site").join(name)).unwrap();
        assert!(!page.contains("~live"), "{name}");
        assert!(!page.contains("href=\"/") && !page.contains("src=\"/"), "{name}");
    }
}

#[test]
fn the_page_for_what_is_not_found_knows_where_the_site_is() {
    let root = workspace();
    let mut build = command(root.path(), &["build"]);
    assert!(build.env("MDBOOK_OUTPUT__HTML__SITE_URL", "/sockets/").status().unwrap().success());
    let page = fs::read_to_string(root.path().join("target/book/site/404.html")).unwrap();
    assert!(page.contains("<base href=\"/sockets/\">"), "{page}");
}

#[test]
fn a_site_is_written_where_it_is_wanted_but_never_over_something_else() {
    let root = workspace();
    assert!(run(root.path(), &["build", "--out", "public"]).status.success());
    assert!(run(root.path(), &["build", "--out", "public"]).status.success());
    let refused = run(root.path(), &["build", "--out", "book"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(errors(&refused).contains("has something else in it"), "{}", errors(&refused));
    assert!(root.path().join(ONE).is_file());
}

#[test]
fn a_check_names_file_and_line() {
    let root = workspace();
    assert_eq!(run(root.path(), &["check"]).status.code(), Some(0));
    write(root.path(), ONE, "# One\n\n[two](more/two.md#none)\n");
    for command in ["check", "build"] {
        let output = run(root.path(), &[command]);
        assert_eq!(output.status.code(), Some(1));
        assert!(errors(&output).starts_with("book/src/one.md:3: `more/two.md#none`"), "{}", errors(&output));
    }
}

#[test]
fn what_mdbook_only_warns_of_is_a_fault() {
    let root = workspace();
    write(root.path(), ONE, "# One\n\nAn <em>open tag.\n");
    let output = run(root.path(), &["check"]);
    assert!(
        !output.status.success() && errors(&output).contains("book/src/one.md:3: unclosed HTML tag `<em>`"),
        "{output:?}"
    );
}

#[test]
fn a_list_of_chapters_that_mdbook_cannot_read_is_named() {
    let root = workspace();
    write(
        root.path(),
        "book/src/SUMMARY.md",
        "# Summary\n\n- [One](one.md)\n\n[Two](more/two.md)\n\n- [Three](three.md)\n",
    );
    write(root.path(), "book/src/three.md", "# Three\n");
    let output = run(root.path(), &["check"]);
    assert!(errors(&output).contains("book/src/SUMMARY.md:7: "), "{}", errors(&output));
}

#[test]
fn without_a_book_it_says_where_to_go() {
    let nowhere = tempfile::tempdir().unwrap();
    let output = run(nowhere.path(), &["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("go to where you cloned the book"), "{}", errors(&output));
}

#[test]
fn a_wrong_command_line_is_exit_code_2() {
    let root = workspace();
    assert_eq!(run(root.path(), &["serve"]).status.code(), Some(2));
}

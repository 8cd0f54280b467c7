//! `cargo book` while it serves: what readers get, before and after a change.

use crate::{
    planted::{COUNT, name, planted},
    program::Serving,
    support::{ONE, command, workspace, write},
};
use std::{fs, path::Path};
use testkit::eventually;

/// The words that a page ends with, and a file of the static site never has.
const SCRIPT: &str = "/start.js\" id=\"book-live\"";

#[test]
fn pages_are_served_with_the_script_that_reloads_them() {
    let root = workspace();
    let serving = Serving::start(root.path(), 0);
    for path in ["/", "/one.html", "/more/two.html"] {
        let answer = serving.get(path);
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains(SCRIPT), "{path}: {answer}");
    }
    // What is printed has no states of exercises in it.
    let print = serving.get("/print.html");
    assert!(print.starts_with("HTTP/1.1 200") && !print.contains(SCRIPT), "{print}");
    assert!(serving.get("/no/such.html").starts_with("HTTP/1.1 404"));
    assert!(serving.get("/../../Cargo.toml").starts_with("HTTP/1.1 4"));
}

#[test]
fn a_path_that_looks_like_another_host_leads_nowhere_else() {
    let root = workspace();
    let serving = Serving::start(root.path(), 0);
    write(
        root.path(),
        "book/src/SUMMARY.md",
        "# Summary\n\n[One](one.md)\n\n- [Two](more/two.md)\n- [Three](deep/more/three.md)\n",
    );
    write(root.path(), "book/src/deep/more/three.md", "# Three\n");
    eventually("it is built", || serving.get("/deep/more/three.html").starts_with("HTTP/1.1 200"));
    for (path, location) in
        [("/more", "./more/"), ("//more", "./more/"), ("//deep/more", "./more/"), ("/deep//more", "./more/")]
    {
        let answer = serving.get(path);
        assert!(answer.starts_with("HTTP/1.1 308 "), "{path}: {answer}");
        assert!(answer.contains(&format!("location: {location}\r\n")), "{path}: {answer}");
    }
    // Even somebody who does not know the secret is not sent on.
    let answer =
        serving.answer(&format!("GET //evil.example/more HTTP/1.1\r\nHost: {}\r\n", serving.address), "");
    assert!(answer.starts_with("HTTP/1.1 403 ") && !answer.contains("location"), "{answer}");
}

#[test]
fn a_browser_keeps_what_is_named_by_its_content_and_never_a_page() {
    let root = workspace();
    let serving = Serving::start(root.path(), 0);
    let page = serving.get("/one.html");
    assert!(page.contains("cache-control: no-store\r\n"), "{page}");
    let is_asset = |link: &&str| {
        let kind = Path::new(link).extension();
        kind.is_some_and(|kind| kind == "css" || kind == "js") && !link.contains(' ')
    };
    let links: Vec<_> = page.split(['"', '\'']).filter(is_asset).collect();
    assert!(links.len() > 5, "{page}");
    for link in links {
        let path = link.strip_prefix(&serving.secret).map_or_else(|| format!("/{link}"), str::to_owned);
        let answer = serving.get(&path);
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("immutable\r\n"), "{path}");
    }
    // A page of another program may ask for other scripts, which this one has not got.
    assert!(serving.get("/~live/0/start.js").contains("cache-control: no-cache\r\n"));
}

#[test]
fn the_page_for_lost_links_leads_back_into_the_book() {
    let root = workspace();
    let serving = Serving::start(root.path(), 0);
    let answer = serving.get("/no/such.html");
    assert!(answer.contains(&format!("<base href=\"{}/\">", serving.secret)), "{answer}");
}

#[test]
fn what_a_learner_does_to_an_exercise_keeps_no_book_from_being_served() {
    let root = planted();
    let (mut page, path) = ("# Planted\n".to_owned(), "1-planted/index.md");
    for number in 1..=COUNT {
        let (name, stage) = (name(number), "stages/01-planted/exercises");
        page.push_str(
            &["\n```console,exercise-", &name, "\n$ cargo test --test ", &name, "\n```\n"].concat(),
        );
        let section = format!("// part 1, \"Planted\" (book/src/{path})\n");
        write(root.path(), &format!("{stage}/{number}/grade.rs"), &section);
        write(root.path(), &format!("{stage}/{number}/exercise.rs"), "// Mine.\nfn mine() { todo!() }\n");
    }
    write(
        root.path(),
        "book/src/SUMMARY.md",
        &format!("# Summary\n\n[One](one.md)\n\n- [Planted]({path})\n- [Two](more/two.md)\n"),
    );
    // Each part ends with two questions about it.
    let question = "\nWhich?\n\n1. This.\n2. That.\n3. None.\n\n<details class=\"answers\">\n<summary>Answer</summary>\n\n\
                    1. **Right.** See [Planted](index.md).\n2. No. That is another one.\n3. No. There is one.\n\n</details>\n";
    write(root.path(), &format!("book/src/{path}"), &(page + question + question));
    let serving = Serving::start(root.path(), 0);
    assert!(serving.get("/1-planted/index.html").starts_with("HTTP/1.1 200"), "{}", serving.said());
    // For authors it is a fault: a stub has to lead back to its section.
    let check = command(root.path(), &["check"]).output().unwrap();
    assert!(
        String::from_utf8_lossy(&check.stderr)
            .contains("exercises/1/exercise.rs:1: does not name the section")
    );
}

#[test]
fn only_this_machine_can_ask() {
    let root = workspace();
    let serving = Serving::start(root.path(), 0);
    assert!(serving.address.ip().is_loopback());
}

#[cfg(target_os = "linux")]
#[test]
fn no_other_address_of_this_machine_answers() {
    let root = workspace();
    let serving = Serving::start(root.path(), 0);
    // Linux has the whole of 127.0.0.0/8 as its loopback; a server on every address would answer here.
    assert!(std::net::TcpStream::connect(("127.0.0.2", serving.address.port())).is_err());
}

#[test]
fn a_port_that_is_taken_is_told_and_the_next_one_used() {
    let root = workspace();
    let first = Serving::start(root.path(), 0);
    let taken = first.address.port();
    let second = Serving::start(root.path(), taken);
    assert!(second.said().contains(&format!("port {taken} is taken")), "{}", second.said());
    assert!(second.address.port() > taken && second.get("/").contains("The first text"));
}

/// What pages hear of the site, as JSON, from what stands now on.
fn sites(serving: &Serving) -> impl Iterator<Item = String> + use<> {
    serving.events("site").map(|event| event.to_string())
}

#[test]
fn a_change_is_built_and_told_to_the_pages() {
    let root = workspace();
    let serving = Serving::start(root.path(), 0);
    let mut told = sites(&serving);
    let before = told.next().unwrap();
    write(root.path(), ONE, "# One\n\nAnother text, and [two](more/two.md).\n");
    assert_ne!(told.next().unwrap(), before);
    assert!(serving.get("/one.html").contains("Another text"));
}

#[test]
fn each_report_of_cargo_conformance_is_told_to_the_pages_and_builds_no_book() {
    let root = workspace();
    let serving = Serving::start(root.path(), 0);
    let mut told = serving.events("conformance");
    assert!(told.next().unwrap()["report"].is_null());
    let file = root.path().join("target/conformance/report.json");
    for finished in [false, true] {
        let unfinished = file.with_extension("json.unfinished");
        let report = serde_json::json!({
            "schema": 1, "subject": "echo", "judged": ["./server"], "finished": finished, "passed": false, "whole": true,
            "sections_passed": 0, "problem": null, "sections": []
        });
        fs::write(&unfinished, report.to_string()).unwrap();
        fs::rename(&unfinished, &file).unwrap();
        assert_eq!(told.next().unwrap()["report"]["finished"], finished);
    }
    fs::write(&file, "<script>").unwrap();
    assert!(told.any(|event| event["unreadable"] == "expected value at line 1 column 1"));
    fs::remove_file(&file).unwrap();
    assert!(told.any(|event| event["report"].is_null() && event["unreadable"].is_null()));
    assert_eq!(serving.said().matches("built in").count(), 1, "{}", serving.said());
}

#[test]
fn a_fault_is_told_with_its_line_and_the_last_good_book_stays() {
    let root = workspace();
    let serving = Serving::start(root.path(), 0);
    let mut told = sites(&serving);
    told.next().unwrap();
    write(root.path(), ONE, "# One\n\nA worse text, and [two](more/too.md).\n");
    let place = "book/src/one.md:3: `more/too.md` leads to nothing";
    assert!(told.next().unwrap().contains(place));
    serving.wait_until_said(place);
    serving.wait_until_said("the last good book stays");
    assert!(serving.get("/one.html").contains("The first text"));

    write(root.path(), ONE, "# One\n\nA better text.\n");
    assert!(told.next().unwrap().contains("\"problems\":[]"));
    assert!(serving.get("/one.html").contains("A better text"));
}

#[test]
fn a_book_with_a_fault_from_the_start_is_served_when_it_is_mended() {
    let root = workspace();
    write(root.path(), ONE, "# One\n\n{{#include none.rs}}\n");
    let serving = Serving::start(root.path(), 0);
    let mut told = sites(&serving);
    assert!(serving.get("/").starts_with("HTTP/1.1 503"));
    assert!(told.next().unwrap().contains("book/src/one.md:3: there is no file `none.rs`"));
    write(root.path(), ONE, "# One\n\nMended.\n");
    told.next().unwrap();
    assert!(serving.get("/").contains("Mended"));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_and_leaves_no_folder() {
    let root = workspace();
    let serving = Serving::start(root.path(), 0);
    let _page = serving.live();
    let folder = root.path().join("target/book");
    let entries = || fs::read_dir(&folder).unwrap().count();
    // The other one is the secret of the address, which stays.
    assert_eq!(entries(), 2);
    assert_eq!(serving.signal(testkit::Signal::Interrupt), Some(0));
    assert_eq!(entries(), 1);
}

#[test]
fn over_ssh_it_opens_no_browser_and_says_how_to_reach_it() {
    let root = workspace();
    let mut command = command(root.path(), &["--port", "0"]);
    command.env("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
    let serving = Serving::by(command);
    let port = serving.address.port();
    serving.wait_until_said("no browser was opened, since this is an SSH session");
    serving.wait_until_said(&format!(
        "`ssh -L {port}:127.0.0.1:{port} HOST`, and open http://127.0.0.1:{port}{}/ there",
        serving.secret
    ));
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_display_it_opens_no_browser_and_says_the_address() {
    let root = workspace();
    let mut command = command(root.path(), &["--port", "0"]);
    for name in ["SSH_CONNECTION", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "BROWSER"] {
        command.env_remove(name);
    }
    let serving = Serving::by(command);
    serving.wait_until_said("no browser was opened, since there is no display here");
    serving.wait_until_said(&format!("open http://{}{}/ yourself", serving.address, serving.secret));
}

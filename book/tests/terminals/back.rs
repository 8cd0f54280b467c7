//! The terminals of the pages at the back of the book, and what those pages list.
#![cfg(unix)]
#![allow(clippy::expect_used, reason = "a test reports by panicking")]

use book::{Scene, Terminal};
use insta::{Settings, assert_snapshot};
use std::{fs, path::Path};
use testkit::has_ipv6;

const SERVER: &str = "cargo run -p concurrency -- localhost 1081";
const ASK: &str = "cargo run -p calculator-client -- localhost 1081 1+1";

/// A scene in which this server already listens, and another terminal.
fn scene(server: &str) -> (Terminal, Terminal, Scene) {
    let scene = Scene::new();
    let (mut first, second) = (scene.terminal(), scene.terminal());
    first.run(server).wait_for("listening on 127.0.0.1:1081");
    (first, second, scene)
}

#[test]
fn two_servers_do_not_get_one_port() {
    let (_server, mut second, _scene) = scene(SERVER);
    second.run(SERVER).exits(1).keep("back_in_use");
}

#[test]
fn an_address_of_another_machine_cannot_be_listened_on() {
    // Of a range that is kept for documentation (RFC 5737, section 3): no machine has it.
    let mut terminal = Scene::new().terminal();
    terminal.run("cargo run -p echo -- 203.0.113.1 1081").exits(1).keep("back_not_ours");
}

#[test]
fn a_server_of_one_family_is_not_found_in_the_other() {
    if !has_ipv6() {
        return;
    }
    let (_server, mut client, _scene) = scene("cargo run -p concurrency -- 127.0.0.1 1081");
    client.run("cargo run -p calculator-client -- ::1 1081 1+1").exits(1);
    client.run(ASK).exits(0).keep("back_families");
}

#[test]
fn a_line_without_an_end_is_not_answered() {
    let (_server, mut client, _scene) = scene(SERVER);
    client.run(r#"cargo wire localhost 1081 send "1+1" receive"#).ends().keep("back_no_end");
}

#[test]
fn a_full_server_says_so() {
    let (mut server, mut inside, scene) = scene("cargo run -p concurrency -- localhost 1081 --max-clients 1");
    inside.run("cargo wire localhost 1081 hold");
    server.wait_for("connected");
    scene.terminal().run(ASK).exits(1).keep("back_full");
}

#[test]
fn a_server_of_another_protocol_is_found_out() {
    let (_server, mut client, _scene) = scene("cargo run -p echo -- localhost 1081");
    client.run(ASK).exits(1).keep("back_another_protocol");
}

/// The tables are made of what cargo, the exercises and the sections say; the page includes them.
#[test]
fn all_exercises_are_listed_with_the_section_that_asks_for_them() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sections = sections(&book.join("src"));
    let mut stages: Vec<_> = fs::read_dir(book.join("../stages"))
        .expect("the stages are there")
        .map(|stage| stage.expect("a stage can be read").path())
        .filter(|stage| stage.join("Cargo.toml").exists())
        .collect();
    stages.sort();
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(book.join("src/transcripts/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    let mut count = 0;
    for (stage, number) in stages.iter().zip(1..) {
        let mut table = String::from("| Exercise | Section |\n| --- | --- |\n");
        for (target, name) in exercises(stage) {
            table += &row(stage, &target, &name, &sections);
            count += 1;
        }
        settings.bind(|| assert_snapshot!(format!("exercises_{number}"), table));
    }
    assert_eq!(count, 33);
}

/// The exercises in a stage's manifest: `ex2_5_half_close` with `half_close`.
fn exercises(stage: &Path) -> Vec<(String, String)> {
    let manifest = fs::read_to_string(stage.join("Cargo.toml")).expect("a stage has a manifest");
    let values = |key: &'static str| {
        let lines = manifest.lines().filter_map(move |line| line.strip_prefix(key)?.strip_suffix('"'));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let targets = values("name = \"ex").into_iter().map(|rest| format!("ex{rest}"));
    let folders = values("path = \"exercises/").into_iter();
    targets.zip(folders.map(|path| path.trim_end_matches("/grade.rs").to_owned())).collect()
}

fn row(stage: &Path, target: &str, name: &str, sections: &[Section]) -> String {
    let grader = fs::read_to_string(stage.join("exercises").join(name).join("grade.rs"));
    let grader = grader.expect("an exercise is graded in its folder");
    let title = grader.lines().next().and_then(|line| line.strip_prefix("//! ")).expect("it has a title");
    let title = title.trim_end_matches('.');
    let number =
        target.trim_start_matches("ex").trim_end_matches(name).trim_end_matches('_').replace('_', ".");
    let fence = format!("exercise-{target}\n");
    let asking = sections.iter().find(|section| section.text.contains(&fence));
    let section =
        asking.map_or_else(String::new, |section| format!("[{}]({}#{target})", section.title, section.path));
    // Where the screen is small, a long name may be broken.
    let name = name.replace('_', "_<wbr>");
    format!("| {number} {title}<br><code>cargo grade {name}</code> | {section} |\n")
}

/// A chapter that SUMMARY.md lists.
struct Section {
    title: String,
    path: String,
    text: String,
}

fn sections(src: &Path) -> Vec<Section> {
    let summary = fs::read_to_string(src.join("SUMMARY.md")).expect("the book has a summary");
    let links = summary.lines().filter_map(|line| line.split_once("](")?.1.strip_suffix(')'));
    let section = |path: &str| {
        let text = fs::read_to_string(src.join(path)).ok()?;
        let title = text.lines().find_map(|line| line.strip_prefix("# "))?.to_owned();
        Some(Section { title, path: path.to_owned(), text })
    };
    links.filter_map(section).collect()
}

#[test]
fn the_glossary_is_in_order_and_each_term_has_a_sentence_with_a_link() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/glossary.md");
    let page = fs::read_to_string(page).expect("the book has a glossary");
    let lines: Vec<_> = page.lines().collect();
    let entries = lines.windows(2).filter_map(|pair| Some((pair[0], pair[1].strip_prefix(": ")?)));
    let entries: Vec<_> = entries.collect();
    assert!(entries.len() > 100, "only {} terms", entries.len());
    for pair in entries.windows(2) {
        let [one, next] = [pair[0].0, pair[1].0].map(|term| term.to_lowercase().replace(['`', '-'], ""));
        assert!(one < next, "{one} stands before {next}");
    }
    for (term, sentence) in entries {
        assert!(sentence.contains("](") && sentence.ends_with('.'), "{term}: {sentence}");
    }
}

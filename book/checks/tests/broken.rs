//! A small book with nothing wrong, broken in one place after the other: each time, file and line are named.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test reports by panicking")]

use book_checks::{Workspace, check};
use std::{fs, path::Path, sync::LazyLock};
use tempfile::TempDir;

static WORKSPACE: LazyLock<Workspace> =
    LazyLock::new(|| Workspace::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))).unwrap());

/// What is in the small book.
const FILES: [(&str, &str); 6] = [
    ("book/src/SUMMARY.md", "# Summary\n\n[One](one.md)\n\n- [Two](more/two.md)\n"),
    (
        "book/src/one.md",
        "# One\n\n[two](more/two.md#second-half), [here](#one), [out](https://www.rfc-editor.org/rfc/rfc9293)\n\n\
         ```rust\n{{#include ../../code.rs:shown}}\n```\n\n{{#include pictures/drawn.svg}}\n",
    ),
    (
        "book/src/more/two.md",
        "# Two\n\n## Second half\n\n```console\n$ cargo run -p echo -- localhost 1081\n```\n\n\
         ```console\n{{#include ../transcripts/snapshots/seen.snap:5:}}\n```\n\nAs `cargo wire --help` says.\n",
    ),
    (
        "book/src/transcripts/snapshots/seen.snap",
        "---\nsource: x\nexpression: y\n---\n$ cargo wire localhost 1081 receive\nhello\n",
    ),
    (
        "book/src/pictures/drawn.svg",
        "<svg class=\"picture\" role=\"img\" viewBox=\"0 0 1 1\" aria-labelledby=\"drawn-title\">\n\
         <title id=\"drawn-title\">Drawn</title>\n</svg>\n",
    ),
    ("code.rs", "fn one() {}\n// ANCHOR: shown\nfn two() {}\n// ANCHOR_END: shown\n"),
];

/// Writes the small book into a folder, with some text replaced in one of its files.
fn book(file: &str, text: &str, replacement: &str) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (name, content) in FILES {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let path = root.path().join(file);
    let content = fs::read_to_string(&path).unwrap_or_default();
    assert!(content.contains(text), "`{text}` is not in {file}");
    fs::write(path, content.replacen(text, replacement, 1)).unwrap();
    root
}

fn problems(root: &TempDir) -> Vec<String> {
    check(root.path(), &WORKSPACE).unwrap().iter().map(ToString::to_string).collect()
}

/// Breaks one thing; exactly one problem is found, which begins with this file and line and holds this reason.
#[track_caller]
fn broken(file: &str, text: &str, replacement: &str, place: &str, reason: &str) {
    let problems = problems(&book(file, text, replacement));
    let [problem] = &problems[..] else { panic!("not one problem: {problems:#?}") };
    assert!(problem.starts_with(&format!("{place}: ")) && problem.contains(reason), "{problem}");
}

const ONE: &str = "book/src/one.md";
const TWO: &str = "book/src/more/two.md";
const SUMMARY: &str = "book/src/SUMMARY.md";
const PICTURE: &str = "book/src/pictures/drawn.svg";

#[test]
fn nothing_is_wrong_with_the_small_book() {
    assert!(problems(&book(ONE, "", "")).is_empty());
}

#[test]
fn an_include_that_is_missing_is_named() {
    broken(ONE, "code.rs", "cod.rs", "book/src/one.md:6", "no file `../../cod.rs`");
    broken(TWO, "seen.snap", "unseen.snap", "book/src/more/two.md:10", "unseen.snap");
}

#[test]
fn an_anchor_that_is_missing_or_stays_open_is_named() {
    broken(ONE, ":shown", ":hidden", "book/src/one.md:6", "no `ANCHOR: hidden` in `../../code.rs`");
    broken("code.rs", "// ANCHOR_END: shown\n", "", "book/src/one.md:6", "has no `ANCHOR_END: shown`");
}

#[test]
fn lines_that_are_not_there_and_marks_that_would_be_seen_are_named() {
    broken(ONE, ":shown", ":3:9", "book/src/one.md:6", "has 4 lines, not 3 to 9");
    broken(ONE, ":shown", "", "book/src/one.md:6", "has an anchor in line 2");
}

#[test]
fn a_link_that_leads_nowhere_is_named() {
    broken(ONE, "more/two.md#", "more/too.md#", "book/src/one.md:3", "no `book/src/more/too.md`");
    broken(ONE, "#second-half", "#third-half", "book/src/one.md:3", "no heading with the id `third-half`");
    broken(ONE, "(#one)", "(#two)", "book/src/one.md:3", "the id `two`");
    broken(ONE, "[here](#one)", "[here][one]", "book/src/one.md:3", "[one] leads nowhere");
    broken(ONE, "(#one)", "(../../code.rs)", "book/src/one.md:3", "out of the book");
}

#[test]
fn a_chapter_that_is_missing_or_listed_nowhere_is_named() {
    broken(SUMMARY, "- [Two]", "- [Three](three.md)\n- [Two]", "book/src/SUMMARY.md:5", "no file `three.md`");
    broken("book/src/left.md", "", "# Left\n", "book/src/left.md:1", "SUMMARY.md does not list this chapter");
    broken(SUMMARY, "- [Two]", "- [Draft]()\n- [Two]", "book/src/SUMMARY.md:5", "has no file");
}

#[test]
fn a_command_that_does_not_exist_is_named() {
    broken(TWO, "-p echo", "-p ecko", "book/src/more/two.md:6", "no program `ecko`");
    broken(TWO, "cargo run -p echo --", "cargo wire localhost 1081 sned", "book/src/more/two.md:6", "sned");
    broken(
        TWO,
        "cargo wire --help",
        "cargo grade nothing",
        "book/src/more/two.md:13",
        "no exercise `nothing`",
    );
}

#[test]
fn an_exercise_is_asked_for_by_one_section() {
    let fence = "```console,exercise-ex2_5_half_close\n$ cargo test --test ex2_5_half_close\n```\n";
    assert!(problems(&book(ONE, "# One\n", &format!("# One\n\n{fence}"))).is_empty());
    let twice = format!("# One\n\n{fence}\n{fence}");
    broken(ONE, "# One\n", &twice, "book/src/one.md:7", "asks for `ex2_5_half_close` already");
    let unknown = fence.replace("-ex2_5", "-ex2_9");
    broken(
        ONE,
        "# One\n",
        &format!("# One\n\n{unknown}"),
        "book/src/one.md:3",
        "no exercise `ex2_9_half_close`",
    );
    let other = fence.replace("--test ex2_5_half_close", "--test ex2_1_any_bytes");
    broken(ONE, "# One\n", &format!("# One\n\n{other}"), "book/src/one.md:3", "is not `cargo test --test");
}

/// The small book with a section that asks for an exercise whose files name the section so.
fn linked_back(stub: &str, grader: &str) -> Vec<String> {
    let fence = "```console,exercise-ex2_5_half_close\n$ cargo test --test ex2_5_half_close\n```\n";
    let root = book(TWO, "# Two\n", &format!("# Two\n\n{fence}"));
    let folder = root.path().join("stages/02-echo/exercises/half_close");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("exercise.rs"), stub).unwrap();
    fs::write(folder.join("grade.rs"), grader).unwrap();
    problems(&root)
}

#[test]
fn an_exercise_names_the_section_that_asks_for_it() {
    const STUB: &str =
        "//! # Task\n//! Read: part 0, \"Two\" (`book/src/more/two.md`).\nfn f() { todo!() }\n";
    const GRADER: &str = "//! Task.\n\nread: \"part 0, \\\"Two\\\" (book/src/more/two.md)\",\n";
    assert_eq!(linked_back(STUB, GRADER), [""; 0]);
    assert_eq!(linked_back("// The learner has struck it out.\n", GRADER), [""; 0]);

    let folder = "stages/02-echo/exercises/half_close";
    let section = "part 0, \"Two\" (book/src/more/two.md)";
    let renamed = format!("{folder}/exercise.rs:2: the section that asks for it is now: {section}");
    assert_eq!(linked_back(&STUB.replace("\"Two", "\"Too"), GRADER), [renamed]);
    let moved = format!("{folder}/grade.rs:3: the section that asks for it is now: {section}");
    assert_eq!(linked_back(STUB, &GRADER.replace("/two.md", "/too.md")), [moved]);
    let silent = |file| format!("{folder}/{file}:1: does not name the section that asks for it: {section}");
    assert_eq!(linked_back("fn f() { todo!() }\n", "//! Task.\n"), ["exercise.rs", "grade.rs"].map(silent));
}

#[test]
fn a_part_asks_for_all_exercises_of_its_stage() {
    let root = book(SUMMARY, "- [Two]", "- [Echo](2-echo/index.md)\n- [Two]");
    fs::create_dir(root.path().join("book/src/2-echo")).unwrap();
    fs::write(root.path().join("book/src/2-echo/index.md"), "# Echo\n").unwrap();
    let problems = problems(&root);
    assert!(problems.len() >= 5, "{problems:#?}");
    for problem in problems {
        assert!(
            problem.starts_with("book/src/SUMMARY.md:5: no section of this part asks for `ex2_"),
            "{problem}"
        );
    }
}

/// A chapter with one of its two experiments.
const TORN: &str = r#"# No messages

> **Predict.** How many reads?

<details><summary>Answer</summary>

Two.

</details>

```console,experiment-torn
$ cargo wire --listen localhost 1081 receive all
```

```console,experiment-torn
$ cargo wire localhost 1081 send "hel" pause send "lo\n"
```
"#;

/// The problems with the experiments of that chapter, with some text replaced in it, but for those with the other one.
fn experiment_problems(text: &str, replacement: &str) -> Vec<String> {
    let root = book(SUMMARY, "- [Two]", "- [No messages](2-echo/message-boundaries.md)\n- [Two]");
    fs::create_dir(root.path().join("book/src/2-echo")).unwrap();
    assert!(TORN.contains(text), "{text}");
    fs::write(root.path().join("book/src/2-echo/message-boundaries.md"), TORN.replacen(text, replacement, 1))
        .unwrap();
    let mut problems = problems(&root);
    problems
        .retain(|problem| problem.starts_with("book/src/2-echo") && !problem.contains("experiment-glued"));
    problems
}

#[track_caller]
fn broken_experiment(text: &str, replacement: &str, line: usize, reason: &str) {
    let problems = experiment_problems(text, replacement);
    let place = format!("book/src/2-echo/message-boundaries.md:{line}: ");
    let is_named = problems.iter().any(|problem| problem.starts_with(&place) && problem.contains(reason));
    assert!(is_named, "{problems:#?}");
}

#[test]
fn an_experiment_stands_in_its_chapter_as_it_is_run() {
    assert!(experiment_problems("", "").is_empty());
    broken_experiment(
        "receive all",
        "receive",
        11,
        "no terminal of the experiment `torn` has these commands",
    );
    broken_experiment(
        ",experiment-torn",
        "",
        1,
        "no fence with `console,experiment-torn` shows its terminal 1",
    );
    let again = "```console,experiment-torn\n$ cargo wire --listen localhost 1081 receive all\n```\n";
    let twice = format!("{again}\n{again}");
    broken_experiment(again, &twice, 15, "terminal 1 of `torn` is shown already");
}

#[test]
fn an_experiment_that_is_unknown_or_elsewhere_is_named() {
    broken_experiment("-torn", "-town", 11, "there is no experiment `town`");
    let fence =
        "# One\n\n```console,experiment-torn\n$ cargo wire --listen localhost 1081 receive all\n```\n";
    broken(ONE, "# One\n", fence, "book/src/one.md:3", "`torn` belongs into 2-echo/message-boundaries.md");
}

#[test]
fn an_experiment_without_a_prediction_of_its_own_is_named() {
    broken_experiment("**Predict.** ", "", 11, "nothing asks the reader to predict what `torn` shows");
    broken_experiment("<details>", "", 11, "nothing asks the reader to predict what `torn` shows");
    let other = "```console,experiment-glued\n$ cargo wire --listen localhost 1081 ignore pause 1000 receive all\n```\n";
    let between = format!("</details>\n\n{other}");
    let reason = "nothing asks the reader to predict what `torn` shows";
    broken_experiment("</details>\n", &between, 15, reason);
}

#[test]
fn a_transcript_that_was_typed_by_hand_is_named() {
    broken(
        TWO,
        "1081\n```",
        "1081\nlistening\n```",
        "book/src/more/two.md:7",
        "includes of kept transcripts",
    );
}

#[test]
fn a_transcript_is_included_without_its_header_of_four_lines() {
    broken(
        TWO,
        "seen.snap:5:",
        "seen.snap",
        "book/src/more/two.md:10",
        "`../transcripts/snapshots/seen.snap:5:`",
    );
    let snapshot = "book/src/transcripts/snapshots/seen.snap";
    broken(snapshot, "source: x\n", "", "book/src/more/two.md:10", "not the four lines");
}

#[test]
fn a_picture_that_is_not_for_everybody_is_named() {
    broken(ONE, "[here](#one)", "![](pictures/drawn.svg)", "book/src/one.md:3", "no words for those");
    broken(
        ONE,
        "[here](#one)",
        "<img src=\"pictures/drawn.svg\">",
        "book/src/one.md:3",
        "no words for those",
    );
    broken(PICTURE, "role=\"img\" ", "", "book/src/pictures/drawn.svg:1", "no role=\"img\"");
    broken(
        PICTURE,
        "<title id=\"drawn-title\">",
        "<title>",
        "book/src/pictures/drawn.svg:1",
        "nothing has the id",
    );
}

#[test]
fn a_picture_that_markdown_or_a_theme_would_spoil_is_named() {
    broken(PICTURE, "\n</svg>", "\n\n</svg>", "book/src/pictures/drawn.svg:3", "a blank line");
    broken(PICTURE, "\n</svg>", "\n<g fill=\"#fff\"/>\n</svg>", "book/src/pictures/drawn.svg:3", "theme");
    broken(PICTURE, "\n</svg>", "\n<g id=\"tip\"/>\n</svg>", "book/src/pictures/drawn.svg:3", "`tip`");
    broken(
        TWO,
        "# Two\n",
        "# Two\n\n{{#include ../pictures/drawn.svg}}\n",
        "book/src/more/two.md:3",
        "shown once",
    );
}

#[test]
fn exercises_stand_in_the_order_of_their_numbers() {
    let fence = |name: &str| format!("```console,exercise-{name}\n$ cargo test --test {name}\n```\n\n");
    let (first, fifth) = (fence("ex2_1_any_bytes"), fence("ex2_5_half_close"));
    assert!(problems(&book(ONE, "# One\n", &format!("# One\n\n{first}{fifth}"))).is_empty());
    let reason = "`ex2_1_any_bytes` comes after `ex2_5_half_close`";
    broken(ONE, "# One\n", &format!("# One\n\n{fifth}{first}"), "book/src/one.md:7", reason);
}

/// The problems of the small book with a glossary, and a sentence in one of its chapters.
fn with_glossary(entry: &str, sentence: &str) -> Vec<String> {
    let root = book(SUMMARY, "- [Two]", "[Glossary](glossary.md)\n\n- [Two]");
    fs::write(root.path().join("book/src/glossary.md"), format!("# Glossary\n\n{entry}\n")).unwrap();
    let two = root.path().join(TWO);
    let text = fs::read_to_string(&two).unwrap();
    fs::write(two, format!("{text}\n{sentence}\n")).unwrap();
    problems(&root)
}

#[test]
fn a_term_of_a_page_is_in_the_glossary_and_a_term_of_the_glossary_on_its_page() {
    const ENTRY: &str = "accept queue\n: Where [connections wait](more/two.md).";
    const SENTENCE: &str = "Such a line is called an *accept queue*, or\ncalled *Accept-queues*. It is *not* a road. \
         It is called [*waiting*](../glossary.md#accept-queue).";
    assert_eq!(with_glossary(ENTRY, SENTENCE), [""; 0]);
    let unknown = with_glossary(ENTRY, &SENTENCE.replace("*Accept-queues*", "a *backlog*"));
    assert_eq!(unknown, ["book/src/more/two.md:16: the glossary has no entry `backlog`"]);
    let elsewhere = with_glossary(ENTRY, "It is *not* a road.");
    let reason = "book/src/glossary.md:3: `more/two.md` does not mention the term `accept queue`";
    assert_eq!(elsewhere, [reason]);
}

#[test]
fn a_sentence_that_is_too_long_is_named() {
    let sentence = |words: usize| format!("Short. Long{}", " word".repeat(words - 1));
    assert!(problems(&book(TWO, "As `cargo", &format!("{}. As `cargo", sentence(45)))).is_empty());
    let reason = "a sentence of 46 words, of at most 45: `Long word";
    broken(TWO, "As `cargo", &format!("{}. As `cargo", sentence(46)), "book/src/more/two.md:13", reason);
}

#[test]
fn a_client_that_is_run_before_its_server_is_named() {
    let client = "\n```console\n$ cargo wire localhost 1081 receive\n```\n";
    let server = "\n```console\n$ cargo run -p echo -- localhost 1081\n```\n";
    for heading in ["## Run it\n", "**Run it**, twice:\n"] {
        let passage = |text: &str| format!("## Second half\n\n{heading}{text}");
        let right = [format!("{server}{client}"), format!("\nThere is no server.\n{client}")];
        for text in right {
            assert!(problems(&book(TWO, "## Second half\n", &passage(&text))).is_empty(), "{text}");
        }
        let reason = "`cargo wire localhost 1081 receive`: the command that starts the server comes first";
        let text = passage(&format!("{client}{server}"));
        broken(TWO, "## Second half\n", &text, "book/src/more/two.md:8", reason);
    }
}

#[test]
fn an_experiment_begins_with_its_server() {
    let server = "```console,experiment-torn\n$ cargo wire --listen localhost 1081 receive all\n```\n\n";
    let client =
        "```console,experiment-torn\n$ cargo wire localhost 1081 send \"hel\" pause send \"lo\\n\"\n```\n";
    let (right, wrong) = (format!("{server}{client}"), format!("{client}\n{}", server.trim_end()));
    broken_experiment(&right, &wrong, 11, "the command that starts the server comes first");
    let named = format!("In terminal 1 runs `cargo wire --listen localhost 1081 receive all`.\n\n{wrong}");
    assert!(experiment_problems(&right, &named).is_empty());
}

/// The problems of the small book with these redirects.
fn redirected(redirects: &str) -> Vec<String> {
    let root = book(ONE, "", "");
    let config =
        format!("[output.html.redirect]\n# Moved.\n{redirects}\n[output.html.fold]\n\"x\" = \"y\"\n");
    fs::write(root.path().join("book/book.toml"), config).unwrap();
    problems(&root)
}

#[test]
fn an_old_address_leads_to_a_page() {
    assert_eq!(redirected("\"/more/old.html\" = \"two.html#second-half\""), [""; 0]);
    assert_eq!(redirected("\"/old.html\" = \"more/two.html\""), [""; 0]);
    for (redirect, reason) in [
        ("\"/more/old.html\" = \"too.html\"", "`too.html`, which is no page of the book"),
        ("\"/more/old.html\" = \"two.html#third-half\"", "no heading with that id"),
        ("\"/one.html\" = \"more/two.html\"", "is a page of the book"),
    ] {
        let problems = redirected(redirect);
        let [problem] = &problems[..] else { panic!("{problems:?}") };
        assert!(problem.starts_with("book/book.toml:3: ") && problem.contains(reason), "{problem}");
    }
}

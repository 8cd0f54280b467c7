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
        write(&root, name, content);
    }
    let content = fs::read_to_string(root.path().join(file)).unwrap_or_default();
    assert!(content.contains(text), "`{text}` is not in {file}");
    write(&root, file, &content.replacen(text, replacement, 1));
    root
}

fn write(root: &TempDir, file: &str, content: &str) {
    let path = root.path().join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
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
    const STUB: &str = "//! # Task\n//! Read: part 0, \"Two\" (`book/src/more/two.md`).\n//! **Your task:** do it.\nfn f() { todo!() }\n";
    const GRADER: &str = "//! Task.\n\nread: \"part 0, \\\"Two\\\" (book/src/more/two.md)\",\n";
    assert_eq!(linked_back(STUB, GRADER), [""; 0]);
    assert_eq!(linked_back("// The learner has struck it out.\n", GRADER), [""; 0]);

    let folder = "stages/02-echo/exercises/half_close";
    let section = "part 0, \"Two\" (book/src/more/two.md)";
    let renamed = format!("{folder}/exercise.rs:2: the section that asks for it is now: {section}");
    assert_eq!(linked_back(&STUB.replace("\"Two", "\"Too"), GRADER), [renamed]);
    let moved = format!("{folder}/grade.rs:3: the section that asks for it is now: {section}");
    assert_eq!(linked_back(STUB, &GRADER.replace("/two.md", "/too.md")), [moved]);
    let untold = format!("{folder}/exercise.rs:1: has no paragraph `**Your task:**`, which pages show");
    assert_eq!(linked_back(&STUB.replace("Your task", "You"), GRADER), [untold]);
    let silent = |file| format!("{folder}/{file}:1: does not name the section that asks for it: {section}");
    assert_eq!(linked_back("fn f() { todo!() }\n", "//! Task.\n"), ["exercise.rs", "grade.rs"].map(silent));
}

#[test]
fn a_part_asks_for_all_exercises_of_its_stage() {
    let root = book(SUMMARY, "- [Two]", "- [Echo](2-echo/index.md)\n- [Two]");
    fs::create_dir(root.path().join("book/src/2-echo")).unwrap();
    fs::write(root.path().join("book/src/2-echo/index.md"), "# Echo\n").unwrap();
    let mut problems = problems(&root);
    problems.retain(|problem| !problem.contains("the last section of part"));
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

```console,experiment-torn
$ cargo wire --listen localhost 1081 receive all
```

```console,experiment-torn
$ cargo wire localhost 1081 send "hel" pause send "lo\n"
```

<details><summary>Answer</summary>

Two.

</details>
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
        5,
        "no terminal of the experiment `torn` goes on with these commands",
    );
    broken_experiment(",experiment-torn", "", 9, "nothing shows all that terminal 1 of `torn` types");
    let again = "```console,experiment-torn\n$ cargo wire --listen localhost 1081 receive all\n```\n";
    let twice = format!("{again}\n{again}");
    broken_experiment(again, &twice, 9, "no terminal of the experiment `torn` goes on");
}

#[test]
fn an_experiment_that_is_unknown_or_elsewhere_is_named() {
    broken_experiment("-torn", "-town", 5, "there is no experiment `town`");
    let fence =
        "# One\n\n```console,experiment-torn\n$ cargo wire --listen localhost 1081 receive all\n```\n";
    broken(ONE, "# One\n", fence, "book/src/one.md:3", "`torn` belongs into 2-echo/message-boundaries.md");
}

#[test]
fn an_experiment_without_a_prediction_of_its_own_is_named() {
    let reason = "`torn` stands between a prediction of its own and the answer";
    broken_experiment("**Predict.** ", "", 5, reason);
    let answer = "<details>\n</details>\n";
    broken_experiment("```console", &format!("{answer}\n```console"), 8, reason);
    let other = "```console,experiment-glued\n$ cargo wire --listen localhost 1081 ignore pause 1000 receive all\n```\n";
    broken_experiment("<details>", &format!("{other}\n<details>"), 5, reason);
}

#[test]
fn a_prediction_without_an_answer_after_what_is_run_is_named() {
    broken_experiment("<details>", "", 3, "this prediction has no answer");
    broken_experiment("</details>", "</details>\n\n**Run it.**", 19, "stands before the answer");
}

#[test]
fn a_transcript_that_was_typed_by_hand_is_named() {
    for (mark, shown) in
        [("1081\n```", "1081\nlistening\n```"), ("As", "> ```console\n> listening\n> ```\n\nAs")]
    {
        let line = if mark == "As" { 14 } else { 7 };
        let place = format!("book/src/more/two.md:{line}");
        broken(TWO, mark, shown, &place, "includes of kept transcripts");
    }
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
fn the_terms_of_the_glossary_are_in_order_and_each_has_a_sentence_with_a_link() {
    const ENTRIES: &str =
        "`accept`-queue\n: Where [they wait](more/two.md).\n\nqueue\n: A [line](more/two.md).";
    let faults = |from: &str, to: &str| with_glossary(&ENTRIES.replace(from, to), "An accept queue.");
    assert_eq!(faults("", ""), [""; 0]);
    let order = "book/src/glossary.md:6: `A queue` comes after ``accept`-queue`: terms are in the order of the alphabet";
    assert!(faults("\nqueue", "\nA queue").contains(&order.to_owned()));
    let reason = "book/src/glossary.md:3: ``accept`-queue` is explained by a sentence with a link";
    for sentence in ["they wait.", "[they wait](more/two.md)"] {
        assert_eq!(faults("[they wait](more/two.md).", sentence), [reason], "{sentence}");
    }
}

#[test]
fn a_sentence_that_is_too_long_is_named() {
    let sentence = |words: usize| format!("Short. Long{}", " word".repeat(words - 1));
    assert!(problems(&book(TWO, "As `cargo", &format!("{}. As `cargo", sentence(45)))).is_empty());
    let reason = "a sentence of 46 words, of at most 45: `Long word";
    broken(TWO, "As `cargo", &format!("{}. As `cargo", sentence(46)), "book/src/more/two.md:13", reason);
}

#[test]
fn a_listing_that_is_wider_than_the_page_is_named() {
    let listing = |width: usize| format!("fn two() {{}} //{}", "-".repeat(width - 14));
    assert!(problems(&book("code.rs", "fn two() {}", &listing(110))).is_empty());
    let reason = "a line of 111 characters, and the page has room for 110: `fn two";
    broken("code.rs", "fn two() {}", &listing(111), "book/src/one.md:5", reason);
    // A terminal wraps its lines.
    assert!(
        problems(&book("book/src/transcripts/snapshots/seen.snap", "hello", &"hello ".repeat(20))).is_empty()
    );
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
    broken_experiment(&right, &wrong, 5, "the command that starts the server comes first");
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

#[test]
fn a_link_to_a_file_of_the_repository_has_to_find_it_there() {
    let link = |target: &str| format!("[two]({target}), [two](more/two.md#second-half)");
    let two = "[two](more/two.md#second-half)";
    assert!(problems(&book(ONE, two, &link("../../code.rs"))).is_empty());
    broken(ONE, two, &link("../../cod.rs"), "book/src/one.md:3", "no file `cod.rs`");
    broken(ONE, two, &link("../../book"), "book/src/one.md:3", "no file `book`");
    broken(ONE, two, &link("../../../code.rs"), "book/src/one.md:3", "out of the repository");
}

#[test]
fn an_address_of_the_repository_is_found_wherever_it_stands() {
    let address = "https://forge.example/we/this/blob/main/book/src/one.md";
    broken(ONE, "https://www.rfc-editor.org/rfc/rfc9293", address, "book/src/one.md:3", "each copy");
    broken(
        "README.md",
        "",
        &format!("# A\n\nSee [it]({address}#L1).\n"),
        "README.md:3",
        "link to `../../book",
    );
    let workflow = format!("- run: curl {address}\n");
    broken(".github/workflows/a.yml", "", &workflow, ".github/workflows/a.yml:1", "each copy");
    let others = "# A\n\nSee [theirs](https://forge.example/they/that/blob/main/README.md).\n";
    assert!(problems(&book("README.md", "", others)).is_empty());
    broken(
        "Cargo.toml",
        "",
        "repository = \"https://forge.example/we/this\"\n",
        "Cargo.toml:1",
        "`repository`",
    );
    broken(
        TWO,
        "$ cargo",
        "$ git clone https://forge.example/we/this\n$ cargo",
        "book/src/more/two.md:6",
        "ADDRESS",
    );
}

/// The last section of a part: two questions about it, and one about the part before.
const QUESTIONS: &str = "# Questions

How many?

1. One.
2. Two.
3. Three.

<details class=\"answers\">
<summary>Answer</summary>

1. No. There is another.
2. **Right.** One and one: [Two](two.md).
3. No. That is one too many.

</details>

Who?

1. She.
2. He.
3. They.

<details class=\"answers\">
<summary>Answer</summary>

1. **Right.** She was the first: [Two](two.md#who).
2. No. He was the second one.
3. No. They were never there.

</details>

And before?

1. Then.
2. Now.
3. Never.

<details class=\"answers\">
<summary>Answer</summary>

1. **Right.** It was before: [One](../1-one/one.md).
2. No. That comes later on.
3. No. It has happened once.

</details>
";

/// The problems of a small book of two parts with those questions, with some text replaced in them.
fn question_problems(text: &str, replacement: &str) -> Vec<String> {
    let chapters = "- [One](1-one/one.md)\n- [Questions](1-one/last.md)\n- [Two](2-two/two.md)\n- [Questions](2-two/last.md)\n";
    let root = book(SUMMARY, "- [Two](more/two.md)", &format!("{chapters}- [Two](more/two.md)"));
    assert!(QUESTIONS.contains(text), "{text}");
    let first = QUESTIONS.replace("(two.md", "(one.md").replace("../1-one/one.md", "one.md");
    for (file, content) in [
        ("1-one/one.md", "# One\n\n## Who\n"),
        ("1-one/last.md", &first),
        ("2-two/two.md", "# Two\n\n## Who\n"),
        ("2-two/last.md", &QUESTIONS.replacen(text, replacement, 1)),
    ] {
        write(&root, &format!("book/src/{file}"), content);
    }
    let mut problems = problems(&root);
    problems.retain(|problem| !problem.contains("no section of this part asks for `ex"));
    problems
}

#[test]
fn a_question_has_one_right_answer_and_says_why_of_each() {
    assert_eq!(question_problems("", ""), [""; 0]);
    let form = "one explanation begins with `**Right.**`, every other one with `No.`";
    for (text, replacement, line, reason) in [
        ("2. Two.\n3. Three.\n", "", 7, "a numbered list of at least 3 choices stands before"),
        (
            "3. Three.\n",
            "3. Three.\n\nWhat now?\n",
            11,
            "a numbered list of at least 3 choices stands before",
        ),
        ("3. No. That is one too many.\n", "", 9, "3 choices have 2 explanations"),
        ("No. There is", "There is", 9, form),
        ("No. There is another.", "**Right.** There is [another](two.md).", 9, form),
        ("No. There is another.", "No.", 9, "a sentence that says why"),
        ("[Two](two.md)", "it is known", 9, "the right choice links to its section"),
        ("(two.md)", "(https://www.rfc-editor.org/rfc/rfc9293)", 9, "the right choice links to its section"),
        ("(two.md)", "(too.md)", 13, "no `book/src/2-two/too.md`"),
    ] {
        let problems = question_problems(text, replacement);
        let place = format!("book/src/2-two/last.md:{line}: ");
        let is_named = problems.iter().any(|problem| problem.starts_with(&place) && problem.contains(reason));
        assert!(is_named, "{text}: {problems:#?}");
    }
}

#[test]
fn a_part_ends_with_questions_about_it_and_one_about_an_earlier_part() {
    let reason = "book/src/SUMMARY.md:8: the last section of part 2 asks 2 questions about it and 1 about an earlier part";
    assert_eq!(question_problems("(two.md#who)", "(../1-one/one.md#who)"), [reason]);
    assert_eq!(question_problems("../1-one/one.md", "two.md"), [reason]);
}

/// The problems of a small book with this as its specification, but for what its few pages lack.
fn sentence_problems(specification: &str) -> Vec<String> {
    let root = book(SUMMARY, "- [Two]", "[Protocol](protocol.md)\n\n- [Two]");
    fs::write(root.path().join("book/src/protocol.md"), specification).unwrap();
    let mut problems = problems(&root);
    problems.retain(|problem| !problem.contains("there is no page"));
    problems
}

#[test]
fn a_sentence_without_a_check_and_a_check_without_a_sentence_are_named() {
    let problems = sentence_problems(
        "# Protocol\n\n<a class=\"sentence\" id=\"P2\" href=\"#P2\">P2</a> The client speaks first.\n\
         <a class=\"sentence\" id=\"P999\" href=\"#P999\">P999</a> Nobody checks this.\n\
         <a class=\"sentence\" id=\"P998\" href=\"#P998\" title=\"Not checked: it is advice\">P998</a> Nor this.\n\
         <a class=\"sentence\" id=\"P3\" href=\"#P3\" title=\"Not checked: it is advice\">P3</a> But this.\n",
    );
    let is_named = |words: &str| problems.iter().any(|problem| problem.contains(words));
    assert!(is_named("protocol.md:4: no check of `cargo conformance` names P999"), "{problems:#?}");
    assert!(
        is_named("protocol.md:6: P3 has a check, so its title must not say why there is none"),
        "{problems:#?}"
    );
    assert!(is_named("`the_four_operations_calculate`: `protocol.md` has no sentence P21"), "{problems:#?}");
    assert!(!is_named("P998") && !is_named("sentence P2\n"), "{problems:#?}");
}

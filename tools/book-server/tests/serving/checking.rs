//! Checking exercises from a page: what is started, limited, told, and ended.

use crate::{
    planted::{COUNT, name, planted},
    program::Serving,
    support::{ONE, command, write},
};
use serde_json::Value;
use std::{env, fs, os::unix::fs::PermissionsExt as _, path::Path, process::Command};
use testkit::{Signal, eventually};

/// A build that never ends, in a process that the one we start has started.
const ENDLESS: &str = "sleep 1000 & echo $! > build.pid.new && mv build.pid.new build.pid; wait";

const FAILING: &str = "echo 'error: could not compile' >&2; exit 1";

/// `cargo book` in that workspace, where building is done by a script.
fn with_a_cargo_that_builds_by(root: &Path, script: &str) -> Command {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let fake = root.join("fake-cargo");
    let text = format!("#!/bin/sh\ncase $1 in build)\n{script}\n;; *) exec '{cargo}' \"$@\" ;; esac\n");
    fs::write(&fake, text).unwrap();
    fs::set_permissions(&fake, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = command(root, &["--no-open", "--port", "0"]);
    command
        .env("CARGO", fake)
        .env("VISUAL", "")
        .env("EDITOR", "")
        .env("DISPLAY", "")
        .env_remove("TERM_PROGRAM");
    command
}

/// Asks for something, and returns the status with the rest of the answer.
fn ask(serving: &Serving, exercise: &str, action: &str) -> String {
    serving.act("exercises", exercise, action)[9..].to_owned()
}

/// What is told about an exercise, from what stands now on.
fn told(serving: &Serving, exercise: &'static str) -> impl Iterator<Item = Value> + use<> {
    serving.events("exercise").filter(move |event| event["exercise"]["target"] == exercise)
}

/// The process in which the endless build is, as soon as it runs.
fn build(root: &Path) -> u32 {
    let file = root.join("build.pid");
    eventually("a build runs", || file.exists());
    fs::read_to_string(file).unwrap().trim().parse().unwrap()
}

#[track_caller]
fn assert_ends(process: u32) {
    // A process that runs does not notice this signal.
    eventually("the build has ended", || Signal::Continue.send(process).is_err());
}

#[test]
fn stop_ends_a_check_at_once_with_all_that_it_has_started() {
    let root = planted();
    let serving = Serving::by(with_a_cargo_that_builds_by(root.path(), ENDLESS));
    let mut told = told(&serving, "ex1_1_planted");
    assert_eq!(told.next().unwrap()["graded"], "never");
    assert!(ask(&serving, "ex1_1_planted", "check").starts_with("200 "));
    let process = build(root.path());
    assert!(ask(&serving, "ex1_1_planted", "stop").starts_with("200 "));
    let stopped = told.find(|event| event["doing"].is_null()).unwrap();
    assert_eq!((&stopped["ended"], &stopped["graded"]), (&"stopped".into(), &"never".into()));
    assert_ends(process);
}

#[test]
fn ending_the_program_ends_its_checks() {
    // A killed program cannot end anything, and has no exit code: a process that waits for its end does it.
    for (signal, code) in [
        (Signal::Interrupt, Some(0)),
        (Signal::Terminate, Some(0)),
        (Signal::HangUp, Some(0)),
        (Signal::Kill, None),
    ] {
        let root = planted();
        let script = format!("echo Compiling planted >&2; {ENDLESS}");
        let serving = Serving::by(with_a_cargo_that_builds_by(root.path(), &script));
        let mut told = told(&serving, "ex1_1_planted");
        ask(&serving, "ex1_1_planted", "check");
        told.find(|event| event["doing"] == "compiling your code and what it uses (planted)").unwrap();
        let process = build(root.path());
        assert_eq!(serving.signal(signal), code, "{signal:?}");
        assert_ends(process);
    }
}

#[test]
fn only_so_many_checks_are_under_way_and_each_only_once() {
    let root = planted();
    let serving = Serving::by(with_a_cargo_that_builds_by(root.path(), ENDLESS));
    let answers: Vec<_> = (1..=COUNT).map(|number| ask(&serving, &name(number), "check")).collect();
    assert!(answers[..COUNT - 1].iter().all(|answer| answer.starts_with("200 ")), "{answers:?}");
    assert!(
        answers[COUNT - 1].starts_with("429 ")
            && answers[COUNT - 1].contains("8 things are being done already")
    );
    assert!(ask(&serving, &name(1), "check").starts_with("200 "));
    // Stopping one makes room, and the next has its turn.
    let first = build(root.path());
    fs::remove_file(root.path().join("build.pid")).unwrap();
    ask(&serving, &name(1), "stop");
    assert_ends(first);
    assert_ne!(build(root.path()), first);
    eventually("there is room", || ask(&serving, &name(COUNT), "check").starts_with("200 "));
}

#[test]
fn a_flood_is_cut_and_a_script_in_it_arrives_as_text() {
    let root = planted();
    let script = "printf 'error: could not compile <script>alert(1)</script>' >&2; head -c 3000000 /dev/zero | tr '\\0' x | fold -w 1000 >&2; exit 1";
    let serving = Serving::by(with_a_cargo_that_builds_by(root.path(), script));
    let mut told = told(&serving, "ex1_1_planted");
    ask(&serving, "ex1_1_planted", "check");
    let verdict = told.find(|event| event["graded"] == "now").unwrap();
    assert_eq!(verdict["exercise"]["verdict"], "does not compile");
    let reason = verdict["exercise"]["reasons"][0].as_str().unwrap();
    assert!(reason.starts_with("error: could not compile <script>alert(1)</script>xxx"), "{}", &reason[..80]);
    assert!(reason.len() < 20_000 && reason.ends_with("… (a terminal shows the rest)\n"));
}

#[test]
fn a_verdict_is_remembered_but_not_for_other_code() {
    let root = planted();
    let start = || Serving::by(with_a_cargo_that_builds_by(root.path(), FAILING));
    let serving = start();
    let mut heard = told(&serving, "ex1_1_planted");
    ask(&serving, "ex1_1_planted", "check");
    heard.find(|event| event["graded"] == "now").unwrap();
    drop(serving);
    let remembered = || {
        let card = told(&start(), "ex1_1_planted").next().unwrap();
        (card["graded"].clone(), card["exercise"]["verdict"].clone())
    };
    for file in ["exercise.rs", "grade.rs"] {
        assert_eq!(remembered(), ("now".into(), "does not compile".into()));
        let path = format!("stages/01-planted/exercises/1/{file}");
        let before = fs::read_to_string(root.path().join(&path)).unwrap();
        write(root.path(), &path, "//! Another one.\n");
        assert_eq!(remembered(), ("before".into(), "not started".into()), "{file}");
        write(root.path(), &path, &before);
    }
}

#[test]
fn what_was_graded_elsewhere_is_known_when_a_page_is_opened() {
    let root = planted();
    let start = || Serving::by(with_a_cargo_that_builds_by(root.path(), FAILING));
    let (serving, elsewhere) = (start(), start());
    let card = || told(&serving, "ex1_1_planted").next().unwrap();
    assert_eq!(card()["graded"], "never");
    let (mut open, mut heard) = (told(&serving, "ex1_1_planted"), told(&elsewhere, "ex1_1_planted"));
    ask(&elsewhere, "ex1_1_planted", "check");
    heard.find(|event| event["graded"] == "now").unwrap();
    // A page that has been open all the time asks when somebody comes back to it.
    assert_eq!(open.next().unwrap()["graded"], "never");
    ask(&serving, "ex1_2_planted", "refresh");
    assert_eq!(open.next().unwrap()["graded"], "now");
    assert_eq!(
        (&card()["graded"], &card()["exercise"]["verdict"]),
        (&"now".into(), &"does not compile".into())
    );
}

#[test]
fn a_saved_exercise_is_checked_only_if_a_page_has_shown_it() {
    let root = planted();
    let serving = Serving::by(with_a_cargo_that_builds_by(root.path(), FAILING));
    let (mut first, mut second) = (told(&serving, "ex1_1_planted"), told(&serving, "ex1_2_planted"));
    assert!(first.next().is_some() && second.next().is_some());
    ask(&serving, "ex1_2_planted", "follow");
    for number in [1, 2] {
        write(root.path(), &format!("stages/01-planted/exercises/{number}/exercise.rs"), "// Saved.\n");
    }
    second.find(|event| event["graded"] == "now").unwrap();
    // Both were seen together, and in this order.
    let event = first.next().unwrap();
    assert!(event["graded"] == "never" && event["doing"].is_null(), "{event}");
}

/// Starts it, changes a page and saves an exercise; what it has said.
fn said_while_a_page_changes_and_an_exercise_is_saved(root: &Path, command: Command) -> String {
    let serving = Serving::by(command);
    let mut told = told(&serving, "ex1_1_planted");
    told.next().unwrap();
    ask(&serving, "ex1_1_planted", "follow");
    write(root, ONE, "# One\n\nAnother text.\n");
    eventually("the change is served", || serving.get("/one.html").contains("Another text"));
    write(root, "stages/01-planted/exercises/1/exercise.rs", "// Saved.\n");
    told.find(|event| event["graded"] == "now").unwrap();
    serving.said()
}

#[test]
fn where_it_is_told_to_poll_changes_are_seen_and_saved_exercises_checked() {
    let root = planted();
    let mut command = with_a_cargo_that_builds_by(root.path(), FAILING);
    command.arg("--poll");
    let said = said_while_a_page_changes_and_an_exercise_is_saved(root.path(), command);
    assert!(said.starts_with("polling the files for changes every 1 s: --poll asks for it\n"), "{said}");
}

/// Linux counts watches for each user namespace, so one without any can be had in a namespace of its own.
#[cfg(target_os = "linux")]
#[test]
fn without_inotify_changes_are_seen_and_saved_exercises_checked() {
    for (limit, words) in [("instances", "Too many open files"), ("watches", "limit reached")] {
        let root = planted();
        let ours = with_a_cargo_that_builds_by(root.path(), FAILING);
        let script = format!("echo 0 >/proc/sys/user/max_inotify_{limit} && exec \"$@\"");
        let in_a_namespace = || {
            let mut command = Command::new("unshare");
            command.args(["--user", "--map-root-user", "sh", "-c", &script, "sh"]);
            command
        };
        if !in_a_namespace().arg("true").status().is_ok_and(|status| status.success()) {
            testkit::skip("unshare makes no user namespace here");
            return;
        }
        let mut command = in_a_namespace();
        command
            .arg(ours.get_program())
            .args(ours.get_args())
            .current_dir(root.path())
            .stdin(std::process::Stdio::null());
        for (name, value) in ours.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let said = said_while_a_page_changes_and_an_exercise_is_saved(root.path(), command);
        let start = "polling the files for changes every 1 s: the system refuses notifications (";
        assert!(said.starts_with(start) && said.contains(words), "{said}");
    }
}

#[test]
fn an_old_verdict_is_gone_when_its_file_is_saved_even_if_there_is_no_room_for_a_new_check() {
    let root = planted();
    let script = format!("[ -e endless ] || {{ echo 'error: could not compile' >&2; exit 1; }}; {ENDLESS}");
    let serving = Serving::by(with_a_cargo_that_builds_by(root.path(), &script));
    let last = "ex1_9_planted";
    assert_eq!(last, name(COUNT));
    let mut told = told(&serving, last);
    ask(&serving, last, "check");
    told.find(|event| event["graded"] == "now").unwrap();
    write(root.path(), "endless", "");
    for number in 1..COUNT {
        ask(&serving, &name(number), "check");
    }
    ask(&serving, last, "follow");
    write(root.path(), &format!("stages/01-planted/exercises/{COUNT}/exercise.rs"), "// Saved.\n");
    let card = told.next().unwrap();
    assert_eq!((&card["graded"], &card["doing"]), (&"before".into(), &Value::Null));
}

#[test]
fn an_editor_that_is_known_opens_the_learners_file() {
    let root = planted();
    let mut command = with_a_cargo_that_builds_by(root.path(), "exit 1");
    let editor = root.path().join("code");
    fs::write(&editor, "#!/bin/sh\necho \"$@\" > opened.new && mv opened.new opened\n").unwrap();
    fs::set_permissions(&editor, fs::metadata(root.path().join("fake-cargo")).unwrap().permissions())
        .unwrap();
    command.env("VISUAL", format!("'{}' --wait", editor.display()));
    let serving = Serving::by(command);
    assert_eq!(told(&serving, "ex1_1_planted").next().unwrap()["editor"], true);
    ask(&serving, "ex1_1_planted", "open");
    eventually("the editor runs", || root.path().join("opened").exists());
    let opened = fs::read_to_string(root.path().join("opened")).unwrap();
    assert!(opened.starts_with("--wait /") && opened.ends_with("exercises/1/exercise.rs\n"), "{opened}");
}

#[test]
fn without_an_editor_no_page_offers_one() {
    let root = planted();
    let mut command = with_a_cargo_that_builds_by(root.path(), "exit 1");
    command.env("VISUAL", "vim").env_remove("WAYLAND_DISPLAY");
    let serving = Serving::by(command);
    assert_eq!(told(&serving, "ex1_1_planted").next().unwrap()["editor"], cfg!(target_os = "macos"));
}

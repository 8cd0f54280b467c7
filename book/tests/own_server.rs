//! The starting points of the reader's own server, and the servers of the guides, before the judge.
//!
//! Plain `cargo test` leaves them alone, for a reader may have changed them: `cargo test -p book --test own_server`.
#![cfg(unix)]

use book::{Scene, Terminal};
use std::{env, process::Command, sync::Mutex};
use support::lock;
use testkit::{external_programs_are_required, works};

/// Whether a test that needs this program can be run here. If not, it is said, unless it has to be possible.
fn has(program: &str) -> bool {
    let has = works(&format!("command -v {program}"));
    assert!(has || !is_required(program), "{program} is not installed, and has to be");
    has
}

/// What `.ci/run` installs: Node for the tests of the pages, and only where those have to be possible.
fn is_required(program: &str) -> bool {
    let in_ci = || env::var_os("CI").is_some_and(|value| value == "true");
    external_programs_are_required()
        && (matches!(program, "python3" | "cc") || (program == "node" && in_ci()))
}

/// Held while a server is judged: many that start at once would only wait for one another.
static JUDGING: Mutex<()> = Mutex::new(());

/// Types the command in a terminal, and waits for its end. Each check has to end in good time, however long all of them
/// take: some servers start slowly, one for each check.
fn judge(scene: &Scene, words: &str, code: i32) -> Terminal {
    let _alone = lock(&JUDGING);
    let mut terminal = scene.terminal();
    // Its port is a free one, and how much of what it has said is already here when it is judged is chance.
    terminal.numbers_vary_in("ended with").block_varies("Your server printed:");
    terminal.run(&format!("cargo conformance calculator {words}"));
    terminal.exits_step_by_step(code);
    terminal
}

/// The result of a starting point that does not pass all.
fn keep(words: &str, name: &str) {
    judge(&Scene::new(), words, 1).keep(name);
}

/// Compiles a server into a folder that is not tracked.
fn compile(command: &str) {
    let status = Command::new("sh")
        .args(["-c", &format!("mkdir -p target/starters && {command}")])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .env("GO111MODULE", "off")
        .status();
    assert!(status.expect("the system has a shell").success(), "{command}");
}

#[test]
fn the_start_in_python_passes_arithmetic_and_not_numbers() {
    if has("python3") {
        keep("-- python3 starters/python/server.py", "own_python");
    }
}

#[test]
fn the_start_in_javascript_passes_arithmetic_and_not_numbers() {
    if has("node") {
        keep("-- node starters/javascript/server.js", "own_javascript");
    }
}

#[test]
fn the_start_in_java_passes_arithmetic_and_not_numbers() {
    if has("java") {
        keep("-- java starters/java/Server.java", "own_java");
    }
}

#[test]
fn the_start_in_go_passes_arithmetic_and_not_numbers() {
    if has("go") {
        compile("go build -o target/starters/server-go starters/go/server.go");
        keep("-- target/starters/server-go", "own_go");
    }
}

#[test]
fn the_start_in_c_passes_arithmetic_and_takes_a_part_for_the_whole() {
    if has("cc") {
        compile("cc -o target/starters/server-c starters/c/server.c");
        keep("-- target/starters/server-c", "own_c");
        keep("4.2 -- target/starters/server-c", "own_c_framing");
    }
}

#[test]
fn the_start_in_rust_says_what_to_build_first() {
    compile("cargo build --quiet --offline --manifest-path capstone/Cargo.toml --target-dir target/capstone");
    keep("-- target/capstone/debug/capstone", "own_rust");
}

#[test]
fn the_server_of_the_guide_for_python_climbs_the_whole_ladder() {
    if has("python3") {
        judge(&Scene::new(), "--endurance 3 -- python3 book/examples/python/server.py", 0);
    }
}

/// One server for all checks: a virtual machine takes its time to start.
#[test]
fn the_server_of_the_guide_for_java_climbs_the_whole_ladder() {
    if has("javac") {
        compile("javac -d target/own-server book/examples/java/*.java");
        let scene = Scene::new();
        let _server = scene.server("java -cp target/own-server Server 127.0.0.1 1081");
        judge(&scene, "--endurance 3 --connect 127.0.0.1:1081", 0);
    }
}

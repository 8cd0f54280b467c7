//! The last run of `cargo conformance`: its report, which is read with a limit and told to all pages.
//!
//! Any program may have written that file. So only what is known of a report is read from it, and pages get it as texts.

use super::event_bus::EventBus;
use anyhow::ensure;
use conformance::JsonReport;
use serde_json::{Value, json};
use std::{
    fs::{self, File},
    io::{self, ErrorKind, Read as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::UNIX_EPOCH,
};
use support::lock;

/// The longest report that is read: 30 times that of a server which fails everything.
const LONGEST: u64 = 1024 * 1024;

/// Tells pages what the file says, and what it says when it has changed.
pub(crate) struct LastRun {
    file: PathBuf,
    events: Arc<EventBus>,
    told: Mutex<Value>,
}

impl LastRun {
    pub(crate) fn new(file: PathBuf, events: Arc<EventBus>) -> Arc<Self> {
        let last_run = Self { file, events, told: Mutex::default() };
        last_run.look();
        Arc::new(last_run)
    }

    /// The file may have changed: pages are told if it has.
    pub(crate) fn look(&self) {
        let mut told = lock(&self.told);
        let now = event(&self.file);
        if *told != now {
            self.events.put("conformance", &now);
            *told = now;
        }
    }
}

/// What pages are sent: the report, if there is one, and when it was written, in seconds since 1970; or why the file is none.
fn event(file: &Path) -> Value {
    let mut event = json!({ "type": "conformance", "report": null, "unreadable": null, "written": null });
    match read(file) {
        Ok((report, written)) => (event["report"], event["written"]) = (json!(report), json!(written)),
        Err(error) if error.downcast_ref().map(io::Error::kind) == Some(ErrorKind::NotFound) => {}
        Err(error) => event["unreadable"] = error.to_string().into(),
    }
    event
}

/// The report, and when it was written.
fn read(file: &Path) -> anyhow::Result<(JsonReport, Option<u64>)> {
    let about = fs::metadata(file)?;
    // To open a named pipe would take until somebody writes to it.
    ensure!(about.is_file(), "it is no file");
    let mut text = Vec::new();
    File::open(file)?.take(LONGEST + 1).read_to_end(&mut text)?;
    ensure!(text.len() as u64 <= LONGEST, "it has more than {LONGEST} bytes");
    let report = JsonReport::read(&text)?;
    let since = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    Ok((report, since.map(|since| since.as_secs())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report of one check, with what nobody knows.
    fn report() -> Value {
        let check = json!({
            "number": "1.1", "name": "the_client_speaks_first", "level": "required", "verdict": "not run", "requirement": "…",
            "sentences": [], "page": "…", "page_title": "…", "exercise": null, "seconds": 0.5, "message": null, "colour": "red"
        });
        json!({
            "schema": 1, "subject": "calculator", "judged": ["./server"], "finished": false, "passed": false, "whole": true,
            "sections_passed": 0, "problem": null, "speed": null,
            "sections": [{ "number": 1, "name": "arithmetic", "title": "…", "checks": [check] }]
        })
    }

    /// Has the file looked at with this in it, and returns all that was told since the beginning.
    fn told_of(text: &[u8]) -> Value {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("report.json");
        fs::write(&file, text).unwrap();
        event(&file)
    }

    #[test]
    fn pages_are_told_what_is_new_and_nothing_twice() {
        let folder = tempfile::tempdir().unwrap();
        let (file, events) = (folder.path().join("report.json"), Arc::new(EventBus::new()));
        let last_run = LastRun::new(file.clone(), Arc::clone(&events));
        let numbers = || events.kept().iter().map(|event| event.number).collect::<Vec<_>>();
        let told = || serde_json::from_str::<Value>(&events.kept()[0].json).unwrap();
        let nothing = json!({ "type": "conformance", "report": null, "unreadable": null, "written": null });
        assert_eq!(told(), nothing);

        fs::write(&file, report().to_string()).unwrap();
        last_run.look();
        assert_eq!(told()["report"]["sections"][0]["checks"][0]["verdict"], "not run");
        assert_eq!(told()["report"]["sections"][0]["checks"][0]["colour"], Value::Null);
        assert!(told()["written"].as_u64().unwrap() > 1_700_000_000);
        let before = numbers();
        last_run.look();
        assert_eq!(numbers(), before);

        fs::remove_file(&file).unwrap();
        last_run.look();
        assert_eq!(told(), nothing);
    }

    #[test]
    fn pages_get_the_speed_also_of_a_report_that_does_not_say_whether_it_is_being_measured() {
        let mut measured = report();
        let load = json!({ "name": "1 client", "clients": 1, "pipeline": 1, "yours": 1.5, "ours": 3.0, "echo": null });
        measured["speed"] =
            json!({ "rounds": 3, "seconds": 0.5, "loads": [load], "missing": ["the bare echo"] });
        let speed = &told_of(measured.to_string().as_bytes())["report"]["speed"];
        assert_eq!((&speed["measuring"], &speed["missing"][0]), (&json!(false), &json!("the bare echo")));
        assert_eq!(speed["loads"], measured["speed"]["loads"]);
    }

    #[test]
    fn a_file_that_is_no_report_is_unreadable_and_it_is_said_why() {
        let mut newer = report();
        newer["schema"] = 2.into();
        let mut other = report();
        other["sections"][0]["checks"][0]["verdict"] = "splendid".into();
        let half = &report().to_string()[..100];
        for (text, why) in [
            (newer.to_string().as_str(), "it has version 2 of the format, not 1"),
            (other.to_string().as_str(), "unknown variant `splendid`"),
            (half, "EOF while parsing"),
            ("", "EOF while parsing"),
            ("[1]", "invalid"),
            (&"[".repeat(100_000), "invalid"),
        ] {
            let told = told_of(text.as_bytes());
            assert!(told["unreadable"].as_str().is_some_and(|said| said.contains(why)), "{why}: {told}");
            assert_eq!(told["report"], Value::Null);
        }
        assert_ne!(told_of(b"\xff\xfe")["unreadable"], Value::Null);
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(event(folder.path())["unreadable"], "it is no file");
    }

    #[test]
    fn a_report_may_be_as_long_as_the_limit_and_no_longer() {
        let mut text = report().to_string().into_bytes();
        text.resize(usize::try_from(LONGEST).unwrap(), b' ');
        assert_eq!(told_of(&text)["unreadable"], Value::Null);
        text.push(b' ');
        assert_eq!(told_of(&text)["unreadable"], "it has more than 1048576 bytes");
    }

    #[cfg(unix)]
    #[test]
    fn a_named_pipe_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("report.json");
        assert!(std::process::Command::new("mkfifo").arg(&file).status().unwrap().success());
        let (sender, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || sender.send(event(&file)));
        assert_eq!(told.recv_timeout(testkit::DEADLINE).unwrap()["unreadable"], "it is no file");
    }
}

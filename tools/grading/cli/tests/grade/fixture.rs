//! Small workspaces with planted exercises, copied to where they can be built, changed and thrown away.
//!
//! Cargo's target folder for them is kept from run to run, and a file that has not changed is not written again: so only
//! the first run builds the tools.

use assert_cmd::Command;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process,
    sync::OnceLock,
    time::Duration,
};

/// Longer than a first build takes on a busy machine.
const COMMAND_TIMEOUT: Duration = Duration::from_mins(5);

/// A workspace.
pub(crate) struct Fixture {
    pub(crate) root: PathBuf,
}

impl Fixture {
    /// The planted exercises, as they are, for tests that only look.
    pub(crate) fn planted() -> &'static Self {
        static PLANTED: OnceLock<Fixture> = OnceLock::new();
        PLANTED.get_or_init(|| Self::of_its_own("planted"))
    }

    /// A copy of the planted exercises for one test, which may change it.
    pub(crate) fn of_its_own(name: &str) -> Self {
        Self::copy("fixture", name)
    }

    /// The same, in git; nothing where there is no git, so that the tests need nothing but Rust.
    pub(crate) fn in_git(name: &str) -> Option<Self> {
        process::Command::new("git").arg("--version").output().ok()?;
        let fixture = Self::of_its_own(name);
        let _ = fs::remove_dir_all(fixture.root.join(".git"));
        fixture.git(&["init", "--quiet"]);
        fixture.commit("planted");
        Some(fixture)
    }

    /// A copy of one of the workspaces beside this file.
    pub(crate) fn copy(source: &str, name: &str) -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("grade").join(name);
        // Slashes mean the same on every system, and backslashes something else in TOML.
        let tools = here.join("../..").to_str().unwrap().replace('\\', "/");
        // Cargo takes packages of one name in one place for the same, wherever their workspaces are.
        let package = if name == "planted" { "\"".to_owned() } else { format!("-{name}\"") };
        let put_in = |text: &str| text.replace("TOOLS", &tools).replace("-copy\"", &package);
        renew(&here.join("tests").join(source), &root, &put_in);
        let lock = fs::read_to_string(here.join("../../../Cargo.lock")).unwrap();
        // Cargo leaves only what is used in it, and may do so without a network.
        if !root.join("Cargo.lock").exists() {
            fs::write(root.join("Cargo.lock"), lock).unwrap();
        }
        Self { root }
    }

    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    pub(crate) fn git(&self, arguments: &[&str]) {
        let who = ["-c", "user.name=Test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"];
        let mut git = process::Command::new("git");
        let status = git.current_dir(&self.root).args(who).args(arguments).status().unwrap();
        assert!(status.success(), "git {arguments:?}");
    }

    /// `cargo grade` with these arguments.
    pub(crate) fn grade(&self, arguments: &[&str]) -> Command {
        let mut grade = Command::new(env!("CARGO_BIN_EXE_grader"));
        grade.current_dir(&self.root).args(arguments).timeout(COMMAND_TIMEOUT);
        grade.envs(self.variables()).env_remove("CLICOLOR_FORCE");
        grade
    }

    /// What a grader needs in its environment, to be offline and to build all copies in one place.
    pub(crate) fn variables(&self) -> [(&'static str, PathBuf); 3] {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("grade/target");
        // Without it, git would find the repository around the target folder.
        let ceiling = self.root.parent().unwrap().to_owned();
        [
            ("CARGO_TARGET_DIR", target),
            ("CARGO_NET_OFFLINE", "true".into()),
            ("GIT_CEILING_DIRECTORIES", ceiling),
        ]
    }

    /// What it says to people.
    pub(crate) fn says(&self, arguments: &[&str]) -> String {
        String::from_utf8(self.grade(arguments).output().unwrap().stdout).unwrap()
    }

    /// What it says to programs.
    pub(crate) fn report(&self, arguments: &[&str]) -> serde_json::Value {
        let all: Vec<_> = arguments.iter().copied().chain(["--json", "--time-limit", "2"]).collect();
        serde_json::from_str(&self.says(&all)).unwrap()
    }

    /// A file in it.
    pub(crate) fn file(&self, path: &str) -> PathBuf {
        self.root.join("stages").join(path)
    }
}

/// Makes `to` the same as `from`, apart from cargo's own files and git's.
fn renew(from: &Path, to: &Path, put_in: &dyn Fn(&str) -> String) {
    fs::create_dir_all(to).unwrap();
    let names = |folder: &Path| -> BTreeSet<_> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect()
    };
    for name in names(from) {
        let (from, to) = (from.join(&name), to.join(&name));
        // A test may have left a link there, and nothing is written to where it leads.
        if to.is_symlink() {
            fs::remove_file(&to).unwrap();
        }
        if from.is_dir() {
            renew(&from, &to, put_in);
            continue;
        }
        let text = put_in(&fs::read_to_string(&from).unwrap());
        if fs::read_to_string(&to).ok().as_ref() != Some(&text) {
            fs::write(&to, text).unwrap();
        }
    }
    for name in names(to).difference(&names(from)).filter(|name| *name != "Cargo.lock" && *name != ".git") {
        let stray = to.join(name);
        if stray.is_dir() { fs::remove_dir_all(stray).unwrap() } else { fs::remove_file(stray).unwrap() }
    }
}

//! One terminal of an experiment: commands are typed into it, and all pages see what it shows.

use super::{
    run::{Kind, Run},
    text::Text,
};
use anyhow::Context as _;
use book_checks::{CommandLine, Lines};
use std::{
    io::{PipeReader, Read as _},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Instant,
};
use support::{KillOnDrop, Output, ProcessGroup, cargo::Executables, describe_exit, time_left};

/// The port in the book's commands.
const SHOWN: &str = "1081";

/// How much a terminal may show. The longest one of the book shows two kilobytes, and a page has to bear it.
const MOST: usize = 64 * 1024;

/// A terminal of a run.
pub(super) struct Terminal<'a> {
    /// From 1.
    pub(super) number: usize,
    pub(super) run: &'a Run,
    pub(super) programs: &'a Executables,
    pub(super) now: Option<Program>,
}

/// What all terminals of a run have in common.
pub(super) struct Scene {
    /// Stands for the book's.
    pub(super) port: String,
    /// After that, the reader gives the experiment up.
    pub(super) deadline: Instant,
}

/// What runs in a terminal.
pub(super) struct Program {
    child: KillOnDrop,
    group: ProcessGroup,
    shown: Output,
    /// How many bytes of it nobody waits for any more.
    seen: usize,
}

impl Terminal<'_> {
    /// Types a command; what still runs is ended with Ctrl+C first.
    pub(super) fn type_in(&mut self, command: &str, scene: &Scene) -> anyhow::Result<()> {
        self.interrupt(scene)?;
        let command = command.replace(SHOWN, &scene.port);
        self.show(Kind::Typed, &format!("$ {command}\n"));
        let line = CommandLine::parse(&command).context("this is no program of the workspace")?;
        let program = self.programs.get(line.program.name()).context("this program is not built")?;
        let mut command = self::command(program, &line);
        command.stdin(Stdio::null());
        let (child, group, reader) = self.run.job.supervisor.start_with_one_output(command)?;
        let output = Output::default();
        let display = Display { number: self.number, run: self.run.clone(), shown: output.clone() };
        thread::spawn(move || display.show(reader, &line.shown));
        self.now = Some(Program { child, group, shown: output, seen: 0 });
        Ok(())
    }

    /// Presses Ctrl+C, if anything runs, and waits for its end.
    pub(super) fn interrupt(&mut self, scene: &Scene) -> anyhow::Result<()> {
        if let Some(program) = self.now.as_ref().filter(|program| !program.shown.has_ended()) {
            program.group.interrupt();
            self.show(Kind::Typed, "^C\n");
        }
        self.end(scene)
    }

    /// Waits for the end of what runs, and tells its exit code.
    pub(super) fn end(&mut self, scene: &Scene) -> anyhow::Result<()> {
        let in_time = self.wait_for_end(scene.deadline);
        anyhow::ensure!(in_time, "the program in terminal {} went on and on", self.number);
        let Some(mut program) = self.now.take() else { return Ok(()) };
        let status = program.child.0.wait()?;
        program.group.kill(false);
        // Without an exit code it was ended by a signal, such as that of Ctrl+C.
        let by_a_signal = if status.code().is_none() { "ended by " } else { "" };
        self.show(Kind::Ended, &format!("{by_a_signal}{}\n", describe_exit(status)));
        Ok(())
    }

    /// Waits until the terminal shows these words, after those that were waited for before.
    pub(super) fn wait_for(&mut self, words: &str, scene: &Scene) -> anyhow::Result<()> {
        let Some(Program { shown, seen, .. }) = &mut self.now else { return Ok(()) };
        let end = |text: &str| text[*seen..].find(words).map(|start| *seen + start + words.len());
        let end = shown.wait_for(time_left(scene.deadline), end);
        *seen = end.unwrap_or(*seen);
        let in_time = end.is_some() || shown.has_ended();
        anyhow::ensure!(in_time, "terminal {} never showed `{words}`", self.number);
        Ok(())
    }

    /// Waits until what runs can show no more; whether that was in time.
    pub(super) fn wait_for_end(&self, deadline: Instant) -> bool {
        self.now.as_ref().is_none_or(|program| program.shown.wait_for_end(time_left(deadline)))
    }

    fn show(&self, kind: Kind, text: &str) {
        self.run.show(self.number, kind, text);
    }
}

/// What is started for a line.
fn command(program: &Path, line: &CommandLine) -> Command {
    let mut command = match line.descriptors {
        None => Command::new(program),
        Some(limit) => {
            // Only a shell can lower a limit for what it becomes; std cannot.
            let mut shell = Command::new("sh");
            shell.args(["-c", r#"ulimit -n "$0" && exec "$@""#, &limit.to_string()]).arg(program);
            shell
        }
    };
    command.args(&line.arguments);
    command
}

/// Shows what comes from a program.
struct Display {
    number: usize,
    run: Run,
    shown: Output,
}

impl Display {
    /// Until nothing more comes; who shows too much is ended, with everything else.
    fn show(&self, mut reader: PipeReader, lines: &Lines) {
        let (mut text, mut line, mut count) = (Text::default(), String::new(), 0);
        let mut buffer = [0; 8192];
        while let Ok(read @ 1..) = reader.read(&mut buffer) {
            count += read;
            if count > MOST {
                let words = "no more is shown: 64 KiB are enough for a page\n";
                self.run.show(self.number, Kind::Ended, words);
                self.run.job.supervisor.stop();
                break;
            }
            self.take(&mut line, &text.of(&buffer[..read]), lines);
        }
        self.take(&mut line, &text.rest(), lines);
        // What is left has no end of a line; or it is the last one of all, which was waited for.
        self.print(&line);
        self.shown.end();
    }

    /// Prints what may be printed by now, and keeps the rest in `line`.
    fn take(&self, line: &mut String, text: &str, lines: &Lines) {
        match lines {
            Lines::All => self.print(text),
            Lines::Last => text.split_inclusive('\n').for_each(|piece| {
                if line.ends_with('\n') {
                    line.clear();
                }
                line.push_str(piece);
            }),
            Lines::Without(words) => text.split_inclusive('\n').for_each(|piece| {
                line.push_str(piece);
                if line.ends_with('\n') {
                    let line = std::mem::take(line);
                    if !words.iter().any(|word| line.contains(word)) {
                        self.print(&line);
                    }
                }
            }),
        }
    }

    fn print(&self, text: &str) {
        if !text.is_empty() {
            self.run.show(self.number, Kind::Printed, text);
            self.shown.push(text.as_bytes());
        }
    }
}

//! Doing what was asked for, and how that ends: an exit code, and a line when something went wrong.

use crate::{
    arguments::{Arguments, loopback},
    client_command::StartedClients,
    command::Started,
    json_report,
    judge::judge,
    junit,
    report::Report,
    selection::{UsageError, choose},
    speed,
    subject::Subject,
    target::{Connected, Target},
    text_report::TextReport,
};
use anyhow::{Context as _, bail};
use std::{fs, io, process::ExitCode};
use support::{Console, ProcessSupervisor, ProgressLine, stop_on_interrupt};

/// Does what was asked for; whether all that is required passed.
///
/// # Errors
///
/// When the command line cannot be followed, or nobody reads what is written.
pub fn run(arguments: &Arguments) -> anyhow::Result<bool> {
    let asked = choose(arguments.subject, &arguments.asked)?;
    if arguments.list {
        list(arguments.subject, &asked)?;
        return Ok(true);
    }
    let supervisor = ProcessSupervisor::default();
    let target = target(arguments, supervisor.clone())?;
    stop_on_interrupt(supervisor.clone())?;
    // Some checks make a thousand connections.
    let _ = support::raise_fd_limit();
    let whole = arguments.asked.is_empty();
    let mut report = Report::new(arguments.subject, &asked, whole);
    run_checks(arguments, &mut report, target.as_ref(), &supervisor)?;
    if let Some(file) = &arguments.junit {
        let written = fs::write(file, junit::report(&report));
        written.with_context(|| format!("could not write {}", file.display()))?;
    }
    Ok(report.passed())
}

/// What is to be judged.
fn target(arguments: &Arguments, supervisor: ProcessSupervisor) -> anyhow::Result<Box<dyn Target>> {
    if arguments.subject == Subject::Client && arguments.connect.is_some() {
        bail!(UsageError(
            "--connect is for servers: a client is started by its command, after two dashes".into()
        ));
    }
    if arguments.subject == Subject::Client && arguments.speed.is_some() {
        bail!(UsageError("--speed is for servers: a client waits for its replies".into()));
    }
    if let Some(address) = &arguments.connect {
        return Ok(Box::new(Connected(loopback(address)?)));
    }
    if arguments.command.is_empty() {
        let (subject, kind) = (arguments.subject.name(), arguments.subject.kind());
        bail!(UsageError(format!(
            "what is to be judged? Name the command that starts your {kind}, after two dashes: cargo conformance {subject} -- \
             python3 {kind}.py"
        )));
    }
    let words = arguments.command.clone();
    Ok(match arguments.subject {
        Subject::Client => Box::new(StartedClients { words, supervisor }),
        Subject::Echo | Subject::Calculator => Box::new(Started { words, supervisor }),
    })
}

/// Runs the checks, measures the speed if that is wanted, and shows and keeps what was found.
fn run_checks(
    arguments: &Arguments,
    report: &mut Report,
    target: &dyn Target,
    supervisor: &ProcessSupervisor,
) -> anyhow::Result<()> {
    let named = !arguments.asked.is_empty();
    let file = arguments.report.clone().or_else(json_report::usual);
    let judged = arguments.connect.as_ref().map_or_else(|| arguments.command.clone(), |it| vec![it.clone()]);
    let keep = |report: &Report| {
        let text = json_report::report(report, &judged)?;
        file.as_ref().map_or(Ok(()), |file| json_report::renew(file, &text))
    };
    let mut text = TextReport::new(arguments.all, arguments.target_words());
    let progress = ProgressLine::on_terminal();
    judge(report, target, arguments.limits(), arguments.all || named, |report, ended| {
        keep(report)?;
        if !arguments.json {
            let cleared = progress.clear();
            ended.map_or(Ok(()), |index| text.result(report, index))?;
            drop(cleared);
            let next = ended.map_or(0, |index| index + 1);
            if let Some(next) = report.outcomes.get(next).filter(|_| !report.finished) {
                progress.show(format_args!("{} {}", next.place(), next.check.name));
            }
        }
        Ok(())
    })?;
    drop(progress);
    if !arguments.json {
        text.summary(report)?;
    }
    if let Some(time) = arguments.speed.filter(|_| report.unusable.is_none()) {
        let speed = speed::measure(arguments, target, supervisor, time, |speed| {
            report.speed = Some(speed);
            keep(report)
        })?;
        if !arguments.json {
            text.console.message(&format!("\n{speed}"))?;
        }
        report.speed = Some(speed);
        keep(report)?;
    } else if !arguments.json && report.whole && report.passed() && report.subject != Subject::Client {
        let (subject, target) = (report.subject.name(), arguments.target_words());
        text.console
            .line(&format!("How fast is it, beside ours? cargo conformance {subject} 1 --speed {target}"))?;
    }
    if arguments.json {
        text.console.verbatim(&json_report::report(report, &judged)?)?;
    }
    Ok(())
}

/// Shows the number and the name of each check, its level where it is not required, and what it wants.
fn list(subject: Subject, asked: &[(usize, usize)]) -> io::Result<()> {
    let mut console = Console::stdout();
    let report = Report::new(subject, asked, false);
    for (number, section, outcomes) in report.sections() {
        console.line(&format!("Section {number}, {}: {}", section.name, section.title))?;
        for outcome in outcomes {
            let check = outcome.check;
            let level = if check.is_required() { "" } else { " (recommended)" };
            console.line(&format!("  {:<5} {}{level}", outcome.place(), check.name))?;
            console.line(&format!("        {} ({})", check.requirement, check.sentences().join(", ")))?;
        }
    }
    Ok(())
}

/// 0 when all that is required passed, 1 when something did not, 2 for a wrong command line.
#[must_use]
pub fn exit_code(outcome: anyhow::Result<bool>) -> ExitCode {
    support::exit_code::<UsageError>(outcome)
}

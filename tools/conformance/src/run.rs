//! Doing what was asked for, and how that ends: an exit code, and a line when something went wrong.

use crate::{
    arguments::{Arguments, loopback},
    client_command::StartedClients,
    command::Started,
    json_report,
    judge::judge,
    junit,
    report::Report,
    report_file,
    selection::{UsageError, choose},
    subject::Subject,
    target::{Connected, Target},
    text_report::TextReport,
};
use anyhow::Context as _;
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
    let target = target(arguments)?;
    // Some checks make a thousand connections.
    let _ = support::raise_fd_limit();
    let whole = arguments.asked.is_empty();
    let mut report = Report::new(arguments.subject, &asked, whole);
    run_checks(arguments, &mut report, target.as_ref())?;
    if let Some(file) = &arguments.junit {
        let written = fs::write(file, junit::report(&report)?);
        written.with_context(|| format!("could not write {}", file.display()))?;
    }
    Ok(report.passed())
}

/// What is to be judged.
fn target(arguments: &Arguments) -> anyhow::Result<Box<dyn Target>> {
    if arguments.subject == Subject::Client && arguments.connect.is_some() {
        return Err(UsageError(
            "--connect is for servers: a client is started by its command, after two dashes".to_owned(),
        )
        .into());
    }
    if let Some(address) = &arguments.connect {
        return Ok(Box::new(Connected(loopback(address)?)));
    }
    if arguments.command.is_empty() {
        let (subject, kind) = (arguments.subject.name(), arguments.subject.kind());
        return Err(UsageError(format!(
            "what is to be judged? Name the command that starts your {kind}, after two dashes: cargo conformance {subject} -- \
             python3 {kind}.py"
        ))
        .into());
    }
    let supervisor = ProcessSupervisor::default();
    stop_on_interrupt(supervisor.clone())?;
    let words = arguments.command.clone();
    Ok(match arguments.subject {
        Subject::Client => Box::new(StartedClients { words, supervisor }),
        Subject::Echo | Subject::Calculator => Box::new(Started { words, supervisor }),
    })
}

/// Runs the checks, and shows and keeps what they find.
fn run_checks(arguments: &Arguments, report: &mut Report, target: &dyn Target) -> anyhow::Result<()> {
    let named = !arguments.asked.is_empty();
    let file = arguments.report.clone().or_else(report_file::usual);
    let judged = arguments.connect.as_ref().map_or_else(|| arguments.command.clone(), |it| vec![it.clone()]);
    let mut text = TextReport::new(arguments.all, arguments.target_words());
    let progress = ProgressLine::on_terminal();
    judge(report, target, arguments.limits(), arguments.all || named, |report, ended| {
        if let Some(file) = &file {
            report_file::renew(file, &json_report::report(report, &judged)?)?;
        }
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
    if arguments.json {
        text.console.verbatim(&json_report::report(report, &judged)?)?;
    } else {
        text.summary(report)?;
    }
    Ok(())
}

/// Shows the number and the name of each check, its level where it is not required, and what it wants.
fn list(subject: Subject, asked: &[(usize, usize)]) -> io::Result<()> {
    let mut console = Console::new();
    let report = Report::new(subject, asked, false);
    for (number, section, outcomes) in report.sections() {
        console.line(&format!("Section {number}, {}: {}", section.name, section.title))?;
        for outcome in outcomes {
            let check = outcome.check;
            let level = match check.level {
                crate::Level::Required => "",
                crate::Level::Recommended => " (recommended)",
            };
            console.line(&format!("  {:<5} {}{level}", outcome.place(), check.name))?;
            console.line(&format!("        {} ({})", check.requirement, check.sentences.join(", ")))?;
        }
    }
    Ok(())
}

/// 0 when all that is required passed, 1 when something did not, 2 for a wrong command line.
#[must_use]
pub fn exit_code(outcome: anyhow::Result<bool>) -> ExitCode {
    support::exit_code::<UsageError>(outcome)
}

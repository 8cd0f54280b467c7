//! What was done and seen, as a table, and the verdict.

use crate::{
    flat::MEMORY_TO_SPARE,
    soak::Soak,
    tally::{COUNTS, Count},
    team::Team,
};
use std::fmt::{self, Write as _};
use support::group_digits;

/// How much evidence is shown; what comes after a broken promise proves little.
const SHOWN: usize = 10;

/// The whole report.
pub(crate) fn report(soak: &Soak, teams: &[Team]) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write(soak, teams, &mut text);
    text
}

fn write(soak: &Soak, teams: &[Team], text: &mut String) -> fmt::Result {
    row(text, &format!("{} s, seed {}", soak.elapsed().as_secs(), soak.seed), teams, |team| {
        team.model.to_owned()
    })?;
    for (count, name) in COUNTS {
        row(text, name, teams, |team| group_digits(team.tally.get(count)))?;
    }
    writeln!(text, "\nThe server that was never restarted, whenever everybody had left:")?;
    let level = |text: &mut String, name, show: fn(&Team) -> Option<String>| {
        row(text, name, teams, |team| show(team).unwrap_or_else(|| "not measured".to_owned()))
    };
    level(text, "looked at, times", |team| Some(team.levels.lulls.len().to_string()))?;
    level(text, "memory, KiB, warm", |team| Some(group_digits(team.levels.memory()?.0)))?;
    level(text, "memory, KiB, last", |team| Some(group_digits(team.levels.memory()?.1)))?;
    level(text, "  the highest, in a crowd", |team| highest(team, team.levels.highest.memory))?;
    level(text, "descriptors, first", |team| Some(team.levels.lulls.first()?.descriptors.to_string()))?;
    level(text, "descriptors, last", |team| Some(team.levels.lulls.last()?.descriptors.to_string()))?;
    level(text, "  the highest, in a crowd", |team| highest(team, team.levels.highest.descriptors))?;
    level(text, "threads, first", |team| Some(team.levels.lulls.first()?.threads.to_string()))?;
    level(text, "threads, last", |team| Some(team.levels.lulls.last()?.threads.to_string()))?;
    level(text, "  the highest, in a crowd", |team| highest(team, team.levels.highest.threads))?;
    verdict(soak, teams, text)
}

fn highest(team: &Team, level: u64) -> Option<String> {
    team.levels.lulls.first().map(|_| group_digits(level))
}

fn verdict(soak: &Soak, teams: &[Team], text: &mut String) -> fmt::Result {
    let evidence = soak.evidence();
    if evidence.is_empty() {
        return praise(teams, text);
    }
    writeln!(text, "\nBROKEN, with seed {}:", soak.seed)?;
    evidence.iter().take(SHOWN).try_for_each(|evidence| writeln!(text, "  after {evidence}"))?;
    match evidence.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => writeln!(text, "  and {more} more"),
    }
}

/// No more than what was seen.
fn praise(teams: &[Team], text: &mut String) -> fmt::Result {
    let (spare, all) = (MEMORY_TO_SPARE / 1024, |seen: fn(&Team) -> bool| teams.iter().all(seen));
    writeln!(text, "\nNo reply was wrong, and none was lost.")?;
    if all(|team| team.tally.get(Count::Ends) > 0) {
        writeln!(text, "Each SIGTERM was followed by exit code 0 within five seconds.")?;
    }
    if all(|team| team.levels.lulls.len() > 1) {
        writeln!(text, "Whenever everybody had left, descriptors and threads came back to what they were.")?;
    }
    if all(|team| team.levels.memory().is_some()) {
        writeln!(text, "The memory stayed within {spare} MiB of what it was when the server was warm.")?;
    }
    Ok(())
}

fn row(text: &mut String, name: &str, teams: &[Team], cell: impl Fn(&Team) -> String) -> fmt::Result {
    write!(text, "{name:<27}")?;
    teams.iter().try_for_each(|team| write!(text, "{:>14}", cell(team)))?;
    writeln!(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        flat::{Figures, Levels},
        station::Station,
        tally::Tally,
    };
    use std::time::Duration;

    fn team(model: &'static str, lulls: u64) -> Team {
        let station = || Station::new(1081);
        let tally = Tally::default();
        COUNTS.iter().zip(1..).for_each(|((count, _), number)| tally.add(*count, number * 1111));
        let figures = |lull| Figures { memory: 3000 + lull, descriptors: 8, threads: 2 };
        let highest = Figures { memory: 5000, descriptors: 80, threads: 66 };
        let levels = Levels { lulls: (0..lulls).map(figures).collect(), highest };
        Team {
            model,
            names: Default::default(),
            steady: station(),
            restarted: station(),
            tally,
            levels,
            _ports: Vec::new(),
        }
    }

    fn soak() -> Soak {
        Soak::new(7, Duration::from_secs(2), Duration::from_secs(20))
    }

    #[test]
    fn a_good_run_is_praised_for_what_was_seen() {
        insta::assert_snapshot!("good", report(&soak(), &[team("threads", 30), team("async", 30)]));
    }

    #[test]
    fn what_was_not_measured_is_not_praised() {
        let text = report(&soak(), &[team("threads", 3), team("async", 0)]);
        assert!(text.contains("not measured") && text.ends_with("within five seconds.\n"), "{text}");
    }

    #[test]
    fn a_broken_promise_is_told_with_seed_server_and_time() {
        let soak = soak();
        soak.accuse("async, steady", "a wrong reply");
        let text = report(&soak, &[team("async", 30)]);
        assert!(
            text.ends_with("\nBROKEN, with seed 7:\n  after 0.0 s, async, steady: a wrong reply\n"),
            "{text}"
        );
    }
}

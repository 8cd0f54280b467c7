//! Which checks somebody asks for: by section or check, each by number or name.

use crate::subject::Subject;

/// The numbers of the checks that the words ask for, in their order; without words, of all.
pub(crate) fn choose(subject: Subject, words: &[String]) -> Result<Vec<(usize, usize)>, UsageError> {
    let all = (1..).zip(subject.sections()).flat_map(|(section, found)| {
        (1..).zip(found.checks).map(move |(number, check)| (section, found.name, number, check.name))
    });
    let all: Vec<_> = all.collect();
    let asks_for = |word: &str, &(section, section_name, number, name): &(usize, &str, usize, &str)| {
        word == section_name
            || word == name
            || word == section.to_string()
            || word == format!("{section}.{number}")
    };
    if let Some(word) = words.iter().find(|word| !all.iter().any(|check| asks_for(word, check))) {
        let subject = subject.name();
        return Err(UsageError(format!(
            "{subject} has no section or check `{word}`. This lists them: cargo conformance {subject} --list\n\
             A command stands after two dashes: cargo conformance {subject} -- {word} …"
        )));
    }
    let asked = all.iter().filter(|check| words.is_empty() || words.iter().any(|word| asks_for(word, check)));
    Ok(asked.map(|&(section, _, number, _)| (section, number)).collect())
}

/// The command line cannot be followed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct UsageError(pub(crate) String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_are_asked_for_by_number_name_or_section() {
        let chosen = |words: &[&str]| {
            let words: Vec<_> = words.iter().map(|&word| word.to_owned()).collect();
            choose(Subject::Calculator, &words).unwrap()
        };
        let all = chosen(&[]);
        assert_eq!(chosen(&["1.2"]), [(1, 2)]);
        assert_eq!(chosen(&["the_next_client_is_served"]), chosen(&["1.2"]));
        assert!(chosen(&["2"]).iter().all(|(section, _)| *section == 2));
        assert_eq!(chosen(&["numbers"]), chosen(&["2"]));
        assert_eq!(chosen(&["2", "1"]), [chosen(&["1"]), chosen(&["2"])].concat());
        assert!(all.len() > chosen(&["2", "1"]).len());
    }

    #[test]
    fn what_there_is_not_is_said_with_the_way_to_what_there_is() {
        let error = choose(Subject::Echo, &["9.9".to_owned()]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "echo has no section or check `9.9`. This lists them: cargo conformance echo --list\n\
             A command stands after two dashes: cargo conformance echo -- 9.9 …"
        );
    }
}

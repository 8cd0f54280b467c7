//! Predictions: a question, what the reader runs to find out, and the answer. What it prints is folded away until then.

use crate::{
    book::Chapter,
    page::{numbered_lines, opening, typed_lines},
    problem::Problem,
    running::is_run,
};

/// How a prediction is asked for.
const PREDICT: &str = "> **Predict.**";

/// The answer's tags.
const ANSWER: [&str; 2] = ["<details>", "</details>"];

/// What is written over a folded transcript.
const PRINTED: &str = "<details class=\"printed\"><summary>What it printed here</summary>";

/// Where a prediction stands, by lines from 1.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Prediction {
    /// The question.
    pub(crate) asked: usize,
    /// Where the answer begins. What is run stands between the two.
    pub(crate) answered: usize,
    /// The answer's last line.
    pub(crate) ends: usize,
}

impl Prediction {
    /// Whether what stands in this line is run to find out.
    pub(crate) fn runs(&self, line: usize) -> bool {
        (self.asked..self.answered).contains(&line)
    }
}

/// The predictions of a text, and what is wrong with it.
fn read(text: &str) -> (Vec<Prediction>, Vec<(usize, &'static str)>) {
    const NO_ANSWER: &str = "this prediction has no answer: a <details> before the next heading";
    const LATE: &str = "what is run after a prediction, and what it prints, stands before the answer";
    let (mut predictions, mut faults) = (Vec::new(), Vec::new());
    let mut open: Option<Prediction> = None;
    // Whether what is run would come too late: where an answer has just been given to what nothing was run for.
    let (mut has_run, mut is_late) = (false, false);
    for (number, line, _) in numbered_lines(text).filter(|(.., fence)| fence.is_none()) {
        let asks = line.starts_with(PREDICT);
        let is_heading = (line.starts_with("# ") || line.starts_with("## ")) && !is_run(line);
        let is_terminal = line.starts_with("```console") && !line.contains("exercise-");
        if asks || is_heading {
            faults.extend(open.take().map(|begun: Prediction| (begun.asked, NO_ANSWER)));
            is_late = false;
        }
        match &mut open {
            _ if asks => {
                open = Some(Prediction { asked: number, ..Prediction::default() });
                has_run = false;
            }
            Some(begun) if line.starts_with(ANSWER[0]) => begun.answered = number,
            Some(begun) if line.starts_with(ANSWER[1]) && begun.answered > 0 => {
                predictions.extend(open.take().map(|begun| Prediction { ends: number, ..begun }));
                is_late = true;
            }
            Some(begun) => has_run |= is_terminal && begun.answered == 0,
            None if is_late && (is_run(line) || is_terminal && !has_run) => faults.push((number, LATE)),
            None => {}
        }
    }
    faults.extend(open.map(|begun| (begun.asked, NO_ANSWER)));
    (predictions, faults)
}

/// The predictions of a chapter.
pub(crate) fn predictions(chapter: &Chapter) -> Vec<Prediction> {
    read(&chapter.source).0
}

pub(crate) fn check(chapter: &Chapter) -> impl Iterator<Item = Problem> {
    read(&chapter.source).1.into_iter().map(|(line, reason)| chapter.problem(line, reason))
}

/// A chapter, with its includes in it, as it is shown: each prediction with what belongs to it in a box, in which the
/// commands are seen and what they print is folded away.
#[must_use]
pub fn fold_transcripts(text: &str) -> String {
    let lines: Vec<_> = text.lines().collect();
    let mut folded = String::new();
    let mut done = 0;
    for Prediction { asked, answered, ends } in read(text).0 {
        push(&mut folded, &lines[done..asked - 1]);
        folded.push_str("\n<div class=\"prediction\">\n\n");
        fold(&mut folded, &lines[..answered - 1], asked - 1);
        let answer = lines[answered - 1].replacen(ANSWER[0], "<details class=\"answer\">", 1);
        push(&mut folded, &[&answer]);
        push(&mut folded, &lines[answered..ends]);
        folded.push_str("\n</div>\n");
        done = ends;
    }
    push(&mut folded, &lines[done..]);
    folded
}

/// Writes the lines from this one on with the transcripts among them folded.
fn fold(folded: &mut String, lines: &[&str], from: usize) {
    let mut begins = from;
    while let Some(line) = lines.get(begins) {
        let ends = match opening(line) {
            Some(ticks) => {
                let end = lines[begins + 1..].iter().position(|line| line.trim_end() == ticks);
                end.map_or(lines.len(), |end| begins + end + 2)
            }
            None => begins + 1,
        };
        match &lines[begins..ends] {
            [opening, inner @ .., closing] if line.starts_with("```console") => {
                transcript(folded, [opening, closing], inner, &lines[..begins]);
            }
            block => push(folded, block),
        }
        begins = ends;
    }
}

/// Writes a transcript: first what is typed, then all of it, folded away. What was typed before has no
/// command of its own.
fn transcript(folded: &mut String, [opening, closing]: [&str; 2], inner: &[&str], before: &[&str]) {
    let mut is_typed = typed_lines();
    let typed = inner.iter().copied().filter(|line| is_typed(line) || *line == "^C");
    let typed: Vec<_> = typed.collect();
    let was_typed = |line: &&str| was_typed(before, line);
    if !typed.iter().all(was_typed) {
        push(folded, &[opening]);
        push(folded, &typed);
        push(folded, &[closing]);
    }
    if typed.len() < inner.len() {
        push(folded, &["", PRINTED, "", opening]);
        push(folded, inner);
        push(folded, &[closing, "", ANSWER[1]]);
    }
}

/// Whether a command was typed after the last heading of these lines, and what it prints was left for later.
fn was_typed(lines: &[&str], typed: &str) -> bool {
    let begins = lines.iter().rposition(|line| line.starts_with("## ")).unwrap_or_default();
    let named = format!("`{}`", typed.trim_start_matches("$ "));
    let shows_nothing = |next: &str| next.starts_with("```") || next.starts_with("$ ");
    let is_typed = |pair: &[&str]| pair[0] == typed && shows_nothing(pair[1]);
    lines[begins..].windows(2).any(|pair| pair[0].contains(&named) || is_typed(pair))
}

fn push(text: &mut String, lines: &[&str]) {
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# One

> **Predict.** What?

**Run it:**

```console,experiment-x
$ cargo run \\
  -p x
seen
^C
```

Then:

```console
$ cargo wire
```

<details><summary>Answer</summary>

```console
$ ls
a
```

</details>

So.
";

    #[test]
    fn what_is_typed_is_seen_and_what_it_prints_is_folded() {
        let folded = fold_transcripts(TEXT);
        let expected = "# One


<div class=\"prediction\">

> **Predict.** What?

**Run it:**

```console,experiment-x
$ cargo run \\
  -p x
^C
```

<details class=\"printed\"><summary>What it printed here</summary>

```console,experiment-x
$ cargo run \\
  -p x
seen
^C
```

</details>

Then:

```console
$ cargo wire
```

<details class=\"answer\"><summary>Answer</summary>

```console
$ ls
a
```

</details>

</div>

So.
";
        assert_eq!(folded, expected);
    }

    #[test]
    fn what_was_typed_before_has_no_command_again() {
        let server = "```console\n$ cargo wire --listen\nseen\n```\n";
        let text = format!(
            "Start `cargo wire --listen`.\n\n> **Predict.** What?\n\n{server}\n<details>\n</details>\n"
        );
        assert_eq!(fold_transcripts(&text).matches("$ cargo wire").count(), 1);
        let elsewhere = text.replace("\n\n>", "\n\n## Next\n\n>");
        assert_eq!(fold_transcripts(&elsewhere).matches("$ cargo wire").count(), 2);
    }

    #[test]
    fn a_text_without_predictions_stays_as_it_is() {
        let text = "# One\n\n```console\n$ ls\na\n> **Predict.**\n```\n\n<details>\n\n</details>\n";
        assert_eq!(fold_transcripts(text), text);
    }

    #[test]
    fn an_answer_comes_before_the_next_heading_and_after_what_is_run() {
        assert_eq!(read(TEXT), (vec![Prediction { asked: 3, answered: 20, ends: 27 }], vec![]));
        let faults = |text: &str| read(text).1.into_iter().map(|(line, _)| line).collect::<Vec<_>>();
        let answer = "<details>\n</details>\n";
        assert_eq!(faults("> **Predict.** a\n## Next\n"), [1]);
        assert_eq!(faults("> **Predict.** a\n\n> **Predict.** b\n"), [1, 3]);
        assert_eq!(faults(&format!("> **Predict.** a\n## Run it\n{answer}")), [0; 0]);
        assert_eq!(faults(&format!("> **Predict.** a\n{answer}**Run it.**\n")), [4]);
        assert_eq!(faults(&format!("> **Predict.** a\n{answer}```console\n```\n")), [4]);
        assert_eq!(faults(&format!("> **Predict.** a\n```console\n```\n{answer}```console\n```\n")), [0; 0]);
        assert_eq!(faults(&format!("> **Predict.** a\n{answer}## B\n```console\n```\n")), [0; 0]);
    }
}

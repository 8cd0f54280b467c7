//! A small client with a fault, or none: the faults, and what each does.

use crate::{
    client_connection::{Connection, Lost},
    client_stand_in::{ClientStandIn, Surroundings},
};
use std::{
    io::{BufRead as _, BufReader, PipeReader, Read as _},
    sync::Arc,
};

/// What is wrong with a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    SendsNoLineEnd,
    WaitsForAGreeting,
    SaysHello,
    ShowsNothing,
    ReadsWordByWord,
    EndsAfterOneReply,
    ShowsTheFirstReplyAgain,
    HidesErrors,
    KnowsTheReasons,
    EndsAfterAnError,
    SendsQuit,
    FailsAtQuit,
    FailsAtTheEndOfTheInput,
    SendsEmptyLinesAtTheEndOfTheInput,
    TakesAFragmentForAReply,
    LosesRepliesThatComeTogether,
    WantsNoCr,
    ReadsAKilobyte,
    DecodesAscii,
    SendsLatin1,
    DecodesEachRead,
    ShowsATruncatedReply,
    ReadsOnAfterTheEnd,
    EndsInOrderWithoutAReply,
    FailsWithoutAWord,
    IgnoresAReset,
    IgnoresARefusal,
    ConnectsForEver,
    TakesBusyForAReply,
    TakesTheNextLineForAReply,
    ShowsAllThatCame,
    TakesAnyLineForAReply,
    NeverGivesUp,
}

/// Each with the check that rejects it.
const FAULTS: &[(Fault, &str)] = &[
    (Fault::SendsNoLineEnd, "a_line_that_is_typed_is_sent"),
    (Fault::WaitsForAGreeting, "a_line_that_is_typed_is_sent"),
    (Fault::SaysHello, "a_line_that_is_typed_is_sent"),
    (Fault::ShowsNothing, "the_reply_is_shown"),
    (Fault::ReadsWordByWord, "a_space_does_not_end_a_request"),
    (Fault::EndsAfterOneReply, "each_line_gets_its_reply"),
    (Fault::ShowsTheFirstReplyAgain, "each_line_gets_its_reply"),
    (Fault::HidesErrors, "an_error_is_shown"),
    (Fault::KnowsTheReasons, "the_reason_of_an_error_may_be_any"),
    (Fault::EndsAfterAnError, "the_conversation_goes_on_after_an_error"),
    (Fault::SendsQuit, "quit_ends_the_client"),
    (Fault::FailsAtQuit, "quit_ends_the_client"),
    (Fault::FailsAtTheEndOfTheInput, "the_end_of_the_input_ends_the_client"),
    (Fault::SendsEmptyLinesAtTheEndOfTheInput, "the_end_of_the_input_ends_the_client"),
    (Fault::TakesAFragmentForAReply, "a_reply_may_come_in_fragments"),
    (Fault::LosesRepliesThatComeTogether, "replies_that_come_together_are_kept"),
    (Fault::WantsNoCr, "a_reply_may_end_with_crlf"),
    (Fault::ReadsAKilobyte, "a_long_reply_is_one_reply"),
    (Fault::DecodesAscii, "text_beyond_ascii_is_text"),
    (Fault::SendsLatin1, "text_beyond_ascii_is_text"),
    (Fault::DecodesEachRead, "a_character_may_come_in_two_fragments"),
    (Fault::ShowsATruncatedReply, "a_truncated_reply_is_no_reply"),
    (Fault::ReadsOnAfterTheEnd, "a_truncated_reply_is_no_reply"),
    (Fault::EndsInOrderWithoutAReply, "a_server_that_closes_is_reported"),
    (Fault::FailsWithoutAWord, "a_server_that_closes_is_reported"),
    (Fault::IgnoresAReset, "a_reset_is_reported"),
    (Fault::IgnoresARefusal, "a_port_without_a_server_is_reported"),
    (Fault::ConnectsForEver, "a_port_without_a_server_is_reported"),
    (Fault::TakesBusyForAReply, "a_busy_server_is_reported"),
    (Fault::TakesTheNextLineForAReply, "one_reply_too_many_is_no_reply"),
    (Fault::ShowsAllThatCame, "one_reply_too_many_is_no_reply"),
    (Fault::TakesAnyLineForAReply, "a_line_that_is_no_reply_is_reported"),
    (Fault::NeverGivesUp, "a_silent_server_is_given_up"),
];

impl Fault {
    /// Whether it spoils so much that the check it names is only the first to fail.
    fn is_pervasive(self) -> bool {
        matches!(
            self,
            Self::SendsNoLineEnd
                | Self::WaitsForAGreeting
                | Self::SaysHello
                | Self::ShowsNothing
                | Self::EndsAfterOneReply
                | Self::ShowsTheFirstReplyAgain
                | Self::HidesErrors
                | Self::TakesAFragmentForAReply
                | Self::DecodesAscii
                | Self::SendsLatin1
                | Self::ReadsOnAfterTheEnd
                | Self::ConnectsForEver
        )
    }
}

/// All of them: the fault, the client, the check that it names, and whether checks after that fail, too.
pub(crate) fn corpus() -> Vec<(String, ClientStandIn, &'static str, bool)> {
    let entry = |&(fault, check): &(Fault, &'static str)| {
        (format!("{fault:?}"), client(Some(fault)), check, fault.is_pervasive())
    };
    FAULTS.iter().map(entry).collect()
}

/// A client with a fault, or none.
pub(crate) fn client(fault: Option<Fault>) -> ClientStandIn {
    ClientStandIn(Arc::new(move |surroundings| {
        let lost = match talk(surroundings, fault) {
            Ok(success) => return success,
            Err(lost) => lost,
        };
        let is_ignored = match lost {
            Lost::Closed => fault == Some(Fault::EndsInOrderWithoutAReply),
            Lost::Reset => fault == Some(Fault::IgnoresAReset),
            Lost::Refused => fault == Some(Fault::IgnoresARefusal),
            _ => false,
        };
        if !(is_ignored || lost == Lost::Closed && fault == Some(Fault::FailsWithoutAWord)) {
            surroundings.stderr.push(format!("the conversation failed: {lost:?}\n").as_bytes());
        }
        is_ignored
    }))
}

/// Sends what is typed, and shows the replies; whether it ends with exit code 0.
fn talk(around: &mut Surroundings, fault: Option<Fault>) -> Result<bool, Lost> {
    let has = |other: Fault| fault == Some(other);
    let mut connection = Connection::open(around, fault)?;
    if has(Fault::WaitsForAGreeting) {
        connection.line()?;
    }
    if has(Fault::SaysHello) {
        connection.send(b"hello\n");
    }
    let mut first = None;
    loop {
        around.stdout.push(b"> ");
        let Some(typed) = next_line(&mut around.input, fault) else {
            while has(Fault::SendsEmptyLinesAtTheEndOfTheInput) {
                connection.send(b"\n");
                connection.line()?;
            }
            connection.finish();
            return Ok(!has(Fault::FailsAtTheEndOfTheInput));
        };
        if typed == "quit" && !has(Fault::SendsQuit) {
            connection.finish();
            return Ok(!has(Fault::FailsAtQuit));
        }
        if !has(Fault::TakesTheNextLineForAReply) {
            connection.reject_unsolicited()?;
        }
        connection.send(&request(&typed, fault));
        // Only who reads ahead has several lines here.
        for _ in typed.lines() {
            let mut reply = connection.line()?;
            if has(Fault::ShowsTheFirstReplyAgain) {
                reply.clone_from(first.get_or_insert(reply.clone()));
            }
            around.stdout.push(&shown(&reply, fault)?);
            if connection.is_truncated {
                return Err(Lost::Truncated);
            }
            let ends = has(Fault::EndsAfterAnError) && reply.starts_with("error: ");
            if ends || has(Fault::EndsAfterOneReply) {
                return Ok(true);
            }
        }
    }
}

/// What is typed next; `None` at the end of the input.
fn next_line(input: &mut BufReader<PipeReader>, fault: Option<Fault>) -> Option<String> {
    let typed = match fault {
        Some(Fault::ReadsWordByWord) => {
            let bytes = input.bytes().map_while(Result::ok);
            bytes.take_while(|byte| !byte.is_ascii_whitespace()).collect()
        }
        Some(Fault::LosesRepliesThatComeTogether) => {
            let typed = input.fill_buf().ok()?.to_vec();
            input.consume(typed.len());
            typed
        }
        _ => {
            let mut line = Vec::new();
            input.read_until(b'\n', &mut line).ok()?;
            line
        }
    };
    let typed = String::from_utf8_lossy(&typed);
    (!typed.is_empty()).then(|| typed.trim_end().to_owned())
}

/// What is sent for it.
fn request(typed: &str, fault: Option<Fault>) -> Vec<u8> {
    match fault {
        Some(Fault::SendsNoLineEnd) => typed.into(),
        Some(Fault::SendsLatin1) => {
            let latin_1 = typed.chars().map(|character| u8::try_from(character).unwrap_or(b'?'));
            latin_1.chain(*b"\n").collect()
        }
        _ => format!("{typed}\n").into_bytes(),
    }
}

/// What is printed for a reply, if it is one.
fn shown(reply: &str, fault: Option<Fault>) -> Result<Vec<u8>, Lost> {
    let line = reply.lines().next().unwrap_or_default();
    let is_error = line.starts_with("error: ");
    let is_number = line.parse::<f64>().is_ok();
    if line.starts_with("busy: ") && fault != Some(Fault::TakesBusyForAReply) {
        return Err(Lost::Busy(line.to_owned()));
    }
    let is_taken = match fault {
        Some(Fault::TakesAnyLineForAReply) => true,
        Some(Fault::TakesBusyForAReply) => line.starts_with("busy: "),
        _ => false,
    };
    if !is_taken && !is_error && !is_number {
        return Err(Lost::NoReply(line.to_owned()));
    }
    let text = match fault {
        Some(Fault::ShowsNothing) => "",
        Some(Fault::HidesErrors) if is_error => "?",
        Some(Fault::KnowsTheReasons) if is_error && !line.contains("division by zero") => "unknown error",
        _ => reply,
    };
    Ok(format!("Answer: {text}\n").into_bytes())
}

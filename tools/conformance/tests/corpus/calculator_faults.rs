//! The faults of calculators: what each does to a request or a reply, and the check that it names.

use super::calculate;
use calculator_server::Reply;
use std::sync::atomic::{AtomicU64, Ordering};

/// What is wrong with a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Greets,
    EndsNoReply,
    SendsNoReply,
    PutsWordsBeforeValues,
    EndsWithItsFirstClient,
    ClosesAfterOneRequest,
    NeverCloses,
    DividesWholeNumbers,
    KnowsNoPrecedence,
    IgnoresParentheses,
    GroupsFromTheRight,
    ReadsOneSign,
    KnowsNoBlanks,
    CaretIsExclusiveOr,
    GroupsPowersFromTheLeft,
    SignsBelongToNumbers,
    ExponentsHaveNoSign,
    RemainderOfPython,
    KnowsNoNames,
    LogarithmIsNatural,
    NumbersBeginWithADigit,
    DropsAnEWithoutDigits,
    WholeNumbersHaveAPoint,
    FifteenDigits,
    ExponentsHaveAPlus,
    ExponentsBeginEarly,
    ExponentsHaveTwoDigits,
    RefusesTheSmallest,
    MissingOperandIsZero,
    ImpliesMultiplication,
    ClosesParentheses,
    KnowsTau,
    SkipsUnderscores,
    ReadsDigitsOfAllScripts,
    SkipsByteOrderMarks,
    CalculatesWithInfinity,
    SkipsEmptyLines,
    ClosesAtWhatIsNotUtf8,
    RepliesInfAfterDivision,
    RepliesInf,
    RepliesNan,
    ClosesAfterAnError,
    ClosesAtQuit,
    WritesErrorWithACapital,
    CountsErrors,
    BeginsReasonsWithACapital,
    EndsReasonsWithAFullStop,
    SendsControlCharactersBack,
    NamesNoColumn,
    CountsColumnsFromZero,
    TakesAFragmentForALine,
    LosesTheThirdLineOfARead,
    ForgetsWhatFollowsTheLastLine,
    KeepsTheCr,
    TakesAllCrsAway,
    LosesTheLastLine,
    SharesItsBuffer,
    RepliesToNothingAtTheEnd,
    EndsRepliesWithCrlf,
    RepliesInReverseOrder,
    ClosesAtTheEndOfTheInput,
    TakesCtrlDForTheEnd,
    RefusesTheLongestLine,
    HasALimitOf2000Bytes,
    RepliesToEachPartOfALongLine,
    ClosesAfterAMegabyte,
    CountsChainsAsNesting,
    Nests63Deep,
    DiesOfDeepNesting,
    KeepsUnreadReplies,
    DropsTheRestOfAShortWrite,
    ExecutesPython,
    ExecutesJavaScript,
    ExecutesTemplates,
    AsksAShell,
    TakesLinesForFormats,
    EndsLinesAtANul,
    TakesItsTime,
    ReadsBeforeItAccepts,
    ServesTheLatestClient,
    WaitsForTheRestOfALine,
    HasFewPlaces,
    RunsOutOfDescriptors,
    EndsWithAResetAtOnce,
    EndsWithAResetWithinALine,
    EndsWithAFlood,
    EndsWithUnreadReplies,
    EndsWithAHalfClosedClient,
    ServesTwelveHundredClients,
    ClosesAllAfterAReset,
}

impl Fault {
    /// Whether it spoils so much that the check it names is only the first to fail.
    pub(crate) fn is_pervasive(self) -> bool {
        matches!(
            self,
            Self::Greets
                | Self::EndsNoReply
                | Self::SendsNoReply
                | Self::PutsWordsBeforeValues
                | Self::WritesErrorWithACapital
                | Self::EndsWithItsFirstClient
        )
    }
}

/// Each with the check that rejects it.
pub(crate) const FAULTS: &[(Fault, &str)] = &[
    (Fault::Greets, "the_client_speaks_first"),
    (Fault::EndsNoReply, "the_client_speaks_first"),
    (Fault::SendsNoReply, "the_client_speaks_first"),
    (Fault::PutsWordsBeforeValues, "the_client_speaks_first"),
    (Fault::DividesWholeNumbers, "the_four_operations_calculate"),
    (Fault::KnowsNoPrecedence, "products_come_before_sums"),
    (Fault::IgnoresParentheses, "parentheses_come_before_everything"),
    (Fault::GroupsFromTheRight, "equal_operators_go_from_left_to_right"),
    (Fault::ReadsOneSign, "signs_stand_before_operands"),
    (Fault::KnowsNoBlanks, "spaces_and_tabs_mean_nothing"),
    (Fault::ClosesAfterOneRequest, "many_requests_share_a_connection"),
    (Fault::EndsWithItsFirstClient, "the_next_client_is_served"),
    (Fault::NeverCloses, "the_server_closes_after_the_client"),
    (Fault::CaretIsExclusiveOr, "a_power_is_written_with_a_caret"),
    (Fault::GroupsPowersFromTheLeft, "powers_go_from_right_to_left"),
    (Fault::SignsBelongToNumbers, "a_sign_binds_less_than_a_power"),
    (Fault::ExponentsHaveNoSign, "the_right_side_of_a_power_may_have_a_sign"),
    (Fault::RemainderOfPython, "a_remainder_has_the_sign_of_its_left_side"),
    (Fault::KnowsNoNames, "two_numbers_have_names"),
    (Fault::LogarithmIsNatural, "eight_functions_take_one_argument"),
    (Fault::NumbersBeginWithADigit, "a_number_may_have_a_point_and_an_exponent"),
    (Fault::DropsAnEWithoutDigits, "an_e_is_an_exponent_if_digits_follow"),
    (Fault::WholeNumbersHaveAPoint, "a_whole_number_has_no_point"),
    (Fault::FifteenDigits, "a_number_has_the_fewest_digits"),
    (Fault::ExponentsHaveAPlus, "large_numbers_have_an_exponent"),
    (Fault::ExponentsBeginEarly, "large_numbers_have_an_exponent"),
    (Fault::ExponentsHaveTwoDigits, "small_numbers_have_an_exponent"),
    (Fault::RefusesTheSmallest, "the_largest_and_the_smallest_numbers_are_read"),
    (Fault::MissingOperandIsZero, "a_missing_operand_is_an_error"),
    (Fault::ImpliesMultiplication, "a_missing_operator_is_an_error"),
    (Fault::ClosesParentheses, "an_unmatched_parenthesis_is_an_error"),
    (Fault::KnowsTau, "an_unknown_name_is_an_error"),
    (Fault::SkipsUnderscores, "an_unexpected_character_is_an_error"),
    (Fault::ReadsDigitsOfAllScripts, "an_unexpected_character_is_an_error"),
    (Fault::SkipsByteOrderMarks, "an_unexpected_character_is_an_error"),
    (Fault::CalculatesWithInfinity, "a_result_that_is_too_large_is_an_error"),
    (Fault::SkipsEmptyLines, "an_empty_line_is_an_error"),
    (Fault::ClosesAtWhatIsNotUtf8, "what_is_not_utf8_is_an_error"),
    (Fault::RepliesInfAfterDivision, "a_division_by_zero_is_an_error"),
    (Fault::RepliesInf, "a_result_that_is_too_large_is_an_error"),
    (Fault::RepliesNan, "a_result_that_is_no_number_is_an_error"),
    (Fault::ClosesAfterAnError, "after_an_error_the_conversation_goes_on"),
    (Fault::ClosesAtQuit, "after_an_error_the_conversation_goes_on"),
    (Fault::WritesErrorWithACapital, "an_e_is_an_exponent_if_digits_follow"),
    (Fault::CountsErrors, "the_same_request_gets_the_same_error"),
    (Fault::BeginsReasonsWithACapital, "a_reason_is_a_line_for_people"),
    (Fault::EndsReasonsWithAFullStop, "a_reason_is_a_line_for_people"),
    (Fault::SendsControlCharactersBack, "a_reason_is_a_line_for_people"),
    (Fault::NamesNoColumn, "a_reason_names_the_column"),
    (Fault::CountsColumnsFromZero, "a_reason_names_the_column"),
    (Fault::TakesAFragmentForALine, "a_line_may_come_in_two_fragments"),
    (Fault::LosesTheThirdLineOfARead, "several_lines_may_come_at_once"),
    (Fault::ForgetsWhatFollowsTheLastLine, "a_segment_may_end_within_a_line"),
    (Fault::KeepsTheCr, "a_line_may_end_with_crlf"),
    (Fault::TakesAllCrsAway, "a_cr_elsewhere_is_a_character"),
    (Fault::LosesTheLastLine, "a_last_line_without_an_end_is_a_request"),
    (Fault::SharesItsBuffer, "a_last_line_without_an_end_is_a_request"),
    (Fault::RepliesToNothingAtTheEnd, "nothing_after_the_last_line_is_no_request"),
    (Fault::EndsRepliesWithCrlf, "replies_end_with_lf"),
    (Fault::RepliesInReverseOrder, "replies_come_in_order"),
    (Fault::ClosesAtTheEndOfTheInput, "replies_come_before_the_end"),
    (Fault::TakesCtrlDForTheEnd, "a_line_of_any_byte_gets_one_reply"),
    (Fault::RefusesTheLongestLine, "a_request_may_have_1024_bytes"),
    (Fault::HasALimitOf2000Bytes, "a_longer_line_gets_an_error"),
    (Fault::RepliesToEachPartOfALongLine, "a_long_line_gets_one_error"),
    (Fault::ClosesAfterAMegabyte, "a_line_of_megabytes_is_discarded"),
    (Fault::CountsChainsAsNesting, "a_flat_chain_may_fill_the_line"),
    (Fault::Nests63Deep, "64_levels_of_nesting_are_calculated"),
    (Fault::DiesOfDeepNesting, "deeper_nesting_gets_a_reply"),
    (Fault::KeepsUnreadReplies, "requests_wait_while_replies_are_unread"),
    (Fault::DropsTheRestOfAShortWrite, "replies_that_had_to_wait_are_whole"),
    (Fault::ExecutesPython, "no_python_is_executed"),
    (Fault::ExecutesJavaScript, "no_javascript_is_executed"),
    (Fault::ExecutesTemplates, "no_java_or_template_is_executed"),
    (Fault::AsksAShell, "no_shell_is_asked"),
    (Fault::TakesLinesForFormats, "format_strings_are_text"),
    (Fault::EndsLinesAtANul, "a_nul_ends_nothing"),
    (Fault::TakesItsTime, "no_request_takes_long"),
    (Fault::ReadsBeforeItAccepts, "an_idle_first_client_delays_nobody"),
    (Fault::ServesTheLatestClient, "a_silent_client_stays_connected"),
    (Fault::WaitsForTheRestOfALine, "slow_clients_delay_nobody"),
    (Fault::HasFewPlaces, "a_hundred_clients_are_served"),
    (Fault::RunsOutOfDescriptors, "a_thousand_clients_connect_at_once"),
    (Fault::EndsWithAResetAtOnce, "a_reset_at_once_ends_one_connection"),
    (Fault::EndsWithAResetWithinALine, "a_reset_within_a_line_ends_one_connection"),
    (Fault::EndsWithAFlood, "a_flood_that_breaks_off_ends_one_connection"),
    (Fault::EndsWithUnreadReplies, "a_client_may_vanish_with_replies_unread"),
    (Fault::EndsWithAHalfClosedClient, "a_half_closed_client_may_vanish"),
    (Fault::ServesTwelveHundredClients, "the_last_client_is_served_like_the_first"),
    (Fault::ClosesAllAfterAReset, "faulty_clients_harm_nobody_else"),
];

/// The reply to a request that is misunderstood; `None` if this one is not.
pub(crate) fn rewrite(fault: Fault, text: &str) -> Option<Reply> {
    let has_only =
        |letters: &str| text.chars().all(|letter| letter.is_ascii_digit() || letters.contains(letter));
    let starts_with_digit = text.starts_with(|letter: char| letter.is_ascii_digit());
    let misread = match fault {
        Fault::KnowsNoPrecedence
            if has_only("+-*/") && starts_with_digit && !text.contains("+-") && !text.contains("*-") =>
        {
            grouped_from_the_left(text, "+-*/")
        }
        Fault::GroupsPowersFromTheLeft if has_only("^") => grouped_from_the_left(text, "^"),
        Fault::GroupsFromTheRight if has_only("+-") || has_only("*/") => grouped_from_the_right(text)?,
        Fault::IgnoresParentheses if text.contains(")*") && text.contains('(') => {
            text.replace(['(', ')'], "")
        }
        Fault::ReadsOneSign
            if !text.contains('^') && ["+-", "*-", "--"].iter().any(|two| text.contains(two)) =>
        {
            "+".into()
        }
        Fault::KnowsNoBlanks if text.contains([' ', '\t']) => "+".into(),
        Fault::SignsBelongToNumbers => text.replace("-2^2", "(-2)^2"),
        Fault::ExponentsHaveNoSign if text.contains("^-") => "+".into(),
        Fault::KnowsNoNames if text.contains("pi") || text == "e" => "+".into(),
        Fault::LogarithmIsNatural => text.replace("log10", "ln"),
        Fault::NumbersBeginWithADigit if text.starts_with('.') => "+".into(),
        Fault::DropsAnEWithoutDigits if starts_with_digit => {
            text.trim_end_matches('+').trim_end_matches('e').into()
        }
        Fault::RefusesTheSmallest if text.contains("e-400") => "+".into(),
        Fault::MissingOperandIsZero if text.starts_with('*') => format!("0{text}"),
        Fault::ImpliesMultiplication if starts_with_digit && text == "2(3)" => text.replace('(', "*("),
        Fault::ClosesParentheses if text.matches('(').count() > text.matches(')').count() => {
            format!("{text})")
        }
        Fault::KnowsTau => text.replace("tau", "(2*pi)"),
        Fault::SkipsByteOrderMarks => text.replace('\u{feff}', ""),
        Fault::CalculatesWithInfinity if text.contains("/(1e308*10)") => "0".into(),
        Fault::ReadsDigitsOfAllScripts => text.replace('٣', "3"),
        Fault::SkipsUnderscores => text.replace('_', ""),
        Fault::RefusesTheLongestLine if text.len() == 1024 && text.starts_with("00") => "+".into(),
        Fault::CountsChainsAsNesting if text.matches(['+', '-']).count() > 500 && starts_with_digit => {
            "+".into()
        }
        Fault::Nests63Deep if text.matches(['(', '-', '^']).count() == 64 => "+".into(),
        Fault::ExecutesPython if text.contains("lambda") => "7".into(),
        Fault::ExecutesJavaScript => text
            .replace("Math.abs(-7)", "7")
            .replace("java.lang.7", "Math.abs(-7)")
            .replace("T(Math).abs", "$"),
        Fault::ExecutesTemplates if text.starts_with("${") || text.starts_with("#{") => "49".into(),
        Fault::AsksAShell if text.starts_with("$(") => "7".into(),
        Fault::EndsLinesAtANul => text.split('\0').next()?.into(),
        Fault::TakesItsTime if text.starts_with("9^9^9") => {
            // Longer than any check waits, also on a busy machine.
            std::thread::park_timeout(2 * testkit::DEADLINE);
            "+".into()
        }
        Fault::RemainderOfPython => return remainder_of_python(text),
        Fault::CaretIsExclusiveOr if has_only("^") && text.matches('^').count() == 1 => {
            return exclusive_or(text);
        }
        _ => return None,
    };
    Some(calculate(&misread))
}

/// `2+3*4` becomes `(2+3)*4`.
fn grouped_from_the_left(text: &str, operators: &str) -> String {
    let mut grouped = String::new();
    let mut count = 0;
    for letter in text.chars() {
        if operators.contains(letter) {
            count += 1;
            if count > 1 {
                grouped = format!("({grouped})");
            }
        }
        grouped.push(letter);
    }
    grouped
}

/// `10-4-3` becomes `10-(4-3)`.
fn grouped_from_the_right(text: &str) -> Option<String> {
    let operators: Vec<_> = text.char_indices().filter(|(_, letter)| "+-*/".contains(*letter)).collect();
    let [(first, _), _, ..] = operators[..] else { return None };
    (first > 0).then(|| format!("{}({})", &text[..=first], &text[first + 1..]))
}

fn remainder_of_python(text: &str) -> Option<Reply> {
    let (left, right) = text.split_once('%')?;
    let (left, right): (f64, f64) = (left.parse().ok()?, right.parse().ok()?);
    let value = left - right * (left / right).floor();
    value.is_finite().then_some(Reply::Value(value))
}

fn exclusive_or(text: &str) -> Option<Reply> {
    let (left, right) = text.split_once('^')?;
    let (left, right): (u32, u32) = (left.parse().ok()?, right.parse().ok()?);
    Some(Reply::Value(f64::from(left ^ right)))
}

/// What is sent instead of a reply; `None` if it is sent as it is.
pub(crate) fn replace_reply(fault: Fault, line: &[u8], reply: &Reply) -> Option<String> {
    let text = reply.to_string();
    match (fault, reply) {
        (Fault::DividesWholeNumbers, Reply::Value(value)) if line.contains(&b'/') => {
            Some(value.trunc().to_string())
        }
        (Fault::PutsWordsBeforeValues, Reply::Value(_)) => Some(format!("Result: {text}")),
        (Fault::WholeNumbersHaveAPoint, Reply::Value(value)) if value.abs() < 1e15 && !text.contains('e') => {
            Some(format!("{value:?}"))
        }
        (Fault::FifteenDigits, Reply::Value(value)) if text.len() > 16 && value.abs() < 1e100 => {
            let rounded: f64 = format!("{value:.14e}").parse().ok()?;
            Some(rounded.to_string())
        }
        (Fault::ExponentsBeginEarly, Reply::Value(value)) if (1e15..1e16).contains(&value.abs()) => {
            Some(format!("{value:e}"))
        }
        (Fault::ExponentsHaveAPlus, Reply::Value(value)) if value.abs() >= 1e16 => {
            Some(text.replace('e', "e+"))
        }
        (Fault::ExponentsHaveTwoDigits, Reply::Value(value)) if value.abs() > 1e-10 && value.abs() < 1e-4 => {
            Some(text.replace("e-", "e-0"))
        }
        (Fault::RepliesInfAfterDivision, Reply::Error(reason)) if reason.contains("by zero") => {
            Some("inf".into())
        }
        (Fault::RepliesInf, Reply::Error(reason)) if reason.contains("too large") => Some("inf".into()),
        (Fault::RepliesNan, Reply::Error(reason)) if reason.contains("not a number") => Some("NaN".into()),
        (Fault::WritesErrorWithACapital, Reply::Error(reason)) => Some(format!("Error: {reason}")),
        (Fault::CountsErrors, Reply::Error(reason)) => {
            static COUNT: AtomicU64 = AtomicU64::new(1);
            Some(format!("error: number {}: {reason}", COUNT.fetch_add(1, Ordering::Relaxed)))
        }
        (Fault::BeginsReasonsWithACapital, Reply::Error(reason)) => Some(format!("error: Sorry, {reason}")),
        (Fault::EndsReasonsWithAFullStop, Reply::Error(reason)) => Some(format!("error: {reason}.")),
        (Fault::SendsControlCharactersBack, Reply::Error(_)) => {
            Some(format!("error: not an expression: {}", String::from_utf8_lossy(line)))
        }
        (Fault::NamesNoColumn, Reply::Error(reason)) => {
            Some(format!("error: {}", reason.split(" at column").next()?))
        }
        (Fault::CountsColumnsFromZero, Reply::Error(reason)) => {
            let (reason, column) = reason.split_once(" at column ")?;
            Some(format!("error: {reason} at column {}", column.parse::<u32>().ok()? - 1))
        }
        _ => None,
    }
}

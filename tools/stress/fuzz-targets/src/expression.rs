//! Any text is an expression that prints and evaluates, or an error that says where.

use calculator_server::{
    ArithmeticError, Expression, Number, Reply, SyntaxError, SyntaxProblem, handle_request,
};

/// The line is answered; what is an expression prints as text that means the same; what is none has an error that
/// points into the text, at what it complains of.
pub fn expression(line: &[u8]) {
    let reply = handle_request(line);
    let printed = reply.to_string();
    assert!(!printed.contains(char::is_control), "{printed:?} could command a terminal");
    assert_eq!(printed.parse(), Ok(reply.clone()), "{printed:?} reads back as another reply");
    let Ok(text) = str::from_utf8(line) else {
        return;
    };
    match text.parse() {
        Ok(expression) => understood(&expression, &reply),
        Err(error) => refused(text, &error, &reply),
    }
}

fn understood(expression: &Expression, reply: &Reply) {
    let printed = expression.to_string();
    let again: Expression = printed.parse().unwrap_or_else(|error| panic!("{printed} is refused: {error}"));
    assert_eq!(&again, expression, "{printed} is understood otherwise");
    assert_eq!(again.to_string(), printed);
    let value = expression.evaluate();
    let bits = |value: Result<f64, ArithmeticError>| value.map(f64::to_bits);
    assert_eq!(bits(again.evaluate()), bits(value), "{printed}");
    match value {
        Ok(value) => valued(value, reply),
        Err(error) => assert_eq!(*reply, Reply::error(error)),
    }
}

fn valued(value: f64, reply: &Reply) {
    assert!(value.is_finite(), "{value}");
    assert_eq!(*reply, Reply::Value(value));
    let printed = Number(value).to_string();
    assert_eq!(printed.parse(), Ok(value), "{printed} reads back as another number");
    // A value can be asked for by its reply: arithmetic understands what the protocol prints.
    let asked: Expression = printed.parse().unwrap_or_else(|error| panic!("{printed} is refused: {error}"));
    assert_eq!(asked.evaluate(), Ok(value), "{printed}");
}

fn refused(text: &str, error: &SyntaxError, reply: &Reply) {
    assert_eq!(*reply, Reply::error(error));
    let length = text.chars().count();
    assert!((1..=length + 1).contains(&error.column), "{error}, of {length} characters");
    let there: String = text.chars().skip(error.column - 1).collect();
    let points_at = match &error.problem {
        SyntaxProblem::UnexpectedCharacter(character) => there.starts_with(*character),
        SyntaxProblem::UnknownName(name) => there.starts_with(name.as_str()),
        SyntaxProblem::NumberTooLarge => {
            there.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        }
        SyntaxProblem::UnmatchedOpen => there.starts_with('('),
        SyntaxProblem::UnmatchedClose => there.starts_with(')'),
        _ => true,
    };
    assert!(points_at, "{error}: there stands {there:?}");
}

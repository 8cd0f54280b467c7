//! The expressions, from what people type to the longest line.

/// An expression and its value.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    text: String,
    pub(crate) value: f64,
}

pub(crate) fn cases() -> [Case; 6] {
    [
        Case { name: "sum", text: "1+2".to_owned(), value: 3.0 },
        Case { name: "parentheses", text: "(1+2)*3-4/2".to_owned(), value: 7.0 },
        Case { name: "functions", text: "sqrt(16)+sin(1)".to_owned(), value: 4.0 + f64::sin(1.0) },
        Case { name: "64 deep", text: format!("{}1{}", "(".repeat(64), "+1)".repeat(64)), value: 65.0 },
        Case { name: "100 bytes", text: chain(100), value: 152.5 },
        Case { name: "1 KiB", text: chain(1024), value: 1619.0 },
    ]
}

/// A sum of products and quotients, so many bytes long.
fn chain(bytes: usize) -> String {
    "3*4-8/2+12.5+".chars().cycle().take(bytes).collect()
}

impl Case {
    /// What the table calls it: a short text speaks for itself.
    pub(crate) fn label(&self) -> &str {
        if self.text.len() < 16 { &self.text } else { self.name }
    }

    /// The text as this contender wants it.
    pub(crate) fn text(&self, contender: &str) -> String {
        match contender {
            "evalexpr" => self.text.replace("sqrt", "math::sqrt").replace("sin", "math::sin"),
            _ => self.text.clone(),
        }
    }
}

//! The text of a baseline: one line a control, and the same bytes for the same figures.

use std::fmt::{self, Write};

use super::{Baseline, BaselineClaim, BaselineControl};
use crate::text::json_safe;

const HEAD: &str = "\
# Written by `scoregate baseline write`. Review changes to it as you would review a policy.
# All figures are points. `state`: somebody set it, so that the points are claimed. `claim: unknown`: that is not known.
";

impl Baseline {
    /// The baseline as YAML, ends with a line feed. Figures are written in the fewest digits that give the same figure again.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        let mut text = HEAD.to_owned();
        // Writing to a text cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) -> fmt::Result {
        writeln!(text, "scoregate-baseline: 1")?;
        writeln!(text, "tenant: {}", quoted(self.tenant.as_str()))?;
        writeln!(text, "date: {}", self.date)?;
        writeln!(text, "score: {{ current: {}, max: {} }}", figure(self.current), figure(self.max))?;
        writeln!(text, "controls:")?;
        let mut controls: Vec<&BaselineControl> = self.controls.iter().collect();
        controls.sort_by_cached_key(|control| control.id.to_lowercase());
        controls.into_iter().try_for_each(|control| control.write(text))
    }
}

impl BaselineControl {
    fn write(&self, text: &mut String) -> fmt::Result {
        write!(text, "  {}: {{ score: {}", quoted(&self.id), figure(self.score))?;
        if let Some(max) = self.max {
            write!(text, ", max: {}", figure(max))?;
        }
        match &self.claim {
            BaselineClaim::No => {}
            BaselineClaim::Yes(state) => write!(text, ", state: {}", quoted(state))?,
            BaselineClaim::Unknown => write!(text, ", claim: unknown")?,
        }
        writeln!(text, " }}")
    }
}

/// JSON's text is YAML's too, in every version of it. All texts are quoted: which words need it (`null`, `yes`, `1e3`) differs
/// between the versions and their parsers.
fn quoted(text: &str) -> String {
    json_safe(&serde_json::Value::from(text).to_string())
}

/// No exponent, which YAML 1.1 reads as text, and no sign on a zero.
fn figure(value: f64) -> String {
    format!("{}", if value == 0.0 { 0.0 } else { value })
}

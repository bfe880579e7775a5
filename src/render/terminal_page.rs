//! Lines of text with styles. Text of the tenant cannot be a command to the log of a pipeline.

use anstyle::{AnsiColor, Style};

pub(crate) const RED: Style = AnsiColor::Red.on_default().bold();
pub(crate) const GREEN: Style = AnsiColor::Green.on_default().bold();
pub(crate) const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();

/// The width of the longest label.
const LABEL: usize = 5;

/// Lines of a report.
#[derive(Default)]
pub(crate) struct TerminalPage {
    lines: Vec<String>,
}

impl TerminalPage {
    /// Adds a line, `indent` spaces in.
    pub(crate) fn line(&mut self, indent: usize, text: &str) {
        self.lines.push(format!("{:indent$}{text}", ""));
    }

    /// Adds an empty line where there is none yet.
    pub(crate) fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    /// Adds a labelled text, its further lines aligned with the first.
    pub(crate) fn labelled(&mut self, indent: usize, label: &str, text: &str) {
        let mut lines = text.lines();
        let label = painted(DIM, &format!("{label:LABEL$}"));
        self.line(indent, &format!("{label} {}", safe(lines.next().unwrap_or_default())));
        lines.for_each(|line| self.line(indent + LABEL + 1, &safe(line)));
    }

    /// The whole page.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            text.push_str(line.trim_end());
            text.push('\n');
        }
        crate::text::log_safe(&text)
    }
}

/// A text in a style.
pub(crate) fn painted(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Escapes text of the tenant or of a policy for a place in a line: no runner reads it as a command, and it is one line without
/// styles.
pub(crate) fn safe(text: &str) -> String {
    crate::text::log_plain(&text.replace('\n', " "))
}

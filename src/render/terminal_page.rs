//! Lines of text with styles. Text of the tenant cannot be a command to the log of a pipeline.

use anstyle::{AnsiColor, Style};

use crate::text::{hyperlink, log_safe, terminal_safe};

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
    has_links: bool,
}

impl TerminalPage {
    /// An empty page; `has_links` states whether addresses become hyperlinks.
    pub(crate) fn with_links(has_links: bool) -> Self {
        Self { lines: Vec::new(), has_links }
    }

    /// A text, escaped, as a hyperlink to an address if the page has them and the address may be one.
    pub(crate) fn linked(&self, text: &str, address: Option<&str>) -> String {
        let text = safe(text);
        let link = address.filter(|_| self.has_links).and_then(|address| hyperlink::linked(address, &text));
        link.unwrap_or(text)
    }

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
        self.labelled_line(indent, label, &safe(lines.next().unwrap_or_default()));
        lines.for_each(|line| self.line(indent + LABEL + 1, &safe(line)));
    }

    /// Adds one labelled line, whose text is escaped already.
    pub(crate) fn labelled_line(&mut self, indent: usize, label: &str, text: &str) {
        let label = painted(DIM, &format!("{label:LABEL$}"));
        self.line(indent, &format!("{label} {text}"));
    }

    /// The whole page.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            text.push_str(line.trim_end());
            text.push('\n');
        }
        if self.has_links { terminal_safe(&text) } else { log_safe(&text) }
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

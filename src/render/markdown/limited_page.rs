//! A page with a size limit.

/// The most bytes of the note about rows that are left out.
const NOTE: usize = 200;

/// A page of Markdown.
pub(super) struct LimitedPage {
    text: String,
    limit: usize,
}

impl LimitedPage {
    /// An empty page with a limit in bytes.
    pub(super) fn new(limit: usize) -> Self {
        Self { text: String::new(), limit }
    }

    /// Adds a short text.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a head and rows while the page stays below `limit` bytes, and a note with the number of rows that are left out. Adds
    /// nothing where there are no rows. Returns whether the head was added.
    pub(super) fn rows(&mut self, head: &str, rows: impl Iterator<Item = String>, limit: usize, what: &str) -> bool {
        let (mut begun, mut full, mut left_out) = (false, false, 0_usize);
        for row in rows {
            let head = if begun { "" } else { head };
            // Rows are sorted by rank: after the first one that does not fit, all are left out.
            full |= self.text.len() + head.len() + row.len() + NOTE > limit;
            if full {
                left_out += 1;
            } else {
                self.text.push_str(head);
                self.text.push_str(&row);
                begun = true;
            }
        }
        if left_out > 0 {
            self.text.push_str(&format!(
                "\n*{left_out} more {what} are left out, because the size of this page is limited to {}.*\n",
                size(self.limit)
            ));
        }
        if begun || left_out > 0 {
            self.text.push('\n');
        }
        begun
    }

    /// The whole page.
    pub(super) fn text(self) -> String {
        self.text
    }
}

/// A size in whole MiB or KiB.
fn size(bytes: usize) -> String {
    if bytes >= 1 << 20 { format!("{} MiB", bytes >> 20) } else { format!("{} KiB", bytes >> 10) }
}

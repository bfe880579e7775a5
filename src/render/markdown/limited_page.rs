//! A page that never grows beyond a limit.

/// What the note about what was left out takes at most.
const NOTE: usize = 200;

/// Markdown that grows.
#[derive(Default)]
pub(super) struct LimitedPage {
    text: String,
}

impl LimitedPage {
    /// Adds a text of which the caller knows that it is short.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds rows under a head as long as the page stays below `limit` bytes, and says how many were left out. Nothing is added
    /// where there are no rows. Returns whether the head was added.
    pub(super) fn rows(&mut self, head: &str, rows: impl Iterator<Item = String>, limit: usize, what: &str) -> bool {
        let (mut begun, mut full, mut left_out) = (false, false, 0_usize);
        for row in rows {
            let head = if begun { "" } else { head };
            // Rows come by rank: once one is left out, so is every later one, or the note would be wrong.
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
                "\n*{left_out} more {what} are left out, because the size of this page is limited to {} MiB.*\n",
                super::LIMIT >> 20
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

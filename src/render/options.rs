//! The options of renderers. None of them can change the verdict.

use super::digest::DEFAULT_BUDGET;

/// The treatment of waived findings in SARIF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum SarifWaived {
    /// Writes them as suppressed results, which SARIF viewers hide. GitHub code scanning ignores suppressions and shows alerts.
    #[default]
    Suppress,
    /// Leaves them out, for GitHub code scanning.
    Omit,
}

/// An option that changes the content of some formats: a field of [`RenderOptions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormatOption {
    /// [`RenderOptions::budget`].
    Budget,
    /// [`RenderOptions::redact`].
    Redact,
    /// [`RenderOptions::show_passed`].
    ShowPassed,
    /// [`RenderOptions::sarif_waived`].
    SarifWaived,
    /// [`RenderOptions::sarif_category`].
    SarifCategory,
    /// [`RenderOptions::comment_id`].
    CommentId,
}

impl FormatOption {
    /// Every option, in the order in which they are checked.
    pub const ALL: [Self; 6] =
        [Self::Redact, Self::Budget, Self::SarifWaived, Self::SarifCategory, Self::CommentId, Self::ShowPassed];
}

/// The options of all formats, and the sentence about the exit code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderOptions {
    /// The most tokens (`o200k_base`) of a digest.
    pub budget: usize,
    /// Whether ids, domains and user names in a digest are replaced by pseudonyms.
    pub redact: bool,
    /// Whether the human format lists passed findings, with required and observed values.
    pub show_passed: bool,
    /// The treatment of waived findings in SARIF.
    pub sarif_waived: SarifWaived,
    /// The category of the SARIF run, by which code scanning distinguishes the runs of one tool.
    pub sarif_category: Option<String>,
    /// The id of the comment that the Markdown page becomes: it begins with the marker `<!-- scoregate:ID -->`, and has at most 65,536
    /// bytes. Letters, digits, `-`, `_` and `.` only.
    pub comment_id: Option<String>,
    /// Whether the human format contains hyperlinks (OSC 8), for a terminal that has them.
    pub hyperlinks: bool,
    /// The sentence about the exit code where it is not the one of the verdict.
    pub exit_note: Option<String>,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self {
            budget: DEFAULT_BUDGET,
            redact: false,
            show_passed: false,
            sarif_waived: SarifWaived::default(),
            sarif_category: None,
            comment_id: None,
            hyperlinks: false,
            exit_note: None,
        }
    }
}

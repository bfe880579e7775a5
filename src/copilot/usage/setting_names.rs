//! The names of the settings that messages refer to, in the interface of the caller.

/// What the caller's interface calls its settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SettingNames {
    /// The setting that names the header of a column: `COLUMN=HEADER`.
    pub column: &'static str,
    /// The setting of the first day that the data cover.
    pub since: &'static str,
    /// The setting of the last day that the data cover.
    pub until: &'static str,
    /// The setting of the time of the evaluation.
    pub now: &'static str,
}

impl Default for SettingNames {
    /// The names without an interface.
    fn default() -> Self {
        Self { column: "the setting `column`", since: "`since`", until: "`until`", now: "the setting `now`" }
    }
}

//! The columns of an export, and the headers that each of them has had.

use std::collections::BTreeMap;

/// A column that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The date and time.
    Time,
    /// The used SCU.
    Units,
    /// The user who initiated the use.
    User,
    /// The id of the session.
    Session,
    /// The category, such as a prompt or a promptbook.
    Category,
    /// The type of the use.
    Type,
    /// The experience, such as the portal or an embedded one.
    Experience,
    /// The plugins.
    Plugins,
}

impl Column {
    /// Every column, in the order of the export.
    pub const ALL: [Self; 8] = [
        Self::Time,
        Self::Units,
        Self::User,
        Self::Session,
        Self::Category,
        Self::Type,
        Self::Experience,
        Self::Plugins,
    ];

    /// The name for settings.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Units => "units",
            Self::User => "user",
            Self::Session => "session",
            Self::Category => "category",
            Self::Type => "type",
            Self::Experience => "experience",
            Self::Plugins => "plugins",
        }
    }

    /// The header in the export of the dashboard.
    #[must_use]
    pub const fn header(self) -> &'static str {
        match self {
            Self::Time => "Date",
            Self::Units => "Units used",
            Self::User => "Initiated by",
            Self::Session => "Session ID",
            Self::Category => "Category",
            Self::Type => "Type",
            Self::Experience => "Copilot experience",
            Self::Plugins => "Plugins used",
        }
    }

    /// The name of the column in a table of Log Analytics, where the user gives no other.
    #[must_use]
    pub const fn table_column(self) -> &'static str {
        match self {
            Self::Time => "TimeGenerated",
            Self::Units => "UnitsUsed",
            Self::User => "InitiatedBy",
            Self::Session => "SessionID",
            Self::Category => "Category",
            // `Type` is in every table the name of the table.
            Self::Type => "UsageType",
            Self::Experience => "CopilotExperience",
            Self::Plugins => "PluginsUsed",
        }
    }

    /// Whether no use can be read without it.
    #[must_use]
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Time | Self::Units)
    }

    /// The headers, in lower case and without anything but letters.
    pub(super) const fn headers(self) -> &'static [&'static str] {
        match self {
            Self::Time => &["date", "timegenerated", "time", "datetime", "dateandtime", "timestamp", "day"],
            Self::Units => &[
                "unitsused",
                "units",
                "scu",
                "scus",
                "scuused",
                "scusused",
                "usedunits",
                "unitsconsumed",
                "scuconsumed",
            ],
            Self::User => &["initiatedby", "initiator", "user", "username", "userprincipalname", "upn"],
            Self::Session => &["sessionid", "session"],
            Self::Category => &["category"],
            Self::Type => &["type", "invocationtype"],
            Self::Experience => &["copilotexperience", "experience", "securitycopilotexperience"],
            Self::Plugins => &["pluginsused", "plugins", "plugin", "pluginused"],
        }
    }
}

/// The headers that the user names.
pub type Columns = BTreeMap<Column, String>;

/// The places of the columns in a table, from 0.
pub(super) type Places = BTreeMap<Column, usize>;

//! The columns of an export, and the headers that each of them has had.

use std::collections::BTreeMap;

use super::scu::quoted;
use super::table::{Fault, Row, Table};

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
    const fn headers(self) -> &'static [&'static str] {
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

/// The rows above the header that may be a title.
const TITLES: usize = 10;

/// Finds the header of a table: the places of the columns, and the index of the row of the header.
pub(super) fn find(table: &Table, named: &Columns) -> Result<(Places, usize), Fault> {
    if table.rows.is_empty() {
        return Err(Fault::of_file("it is empty: the header is missing"));
    }
    let mut first_fault = None;
    for (index, row) in table.rows.iter().enumerate().take(TITLES) {
        match places(row, named) {
            Ok(places) if places.contains_key(&Column::Time) && places.contains_key(&Column::Units) => {
                return Ok((places, index));
            }
            Ok(_) => {}
            Err(fault) => first_fault = first_fault.or(Some(fault)),
        }
    }
    Err(first_fault.unwrap_or_else(|| missing(&table.rows[0], named)))
}

fn missing(row: &Row, named: &Columns) -> Fault {
    let header = |column: Column| named.get(&column).map_or_else(|| column.header().to_owned(), Clone::clone);
    let [time, units] = [Column::Time, Column::Units].map(|column| quoted(&header(column)));
    let found: Vec<String> = row.cells.iter().take(8).map(|cell| quoted(&cell.text())).collect();
    let message = format!(
        "no header with the columns {time} and {units} was found; the first row is {}. Name the columns if they have other headers",
        found.join(", ")
    );
    Fault::at(row.number, 0, message)
}

fn places(row: &Row, named: &Columns) -> Result<Places, Fault> {
    let mut places = Places::new();
    for (index, cell) in row.cells.iter().enumerate() {
        let Some(column) = column_of(&cell.text(), named) else { continue };
        if let Some(before) = places.insert(column, index) {
            let message = format!(
                "the header {} is a second one for the column `{}`, besides column {}: name the right one",
                quoted(&cell.text()),
                column.name(),
                before + 1
            );
            return Err(Fault::at(row.number, index + 1, message));
        }
    }
    let absent = named.iter().find(|(column, _)| !places.contains_key(column));
    match absent {
        Some((column, header)) if !places.is_empty() => Err(Fault::at(
            row.number,
            0,
            format!("there is no column with the header {}, which was named for `{}`", quoted(header), column.name()),
        )),
        Some(_) | None => Ok(places),
    }
}

fn column_of(header: &str, named: &Columns) -> Option<Column> {
    if let Some((column, _)) = named.iter().find(|(_, name)| name.trim().eq_ignore_ascii_case(header)) {
        return Some(*column);
    }
    let letters: String = header.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let unnamed = |column: &Column| !named.contains_key(column);
    Column::ALL.into_iter().filter(unnamed).find(|column| column.headers().contains(&letters.as_str()))
}

//! Totals by day, user, plugin, category and so on.

use std::collections::BTreeMap;

use super::ledger::Ledger;
use super::row::Use;
use super::scu::Scu;

/// A property of uses to add them up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Grouping {
    /// The day in the time zone of the report.
    Day,
    /// The user who initiated the use.
    User,
    /// The plugins; a use with several stands under all of them together.
    Plugin,
    /// The category, such as a prompt or a promptbook.
    Category,
    /// The type of the use.
    Type,
    /// The Copilot experience.
    Experience,
    /// The session.
    Session,
}

impl Grouping {
    /// Every grouping, in the order of reports.
    pub const ALL: [Self; 7] =
        [Self::Day, Self::User, Self::Plugin, Self::Category, Self::Type, Self::Experience, Self::Session];

    /// The heading of the totals.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Day => "By day",
            Self::User => "By user",
            Self::Plugin => "By plugin",
            Self::Category => "By category",
            Self::Type => "By type",
            Self::Experience => "By Copilot experience",
            Self::Session => "By session",
        }
    }

    /// The heading of the column with the values of the property.
    #[must_use]
    pub const fn column(self) -> &'static str {
        match self {
            Self::Day => "Day",
            Self::User => "User",
            Self::Plugin => "Plugins",
            Self::Category => "Category",
            Self::Type => "Type",
            Self::Experience => "Copilot experience",
            Self::Session => "Session",
        }
    }

    fn key(self, used: &Use) -> String {
        match self {
            Self::Day => used.local.date().to_string(),
            Self::User => used.user.clone(),
            Self::Plugin => used.plugins.clone(),
            Self::Category => used.category.clone(),
            Self::Type => used.kind.clone(),
            Self::Experience => used.experience.clone(),
            Self::Session => used.session.clone(),
        }
    }
}

/// The total of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// The value of the property; empty where the data has none.
    pub key: String,
    /// The SCU used.
    pub used: Scu,
    /// The number of uses.
    pub uses: u64,
}

/// The totals by one property: days in their order, everything else by use, the largest first.
pub(super) fn totals(ledger: &Ledger, grouping: Grouping) -> Vec<Total> {
    let mut groups: BTreeMap<String, (Scu, u64)> = BTreeMap::new();
    for (used, number) in ledger.uses() {
        let group = groups.entry(grouping.key(used)).or_default();
        *group = (group.0 + used.units * number, group.1.saturating_add(number));
    }
    let mut totals: Vec<Total> = groups.into_iter().map(|(key, (used, uses))| Total { key, used, uses }).collect();
    if grouping != Grouping::Day {
        totals.sort_by(|a, b| b.used.cmp(&a.used).then_with(|| a.key.cmp(&b.key)));
    }
    totals
}

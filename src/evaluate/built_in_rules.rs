//! The rules of the policy `scoregate`, which are in every report and cannot be waived: their ids and texts, and a file for the
//! outcome of each.

mod complete;
mod fresh;
mod tenant;

use std::collections::BTreeMap;

use super::sentence;
use crate::policy::{BUILT_IN, Enforcement, Severity};
use crate::report::{Advice, Phrases, PolicyInfo, RuleInfo};

pub(super) use complete::{complete, missing_data};
pub(super) use fresh::fresh;
pub(super) use tenant::tenant;

/// The ids of the rules, in the order of the report.
pub(super) const RULES: [&str; 3] = ["tenant", "fresh", "complete"];

/// The built-in policy as reports show it.
pub(super) fn policy(advise: Phrases) -> PolicyInfo {
    let rule = |id: &'static str, title: &str, severity, enforcement, fix: &Advice| RuleInfo {
        id: id.to_owned(),
        title: title.to_owned(),
        kind: id,
        severity,
        enforcement,
        why: None,
        fix: Some(sentence(advise(fix))),
        references: BTreeMap::new(),
        warning: None,
        place: None,
    };
    PolicyInfo {
        id: BUILT_IN.to_owned(),
        title: Some("Built-in rules on the evidence".to_owned()),
        owner: None,
        place: None,
        rules: vec![
            rule(
                RULES[0],
                "The evidence must belong to the required tenant",
                Severity::Critical,
                Enforcement::Block,
                &Advice::PinTenant,
            ),
            rule(RULES[1], "The snapshot must be recent", Severity::High, Enforcement::Block, &Advice::RefreshData),
            rule(
                RULES[2],
                "No finding may be unknown because of missing data",
                Severity::Low,
                Enforcement::Advise,
                &Advice::CollectCatalogue,
            ),
        ],
    }
}

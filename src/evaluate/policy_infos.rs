//! Policies as reports show them.

use super::built_in_rules;
use crate::policy::{Policy, PolicySet, Rule};
use crate::report::{Phrases, PolicyInfo, RuleInfo};
use crate::text::{line, paragraphs};

/// The policies of a set and the built-in one, which is the last.
pub(super) fn policy_infos(policies: &PolicySet, advise: Phrases) -> Vec<PolicyInfo> {
    let mut infos: Vec<PolicyInfo> = policies.policies.iter().map(policy_info).collect();
    infos.push(built_in_rules::policy(advise));
    infos
}

fn policy_info(policy: &Policy) -> PolicyInfo {
    PolicyInfo {
        id: policy.policy.clone(),
        title: policy.title.as_deref().map(line),
        owner: policy.owner.as_deref().map(line),
        place: Some(policy.place),
        rules: policy.rules.iter().map(rule_info).collect(),
    }
}

fn rule_info(rule: &Rule) -> RuleInfo {
    let references = rule.references.iter();
    let title = rule.title.as_deref().map(line).filter(|title| !title.is_empty());
    RuleInfo {
        id: rule.id.clone(),
        title: title.unwrap_or_else(|| rule.expect.description()),
        kind: rule.expect.name(),
        severity: rule.severity,
        enforcement: rule.enforcement,
        why: rule.why.as_deref().map(paragraphs),
        fix: rule.fix.as_deref().map(paragraphs),
        references: references.map(|(name, ids)| (line(name), ids.iter().map(|id| line(id)).collect())).collect(),
        warning: rule.forgets().as_deref().map(line),
        place: Some(rule.place),
    }
}

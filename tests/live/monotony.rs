//! Monotony of evidence on live answers: less of an answer turns no failed or unknown rule into a passed one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::graph_server::{PROFILES, Reply, SCORES, Server, Tenant};
use crate::support::live::Live;

/// Rules of every kind, of which some fail, some pass and some are unknown on the whole answer.
const POLICY: &str = "\
scoregate: 1
policy: p
rules:
  - { id: overall, severity: low, expect: { score: { at-least: 99% } } }
  - { id: low, severity: low, expect: { score: { at-least: 50%, points: observed } } }
  - { id: category, severity: low, expect: { score: { category: Identity, at-least: 92% } } }
  - { id: service, severity: low, expect: { score: { service: AzureAD, at-least: 99% } } }
  - { id: where, severity: low, expect: { controls: { where: { tier: [Core] }, at-least: 50% } } }
  - { id: pattern, severity: low, expect: { controls: { match: ['*'], at-least: 50%, points: reported } } }
  - { id: named, severity: low, expect: { controls: { match: [aad_control_006], state: implemented } } }
  - { id: absent, severity: low, expect: { controls: { match: [aad_control_100], at-least: 5%, when-missing: not-applicable } } }
  - { id: claimed, severity: low, expect: { claimed: { at-most: 0%, unwaived: fail } } }
  - { id: synced, severity: low, expect: { freshness: { last-synced: 1h } } }
  - { id: coverage, severity: low, expect: { coverage: { at-least: 100% } } }
  - { id: fell, severity: low, expect: { regression: { against: previous, score: { max-drop: 1pp }, controls: { max-drop: 5pp } } } }
";

/// What is missing from the answers.
#[derive(Debug, Clone)]
enum Less {
    /// A control of the newest day.
    Control(usize),
    /// A field of a control of the newest day.
    OfControl(usize, &'static str),
    /// A field of the newest day.
    OfDay(&'static str),
    /// A profile of the first page.
    Profile(usize),
    /// A field of a profile of the first page.
    OfProfile(usize, &'static str),
    /// The link to the second page of the catalogue.
    Link,
    /// A part that Graph names: of the scores, or of the catalogue.
    Part(&'static str),
}

fn less() -> impl Strategy<Value = Less> {
    // The controls of the first page that are scored.
    let scored = || 0_usize..60;
    let of_control = prop::sample::select(vec!["score", "scoreInPercentage", "controlCategory", "lastSynced"]);
    let of_day = prop::sample::select(vec!["currentScore", "maxScore", "averageComparativeScores", "controlScores"]);
    let of_profile = prop::sample::select(vec!["maxScore", "tier", "service", "threats", "controlStateUpdates"]);
    prop_oneof![
        scored().prop_map(Less::Control),
        (scored(), of_control).prop_map(|(at, key)| Less::OfControl(at, key)),
        of_day.prop_map(Less::OfDay),
        scored().prop_map(Less::Profile),
        (scored(), of_profile).prop_map(|(at, key)| Less::OfProfile(at, key)),
        Just(Less::Link),
        prop::sample::select(vec![SCORES, PROFILES]).prop_map(Less::Part),
    ]
}

impl Less {
    /// The answer without it.
    fn taken(self, reply: Reply) -> Reply {
        match self {
            Self::Control(at) => reply.change(|page| drop(controls(page).remove(at))),
            Self::OfControl(at, key) => reply.change(|page| controls(page)[at][key] = Value::Null),
            Self::OfDay(key) => reply.change(|page| page["value"][0][key] = Value::Null),
            Self::Profile(at) => reply.change(|page| drop(page["value"].as_array_mut().unwrap().remove(at))),
            Self::OfProfile(at, key) => reply.change(|page| page["value"][at][key] = Value::Null),
            Self::Link => reply.change(|page| page["@odata.nextLink"] = Value::Null),
            Self::Part(_) => {
                reply.status(206).header("Warning", "199 - \"Microsoft/Office 365 Security and Compliance/401/72\"")
            }
        }
    }

    /// The path whose first answer is without it.
    const fn path(&self) -> &'static str {
        match self {
            Self::Control(_) | Self::OfControl(..) | Self::OfDay(_) => SCORES,
            Self::Profile(_) | Self::OfProfile(..) | Self::Link => PROFILES,
            Self::Part(path) => path,
        }
    }
}

fn controls(page: &mut Value) -> &mut Vec<Value> {
    page["value"][0]["controlScores"].as_array_mut().unwrap()
}

/// Whether each rule passes; none where the answers are no evidence. One claim is in them.
fn passes(less: Option<Less>) -> Option<BTreeMap<String, bool>> {
    let live = Live::of(Server::new(Tenant { days: 2, ..Tenant::default() }));
    live.workspace.file("p.yaml", POLICY);
    let (of_scores, of_profiles) = match less {
        Some(less) if less.path() == SCORES => (Some(less), None),
        less => (None, less),
    };
    let without = |less: Option<Less>, reply: Reply| match less {
        Some(less) => less.taken(reply),
        None => reply,
    };
    live.server.step(SCORES, Box::new(move |reply| without(of_scores, reply)));
    let claimed = json!([{ "state": "ThirdParty", "updatedDateTime": "2020-01-01T00:00:00Z" }]);
    live.server.step(
        PROFILES,
        Box::new(move |reply| {
            without(of_profiles, reply.change(|page| page["value"][7]["controlStateUpdates"] = claimed))
        }),
    );
    let run = live.check("--output json");
    let report: Value = matches!(run.code, 0 | 1 | 3).then(|| serde_json::from_str(&run.stdout).unwrap())?;
    let mut passes = BTreeMap::new();
    for finding in report["findings"].as_array().unwrap().iter().filter(|finding| finding["policy"] == "p") {
        let rule = passes.entry(finding["rule"].as_str().unwrap().to_owned()).or_insert(true);
        *rule &= finding["outcome"] == "passed";
    }
    Some(passes)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn less_of_a_live_answer_passes_nothing(less in less()) {
        static WHOLE: LazyLock<BTreeMap<String, bool>> = LazyLock::new(|| passes(None).unwrap());
        let whole = &*WHOLE;
        prop_assert!(whole.values().any(|passes| *passes) && whole.values().filter(|passes| !**passes).count() > 5);
        let Some(after) = passes(Some(less)) else { return Ok(()) };
        for (rule, passed) in whole {
            prop_assert!(*passed || after.get(rule) == Some(&false), "{rule} passes or is gone: {after:?}");
        }
    }
}

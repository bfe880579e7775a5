//! Laws: what can and cannot change the causes of an incident, and the verdict.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{alert, causes, check, incident, of, posture, report, workspace};
use crate::support::tenant::{Tenant, tenant};

/// Controls that rows of the crosswalk are about.
const CONTROLS: [&str; 5] =
    ["AdminMFAV2", "BlockLegacyAuthentication", "mdo_safelinksforemail", "mdo_safeattachments", "SigninRiskPolicy"];
const TECHNIQUES: [&str; 7] = ["T1110", "T1110.003", "T1078.004", "T1566", "T1566.002", "T1204.002", "T1496"];
const STATES: [&str; 4] = ["Default", "ThirdParty", "Ignored", "Planned"];

/// A tenant with these points of 10, and these states.
fn tenant_of(points: &[(u8, usize)]) -> Tenant {
    CONTROLS.iter().zip(points).fold(tenant(), |tenant, (id, (points, state))| {
        tenant.control(id, f64::from(*points), 10.0).state(STATES[*state])
    })
}

fn incidents_of(techniques: &[Vec<usize>]) -> Vec<Value> {
    let one = |(number, chosen): (usize, &Vec<usize>)| {
        let alerts = chosen.iter().enumerate();
        let alerts = alerts.map(|(index, technique)| alert(&format!("a{number}-{index}"), &[TECHNIQUES[*technique]]));
        incident(&number.to_string(), alerts.collect())
    };
    techniques.iter().enumerate().map(one).collect()
}

fn points() -> impl Strategy<Value = Vec<(u8, usize)>> {
    prop::collection::vec((0..=10_u8, 0..STATES.len()), CONTROLS.len())
}

fn chosen() -> impl Strategy<Value = Vec<Vec<usize>>> {
    prop::collection::vec(prop::collection::vec(0..TECHNIQUES.len(), 0..3), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_control_with_all_points_observed_is_never_a_cause(points in points(), chosen in chosen(), which in 0..CONTROLS.len()) {
        let incidents = incidents_of(&chosen);
        let mut fixed = points.clone();
        fixed[which] = (10, 0);
        let (before, after) = (report(&tenant_of(&points), &incidents), report(&tenant_of(&fixed), &incidents));
        for number in 0..chosen.len() {
            let id = number.to_string();
            let mut expected = causes(&before, &id);
            expected.retain(|control| control != CONTROLS[which]);
            let mut found = causes(&after, &id);
            expected.sort();
            found.sort();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn an_incident_changes_neither_the_verdict_nor_another_incident(points in points(), chosen in chosen(), more in chosen()) {
        let tenant = tenant_of(&points);
        let incidents = incidents_of(&chosen);
        let mut all = incidents.clone();
        for (number, mut added) in incidents_of(&more).into_iter().enumerate() {
            added["id"] = json!(format!("more {number}"));
            for alert in added["alerts"].as_array_mut().unwrap() {
                alert["id"] = json!(format!("more {}", alert["id"].as_str().unwrap()));
            }
            all.push(added);
        }
        let (before, after) = (report(&tenant, &incidents), report(&tenant, &all));
        for number in 0..chosen.len() {
            prop_assert_eq!(of(&before, &number.to_string()), of(&after, &number.to_string()));
        }
        let with = check(&workspace(&tenant, &all), "--incidents i.json -o json");
        let without = check(&workspace(&tenant, &all), "-o json");
        prop_assert_eq!(with.code, without.code);
        let parsed = |text: &str| {
            let mut report: Value = serde_json::from_str(text).unwrap();
            report["incidents"] = Value::Null;
            report
        };
        prop_assert_eq!(parsed(&with.stdout), parsed(&without.stdout));
    }

    #[test]
    fn the_order_of_incidents_and_alerts_does_not_count(points in points(), chosen in chosen()) {
        let tenant = tenant_of(&points);
        let incidents = incidents_of(&chosen);
        let mut turned: Vec<Value> = incidents.iter().rev().cloned().collect();
        for incident in &mut turned {
            incident["alerts"].as_array_mut().unwrap().reverse();
        }
        let list = |report: &Value| report["incidents"].clone();
        prop_assert_eq!(list(&report(&tenant, &incidents)), list(&report(&tenant, &turned)));
    }
}

#[test]
fn the_verdict_stays_whatever_the_incidents_are() {
    for incidents in [vec![], vec![incident("1", vec![alert("a", &["T1566.002"])])]] {
        let workspace = workspace(&posture(), &incidents);
        assert_eq!(check(&workspace, "--incidents i.json").code, check(&workspace, "").code);
    }
}

//! Redaction: names go, what they name can still be compared.

use proptest::prelude::*;
use scoregate::report::{Report, redact};
use std::sync::Arc;

use crate::digest::arbitrary::report;
use crate::digest::samples;
use crate::support::report as builders;
use crate::support::report::TENANT;

const OTHER: &str = "0A1B2C3D-1111-2222-3333-444455556666";

/// A report with names wherever a name can stand.
fn telling() -> Report {
    let mut report = samples::failing();
    report.findings[0].message =
        format!("{TENANT} and app {OTHER}: Alice.O'Neil@Contoso.example signed in to portal.contoso.example.");
    report.findings[0].details = vec!["bob_fabrikam.com#EXT#@contoso.onmicrosoft.com was invited".to_owned()];
    Arc::make_mut(report.findings[1].control.as_mut().unwrap()).action_url =
        Some(format!("https://security.microsoft.com/?tid={}&upn=alice.o%40contoso.example", TENANT.to_uppercase()));
    Arc::make_mut(&mut report.policies)[0].rules[0].why =
        Some("ask ciso@contoso.example\nor helpdesk@mail.fabrikam.com".to_owned());
    Arc::make_mut(&mut report.policies)[0].rules[0]
        .references
        .insert("internal".to_owned(), vec!["wiki.mail.fabrikam.com/mfa".to_owned()]);
    let mut change = builders::change("mdo_of_bob@contoso.example", "helpdesk.contoso.onmicrosoft.com");
    change.parts[0].controls[0].title = Some("Ask alice@fabrikam.com".to_owned());
    report.findings[0].change = Some(Box::new(change));
    report.snapshot.gaps = vec![format!("No licence data of {OTHER}.")];
    report
}

#[test]
fn no_address_no_guid_and_no_domain_survives() {
    let text = format!("{:?}", redact(&telling())).to_lowercase();
    for name in [TENANT, OTHER, "alice", "bob", "ciso", "secops", "helpdesk", "contoso", "fabrikam"] {
        assert!(!text.contains(&name.to_lowercase()), "{name} in {text}");
    }
}

#[test]
fn what_names_nobody_stays() {
    let (before, after) = (telling(), redact(&telling()));
    assert_eq!(after.sources[0].path, "policies/identity-baseline.yaml");
    assert_eq!(after.findings[1].subject, before.findings[1].subject);
    assert_eq!(after.findings[1].message, before.findings[1].message);
    assert_eq!(after.policies[0].rules[1], before.policies[0].rules[1]);
    assert_eq!(after.waivers[0].ticket, before.waivers[0].ticket);
    assert_eq!(after.verdict(), before.verdict());
    assert_eq!(after.counts(), before.counts());
}

#[test]
fn the_same_name_has_the_same_pseudonym_in_every_place_and_every_file() {
    let after = redact(&telling());
    let tenant = after.tenant.clone().unwrap();
    assert!(tenant.starts_with("tenant-") && tenant.len() == 17, "{tenant}");
    assert!(after.findings[0].message.starts_with(&tenant));
    assert_eq!(after.waivers[0].approved_by, redact(&samples::failing()).waivers[0].approved_by);
    assert_eq!(
        after.policies[0].rules[0].why.as_ref().unwrap().split([' ', '\n']).nth(1),
        Some(&*after.waivers[0].approved_by)
    );

    let mut shouted = telling();
    shouted.tenant = Some(TENANT.to_uppercase());
    shouted.waivers[0].approved_by = "CISO@Contoso.Example".to_owned();
    assert_eq!(redact(&shouted).tenant.unwrap(), tenant);
    assert_eq!(redact(&shouted).waivers[0].approved_by, after.waivers[0].approved_by);
}

#[test]
fn redacting_twice_is_redacting_once() {
    let once = redact(&telling());
    assert_eq!(redact(&once), once);
}

#[test]
fn the_digest_of_a_redacted_report_names_nobody() {
    let text = crate::digest::digest(&redact(&telling()), 20_000);
    assert!(text.contains("Tenant: tenant-") && text.contains("approved by user-"), "{text}");
    assert!(!text.contains("contoso"), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_address_and_no_guid_of_any_form_survives(
        mut report in report(),
        user in "[a-z][a-z0-9._+'-]{0,12}[a-z0-9]",
        domain in "[a-z][a-z0-9-]{1,9}[a-z0-9]\\.(com|co\\.uk|onmicrosoft\\.com)",
        guid in "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
        around in ("[ (<\"=;:,/|]", "[ )>\";:,/|?]"),
    ) {
        let address = format!("{user}@{domain}");
        report.snapshot.gaps.push(format!("x{}{address}{}{guid}", around.0, around.1));
        report.waivers.push(builders::waiver("a", &guid, scoregate::report::WaiverStatus::Active, 3));
        let text = format!("{:?}", redact(&report)).to_lowercase();
        prop_assert!(!text.contains(&address));
        prop_assert!(!text.contains(&guid.to_lowercase()));
    }
}

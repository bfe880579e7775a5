//! The tenant and what happens to it. Day 1 is the first of July; the thirty days before it are quiet.
//!
//! Sixty controls at first: two of 10 points and fifty-eight of 5, of which thirty are done: 170 of 310 points.

use std::ops::RangeInclusive;

/// The controls of each service: first those that are done, then those that nobody did.
const CONTROLS: [(&str, &[&str], &[&str]); 7] = [
    (
        "AzureAD",
        &[
            "AdminMFAV2",
            "BlockLegacyAuthentication",
            "MFARegistrationV2",
            "SigninRiskPolicy",
            "UserRiskPolicy",
            "IntegratedApps",
            "PWAgePolicyNew",
            "SelfServicePasswordReset",
        ],
        &[
            "OneAdmin",
            "RoleOverlap",
            "PasswordHashSync",
            "aad_admin_consent_workflow",
            "aad_limited_administrative_roles",
            "aad_linkedin_connection_disables",
            "aad_phishing_MFA_strength",
        ],
    ),
    (
        "MDO",
        &[
            "mdo_safelinksforemail",
            "mdo_safelinksforOfficeApps",
            "mdo_safeattachments",
            "mdo_safeattachmentpolicy",
            "mdo_zapmalware",
            "mdo_zapphish",
            "mdo_zapspam",
            "mdo_autoforwardingmode",
            "mdo_blockmailforward",
            "mdo_commonattachmentsfilter",
            "mdo_enabledomainstoprotect",
            "mdo_targetedusersprotection",
        ],
        &["mdo_mailboxintelligenceprotection", "mdo_thresholdreachedaction", "mdo_spam_notifications_only_for_admins"],
    ),
    (
        "EXO",
        &["exo_mailboxaudit", "exo_mailtipsenabled", "CustomerLockBoxEnabled"],
        &["exo_individualsharing", "exo_outlookaddins", "exo_storageproviderrestricted"],
    ),
    (
        "SPO",
        &[],
        &[
            "spo_legacy_auth",
            "spo_idle_session_timeout",
            "spo_external_user_expiration",
            "spo_block_onedrive_sync_unmanaged_devices",
        ],
    ),
    (
        "MIP",
        &[
            "mip_search_auditlog",
            "dlp_datalossprevention",
            "mip_sensitivitylabelspolicies",
            "mip_autosensitivitylabelspolicies",
        ],
        &["mip_purviewlabelconsent"],
    ),
    (
        "MS Teams",
        &[
            "meeting_autoadmitusers_v1",
            "meeting_designatedpresenter_v1",
            "meeting_externalrequestcontrol_v1",
            "meeting_pstnusersbypasslobby_v1",
            "meeting_restrictanonymousjoin_v1",
        ],
        &[],
    ),
    (
        "MDATP",
        &[],
        &[
            "scid_2010",
            "scid_2011",
            "scid_2012",
            "scid_2013",
            "scid_2016",
            "scid_2020",
            "scid_2021",
            "scid_2030",
            "scid_2060",
            "scid_2070",
        ],
    ),
];

/// The controls that are worth 10 points; all others are worth 5.
const LARGE: [&str; 2] = ["AdminMFAV2", "CustomerLockBoxEnabled"];

/// Controls that give no points on some days, because somebody switched something off; the second is a fault of the measurement.
const OFF: [(&str, RangeInclusive<i64>); 4] = [
    ("AdminMFAV2", 5..=8),
    ("BlockLegacyAuthentication", 12..=12),
    ("MFARegistrationV2", 35..=38),
    ("PWAgePolicyNew", 116..=LAST),
];
const LAST: i64 = 1000;

/// Services whose controls are not scored on some days, although the catalogue has them: two outages, and a licence.
const UNSCORED: [(&str, RangeInclusive<i64>); 3] = [("MS Teams", 16..=16), ("MDO", 20..=20), ("MIP", 42..=45)];

/// The outage that Graph told of, with 206 and a `Warning`.
const PARTIAL: i64 = 16;

/// The day without a snapshot.
const MISSING: i64 = 24;

/// Switched off and claimed as resolved by a third party on the first day; on again, and the claim withdrawn, on the second.
pub(crate) const CLAIMED: (&str, i64, i64) = ("SigninRiskPolicy", 28, 31);

/// What Microsoft added: the day, the service, whether the tenant had it done already, and the controls.
const ADDED: [(i64, &str, bool, &[&str]); 2] = [
    (35, "MDATP", true, &["scid_4000", "scid_4001", "scid_4002", "scid_4003"]),
    (82, "AppG", false, &["AppG_policy_1", "AppG_policy_2", "AppG_policy_3", "AppG_policy_4", "AppG_policy_5"]),
];

/// What Microsoft retired: gone from the snapshots and the catalogue since that day.
const RETIRED: (&str, i64) = ("CustomerLockBoxEnabled", 50);

/// What Microsoft re-weighted, since which day, and its new maximum. Nobody did it.
const REWEIGHTED: (&str, i64, f64) = ("scid_2010", 113, 20.0);

/// One control on one day.
pub(crate) struct Control {
    pub(crate) id: &'static str,
    pub(crate) service: &'static str,
    pub(crate) score: f64,
    pub(crate) max: f64,
    /// Whether the snapshot scores it; the catalogue has it in any case.
    pub(crate) scored: bool,
}

/// The date of a day.
pub(crate) fn date(day: i64) -> jiff::civil::Date {
    jiff::civil::date(2026, 6, 30).checked_add(jiff::Span::new().days(day)).unwrap()
}

/// Whether Graph has a snapshot of the day.
pub(crate) fn exists(day: i64) -> bool {
    day != MISSING
}

pub(crate) fn is_partial(day: i64) -> bool {
    day == PARTIAL
}

/// The catalogue of a day, each control with its points.
pub(crate) fn controls(day: i64) -> Vec<Control> {
    let first = CONTROLS.iter().flat_map(|(service, done, open)| {
        let done = done.iter().map(|id| (*id, true));
        done.chain(open.iter().map(|id| (*id, false))).map(|(id, done)| (id, *service, done))
    });
    let added = ADDED.iter().filter(|(since, ..)| day >= *since);
    let added = added.flat_map(|(_, service, done, ids)| ids.iter().map(|id| (*id, *service, *done)));
    let known = first.chain(added).filter(|(id, ..)| !(*id == RETIRED.0 && day >= RETIRED.1));
    known.map(|(id, service, done)| control(day, id, service, done)).collect()
}

fn control(day: i64, id: &'static str, service: &'static str, done: bool) -> Control {
    let is = |list: &[(&str, RangeInclusive<i64>)], name: &str| {
        list.iter().any(|(one, days)| *one == name && days.contains(&day))
    };
    let max = match id {
        _ if id == REWEIGHTED.0 && day >= REWEIGHTED.1 => REWEIGHTED.2,
        _ if LARGE.contains(&id) => 10.0,
        _ => 5.0,
    };
    let score = if done && !is(&OFF, id) { max } else { 0.0 };
    Control { id, service, score, max, scored: !is(&UNSCORED, service) }
}

/// `currentScore` and `maxScore`.
pub(crate) fn total(day: i64) -> (f64, f64) {
    let scored: Vec<Control> = controls(day).into_iter().filter(|control| control.scored).collect();
    (scored.iter().map(|control| control.score).sum(), scored.iter().map(|control| control.max).sum())
}

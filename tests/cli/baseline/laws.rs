//! The law of the file: whatever is written is read as it was, and written again byte for byte.

use proptest::prelude::*;
use scoregate::baseline::{Baseline, BaselineClaim, BaselineControl};
use scoregate::tenant::TenantId;
use scoregate::text;

use super::round;

fn word() -> impl Strategy<Value = String> {
    let awkward = [
        "null",
        "~",
        "yes",
        "NO",
        "on",
        "y",
        "true",
        "1e3",
        "0x1F",
        "1_000",
        "010",
        "12:30:45",
        ".inf",
        ".nan",
        "-",
        "?",
        ":",
        "<<",
        "=",
        "---",
        "...",
        "#",
        "a: b",
        "a #b",
        "{a}",
        "[a]",
        "*a",
        "&a",
        "!a",
        "!!str a",
        "|",
        ">",
        "%a",
        "@a",
        "`a",
        "'",
        "\"",
        "\\",
        "a\\nb",
        "\\u0041",
        "2026-11-23",
        "11770.MDA_Google_X",
        "unknown",
        "score",
        "ä 😀",
        "İ",
        "ﬀ",
        "\u{a0}x",
    ];
    prop_oneof![
        prop::sample::select(awkward.to_vec()).prop_map(str::to_owned),
        any::<String>(),
        "[A-Za-z0-9_.]{1,40}",
        Just("x".repeat(500)),
    ]
    .prop_map(|word| text::line(&word))
    .prop_filter("text of the evidence is clean and says something", |word| !word.is_empty())
}

fn figure() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), (0_u32..100).prop_map(f64::from), 0.0..100.0_f64, 0.0..1e-5_f64, 0.0..1e9_f64, Just(5e-324)]
}

fn arbitrary() -> impl Strategy<Value = Baseline> {
    let claim = prop_oneof![
        Just(BaselineClaim::No),
        Just(BaselineClaim::Unknown),
        word().prop_filter("no claim", |word| !word.eq_ignore_ascii_case("default")).prop_map(BaselineClaim::Yes),
    ];
    let control = (figure(), prop::option::of(figure()), claim);
    let controls = prop::collection::btree_map(word(), control, 1..8);
    (word(), "20[0-9]{2}-[01][1-2]-[0-2][1-8]", figure(), controls).prop_map(|(tenant, date, room, controls)| {
        let mut controls: Vec<BaselineControl> = controls
            .into_iter()
            .map(|(id, (score, above, claim))| BaselineControl {
                id,
                score,
                max: above.map(|above| score + above),
                claim,
            })
            .collect();
        controls.sort_by_key(|control| control.id.to_lowercase());
        controls.dedup_by_key(|control| control.id.to_lowercase());
        let current: f64 = controls.iter().map(|control| control.score).sum();
        let max: f64 = controls.iter().map(|control| control.max.unwrap_or(control.score)).sum::<f64>() + room + 1.0;
        let tenant = TenantId::of(&tenant.chars().take(100).collect::<String>()).unwrap();
        Baseline { tenant, date: date.parse().unwrap(), current, max, controls, source: None }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn writing_and_reading_give_the_same_bytes(baseline in arbitrary().prop_filter("sane sums", |b| b.max <= 1e9)) {
        prop_assert_eq!(round(&baseline), baseline.to_yaml());
    }
}

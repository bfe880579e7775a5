//! Any bytes as a manifest of Security Copilot or an OpenAPI document.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scoregate::copilot::lint::{Severity, check_bytes};
use scoregate_fuzz::assert_visible;

fuzz_target!(|data: &[u8]| {
    let findings = check_bytes("plugin.yaml", data);
    for finding in &findings {
        let help = finding.problem.help.as_deref().unwrap_or_default();
        assert!(!help.is_empty(), "no fix: {}", finding.problem.message);
        assert_visible(&finding.problem.message);
        assert_visible(help);
        if let Some((path, line, column)) = finding.place() {
            assert!(path == "plugin.yaml" && line > 0 && column > 0);
        }
    }
    // What cannot be read is an error, never an empty result.
    if std::str::from_utf8(data).is_err() {
        assert!(findings.iter().any(|finding| finding.rule.severity() == Severity::Error));
    }
});

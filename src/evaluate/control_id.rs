//! The comparison of ids and patterns of a policy or waiver with the id of a control.

use glob::Pattern;

use crate::evidence::without_instance;
use crate::policy::ControlId;

/// Whether an id that a policy or waiver gives names a control: letter case does not count, and the number of a connector's
/// instance matches with and without it.
pub(super) fn same_control(given: &str, control: &str) -> bool {
    if given.eq_ignore_ascii_case(control) {
        return true;
    }
    let (given, control) = (given.to_lowercase(), control.to_lowercase());
    given == control || given == without_instance(&control) || without_instance(&given) == control
}

/// Whether an id or a pattern names one of several instances of a control.
pub(super) fn names_instance(given: &ControlId, control: &str) -> bool {
    if given.is_pattern() {
        names_control(std::slice::from_ref(given), control)
    } else {
        given.0.to_lowercase() == control.to_lowercase()
    }
}

/// Whether ids and patterns name a control, which the snapshot need not score.
pub(super) fn names_control(ids: &[ControlId], control: &str) -> bool {
    let control = control.to_lowercase();
    let is_matched = |pattern: &str| {
        let pattern = Pattern::new(&pattern.to_lowercase());
        pattern.is_ok_and(|glob| glob.matches(&control) || glob.matches(without_instance(&control)))
    };
    ids.iter().any(|id| if id.is_pattern() { is_matched(&id.0) } else { same_control(&id.0, &control) })
}

//! What a schema cannot say of a baseline: whether its figures add up, and what stands twice.

use std::collections::BTreeMap;

use super::file::{BaselineFile, Control, KEY};
use crate::baseline::{Baseline, BaselineClaim, BaselineControl, BaselineSource, LONGEST_ID, SumFlaw};
use crate::policy::check::Loaded;
use crate::text::{self, points};
use crate::yaml::document::{Found, Saying};
use crate::yaml::suggest::code;
use crate::yaml::tree::Seen;

/// What to do about figures that contradict each other.
const ANEW: &str = "take the file from version control as it was, or write it anew with `scoregate baseline write`, which does the sums";

/// By what part a score may exceed its maximum: the last digit of a maximum that was derived from a percentage.
const TOLERANCE: f64 = 1e-9;

/// Checks a baseline that agrees with its schema.
pub(crate) fn check(loaded: &Loaded<BaselineFile>) -> Vec<Found> {
    let mut found = Vec::new();
    version(loaded, &mut found);
    let tenant = loaded.get("tenant").and_then(|seen| seen.value.value.text()).unwrap_or_default();
    clean(loaded, Seen::root(&loaded.root), "tenant", tenant, &mut found);
    let mut firsts: BTreeMap<String, u64> = BTreeMap::new();
    let entries = loaded.get("controls").map_or(&[][..], |seen| seen.value.value.entries());
    for (key, value) in entries {
        let seen = Seen { key: Some(key), value };
        id(loaded, seen, &key.value, &mut found);
        match firsts.get(&key.value.to_lowercase()) {
            Some(first) => found.push(repeated(loaded, seen, &key.value, *first)),
            None => drop(firsts.insert(key.value.to_lowercase(), key.referenced.line())),
        }
        if let Some(entry) = loaded.content.controls.get(&key.value) {
            control(loaded, seen, entry, &mut found);
        }
    }
    // Sums over controls that are wrong themselves say nothing new.
    if found.is_empty() {
        sums(loaded, &mut found);
    }
    found
}

fn control(loaded: &Loaded<BaselineFile>, seen: Seen<'_>, control: &Control, found: &mut Vec<Found>) {
    if let Some(max) = control.max.filter(|max| control.score > max * (1.0 + TOLERANCE)) {
        let (score, max) = (points(control.score, Some(max)), points(max, None));
        let saying = Saying::new(
            format!("the control has {score} points of at most {max}"),
            "more than its maximum",
            "correct the score or the maximum; `scoregate baseline write` writes both as Graph gave them",
        );
        found.push(loaded.problem(seen, "score", saying));
    }
    let Some(state) = &control.state else { return };
    clean(loaded, seen, "state", state, found);
    if state.eq_ignore_ascii_case("default") {
        let saying = Saying::new(
            "`Default` is no claim: it means that nobody had set a state",
            "no claim",
            "remove the key, so that the points count as measured, or write the state that was claimed",
        );
        found.push(loaded.problem(seen, "state", saying));
    }
    if control.claim.is_some() {
        let saying = Saying::new(
            "a state is given, so that the claim is known",
            "one too many",
            "remove `claim`, or `state` where it was not known",
        );
        found.push(loaded.problem_of_key(seen, "claim", saying));
    }
}

/// Other programs read the version too, and not all take `0x1` or `1.0` for 1.
fn version(loaded: &Loaded<BaselineFile>, found: &mut Vec<Found>) {
    let written = loaded.get(KEY).map(|seen| loaded.document.written(seen.value));
    if written.is_some_and(|written| written != "1") {
        let help = "write `scoregate-baseline: 1`";
        let saying = Saying::new("the version is not written as a plain 1", "the version", help);
        found.push(loaded.problem(Seen::root(&loaded.root), KEY, saying));
    }
}

/// What is read here must be what a reviewer saw: no text that is blank, or holds what cannot be seen.
fn clean(loaded: &Loaded<BaselineFile>, parent: Seen<'_>, key: &str, value: &str, found: &mut Vec<Found>) {
    if !is_clean(value) {
        let message = format!("{} is blank, or holds characters that cannot be seen", code(key));
        let saying = Saying::new(message, "not what it seems", "write it in characters that can be seen");
        found.push(loaded.problem(parent, key, saying));
    }
}

fn id(loaded: &Loaded<BaselineFile>, seen: Seen<'_>, id: &str, found: &mut Vec<Found>) {
    let message = if !is_clean(id) {
        format!("{} is blank, or holds characters that cannot be seen", code(id))
    } else if id.chars().count() > LONGEST_ID {
        format!("the id is longer than {LONGEST_ID} characters")
    } else {
        return;
    };
    let saying = Saying::new(message, "not the id of a control", "write the id as Graph has it in `controlName`");
    found.push(loaded.document.problem_at_key(seen, saying));
}

fn is_clean(text: &str) -> bool {
    !text.is_empty() && text::line(text) == text
}

fn repeated(loaded: &Loaded<BaselineFile>, seen: Seen<'_>, id: &str, first: u64) -> Found {
    let saying = Saying::new(
        format!("the control {} is given twice; letter case does not count", code(id)),
        "given again",
        format!("it is given first in line {first}; keep one of them"),
    );
    loaded.document.problem_at_key(seen, saying)
}

fn sums(loaded: &Loaded<BaselineFile>, found: &mut Vec<Found>) {
    let said = loaded.content.said();
    let Some(flaw) = said.sum_flaw() else { return };
    let (key, label) = match flaw {
        SumFlaw::AboveMax => ("current", "more than the maximum"),
        SumFlaw::Sum(_) => ("current", "not the sum"),
        SumFlaw::Maxima(_) | SumFlaw::Left { .. } => ("max", "too small"),
    };
    let parent = loaded.get("score").unwrap_or(Seen::root(&loaded.root));
    let message = flaw.message("`score.current`", "`score.max`", &said);
    found.push(loaded.problem(parent, key, Saying::new(message, label, ANEW)));
}

impl BaselineFile {
    /// What the file says, without where it says it.
    fn said(&self) -> Baseline {
        let control = |(id, control): (&String, &Control)| BaselineControl {
            id: id.clone(),
            score: control.score,
            max: control.max,
            claim: match (&control.state, control.claim) {
                (Some(state), _) => BaselineClaim::Yes(state.clone()),
                (None, Some(_)) => BaselineClaim::Unknown,
                (None, None) => BaselineClaim::No,
            },
        };
        let mut controls: Vec<BaselineControl> = self.controls.iter().map(control).collect();
        controls.sort_by_cached_key(|control| control.id.to_lowercase());
        Baseline {
            tenant: self.tenant.clone(),
            date: self.date,
            current: self.score.current,
            max: self.score.max,
            controls,
            source: None,
        }
    }
}

impl Loaded<BaselineFile> {
    /// The baseline with the places that findings point at.
    pub(crate) fn into_baseline(self) -> Baseline {
        let root = Seen::root(&self.root);
        let (tenant, date) = (self.place(0, root, "tenant"), self.place(0, root, "date"));
        let said = self.content.said();
        Baseline { source: Some(BaselineSource { file: self.document.source, tenant, date }), ..said }
    }
}

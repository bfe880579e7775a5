//! The size of the raw responses: what an upload of them in the place of the digest would have cost.

use super::section::{Item, Section, SectionKind};
use crate::evidence::{Input, InputKind};
use crate::render::view::View;
use crate::text;

/// The bytes of a token (`o200k_base`) in JSON of Graph, to estimate with.
///
/// Measured with `examples/tokens.rs` on responses of a real tenant (68 controls of a day, 200 profiles): 4.1 as Graph sends them (4.3 for
/// the scores, 4.0 for the profiles), 4.1 with indentation. Microsoft's examples have 3.7 to 4.2, days without texts 3.1.
const BYTES_PER_TOKEN: u64 = 4;

/// The line on the size of the responses that the report was made from; none where it was made from none.
pub(super) fn section(view: &View<'_>) -> Option<Section> {
    let incidents = view.report.incidents.iter().flat_map(|incidents| &incidents.inputs);
    let inputs: Vec<&Input> = view.report.provenance.inputs.iter().chain(incidents).collect();
    let bytes = inputs.iter().fold(0, |sum: u64, input| sum.saturating_add(input.response_bytes));
    let item = Item::of(format!(
        "Raw responses of Graph{}: {} bytes, about {} tokens (estimated as bytes / {BYTES_PER_TOKEN}, not counted).\n",
        counted(&inputs),
        text::grouped(bytes),
        text::grouped(rounded(bytes / BYTES_PER_TOKEN)),
    ));
    (bytes > 0).then(|| Section { kind: SectionKind::RawSize, head: "\n".to_owned(), items: vec![item] })
}

/// The form in which the responses were counted, where it is not the one in which Graph sent them.
fn counted(inputs: &[&Input]) -> &'static str {
    let is_redacted = |input: &&Input| matches!(input.kind, InputKind::Recording { redacted: true, .. });
    let is_saved = |input: &&Input| input.kind == InputKind::Raw;
    match (inputs.iter().any(is_saved), inputs.iter().any(is_redacted)) {
        (true, true) => ", as saved and with pseudonyms",
        (true, false) => ", as saved",
        (false, true) => ", with pseudonyms",
        (false, false) => "",
    }
}

/// A number to two digits: an estimate has no more.
const fn rounded(number: u64) -> u64 {
    let mut unit = 1;
    while number / unit >= 100 {
        unit *= 10;
    }
    number / unit * unit + if number % unit >= unit.div_ceil(2) && unit > 1 { unit } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn an_estimate_has_two_digits() {
        let cases =
            [(0, 0), (7, 7), (99, 99), (104, 100), (105, 110), (996, 1_000), (84_213, 84_000), (84_500, 85_000)];
        for (number, expected) in cases {
            assert_eq!(rounded(number), expected, "{number}");
        }
        assert_eq!(rounded(u64::MAX / 4), 4_600_000_000_000_000_000);
    }
}

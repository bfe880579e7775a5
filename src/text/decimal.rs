//! Numbers with a given number of digits behind the point. Most points and percentages are whole or have one digit, and the exact
//! algorithm for all others takes several times as long.

/// The most digits behind the point that distinguish a value from its limit.
const MOST_DECIMALS: usize = 12;

/// Half of a digit more than one, by the number of digits behind the point: values further apart than that round apart.
const APART: [f64; MOST_DECIMALS + 1] =
    [1.5, 1.5e-1, 1.5e-2, 1.5e-3, 1.5e-4, 1.5e-5, 1.5e-6, 1.5e-7, 1.5e-8, 1.5e-9, 1.5e-10, 1.5e-11, 1.5e-12];

/// Appends a value with at least so many digits behind the point, and more where they are needed to distinguish it from its limit.
pub(super) fn push_distinct(text: &mut String, value: f64, limit: Option<f64>, least: usize) {
    // −0.0 and what rounds to it must not be printed with a sign.
    let value = if value == 0.0 { 0.0 } else { value };
    let is_distinct = |decimals: &usize| match limit {
        Some(limit) if (value - limit).abs() > APART[*decimals] => true,
        Some(limit) if value != limit => fixed(value, *decimals) != fixed(limit, *decimals),
        Some(_) | None => true,
    };
    let decimals = (least..=MOST_DECIMALS).find(is_distinct).unwrap_or(least);
    push_fixed(text, value, decimals);
}

fn fixed(value: f64, decimals: usize) -> String {
    let mut text = String::new();
    push_fixed(&mut text, value, decimals);
    text
}

/// Appends a number with so many digits behind the point, as `{value:.decimals$}` has it.
fn push_fixed(text: &mut String, value: f64, decimals: usize) {
    match scaled(value, decimals) {
        Some((whole, behind)) => {
            push_whole(text, whole);
            if decimals > 0 {
                text.push('.');
            }
            behind.into_iter().take(decimals).for_each(|digit| push_whole(text, digit));
        }
        None => text.push_str(&format!("{value:.decimals$}")),
    }
}

fn push_whole(text: &mut String, number: u64) {
    if number >= 10 {
        push_whole(text, number / 10);
    }
    text.extend(char::from_digit((number % 10) as u32, 10));
}

/// The part before the point, and the digits behind it, of which there are two at most; none where only the exact algorithm is known to be
/// right: for large numbers, negative ones, many digits, and next to a tie.
fn scaled(value: f64, decimals: usize) -> Option<(u64, [u64; 2])> {
    /// Values up to this one times the largest scale have an error far below [`NEAR_A_TIE`].
    const LARGEST: f64 = 1e6;
    const NEAR_A_TIE: f64 = 1e-6;
    let scale = *[1_u64, 10, 100].get(decimals)?;
    if !(value.is_sign_positive() && value < LARGEST) {
        return None;
    }
    let product = value * scale as f64;
    let below = product.floor();
    let rest = product - below;
    if (rest - 0.5).abs() < NEAR_A_TIE {
        return None;
    }
    let rounded = below as u64 + u64::from(rest > 0.5);
    let (whole, rest) = (rounded / scale, rounded % scale);
    Some((whole, if decimals == 1 { [rest, 0] } else { [rest / 10, rest % 10] }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_printed_as_the_exact_algorithm_prints_it() {
        let special = [
            0.0,
            -0.0,
            1.0,
            -7.0,
            0.5,
            1.5,
            2.5,
            0.05,
            0.15,
            0.25,
            0.125,
            0.005,
            0.015,
            0.995,
            9.995,
            99.995,
            69.96,
            100.0,
            812.0,
            999_999.994,
            999_999.999,
            1e6,
            1e14,
            1e15,
            1e300,
            1e-9,
            5e-324,
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
        ];
        for value in special {
            for decimals in 0..=MOST_DECIMALS {
                assert_eq!(fixed(value, decimals), format!("{value:.decimals$}"));
            }
        }
    }

    proptest! {
        #[test]
        fn every_number_is_printed_as_the_exact_algorithm_prints_it(
            value in prop_oneof![any::<f64>(), 0.0..1e6_f64, (0_u32..100_000_000).prop_map(|n| f64::from(n) / 1000.0)],
            decimals in 0..4_usize,
        ) {
            prop_assert_eq!(fixed(value, decimals), format!("{value:.decimals$}"));
        }
    }
}

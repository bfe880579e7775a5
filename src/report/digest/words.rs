//! Words that findings and titles of controls are made of, each one token.
//!
//! Counting everything that others wrote at one token a byte would leave half of a budget unused. What is counted for less
//! here is what the tokenizer certainly takes apart in one way: a common word between a space and a mark, and a figure.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Words that are one token together with the space in front of them.
static WORDS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| LIST.split(' ').collect());

const LIST: &str = "\
    Access Add Admin Antivirus App Apps Audit Azure Block Center Cloud Conditional Configure Create Data Defender \
    Disable Email Enable Endpoint Ensure Exchange Groups Identity Links Mail Microsoft Office Online Policies \
    Protection Remove Require Safe Security Set Settings Teams Turn Use Users Windows Work a accepted access account \
    accounts action activity admin administrative after agents all allow allowed an and anti antivirus any app \
    application applications approved apps are as at attempts attributes audit authentication authorization average \
    basic be before being between block both break built but by can cannot catalogue category center certificate \
    change characters claimed client cloud company complex confidence configured consent control controls custom \
    customer data day days default demanded detection device devices directory disabled do does domain domains down \
    drop each email enabled end evidence exception external factor fell file files findings first for force \
    forwarding fresh from glass group groups guest guests has have headers high history holds identity if in \
    intelligence internal is it its key keys known last least legacy length level links list local log login logs \
    lost mail management maximum may meetings members messages method methods migration minimum missing mobile month \
    more most multi must name names new no non none not notification number observed of old older on only or \
    organization other owner owners page pages password passwords percent period permissions phishing plan plugin \
    point points policies policy portal prevent private product profile protection public recipients recording \
    records replaced repository request requests require required requirement requirements restricted restrictions \
    risk roles rule rules score scored script security sensitive server servers service session sessions set \
    settings share sharing should sign since site sites snapshot spam specific state strong suspicious take team \
    template templates temporary tenant text than that the their they this threshold through timeout title to today \
    token tokens unauthorized unknown until up usage use used user users verification waiver was web week what when \
    where which while who will with within without year yes your";

/// The most tokens that a text takes, whatever stands beside it. Only ASCII is looked at, and only places where the tokenizer
/// splits for certain; every other byte counts one.
pub(super) fn bound(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut cost, mut at) = (0, 0);
    while at < bytes.len() {
        let (length, tokens) = word(text, at).or_else(|| figure(bytes, at)).unwrap_or((1, 1));
        (cost, at) = (cost + tokens, at + length);
    }
    cost
}

/// A known word at a place: a single space, ASCII letters, and behind them a character that the tokenizer never counts to a
/// word. An apostrophe is no such character, since it may begin `'s`. What stands outside the text is not known, so that
/// neither the first nor the last byte can belong to a word.
fn word(text: &str, at: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let before = *at.checked_sub(1).and_then(|before| bytes.get(before))?;
    if bytes.get(at) != Some(&b' ') || before.is_ascii_whitespace() || !before.is_ascii() {
        return None;
    }
    let letters = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let end = at + 1 + letters;
    let behind = *bytes.get(end)?;
    let ends =
        matches!(behind, b' ' | b'.' | b',' | b';' | b':' | b'(' | b')' | b'/' | b'%' | b'-' | b'?' | b'0'..=b'9');
    (ends && WORDS.contains(&text[at + 1..end])).then_some((1 + letters, 1))
}

/// A whole run of digits at a place: the tokenizer takes three at a time. Digits of other scripts would join it, so that both
/// neighbours must be ASCII.
fn figure(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let before = *at.checked_sub(1).and_then(|before| bytes.get(before))?;
    let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let behind = *bytes.get(at + digits)?;
    (digits > 0 && before.is_ascii() && !before.is_ascii_digit() && behind.is_ascii())
        .then_some((digits, digits.div_ceil(3)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::digest::budget::LONGEST_TOKEN;

    fn tokens(text: &str) -> usize {
        tiktoken_rs::o200k_base_singleton().encode_ordinary(text).len()
    }

    #[test]
    fn every_word_is_one_token() {
        let wrong: Vec<&&str> = WORDS.iter().filter(|word| tokens(&format!(" {word}")) != 1).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(WORDS.iter().all(|word| word.len() < LONGEST_TOKEN));
    }

    #[test]
    fn up_to_three_digits_are_one_token() {
        for number in 0..1_000 {
            for text in [format!("{number}"), format!("{number:02}"), format!("{number:03}")] {
                assert_eq!(tokens(&text), 1, "{text}");
            }
        }
    }

    #[test]
    fn a_sentence_counts_little_more_than_it_is() {
        let text = "68.4 % (812.5 of 1188 points, 9 of them claimed); at least 70 % is demanded.";
        assert!(tokens(text) <= bound(text) && bound(text) <= 45, "{} {}", tokens(text), bound(text));
    }

    /// The tokenizer joins what stands side by side; none of it may cost more than was counted.
    #[test]
    fn no_neighbour_makes_a_text_cost_more_than_its_bound() {
        let parts = [
            " ", "  ", " points", "points", " of", "'s", "'", "é", "安", "7", "1188", "٣", "²", ".", ",", ":", "(",
            "-", "/", "\u{301}", "A", "x",
        ];
        for first in parts {
            for second in parts {
                for third in parts {
                    for fourth in parts {
                        let text = [first, second, third, fourth].concat();
                        assert!(tokens(&text) <= bound(&text), "{text:?}");
                        let most = bound(&text[first.len()..]) + first.len();
                        assert!(tokens(&text) <= most, "{first:?} before {:?}", &text[first.len()..]);
                    }
                }
            }
        }
    }
}

//! The error codes of Entra, with their remedies.
//!
//! The codes are those of <https://learn.microsoft.com/entra/identity-platform/reference-error-codes>; only those are here for
//! which there is something to do.

use serde_json::Value;

use super::chosen_method::ChosenMethod;
use super::exchange::Exchange;
use super::method::SignInMethod;
use super::redactor::brief;
use super::resource::Resource;
use super::token::Claims;
use crate::error::{Error, Help, Reference};

/// The error of a refusal.
pub(super) fn refused(
    choice: &ChosenMethod,
    exchange: &Exchange,
    (address, status): (&str, u16),
    body: &[u8],
    assertion: Option<&Claims>,
) -> Error {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(brief).filter(|text| !text.is_empty());
    let description = text("error_description").map(|text| without_ids(&text).to_owned()).or_else(|| text("error"));
    let Some(description) = description else { return silent(address, status) };
    let listed = body.get("error_codes").and_then(|codes| codes.get(0)?.as_u64());
    let code = code(&description).or(listed);
    let carried = assertion.filter(|_| code.is_some_and(is_federated)).map(carried);
    let help = code
        .and_then(|code| help(code, choice, &exchange.resource, assertion))
        .unwrap_or_else(|| format!("look the code up at {}/error", exchange.authority.origin).into());
    let ids: Vec<String> = [("trace_id", "trace"), ("correlation_id", "correlation"), ("timestamp", "at")]
        .into_iter()
        .filter_map(|(name, word)| Some(format!("{word} {}", text(name)?)))
        .collect();
    let ids = if ids.is_empty() { String::new() } else { format!(" ({})", ids.join(", ")) };
    let carried = carried.map(|carried| format!(" The token carries {carried}.")).unwrap_or_default();
    Error::sign_in(&format!("{description}{carried}{ids}"), help)
}

/// The error of a refusal without a description.
fn silent(address: &str, status: u16) -> Error {
    let help: Help = match status {
        429 => "too many sign-ins at a time: try again later".into(),
        500.. => "try again later; https://status.entra.microsoft.com lists outages".into(),
        _ => {
            "check "
                + Reference::LoginHost
                + " and "
                + Reference::Cloud
                + ", and that no proxy responds in place of the server"
        }
    };
    Error::sign_in(&format!("{address} returned {status} without a reason"), help)
}

/// A description without the ids that Entra puts at its end.
fn without_ids(text: &str) -> &str {
    text.find("Trace ID:").map_or(text, |end| text[..end].trim_end())
}

/// The number behind `AADSTS`.
pub(super) fn code(text: &str) -> Option<u64> {
    let (_, rest) = text.split_once("AADSTS")?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

/// Whether no federated credential matched.
const fn is_federated(code: u64) -> bool {
    matches!(code, 70021 | 70025 | 700_211 | 700_212 | 700_213)
}

/// The remedy for a code.
pub(super) fn help(code: u64, choice: &ChosenMethod, resource: &Resource, assertion: Option<&Claims>) -> Option<Help> {
    let client = choice.client.as_deref().unwrap_or("the app");
    let tenant = choice.tenant.as_deref().unwrap_or("the tenant");
    if choice.kind == SignInMethod::AzureCli && code == 700_016 {
        return Some("run `az login` for the intended tenant".into());
    }
    let help = match code {
        90002 | 900_023 => {
            return Some(
                Help::from(format!("check AZURE_TENANT_ID ({tenant}), and that "))
                    + Reference::Cloud
                    + " is the cloud of this tenant",
            );
        }
        500_011 | 70011 | 1_002_012 => {
            return Some(
                Help::from(format!("this cloud does not know the {} host: check ", resource.name))
                    + Reference::Cloud
                    + ", or "
                    + Reference::GraphHost
                    + " with "
                    + Reference::LoginHost,
            );
        }
        900_382 | 900_439 => return Some("the app is of another cloud: check " + Reference::Cloud),
        7_000_215 => format!(
            "AZURE_CLIENT_SECRET must contain the value of a secret, not its id: make a new one with `az ad app credential reset --id {client} --append`"
        ),
        7_000_222 => format!("the secret or certificate has expired: `az ad app credential reset --id {client} --append` makes a new secret"),
        700_016 => format!("check that AZURE_CLIENT_ID ({client}) is an app of tenant {tenant}, and that the app has a service principal there: `az ad sp create --id {client}`"),
        code if is_federated(code) => federated_help(client, assertion),
        50034 => format!("the user is not of tenant {tenant}: sign in with an account of this tenant"),
        7_000_112 => format!("the app {client} is disabled in tenant {tenant}: an administrator can enable it under Enterprise applications"),
        53003 | 530_003 | 50158 => "a policy of Conditional Access forbids this sign-in: ask an administrator to except this identity or this network".to_owned(),
        50076 | 50079 => "MFA is required: run `az login` again, or use an app rather than a user".to_owned(),
        700_027 => format!("the certificate is not one of the app's, or has expired: upload it with `az ad app credential reset --id {client} --cert @certificate.pem --append`"),
        700_024 => "the clock of this machine is wrong: the assertion is dated outside the time that Entra accepts".to_owned(),
        65001 => (resource.consent)(client),
        700_082 | 50173 | 70043 | 50089 => "the sign-in has expired: run `az login` again".to_owned(),
        50196 | 90055 => "too many sign-ins at a time: try again later".to_owned(),
        _ => return None,
    };
    Some(help.into())
}

/// The issuer, subject and audience of a token, which Entra compares letter by letter.
fn carried(claims: &Claims) -> String {
    let or_none = |text: Option<String>| text.map_or_else(|| "(none)".to_owned(), |text| format!("`{text}`"));
    format!(
        "issuer {}, subject {}, audience {}",
        or_none(claims.issuer()),
        or_none(claims.subject()),
        or_none(claims.audience())
    )
}

/// The remedy where no federated credential matches: the command that creates one.
fn federated_help(client: &str, claims: Option<&Claims>) -> String {
    let Some((issuer, subject, audience)) =
        claims.and_then(|claims| Some((claims.issuer()?, claims.subject()?, claims.audience()?)))
    else {
        return format!(
            "give the app {client} a federated credential whose issuer, subject and audience are those of the token, letter by letter"
        );
    };
    format!(
        "give the app a federated credential with exactly these three, letter by letter:\n{}",
        command(client, &issuer, &subject, &audience)
    )
}

/// The command that makes a federated credential.
fn command(client: &str, issuer: &str, subject: &str, audience: &str) -> String {
    let body =
        serde_json::json!({ "name": "scoregate", "issuer": issuer, "subject": subject, "audiences": [audience] });
    // The claims of a token become part of a command line: nothing in it may end the quotes.
    let body = body.to_string().replace('\'', r"'\''");
    format!("az ad app federated-credential create --id {client} --parameters '{body}'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_read_out_of_the_description() {
        assert_eq!(code("AADSTS7000215: Invalid client secret provided."), Some(7_000_215));
        assert_eq!(code("ERROR: AADSTS700082"), Some(700_082));
        assert_eq!((code("AADSTS: x"), code("nothing")), (None, None));
    }
}

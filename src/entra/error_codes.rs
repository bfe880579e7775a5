//! What Entra means when it refuses.
//!
//! The codes are those of <https://learn.microsoft.com/entra/identity-platform/reference-error-codes>; only those are here for
//! which there is something to do.

use serde_json::Value;

use crate::entra::AuthKind;
use crate::entra::choose::Chosen;
use crate::entra::failure::brief;
use crate::entra::federated;
use crate::entra::token::Claims;
use crate::error::Error;
use crate::graph::cloud::Cloud;
use crate::graph::permission::{Need, consent};

/// A refusal as it came.
pub(super) struct Refused {
    pub(super) address: String,
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
    /// What the assertion said that was refused.
    pub(super) assertion: Option<Claims>,
}

/// The error of a refusal.
pub(super) fn refused(chosen: &Chosen, cloud: &Cloud, refused: &Refused) -> Error {
    let Refused { address, status, body, assertion } = refused;
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(brief).filter(|text| !text.is_empty());
    let description = text("error_description").map(|text| without_ids(&text).to_owned()).or_else(|| text("error"));
    let Some(description) = description else { return silent(address, *status) };
    let listed = body.get("error_codes").and_then(|codes| codes.get(0)?.as_u64());
    let code = code(&description).or(listed);
    let carried = assertion.as_ref().filter(|_| code.is_some_and(is_federated)).map(federated::carried);
    let help = code
        .and_then(|code| help(code, chosen, assertion.as_ref()))
        .unwrap_or_else(|| format!("look the code up at {}/error", cloud.login));
    let ids: Vec<String> = [("trace_id", "trace"), ("correlation_id", "correlation"), ("timestamp", "at")]
        .into_iter()
        .filter_map(|(name, word)| Some(format!("{word} {}", text(name)?)))
        .collect();
    let ids = if ids.is_empty() { String::new() } else { format!(" ({})", ids.join(", ")) };
    let carried = carried.map(|carried| format!(" The token carries {carried}.")).unwrap_or_default();
    Error::sign_in(&format!("{description}{carried}{ids}"), &help)
}

/// A refusal that says nothing.
fn silent(address: &str, status: u16) -> Error {
    let help = match status {
        429 => "too many sign-ins at a time: try again later",
        500.. => "try again later; https://status.entra.microsoft.com tells of outages",
        _ => "check --login-host and --cloud, and that nothing on the way answers in place of the server",
    };
    Error::sign_in(&format!("{address} answered {status} and gave no reason"), help)
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

/// What to do about a code.
pub(super) fn help(code: u64, chosen: &Chosen, assertion: Option<&Claims>) -> Option<String> {
    let client = chosen.client.as_deref().unwrap_or("the app");
    let tenant = chosen.tenant.as_deref().unwrap_or("the tenant");
    if chosen.kind == AuthKind::AzureCli && code == 700_016 {
        return Some("run `az login` for the tenant that is meant".to_owned());
    }
    let help = match code {
        7_000_215 => format!(
            "AZURE_CLIENT_SECRET must hold the value of a secret, not its id: make a new one with `az ad app credential reset --id {client} --append`"
        ),
        7_000_222 => format!("the secret or certificate has expired: `az ad app credential reset --id {client} --append` makes a new secret"),
        700_016 => format!("check that AZURE_CLIENT_ID ({client}) is an app of tenant {tenant}, and that the app has a service principal there: `az ad sp create --id {client}`"),
        90002 | 900_023 => format!("check AZURE_TENANT_ID ({tenant}), and that --cloud is the cloud of this tenant"),
        code if is_federated(code) => federated::help(client, assertion),
        50034 => format!("the user is not of tenant {tenant}: sign in with an account of this tenant"),
        7_000_112 => format!("the app {client} is disabled in tenant {tenant}: an administrator can enable it under Enterprise applications"),
        53003 | 530_003 | 50158 => "a policy of Conditional Access forbids this sign-in: ask an administrator to except this identity or this network".to_owned(),
        50076 | 50079 => "multifactor authentication is demanded: run `az login` again, or use an app rather than a user".to_owned(),
        500_011 | 70011 | 1_002_012 => "this cloud does not know the Graph host: check --cloud, or --graph-host with --login-host".to_owned(),
        900_382 | 900_439 => "the app is of another cloud: check --cloud".to_owned(),
        700_027 => format!("the certificate is not one of the app's, or has expired: upload it with `az ad app credential reset --id {client} --cert @certificate.pem --append`"),
        700_024 => "the clock of this machine is wrong: the assertion is dated outside the time that Entra accepts".to_owned(),
        65001 => consent(&Need::SCORES, client).join("\n"),
        700_082 | 50173 | 70043 | 50089 => "the sign-in has expired: run `az login` again".to_owned(),
        50196 | 90055 => "too many sign-ins at a time: try again later".to_owned(),
        _ => return None,
    };
    Some(help)
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

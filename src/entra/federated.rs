//! What a federated credential must say to match the token of a job.

use crate::entra::token::Claims;

/// Who gave a token, about whom, and for whom, as Entra compares them: letter by letter.
pub(super) fn carried(claims: &Claims) -> String {
    let or_none = |text: Option<String>| text.map_or_else(|| "(none)".to_owned(), |text| format!("`{text}`"));
    format!(
        "issuer {}, subject {}, audience {}",
        or_none(claims.issuer()),
        or_none(claims.subject()),
        or_none(claims.audience())
    )
}

/// How to make a credential that matches.
pub(super) fn help(client: &str, claims: Option<&Claims>) -> String {
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
pub(crate) fn command(client: &str, issuer: &str, subject: &str, audience: &str) -> String {
    let body =
        serde_json::json!({ "name": "scoregate", "issuer": issuer, "subject": subject, "audiences": [audience] });
    // What a token says becomes part of a command line: nothing in it may end the quotes.
    let body = body.to_string().replace('\'', r"'\''");
    format!("az ad app federated-credential create --id {client} --parameters '{body}'")
}

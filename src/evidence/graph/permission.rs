//! The permission that reading Secure Score takes, and how it is given.
//!
//! Graph's own page asks for `SecurityEvents.Read.All`; who may write may read too.
//! <https://learn.microsoft.com/graph/api/security-list-securescores#permissions>

use super::auth::{AuthKind, Chosen};
use super::cloud::Cloud;
use super::token::{Claims, Token};

/// Graph, as every tenant knows it.
const GRAPH_APP: &str = "00000003-0000-0000-c000-000000000000";

/// The id of the app role `SecurityEvents.Read.All` of Graph.
const READ_ROLE: &str = "bf394140-e372-4bf9-a898-299cfc7564e5";

/// The permissions of which one is needed, the least first.
pub(crate) const NEEDED: [&str; 2] = ["SecurityEvents.Read.All", "SecurityEvents.ReadWrite.All"];

/// What a token says about the permission to read Secure Score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Permission {
    /// It carries this one.
    Granted(&'static str),
    /// It carries none that suffices.
    Missing,
    /// It is not for Graph, but for this.
    Elsewhere(String),
    /// It is opaque: nothing can be read in it.
    Unknown,
}

impl Permission {
    /// Reads it in a token.
    pub(crate) fn of(token: &Token, cloud: &Cloud) -> Self {
        let Some(claims) = token.claims() else { return Self::Unknown };
        if let Some(audience) = claims.audience().filter(|audience| !is_graph(audience, cloud)) {
            return Self::Elsewhere(audience);
        }
        let (roles, scopes) = (claims.roles(), claims.scopes());
        let carried = |name: &&str| roles.iter().chain(&scopes).any(|carried| carried.eq_ignore_ascii_case(name));
        NEEDED.into_iter().find(carried).map_or(Self::Missing, Self::Granted)
    }
}

fn is_graph(audience: &str, cloud: &Cloud) -> bool {
    let audience = audience.trim_end_matches('/');
    audience.eq_ignore_ascii_case(GRAPH_APP) || audience.eq_ignore_ascii_case(&cloud.graph)
}

/// How the permission is given to whom a token is for: sentences and commands, a line each.
pub(crate) fn fix(chosen: &Chosen, cloud: &Cloud, claims: Option<&Claims>) -> Vec<String> {
    let client = claims.and_then(Claims::client).or_else(|| chosen.client.clone());
    let client = client.unwrap_or_else(|| "<client id>".to_owned());
    if chosen.kind == AuthKind::AzureCli || claims.is_some_and(Claims::is_delegated) {
        return delegated(chosen);
    }
    if chosen.kind == AuthKind::ManagedIdentity {
        return managed(cloud, claims);
    }
    let mut lines = vec![format!("An administrator gives the app {} with:", NEEDED[0])];
    lines.extend(consent(&client).into_iter().map(|command| format!("  {command}")));
    lines.push("A token that was had before does not carry it: sign in anew afterwards.".to_owned());
    lines
}

/// How an administrator gives an app the permission: two commands.
pub(crate) fn consent(client: &str) -> [String; 2] {
    [
        format!("az ad app permission add --id {client} --api {GRAPH_APP} --api-permissions {READ_ROLE}=Role"),
        format!("az ad app permission admin-consent --id {client}"),
    ]
}

/// A managed identity has no app registration to consent to: the role is assigned to its service principal.
fn managed(cloud: &Cloud, claims: Option<&Claims>) -> Vec<String> {
    let principal = claims.and_then(Claims::object).unwrap_or_else(|| "<object id of the identity>".to_owned());
    vec![
        format!("An administrator gives the identity {} with:", NEEDED[0]),
        format!("  graph=$(az ad sp show --id {GRAPH_APP} --query id --output tsv)"),
        format!(
            "  az rest --method POST --url {}/v1.0/servicePrincipals/{principal}/appRoleAssignments --body \"{{\\\"principalId\\\":\\\"{principal}\\\",\\\"resourceId\\\":\\\"$graph\\\",\\\"appRoleId\\\":\\\"{READ_ROLE}\\\"}}\"",
            cloud.graph
        ),
        "Azure keeps tokens of a managed identity for up to a day: it can take as long until the role shows."
            .to_owned(),
    ]
}

fn delegated(chosen: &Chosen) -> Vec<String> {
    let mut lines = Vec::new();
    if chosen.kind == AuthKind::AzureCli {
        lines.push(
            "The Azure CLI signs in through an app of Microsoft's, which most likely cannot be given this permission."
                .to_owned(),
        );
    }
    lines.push("Sign in as an app instead (a certificate, a secret or a federated credential).".to_owned());
    lines.push(format!(
        "To read as a user takes an app with the delegated permission {} and the Entra role Security Reader.",
        NEEDED[0]
    ));
    lines
}

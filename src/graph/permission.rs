//! The permissions that reading takes, and how they are given.
//!
//! For Secure Score Graph's own page requires `SecurityEvents.Read.All`, for incidents for `SecurityIncident.Read.All`; who
//! may write may read too. <https://learn.microsoft.com/graph/api/security-list-securescores#permissions>,
//! <https://learn.microsoft.com/graph/api/security-list-incidents#permissions>

use crate::entra::token::{Claims, Token};
use crate::entra::{ChosenMethod, Resource, SignInMethod};
use crate::graph::cloud::Cloud;

/// Graph, as every tenant knows it.
const GRAPH_APP: &str = "00000003-0000-0000-c000-000000000000";

/// The permission to read a part of Graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Need {
    /// The permissions of which one is needed, the least first.
    pub(crate) names: [&'static str; 2],
    /// The id of the app role of the least.
    role: &'static str,
}

impl Need {
    /// To read Secure Score.
    pub(crate) const SCORES: Self = Self {
        names: ["SecurityEvents.Read.All", "SecurityEvents.ReadWrite.All"],
        role: "bf394140-e372-4bf9-a898-299cfc7564e5",
    };

    /// To read incidents.
    pub(crate) const INCIDENTS: Self = Self {
        names: ["SecurityIncident.Read.All", "SecurityIncident.ReadWrite.All"],
        role: "45cc0394-e837-488b-a098-1918f48d186c",
    };

    /// The permission to request from an administrator.
    pub(crate) const fn least(&self) -> &'static str {
        self.names[0]
    }
}

/// The presence of a permission in a token.
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
    pub(crate) fn of(token: &Token, cloud: &Cloud, need: &Need) -> Self {
        let Some(claims) = token.claims() else { return Self::Unknown };
        if let Some(audience) = claims.audience().filter(|audience| !is_graph(audience, cloud)) {
            return Self::Elsewhere(audience);
        }
        let (roles, scopes) = (claims.roles(), claims.scopes());
        let carried = |name: &&str| roles.iter().chain(&scopes).any(|carried| carried.eq_ignore_ascii_case(name));
        need.names.into_iter().find(carried).map_or(Self::Missing, Self::Granted)
    }
}

/// Graph as the resource that tokens are for.
pub(crate) fn resource(cloud: &Cloud) -> Resource {
    let consent = |client: &str| consent(&Need::SCORES, client).join("\n");
    Resource { name: "Graph", origin: cloud.graph.clone(), consent }
}

fn is_graph(audience: &str, cloud: &Cloud) -> bool {
    let audience = audience.trim_end_matches('/');
    let is = |graph: &str| audience.eq_ignore_ascii_case(graph);
    // Behind a host of one's own may be Graph itself, with the tokens of any cloud.
    let is_of_any = || Cloud::NAMES.into_iter().filter_map(Cloud::named).any(|known| is(&known.graph));
    is(GRAPH_APP) || is(&cloud.graph) || (cloud.is_custom() && is_of_any())
}

/// The steps that grant the permission: sentences and commands, a line each.
pub(crate) fn fix(need: &Need, chosen: &ChosenMethod, cloud: &Cloud, claims: Option<&Claims>) -> Vec<String> {
    let client = claims.and_then(Claims::client).or_else(|| chosen.client.clone());
    let client = client.unwrap_or_else(|| "<client id>".to_owned());
    if chosen.kind == SignInMethod::AzureCli || claims.is_some_and(Claims::is_delegated) {
        return delegated(need, chosen);
    }
    if chosen.kind == SignInMethod::ManagedIdentity {
        return managed(need, cloud, claims);
    }
    let mut lines = vec![format!("An administrator gives the app {} with:", need.least())];
    lines.extend(consent(need, &client).into_iter().map(|command| format!("  {command}")));
    lines.push("A token that was obtained before does not carry it: sign in again afterwards.".to_owned());
    lines
}

/// The two commands by which an administrator grants an app the permission.
pub(crate) fn consent(need: &Need, client: &str) -> [String; 2] {
    let role = need.role;
    [
        format!("az ad app permission add --id {client} --api {GRAPH_APP} --api-permissions {role}=Role"),
        format!("az ad app permission admin-consent --id {client}"),
    ]
}

/// A managed identity has no app registration to consent to: the role is assigned to its service principal.
fn managed(need: &Need, cloud: &Cloud, claims: Option<&Claims>) -> Vec<String> {
    let role = need.role;
    let principal = claims.and_then(Claims::object).unwrap_or_else(|| "<object id of the identity>".to_owned());
    vec![
        format!("An administrator gives the identity {} with:", need.least()),
        format!("  graph=$(az ad sp show --id {GRAPH_APP} --query id --output tsv)"),
        format!(
            "  az rest --method POST --url {}/v1.0/servicePrincipals/{principal}/appRoleAssignments --body \"{{\\\"principalId\\\":\\\"{principal}\\\",\\\"resourceId\\\":\\\"$graph\\\",\\\"appRoleId\\\":\\\"{role}\\\"}}\"",
            cloud.graph
        ),
        "Azure keeps tokens of a managed identity for up to a day: it can take as long until the role shows."
            .to_owned(),
    ]
}

fn delegated(need: &Need, chosen: &ChosenMethod) -> Vec<String> {
    let mut lines = Vec::new();
    if chosen.kind == SignInMethod::AzureCli {
        lines.push(
            "The Azure CLI signs in through an app of Microsoft's, which most likely cannot be given this permission."
                .to_owned(),
        );
    }
    lines.push("Sign in as an app instead (a certificate, a secret or a federated credential).".to_owned());
    lines.push(format!(
        "To read as a user takes an app with the delegated permission {} and the Entra role Security Reader.",
        need.least()
    ));
    lines
}

//! The clouds of Microsoft: where Graph and the sign-in of each are.
//!
//! Tokens of one cloud are worth nothing in another. The hosts are those of "Microsoft Graph deployments"
//! (<https://learn.microsoft.com/graph/deployments>).

use url::{Position, Url};

use crate::entra::Authority;
use crate::evidence::GRAPH_ORIGINS;

/// A cloud: a Graph host and the login host whose tokens it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cloud {
    /// `global`, `usgov`, `dod`, `china`, or `custom` for a pair given by flags.
    pub(crate) name: &'static str,
    /// The origin of Graph, such as `https://graph.microsoft.com`.
    pub(crate) graph: String,
    /// The origin that signs in, such as `https://login.microsoftonline.com`.
    pub(crate) login: String,
    audience: &'static str,
    profiles: bool,
}

/// Name, Graph, login, the audience of federated tokens, and whether Graph has the profiles of controls there.
type Row = (&'static str, &'static str, &'static str, &'static str, bool);

/// The name of a pair of one's own.
const CUSTOM: &str = "custom";

const GLOBAL_AUDIENCE: &str = "api://AzureADTokenExchange";

const CLOUDS: [Row; 4] = [
    ("global", GRAPH_ORIGINS[0], "https://login.microsoftonline.com", GLOBAL_AUDIENCE, true),
    ("usgov", GRAPH_ORIGINS[1], "https://login.microsoftonline.us", "api://AzureADTokenExchangeUSGov", true),
    ("dod", GRAPH_ORIGINS[2], "https://login.microsoftonline.us", "api://AzureADTokenExchangeUSGov", true),
    ("china", GRAPH_ORIGINS[3], "https://login.chinacloudapi.cn", "api://AzureADTokenExchangeChina", false),
];

impl Cloud {
    /// The names: global (with GCC), usgov (L4, GCC High), dod (L5) and china (21Vianet).
    pub const NAMES: [&str; 4] = [CLOUDS[0].0, CLOUDS[1].0, CLOUDS[2].0, CLOUDS[3].0];

    /// The cloud of one of the [`Cloud::NAMES`].
    #[must_use]
    pub fn named(wanted: &str) -> Option<Self> {
        CLOUDS.into_iter().find(|row| row.0 == wanted).map(Self::of)
    }

    /// The default cloud.
    #[must_use]
    pub fn global() -> Self {
        Self::of(CLOUDS[0])
    }

    fn of((name, graph, login, audience, profiles): Row) -> Self {
        Self { name, graph: graph.to_owned(), login: login.to_owned(), audience, profiles }
    }

    /// A pair of origins (`https`, host and port, without a slash at the end), for a proxy or a test server.
    #[must_use]
    pub fn custom(graph: String, login: String) -> Self {
        Self { name: CUSTOM, graph, login, audience: GLOBAL_AUDIENCE, profiles: true }
    }

    /// Whether it is a pair of one's own.
    pub(crate) fn is_custom(&self) -> bool {
        self.name == CUSTOM
    }

    /// The endpoint of Entra.
    pub(crate) fn authority(&self) -> Authority {
        Authority { origin: self.login.clone(), federated_audience: self.audience }
    }

    /// Whether Graph offers `secureScoreControlProfiles` in this cloud. It does not in China.
    pub(crate) fn offers_profiles(&self) -> bool {
        self.profiles
    }
}

/// Reads the address of a host: `https`, a host, perhaps a port, and nothing else. What comes back has no slash at its end.
///
/// # Errors
///
/// The fault, for the command line.
pub(crate) fn origin(text: &str) -> Result<String, String> {
    let says = "write an address such as https://graph.example.com, without user, path or query";
    let url = Url::parse(text.trim()).map_err(|error| format!("{error}; {says}"))?;
    if url.scheme() != "https" {
        return Err("tokens go over https only".to_owned());
    }
    let bare = url.has_host() && url.username().is_empty() && url.password().is_none();
    if !bare || url[Position::BeforePath..] != *"/" {
        return Err(says.to_owned());
    }
    Ok(url[..Position::BeforePath].to_owned())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::super::permission::resource;
    use super::*;

    #[test]
    fn every_name_is_a_cloud_whose_scope_is_its_graph() {
        let scopes: Vec<String> =
            Cloud::NAMES.iter().map(|name| resource(&Cloud::named(name).unwrap()).scope()).collect();
        assert_eq!(
            scopes,
            [
                "https://graph.microsoft.com/.default",
                "https://graph.microsoft.us/.default",
                "https://dod-graph.microsoft.us/.default",
                "https://microsoftgraph.chinacloudapi.cn/.default"
            ]
        );
        assert_eq!(Cloud::named("mars"), None);
    }

    #[test]
    fn only_a_bare_https_host_is_an_address() {
        let custom =
            Cloud::custom(origin("https://localhost:8443").unwrap(), origin("https://localhost:8444/").unwrap());
        assert_eq!(resource(&custom).scope(), "https://localhost:8443/.default");
        for wrong in
            ["http://a.example", "https://u@a.example", "https://a.example/x", "https://a.example?x", "a.example"]
        {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }
}

//! The remedy for a 403 of Graph, by the permissions that the token carries.

use crate::entra::ChosenMethod;
use crate::entra::token::{Claims, Token};
use crate::graph::cloud::Cloud;
use crate::graph::failure::Failure;
use crate::graph::permission::{self, Need, Permission};
use crate::text::sample;

/// The most permissions of a token that a message lists.
const MOST_NAMED: usize = 5;

/// The refusal, with what the token carries and how the permission is given.
pub(super) fn explain(failure: Failure, need: &Need, chosen: &ChosenMethod, cloud: &Cloud, token: &Token) -> Failure {
    let (claims, least) = (token.claims(), need.least());
    let fix = || permission::fix(need, chosen, cloud, claims.as_ref()).join("\n");
    let carried = claims.as_ref().map(carried).unwrap_or_default();
    match Permission::of(token, cloud, need) {
        Permission::Granted(name) => {
            let help = if claims.as_ref().is_some_and(Claims::is_delegated) {
                "the user needs a role of Entra too, such as Security Reader: an administrator assigns it".to_owned()
            } else {
                "the permission is not missing: a policy of the tenant, a licence or a gateway may be the cause, and an administrator finds the request-id in the logs of Entra".to_owned()
            };
            failure.and(&format!("the token carries {name}, which suffices")).advising(help)
        }
        Permission::Missing => failure.and(&format!("the token carries {carried}; required: {least}")).advising(fix()),
        Permission::Elsewhere(audience) => {
            let help = format!("give a token for {}, with the permission {least}", cloud.graph);
            failure.and(&format!("the token is for {audience}, not for Graph")).advising(help)
        }
        Permission::Unknown => {
            let help = format!("the token does not state its permissions; required: {least}.\n{}", fix());
            failure.advising(help)
        }
    }
}

/// The permissions in a token, for people.
fn carried(claims: &Claims) -> String {
    let names = [claims.roles(), claims.scopes()].concat();
    if names.is_empty() { "no permission".to_owned() } else { sample(&names, MOST_NAMED) }
}

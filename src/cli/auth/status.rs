//! The output of `auth status`.

use std::fmt::{self, Write};

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::entra::ChosenMethod;
use crate::entra::token::Claims;
use crate::error::Error;
use crate::exit::Exit;
use crate::graph::cloud::Cloud;
use crate::graph::permission::{self, Need, Permission};
use crate::text::list;

/// The sign-in and its result.
pub(super) struct Status<'s> {
    pub(super) chosen: &'s ChosenMethod,
    pub(super) cloud: &'s Cloud,
    pub(super) outcome: Outcome,
}

/// The result.
pub(super) enum Outcome {
    /// A token was obtained.
    Token {
        /// The time until which it is valid, where that is known.
        expires: Option<Timestamp>,
        /// The claims in it; none for an opaque token.
        claims: Option<Claims>,
        /// The permission in it.
        permission: Permission,
    },
    /// The reason why no token was obtained.
    Failure(String),
}

impl Status<'_> {
    /// Success only where the token contains the permission.
    pub(super) fn exit(&self) -> Exit {
        match &self.outcome {
            Outcome::Token { permission: Permission::Granted(_), .. } => Exit::Passed,
            Outcome::Token {
                permission: Permission::Missing | Permission::Elsewhere(_) | Permission::Unknown, ..
            }
            | Outcome::Failure(_) => Exit::Evidence,
        }
    }

    /// Writes the text: a line per fact, then the conclusion.
    pub(super) fn human(&self, out: &mut String) -> fmt::Result {
        let ChosenMethod { kind, requested, variables, tenant, client, passed_over, .. } = self.chosen;
        let how = if *requested { "chosen by --auth" } else { "the first available method" };
        fact(out, "sign-in", &format!("{}, {how}", kind.name()))?;
        if !variables.is_empty() {
            fact(out, "uses", &list(variables, "and"))?;
        }
        if !passed_over.is_empty() {
            let names: Vec<&str> = passed_over.iter().map(|kind| kind.name()).collect();
            fact(out, "not used", &format!("{}, of lower precedence", list(&names, "and")))?;
        }
        fact(out, "cloud", &format!("{}: Graph {}, login {}", self.cloud.name, self.cloud.graph, self.cloud.login))?;
        if !self.cloud.offers_profiles() {
            fact(out, "", "Graph has no control profiles in this cloud: rules that need them are unknown")?;
        }
        let (claims, expires) = match &self.outcome {
            Outcome::Token { claims, expires, .. } => (claims.as_ref(), *expires),
            Outcome::Failure(_) => (None, None),
        };
        let named = |configured: &Option<String>, carried: Option<String>| {
            carried.or_else(|| configured.clone()).unwrap_or_else(|| "not named".to_owned())
        };
        fact(out, "tenant", &named(tenant, claims.and_then(Claims::tenant)))?;
        fact(out, "client", &named(client, claims.and_then(Claims::client)))?;
        match &self.outcome {
            Outcome::Token { permission, .. } => self.token(out, claims, expires, permission),
            Outcome::Failure(_) => fact(out, "token", "none"),
        }
    }

    fn token(
        &self,
        out: &mut String,
        claims: Option<&Claims>,
        expires: Option<Timestamp>,
        permission: &Permission,
    ) -> fmt::Result {
        fact(
            out,
            "token",
            &expires.map_or_else(|| "obtained".to_owned(), |expires| format!("obtained, valid until {expires}")),
        )?;
        if let Some(claims) = claims {
            let (roles, scopes) = (claims.roles(), claims.scopes());
            if !roles.is_empty() || scopes.is_empty() {
                fact(out, "roles", &some(&roles))?;
            }
            if !scopes.is_empty() {
                fact(out, "scopes", &some(&scopes))?;
            }
        }
        writeln!(out)?;
        match permission {
            Permission::Granted(name) => {
                writeln!(out, "The token has the permission {name}: Secure Score can be read.")?;
                if *name != Need::SCORES.least() {
                    writeln!(out, "{} is sufficient: scoregate only reads.", Need::SCORES.least())?;
                }
            }
            Permission::Missing => {
                writeln!(
                    out,
                    "The token has neither {} nor {}: Secure Score cannot be read.",
                    Need::SCORES.names[0],
                    Need::SCORES.names[1]
                )?;
                for line in permission::fix(&Need::SCORES, self.chosen, self.cloud, claims) {
                    writeln!(out, "{line}")?;
                }
            }
            Permission::Elsewhere(audience) => {
                writeln!(out, "The token is for {audience}, not for Graph: Secure Score cannot be read.")?;
                writeln!(out, "Set a token for {}.", self.cloud.graph)?;
            }
            Permission::Unknown => {
                writeln!(out, "The token states no permissions: whether Secure Score can be read is unknown.")?;
                writeln!(out, "The required permission is {}.", Need::SCORES.least())?;
            }
        }
        Ok(())
    }

    /// The JSON.
    pub(super) fn json(&self) -> Value {
        let ChosenMethod { kind, requested, variables, tenant, client, passed_over, .. } = self.chosen;
        json!({
            "signIn": {
                "kind": kind.name(),
                "requested": requested,
                "variables": variables,
                "passedOver": passed_over.iter().map(|kind| kind.name()).collect::<Vec<_>>(),
                "tenant": tenant,
                "client": client,
            },
            "cloud": cloud_json(self.cloud),
            "token": self.token_json(),
            "sufficient": self.exit() == Exit::Passed,
            "error": match &self.outcome {
                Outcome::Token { .. } => None,
                Outcome::Failure(message) => Some(message),
            },
        })
    }

    fn token_json(&self) -> Value {
        let Outcome::Token { expires, claims, permission } = &self.outcome else { return Value::Null };
        let fix = match permission {
            Permission::Missing => permission::fix(&Need::SCORES, self.chosen, self.cloud, claims.as_ref()),
            Permission::Granted(_) | Permission::Elsewhere(_) | Permission::Unknown => Vec::new(),
        };
        json!({
            "expires": expires.map(|expires| expires.to_string()),
            "tenant": claims.as_ref().and_then(Claims::tenant),
            "client": claims.as_ref().and_then(Claims::client),
            "audience": claims.as_ref().and_then(Claims::audience),
            "roles": claims.as_ref().map(Claims::roles),
            "scopes": claims.as_ref().map(Claims::scopes),
            "permission": match permission {
                Permission::Granted(name) => name,
                Permission::Missing => "missing",
                Permission::Elsewhere(_) => "not for Graph",
                Permission::Unknown => "unknown",
            },
            "fix": fix,
        })
    }
}

/// The JSON where there is no sign-in method.
pub(super) fn without_a_method(cloud: &Cloud, error: &Error) -> Value {
    json!({
        "signIn": null,
        "cloud": cloud_json(cloud),
        "token": null,
        "sufficient": false,
        "error": error.to_string(),
    })
}

fn cloud_json(cloud: &Cloud) -> Value {
    let Cloud { name, graph, login, .. } = cloud;
    json!({ "name": name, "graph": graph, "login": login, "profiles": cloud.offers_profiles() })
}

fn fact(out: &mut String, name: &str, value: &str) -> fmt::Result {
    writeln!(out, "{name:<9} {value}")
}

fn some(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

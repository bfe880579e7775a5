//! The live tenant as a source of the library, without the command line.

use std::ffi::OsString;

use scoregate::error::Error;
use scoregate::evidence::Source;
use scoregate::graph::{Cloud, Connection, Graph, SignInMethod};
use scoregate::net::environment::Environment;

fn connection(variables: &'static [(&str, &str)]) -> Connection {
    let look = |name: &str| variables.iter().find(|(own, _)| *own == name).map(|(_, value)| OsString::from(value));
    Connection::new(Cloud::global(), Environment::new(look))
}

const APP: [(&str, &str); 3] = [
    ("AZURE_TENANT_ID", "7f3a5c1e-0000-4000-8000-000000000001"),
    ("AZURE_CLIENT_ID", "7f3a5c1e-0000-4000-8000-000000000002"),
    ("AZURE_CLIENT_SECRET", "a-secret-of-sufficient-length"),
];

#[test]
fn a_program_signs_in_with_variables_of_its_own() {
    let identity = Graph::new(connection(&APP)).identity().unwrap().unwrap();
    assert!(identity.contains("client-secret") && identity.contains(APP[0].1), "{identity}");
    assert!(!identity.contains(APP[2].1));
}

#[test]
fn a_method_that_the_variables_do_not_offer_is_an_error_that_names_no_flag() {
    let connection = connection(&APP[..2]).signing_in_with(Some(SignInMethod::ClientSecret));
    let error = Graph::new(connection).identity().unwrap_err();
    let Error::SignIn { message, help } = &error else { panic!("{error:?}") };
    assert!(message.contains("AZURE_CLIENT_SECRET"), "{message}");
    assert!(!help.to_string().contains("--"), "{help}");
}

#[test]
fn a_fetch_can_move_to_another_thread() {
    fn require_send<T: Send>(_: &T) {}
    let graph = Graph::new(connection(&[]));
    require_send(&graph.fetch(scoregate::evidence::Plan { days: 1, incidents: false }));
}

//! Documents whose faults depend on a place, on other places, or on their form.

use super::found;

/// A document with more content of an operation, of a path and of the document, as JSON without the braces around it.
fn document(operation: &str, path: &str, more: &str) -> String {
    format!(
        r#"{{"openapi": "3.0.1", "info": {{"title": "t", "version": "1"}}, "servers": [{{"url": "https://api.contoso.com"}}],
"paths": {{"/a": {{"get": {{"operationId": "A"{operation}}}{path}}}}}{more}}}"#
    )
}

const RESPONSES: &str = r#", "responses": {"204": {"description": "d"}}"#;

/// The findings of such a document, without the name of the file.
fn of(operation: &str, path: &str, more: &str) -> Vec<String> {
    let operation =
        if operation.contains("\"responses\"") { operation.to_owned() } else { format!("{operation}{RESPONSES}") };
    let lines = found(&[("o.json", document(&operation, path, more))]);
    lines.into_iter().map(|line| line.replacen(" o.json:", " ", 1)).collect()
}

/// The findings of components.
fn components(text: &str) -> Vec<String> {
    of("", "", &format!(",\n\"components\": {{{text}}}"))
}

#[test]
fn a_reference_is_checked_wherever_openapi_has_one_whatever_its_key_is() {
    let nowhere = "the reference `#/components/schemas/Nope` leads nowhere";
    let to = r##"{"$ref": "#/components/schemas/Nope"}"##;
    for text in [
        format!(r#""schemas": {{"default": {to}}}"#),
        format!(r#""schemas": {{"example": {{"type": "object", "properties": {{"enum": {to}}}}}}}"#),
        format!(r#""schemas": {{"A": {{"properties": {{"properties": {{"properties": {{"examples": {to}}}}}}}}}}}"#),
        format!(r#""parameters": {{"enum": {{"name": "n", "in": "query", "schema": {to}}}}}"#),
        format!(r#""responses": {{"default": {{"description": "d", "content": {{"a/b": {{"schema": {to}}}}}}}}}"#),
        format!(
            r#""callbacks": {{"c": {{"{{$url}}": {{"post": {{"responses": {{"default": {{"description": "d", "headers": {{"h": {{"schema": {to}}}}}}}}}}}}}}}}}"#
        ),
        format!(
            r#""requestBodies": {{"b": {{"content": {{"a/b": {{"encoding": {{"e": {{"headers": {{"h": {{"schema": {to}}}}}}}}}}}}}}}}}"#
        ),
    ] {
        assert_eq!(components(&text), [format!("reference 3 {nowhere}")], "{text}");
    }
    let found = of(r##", "responses": {"default": {"$ref": "#/components/responses/Nope"}}"##, "", "");
    assert_eq!(found, ["reference 2 the reference `#/components/responses/Nope` leads nowhere"]);
}

#[test]
fn a_reference_in_data_is_data() {
    let to = r##"{"$ref": "#/components/schemas/Nope"}"##;
    for key in ["default", "example"] {
        assert_eq!(
            components(&format!(r#""schemas": {{"A": {{"type": "object", "{key}": {to}}}}}"#)),
            Vec::<String>::new()
        );
    }
    let text =
        format!(r#""schemas": {{"A": {{"enum": [{to}]}}}}, "examples": {{"e": {{"value": {to}}}}}, "x-own": {to}"#);
    assert_eq!(components(&text), Vec::<String>::new());
}

#[test]
fn circles_of_references_are_found_and_schemas_that_contain_themselves_are_none() {
    let circle =
        |name: &str| format!("reference 3 the reference `#/components/{name}` leads in a circle of references");
    let text = r##""parameters": {"P": {"$ref": "#/components/parameters/P"}}"##;
    assert_eq!(components(text), [circle("parameters/P")]);
    let text =
        r##""responses": {"R": {"$ref": "#/components/responses/S"}, "S": {"$ref": "#/components/responses/R"}}"##;
    assert_eq!(components(text), [circle("responses/S"), circle("responses/R")]);
    let text = r##""schemas": {"A": {"type": "array", "items": {"$ref": "#/components/schemas/A"}}}"##;
    assert_eq!(components(text), Vec::<String>::new());
    let text = r##", "parameters": [{"$ref": "#/components/parameters/P"}]"##;
    let more = r##", "components": {"parameters": {"P": {"$ref": "#/components/parameters/P"}}}"##;
    assert_eq!(of(text, "", more).len(), 2);
}

#[test]
fn a_reference_leads_to_what_its_place_requires() {
    let schemas = r#", "components": {"schemas": {"S": {"type": "string"}}, "x-own": {"name": "n", "in": "query", "schema": {}}}"#;
    let to = |pointer: &str| of(&format!(r#", "parameters": [{{"$ref": "{pointer}"}}]"#), "", schemas);
    let message = "the reference `#/components/schemas/S` leads to a schema, and a parameter is required here";
    assert_eq!(to("#/components/schemas/S"), [format!("reference 2 {message}")]);
    assert_eq!(to("#/components/x-own"), Vec::<String>::new());
    let found = to("#/components/schemas");
    assert!(!found.is_empty());
    assert!(found.iter().all(|line| line.starts_with("openapi-structure ")), "{found:#?}");
    let found = of("", r##", "$ref": "#/components/schemas/S""##, schemas);
    assert!(found[0].contains("leads to a schema, and a path is required here"), "{found:#?}");
}

#[test]
fn long_chains_of_references_are_followed_to_their_end() {
    let chain: String =
        (0..50).map(|n| format!(r##""R{n}": {{"$ref": "#/components/responses/R{}"}}, "##, n + 1)).collect();
    let more = format!(
        r#", "components": {{"responses": {{{chain}"R50": {{"description": "d", "content": {{"a/b": {{"schema": {{"type": "string"}}}}}}}}}}}}"#
    );
    let operation = r##", "responses": {"200": {"$ref": "#/components/responses/R0"}}"##;
    assert_eq!(of(operation, "", &more), Vec::<String>::new());
    assert_eq!(of(operation, "", &more.replace("\"schema\"", "\"example\"")).len(), 1);
}

#[test]
fn servers_of_paths_and_operations_are_checked_with_the_defaults_of_their_variables() {
    let http = "the address of a server must be https and public: Security Copilot calls it";
    let server = r#", "servers": [{"url": "http://api.contoso.com"}]"#;
    assert_eq!(of(server, "", ""), [format!("public-address 2 {http}")]);
    assert_eq!(of("", server, ""), [format!("public-address 2 {http}")]);
    let with = |url: &str, variables: &str| {
        of("", &format!(r#", "servers": [{{"url": "{url}", "variables": {{{variables}}}}}]"#), "")
    };
    assert_eq!(with("{s}://api.contoso.com", r#""s": {"default": "http"}"#), [format!("public-address 2 {http}")]);
    assert_eq!(with("{s}://api.contoso.com", r#""s": {"default": "https"}"#), Vec::<String>::new());
    assert_eq!(with("https://{h}", r#""h": {"default": "10.1.2.3"}"#).len(), 1);
    let found = with("https://{h}.contoso.com", "");
    assert_eq!(found, ["undeclared-variable 2 `variables` of the server does not declare `h`"]);
    let found = with("https://{h}.contoso.com", r#""h": {"default": "a", "enum": ["b"]}"#);
    assert_eq!(found, ["default-type 2 default `a` is not in `enum`"]);
    assert!(with("https://{h}", r#""h": {"default": "<tenant>"}"#)[0].starts_with("placeholder "));
}

#[test]
fn what_openapi_requires_of_parameters_and_schemas_is_checked() {
    let query = |more: &str| of(&format!(r#", "parameters": [{{"name": "n", "in": "query"{more}}}]"#), "", "");
    assert_eq!(query(""), ["openapi-structure 2 a parameter has neither `schema` nor `content`"]);
    let both = r#", "schema": {}, "content": {"a/b": {}}"#;
    assert_eq!(query(both), ["openapi-structure 2 a parameter has both `schema` and `content`"]);
    let array = r#", "schema": {"type": "array"}"#;
    assert_eq!(query(array), ["openapi-structure 2 `items` is missing in a schema of the type `array`"]);
    let outside = r#", "schema": {"type": "string", "enum": ["a"], "default": "b"}"#;
    assert_eq!(query(outside), ["default-type 2 default `b` is not in `enum`"]);
    let inside = r#", "schema": {"type": "number", "enum": [1.5, 2], "default": 2.0}"#;
    assert_eq!(query(inside), Vec::<String>::new());
    let parameter = r##"{"$ref": "#/components/parameters/N"}, {"name": "n", "in": "query", "schema": {}}"##;
    let more = r#", "components": {"parameters": {"N": {"name": "n", "in": "query", "schema": {}}}}"#;
    let found = of(&format!(r#", "parameters": [{parameter}]"#), "", more);
    assert_eq!(found, ["openapi-structure 2 the parameter `n` in `query` is given twice in the list"]);
    // An operation may replace a parameter of its path.
    let one = r#", "parameters": [{"name": "n", "in": "query", "schema": {}}]"#;
    assert_eq!(of(one, one, ""), Vec::<String>::new());
}

#[test]
fn a_fault_of_json_is_not_explained_by_its_indentation() {
    let found = found(&[("o.json", format!("{}\n// end", document(RESPONSES, "", "")))]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("unreadable o.json:3 the YAML cannot be read"), "{found:#?}");
}

#[test]
fn json_is_read_that_is_no_yaml() {
    let long = "k".repeat(1_500);
    for text in
        [format!(r#""schemas": {{"{long}": {{"type": 1}}}}"#), "\"schemas\": {\"\u{7f}\":\t{\"type\": 1}}".to_owned()]
    {
        let found = components(&text);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].starts_with("openapi-structure 3 type must be one of the words"), "{found:#?}");
    }
}

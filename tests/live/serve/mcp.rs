//! MCP over HTTP and over standard input and output.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::{arguments, serving};
use crate::support::serving::command;
use crate::support::workspace::Workspace;

fn initialize() -> Value {
    let client = json!({ "name": "tests", "version": "1" });
    let params = json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client });
    json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params })
}

fn call(id: u32, name: &str, arguments: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": { "name": name, "arguments": arguments } })
}

#[test]
fn the_tools_are_the_operations_read_only_and_without_null() {
    let server = serving("");
    let hello = server.mcp(&initialize(), &[]).json();
    assert_eq!(hello["result"]["serverInfo"]["name"], "scoregate");
    let listed = server
        .mcp(&json!({ "jsonrpc": "2.0", "id": 2, "method": "tools/list" }), &["Mcp-Protocol-Version: 2025-06-18"]);
    let tools = &listed.json()["result"]["tools"];
    let document = server.get("/openapi.json").json();
    let operations: Vec<&str> = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .map(|item| item["get"]["operationId"].as_str().unwrap())
        .collect();
    let tools = tools.as_array().unwrap();
    assert_eq!(tools.len(), operations.len());
    for tool in tools {
        assert!(operations.contains(&tool["name"].as_str().unwrap()));
        let hints = &tool["annotations"];
        assert_eq!((&hints["readOnlyHint"], &hints["destructiveHint"]), (&true.into(), &false.into()));
        assert!(!tool.to_string().contains("\"null\"") && !tool.to_string().contains("$ref"), "{tool}");
        assert_eq!(tool["outputSchema"]["type"], "object");
    }
    assert_snapshot!(format!("{:#}", tools[1]));
}

#[test]
fn a_tool_gives_the_answer_of_the_route() {
    let server = serving("");
    let result = server.mcp(&call(3, "list_findings", &json!({ "limit": 2 })), &[]).json()["result"].clone();
    let text: Value = serde_json::from_str(result["content"][0]["text"].as_str().unwrap()).unwrap();
    assert_eq!(result["structuredContent"], text);
    // The one that comes later can be a second older.
    let without_age = |mut answer: Value| {
        assert!(answer["evidence"]["read_age_seconds"].take().is_i64());
        answer
    };
    assert_eq!(without_age(text), without_age(server.get("/v1/findings?limit=2").json()));
    assert_eq!(result["isError"], false);
}

#[test]
fn a_wrong_argument_is_an_error_of_the_tool() {
    let server = serving("");
    let wrong = [
        ("list_findings", json!({ "limit": "2" })),
        ("list_findings", json!({ "limit": 2.5 })),
        ("list_findings", json!({ "limit": null })),
        ("list_findings", json!({ "search": ["x"] })),
        ("get_digest", json!({ "redact": "true" })),
        ("explain_control", json!({})),
        ("explain_control", json!({ "id": "AdminMFAV3" })),
        ("get_posture", json!({ "unknown": 1 })),
    ];
    let seen: Vec<String> = wrong
        .iter()
        .map(|(name, arguments)| {
            let result = server.mcp(&call(4, name, arguments), &[]).json()["result"].clone();
            assert_eq!(result["isError"], true, "{result}");
            format!("{name} {arguments}: {}\n", result["content"][0]["text"].as_str().unwrap())
        })
        .collect();
    assert_snapshot!(seen.concat());
    let none = server.mcp(&call(5, "delete_everything", &json!({})), &[]).json();
    assert_eq!(none["error"]["code"], -32602, "{none}");
}

#[test]
fn a_body_that_is_no_message_is_an_error_of_json_rpc() {
    let server = serving("");
    let twice = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_findings","arguments":{"limit":1,"limit":2}}}"#;
    let bodies = ["{", "[]", &format!("[{twice}]"), twice, "7", "{\"id\":7}"];
    let seen = bodies.map(|body| {
        let headers = ["Content-Type: application/json; charset=utf-8", "Accept: application/json, text/event-stream"];
        let answer = server.send("POST", "/mcp", &headers, body);
        assert_eq!((answer.status, answer.header("content-type")), (400, Some("application/json")), "{answer:?}");
        format!("{body}\n    {}", answer.seen())
    });
    assert_snapshot!(seen.concat());
}

#[test]
fn an_assistant_on_this_machine_uses_standard_input_and_output() {
    let workspace = Workspace::new();
    let mut command = command(&workspace, &format!("{} --stdio", arguments()));
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    let mut exchange = |message: Value, is_answered: bool| {
        writeln!(input, "{message}").unwrap();
        let mut line = String::new();
        if is_answered {
            output.read_line(&mut line).unwrap();
        }
        line
    };
    let hello: Value = serde_json::from_str(&exchange(initialize(), true)).unwrap();
    assert_eq!(hello["result"]["protocolVersion"], "2025-06-18");
    exchange(json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }), false);
    let answer: Value = serde_json::from_str(&exchange(call(2, "get_posture", &json!({})), true)).unwrap();
    assert_eq!(answer["result"]["structuredContent"]["verdict"], "failed");
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(0), "{}", workspace.read("log"));
    assert!(!workspace.read("log").contains("contoso"));
}

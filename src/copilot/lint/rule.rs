//! The rules as one table: the name in this program, the stable code, the severity, and what a rule finds.

use super::severity::Severity;

/// Declares the rules: what a rule finds is a fragment for the documentation.
macro_rules! rules {
    ($($rule:ident: $code:literal, $severity:ident, $about:literal;)+) => {
        /// A rule of the check of plugins.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $(#[doc = $about] $rule,)+
        }

        impl Rule {
            /// Every rule, in the order of the declaration.
            pub const ALL: &[Self] = &[$(Self::$rule),+];

            /// The stable code, in kebab case.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$rule => $code),+
                }
            }

            /// The severity of every finding of the rule.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $(Self::$rule => Severity::$severity),+
                }
            }

            /// What the rule finds, as a fragment for the documentation.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self {
                    $(Self::$rule => $about),+
                }
            }
        }
    };
}

rules! {
    Unreadable: "unreadable", Error, "a file cannot be read as YAML or JSON";
    UnknownDocument: "unknown-document", Error, "a file is neither a manifest nor an OpenAPI document";
    RepeatedKey: "repeated-key", Error, "a mapping contains a key twice";
    MissingKey: "missing-key", Error, "a key that Security Copilot requires is missing or empty";
    WrongType: "wrong-type", Error, "a value of a manifest has another type than its key requires";
    UnknownKey: "unknown-key", Warning, "a manifest contains a key that no documented format has";
    UnknownValue: "unknown-value", Error, "a value is not one of those that Security Copilot knows";
    NameCharacters: "name-characters", Error,
        "a name contains one of `/ \\ ? # @` (upload error 2003), or the name of an agent a blank or a dot";
    NameText: "name-text", Note, "a name contains an apostrophe, letters outside ASCII, or a blank at its end";
    TooLong: "too-long", Warning, "a text is longer than Microsoft documents";
    DuplicateName: "duplicate-name", Warning,
        "two manifests, or two skills of a manifest, have the same name (upload error 2004)";
    PublicAddress: "public-address", Error, "an address is not a public https address";
    UnpinnedAddress: "unpinned-address", Note, "the address of a document follows a branch, not a commit";
    Placeholder: "placeholder", Error, "a placeholder is left where a value belongs";
    PlaceholderDefault: "placeholder-default", Warning, "the default value of a setting contains a placeholder";
    UnusedSetting: "unused-setting", Warning, "a setting is requested from the user and never used";
    UnusedInput: "unused-input", Warning, "a skill declares an input that its template does not use";
    UndeclaredVariable: "undeclared-variable", Warning, "a setting or variable is used and never declared";
    DefaultKey: "default-key", Warning, "an input has `Default` in the place of `DefaultValue`";
    AuthUnlisted: "auth-unlisted", Warning, "`Authorization` has a type that `SupportedAuthTypes` does not list";
    AuthMissing: "auth-missing", Note, "`SupportedAuthTypes` requires an `Authorization` that is missing";
    AuthSpelling: "auth-spelling", Note, "the authentication type is spelled `APIKey` in `SupportedAuthTypes`";
    KeyInQuery: "key-in-query", Note, "the API key is sent in the query string";
    TemplateSource: "template-source", Error, "a skill has several templates, or a template file without a package";
    TemplateTooLong: "template-too-long", Error, "a KQL template is longer than 80,000 characters";
    ModelName: "model-name", Warning, "the model is not one that Microsoft documents";
    IncompleteSettings: "incomplete-settings", Warning,
        "a setting is missing or empty that the target, agent or MCP server usually needs";
    DocumentNotChecked: "document-not-checked", Error,
        "the OpenAPI document of a manifest was not found, or is ambiguous";
    OpenapiVersion: "openapi-version", Warning, "the version of OpenAPI is not 3.0.0 or 3.0.1";
    OpenapiNotRead: "openapi-not-read", Error, "the version of OpenAPI is not supported, and the document is not read";
    OpenapiStructure: "openapi-structure", Error,
        "a part of the document does not have the structure that OpenAPI 3.0 requires";
    ParameterDefault: "parameter-default", Error, "`default` stands beside the schema of a parameter";
    ContentNotObject: "content-not-object", Error, "`content` is not an object keyed by media type";
    PathParameter: "path-parameter", Error, "a path parameter and the template of its path do not agree";
    PathForm: "path-form", Error, "a path does not begin with `/`";
    PathRepeated: "path-repeated", Error, "two paths differ only in the names of their parameters";
    PathQuery: "path-query", Warning, "a path contains a query string";
    OperationIdMissing: "operation-id-missing", Error, "an operation has no `operationId` (upload error 2002)";
    OperationIdPlace: "operation-id-place", Error, "`operationId` stands beside the operations of a path";
    OperationIdRepeated: "operation-id-repeated", Error, "two operations have the same `operationId`";
    OperationIdName: "operation-id-name", Warning, "an `operationId` is not an identifier";
    MethodUnsupported: "method-unsupported", Warning, "the method of an operation is neither GET nor POST";
    BodyOfGet: "body-of-get", Warning, "a GET operation has a request body";
    ResponseSchema: "response-schema", Warning, "successful responses declare no schema";
    IntegerResponseKey: "integer-response-key", Note, "response codes are integers, not texts";
    DefaultType: "default-type", Warning, "a default value does not have the type of its schema, or is not in `enum`";
    DateText: "date-text", Note, "an unquoted date or time is a text in YAML 1.2 and a date in YAML 1.1";
    Reference: "reference", Error,
        "a reference leads nowhere, in a circle, or to something of another kind";
    ReferenceNotRead: "reference-not-read", Warning, "a reference leads out of the document and is not read";
    NoServer: "no-server", Warning, "neither the document nor the manifest names a server";
    ServerFromManifest: "server-from-manifest", Note, "the document names no server, and the manifest does";
    SecurityUnused: "security-unused", Note,
        "the document declares security schemes, which Security Copilot does not use";
    NoOperations: "no-operations", Error, "the document has no operation";
    DocumentSize: "document-size", Warning, "the document is larger than 100,000 bytes";
    PromptsInDescription: "prompts-in-description", Note, "example prompts stand in a description";
}

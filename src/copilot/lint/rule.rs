//! The rules: a stable code, a severity, and what each finds.

use std::fmt;

/// The weight of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The plugin cannot work, or its document is invalid.
    Error,
    /// A documented limit is exceeded, or a failure is likely.
    Warning,
    /// A fact that is worth knowing.
    Note,
}

impl Severity {
    /// Every severity, the heaviest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A rule of the check of plugins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A file cannot be read as YAML or JSON.
    Unreadable,
    /// A file is neither a manifest nor an OpenAPI document.
    UnknownDocument,
    /// A mapping contains a key twice.
    RepeatedKey,
    /// A key that Security Copilot requires is missing or empty.
    MissingKey,
    /// A value of a manifest has another type than its key requires.
    WrongType,
    /// A manifest contains a key that no documented format has.
    UnknownKey,
    /// A value is not one of those that Security Copilot knows.
    UnknownValue,
    /// A name contains one of `/ \ ? # @` (upload error 2003), or the name of an agent a blank or a dot.
    NameCharacters,
    /// A name contains an apostrophe, letters outside ASCII, or a blank at its end.
    NameText,
    /// A text is longer than Microsoft documents.
    TooLong,
    /// Two manifests, or two skills of a manifest, have the same name (upload error 2004).
    DuplicateName,
    /// An address is not a public https address.
    PublicAddress,
    /// The address of a document follows a branch, not a commit.
    UnpinnedAddress,
    /// A placeholder is left where a value belongs.
    Placeholder,
    /// The default value of a setting contains a placeholder.
    PlaceholderDefault,
    /// A setting is requested from the user and never used.
    UnusedSetting,
    /// A skill declares an input that its template does not use.
    UnusedInput,
    /// A setting or variable is used and never declared.
    UndeclaredVariable,
    /// An input has `Default` in the place of `DefaultValue`.
    DefaultKey,
    /// `Authorization` has a type that `SupportedAuthTypes` does not list.
    AuthUnlisted,
    /// `SupportedAuthTypes` requires an `Authorization` that is missing.
    AuthMissing,
    /// The authentication type is spelled `APIKey` in `SupportedAuthTypes`.
    AuthSpelling,
    /// The API key is sent in the query string.
    KeyInQuery,
    /// A skill has several templates, or a template file without a package.
    TemplateSource,
    /// A KQL template is longer than 80,000 characters.
    TemplateTooLong,
    /// The model is not one that Microsoft documents.
    ModelName,
    /// A setting is missing or empty that the target, agent or MCP server usually needs.
    IncompleteSettings,
    /// The OpenAPI document of a manifest was not found, or is ambiguous.
    DocumentNotChecked,
    /// The version of OpenAPI is not 3.0.0 or 3.0.1.
    OpenapiVersion,
    /// The version of OpenAPI is not supported, and the document is not read.
    OpenapiNotRead,
    /// A part of the document does not have the structure that OpenAPI 3.0 requires.
    OpenapiStructure,
    /// `default` stands beside the schema of a parameter.
    ParameterDefault,
    /// `content` is not an object keyed by media type.
    ContentNotObject,
    /// A path parameter and the template of its path do not agree.
    PathParameter,
    /// A path does not begin with `/`.
    PathForm,
    /// A path contains a query string.
    PathQuery,
    /// An operation has no `operationId` (upload error 2002).
    OperationIdMissing,
    /// `operationId` stands beside the operations of a path.
    OperationIdPlace,
    /// Two operations have the same `operationId`.
    OperationIdRepeated,
    /// An `operationId` is not an identifier.
    OperationIdName,
    /// The method of an operation is neither GET nor POST.
    MethodUnsupported,
    /// A GET operation has a request body.
    BodyOfGet,
    /// Successful responses declare no schema.
    ResponseSchema,
    /// Response codes are integers, not texts.
    IntegerResponseKey,
    /// A default value does not have the type of its schema.
    DefaultType,
    /// An unquoted date or time is a text in YAML 1.2 and a date in YAML 1.1.
    DateText,
    /// A reference leads nowhere.
    Reference,
    /// A reference leads out of the document and is not read.
    ReferenceNotRead,
    /// Neither the document nor the manifest names a server.
    NoServer,
    /// The document names no server, and the manifest does.
    ServerFromManifest,
    /// The document declares security schemes, which Security Copilot does not use.
    SecurityUnused,
    /// The document has no operation.
    NoOperations,
    /// The document is larger than 100,000 bytes.
    DocumentSize,
    /// Example prompts stand in a description.
    PromptsInDescription,
}

impl Rule {
    /// Every rule, in the order of the declaration.
    pub const ALL: [Self; 54] = [
        Self::Unreadable,
        Self::UnknownDocument,
        Self::RepeatedKey,
        Self::MissingKey,
        Self::WrongType,
        Self::UnknownKey,
        Self::UnknownValue,
        Self::NameCharacters,
        Self::NameText,
        Self::TooLong,
        Self::DuplicateName,
        Self::PublicAddress,
        Self::UnpinnedAddress,
        Self::Placeholder,
        Self::PlaceholderDefault,
        Self::UnusedSetting,
        Self::UnusedInput,
        Self::UndeclaredVariable,
        Self::DefaultKey,
        Self::AuthUnlisted,
        Self::AuthMissing,
        Self::AuthSpelling,
        Self::KeyInQuery,
        Self::TemplateSource,
        Self::TemplateTooLong,
        Self::ModelName,
        Self::IncompleteSettings,
        Self::DocumentNotChecked,
        Self::OpenapiVersion,
        Self::OpenapiNotRead,
        Self::OpenapiStructure,
        Self::ParameterDefault,
        Self::ContentNotObject,
        Self::PathParameter,
        Self::PathForm,
        Self::PathQuery,
        Self::OperationIdMissing,
        Self::OperationIdPlace,
        Self::OperationIdRepeated,
        Self::OperationIdName,
        Self::MethodUnsupported,
        Self::BodyOfGet,
        Self::ResponseSchema,
        Self::IntegerResponseKey,
        Self::DefaultType,
        Self::DateText,
        Self::Reference,
        Self::ReferenceNotRead,
        Self::NoServer,
        Self::ServerFromManifest,
        Self::SecurityUnused,
        Self::NoOperations,
        Self::DocumentSize,
        Self::PromptsInDescription,
    ];

    /// The stable code, in kebab case.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.row().0
    }

    /// The severity of every finding of the rule.
    #[must_use]
    pub const fn severity(self) -> Severity {
        self.row().1
    }

    /// What the rule finds, as a fragment for the documentation.
    #[must_use]
    pub const fn about(self) -> &'static str {
        self.row().2
    }

    const fn row(self) -> (&'static str, Severity, &'static str) {
        use Severity::{Error, Note, Warning};
        match self {
            Self::Unreadable => ("unreadable", Error, "a file cannot be read as YAML or JSON"),
            Self::UnknownDocument => {
                ("unknown-document", Error, "a file is neither a manifest nor an OpenAPI document")
            }
            Self::RepeatedKey => ("repeated-key", Error, "a mapping contains a key twice"),
            Self::MissingKey => ("missing-key", Error, "a key that Security Copilot requires is missing or empty"),
            Self::WrongType => ("wrong-type", Error, "a value of a manifest has another type than its key requires"),
            Self::UnknownKey => ("unknown-key", Warning, "a manifest contains a key that no documented format has"),
            Self::UnknownValue => ("unknown-value", Error, "a value is not one of those that Security Copilot knows"),
            Self::NameCharacters => (
                "name-characters",
                Error,
                "a name contains one of `/ \\ ? # @` (upload error 2003), or the name of an agent a blank or a dot",
            ),
            Self::NameText => {
                ("name-text", Note, "a name contains an apostrophe, letters outside ASCII, or a blank at its end")
            }
            Self::TooLong => ("too-long", Warning, "a text is longer than Microsoft documents"),
            Self::DuplicateName => (
                "duplicate-name",
                Warning,
                "two manifests, or two skills of a manifest, have the same name (upload error 2004)",
            ),
            Self::PublicAddress => ("public-address", Error, "an address is not a public https address"),
            Self::UnpinnedAddress => {
                ("unpinned-address", Note, "the address of a document follows a branch, not a commit")
            }
            Self::Placeholder => ("placeholder", Error, "a placeholder is left where a value belongs"),
            Self::PlaceholderDefault => {
                ("placeholder-default", Warning, "the default value of a setting contains a placeholder")
            }
            Self::UnusedSetting => ("unused-setting", Warning, "a setting is requested from the user and never used"),
            Self::UnusedInput => ("unused-input", Warning, "a skill declares an input that its template does not use"),
            Self::UndeclaredVariable => {
                ("undeclared-variable", Warning, "a setting or variable is used and never declared")
            }
            Self::DefaultKey => ("default-key", Warning, "an input has `Default` in the place of `DefaultValue`"),
            Self::AuthUnlisted => {
                ("auth-unlisted", Warning, "`Authorization` has a type that `SupportedAuthTypes` does not list")
            }
            Self::AuthMissing => {
                ("auth-missing", Note, "`SupportedAuthTypes` requires an `Authorization` that is missing")
            }
            Self::AuthSpelling => {
                ("auth-spelling", Note, "the authentication type is spelled `APIKey` in `SupportedAuthTypes`")
            }
            Self::KeyInQuery => ("key-in-query", Note, "the API key is sent in the query string"),
            Self::TemplateSource => {
                ("template-source", Error, "a skill has several templates, or a template file without a package")
            }
            Self::TemplateTooLong => ("template-too-long", Error, "a KQL template is longer than 80,000 characters"),
            Self::ModelName => ("model-name", Warning, "the model is not one that Microsoft documents"),
            Self::IncompleteSettings => (
                "incomplete-settings",
                Warning,
                "a setting is missing or empty that the target, agent or MCP server usually needs",
            ),
            Self::DocumentNotChecked => {
                ("document-not-checked", Error, "the OpenAPI document of a manifest was not found, or is ambiguous")
            }
            Self::OpenapiVersion => ("openapi-version", Warning, "the version of OpenAPI is not 3.0.0 or 3.0.1"),
            Self::OpenapiNotRead => {
                ("openapi-not-read", Error, "the version of OpenAPI is not supported, and the document is not read")
            }
            Self::OpenapiStructure => (
                "openapi-structure",
                Error,
                "a part of the document does not have the structure that OpenAPI 3.0 requires",
            ),
            Self::ParameterDefault => ("parameter-default", Error, "`default` stands beside the schema of a parameter"),
            Self::ContentNotObject => ("content-not-object", Error, "`content` is not an object keyed by media type"),
            Self::PathParameter => {
                ("path-parameter", Error, "a path parameter and the template of its path do not agree")
            }
            Self::PathForm => ("path-form", Error, "a path does not begin with `/`"),
            Self::PathQuery => ("path-query", Warning, "a path contains a query string"),
            Self::OperationIdMissing => {
                ("operation-id-missing", Error, "an operation has no `operationId` (upload error 2002)")
            }
            Self::OperationIdPlace => {
                ("operation-id-place", Error, "`operationId` stands beside the operations of a path")
            }
            Self::OperationIdRepeated => ("operation-id-repeated", Error, "two operations have the same `operationId`"),
            Self::OperationIdName => ("operation-id-name", Warning, "an `operationId` is not an identifier"),
            Self::MethodUnsupported => {
                ("method-unsupported", Warning, "the method of an operation is neither GET nor POST")
            }
            Self::BodyOfGet => ("body-of-get", Warning, "a GET operation has a request body"),
            Self::ResponseSchema => ("response-schema", Warning, "successful responses declare no schema"),
            Self::IntegerResponseKey => ("integer-response-key", Note, "response codes are integers, not texts"),
            Self::DefaultType => ("default-type", Warning, "a default value does not have the type of its schema"),
            Self::DateText => {
                ("date-text", Note, "an unquoted date or time is a text in YAML 1.2 and a date in YAML 1.1")
            }
            Self::Reference => ("reference", Error, "a reference leads nowhere"),
            Self::ReferenceNotRead => {
                ("reference-not-read", Warning, "a reference leads out of the document and is not read")
            }
            Self::NoServer => ("no-server", Warning, "neither the document nor the manifest names a server"),
            Self::ServerFromManifest => {
                ("server-from-manifest", Note, "the document names no server, and the manifest does")
            }
            Self::SecurityUnused => {
                ("security-unused", Note, "the document declares security schemes, which Security Copilot does not use")
            }
            Self::NoOperations => ("no-operations", Error, "the document has no operation"),
            Self::DocumentSize => ("document-size", Warning, "the document is larger than 100,000 bytes"),
            Self::PromptsInDescription => ("prompts-in-description", Note, "example prompts stand in a description"),
        }
    }
}

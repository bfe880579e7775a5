//! The objects of OpenAPI 3.0 as data: their keys, the kinds of their values, and which are required.

/// The kind of a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Any,
    Text,
    Bool,
    Number,
    /// A whole number that is not negative.
    Count,
    Word(&'static [&'static str]),
    Object(&'static Object),
    /// The object, or a reference to one.
    Or(&'static Object),
    List(&'static Kind),
    Map(&'static Kind),
    /// A map by media type.
    Content,
    /// A map by response code.
    Responses,
    /// A map by path.
    Paths,
    /// `true`, `false`, or a schema.
    BoolOrSchema,
}

/// An object of OpenAPI.
#[derive(Debug)]
pub(super) struct Object {
    /// Its name in messages, with the article.
    pub(super) name: &'static str,
    /// Its keys, apart from those that begin with `x-`.
    pub(super) fields: &'static [Field],
}

/// A key, the kind of its value, and whether it is required.
type Field = (&'static str, Kind, bool);

const fn may(name: &'static str, kind: Kind) -> Field {
    (name, kind, false)
}

const fn must(name: &'static str, kind: Kind) -> Field {
    (name, kind, true)
}

pub(super) static DOCUMENT: Object = Object {
    name: "the document",
    fields: &[
        must("openapi", Kind::Text),
        must("info", Kind::Object(&INFO)),
        may("externalDocs", Kind::Object(&DOCS)),
        may("servers", Kind::List(&Kind::Object(&SERVER))),
        may("security", SECURITY),
        may("tags", Kind::List(&Kind::Object(&TAG))),
        must("paths", Kind::Paths),
        may("components", Kind::Object(&COMPONENTS)),
    ],
};

const SECURITY: Kind = Kind::List(&Kind::Map(&Kind::List(&Kind::Text)));

static INFO: Object = Object {
    name: "`info`",
    fields: &[
        must("title", Kind::Text),
        may("description", Kind::Text),
        may("termsOfService", Kind::Text),
        may("contact", Kind::Object(&CONTACT)),
        may("license", Kind::Object(&LICENSE)),
        must("version", Kind::Text),
    ],
};

static CONTACT: Object =
    Object { name: "a contact", fields: &[may("name", Kind::Text), may("url", Kind::Text), may("email", Kind::Text)] };

static LICENSE: Object = Object { name: "a license", fields: &[must("name", Kind::Text), may("url", Kind::Text)] };

static DOCS: Object =
    Object { name: "`externalDocs`", fields: &[may("description", Kind::Text), must("url", Kind::Text)] };

static TAG: Object = Object {
    name: "a tag",
    fields: &[must("name", Kind::Text), may("description", Kind::Text), may("externalDocs", Kind::Object(&DOCS))],
};

static SERVER: Object = Object {
    name: "a server",
    fields: &[
        must("url", Kind::Text),
        may("description", Kind::Text),
        may("variables", Kind::Map(&Kind::Object(&VARIABLE))),
    ],
};

static VARIABLE: Object = Object {
    name: "a variable of a server",
    fields: &[may("enum", Kind::List(&Kind::Text)), must("default", Kind::Text), may("description", Kind::Text)],
};

static COMPONENTS: Object = Object {
    name: "`components`",
    fields: &[
        may("schemas", Kind::Map(&Kind::Or(&SCHEMA))),
        may("responses", Kind::Map(&Kind::Or(&RESPONSE))),
        may("parameters", Kind::Map(&Kind::Or(&PARAMETER))),
        may("examples", Kind::Map(&Kind::Or(&EXAMPLE))),
        may("requestBodies", Kind::Map(&Kind::Or(&BODY))),
        may("headers", Kind::Map(&Kind::Or(&HEADER))),
        may("securitySchemes", Kind::Map(&Kind::Any)),
        may("links", Kind::Map(&Kind::Any)),
        may("callbacks", Kind::Map(&Kind::Any)),
    ],
};

pub(super) static PATH: Object = Object {
    name: "a path",
    fields: &[
        may("$ref", Kind::Text),
        may("summary", Kind::Text),
        may("description", Kind::Text),
        may("servers", Kind::List(&Kind::Object(&SERVER))),
        may("parameters", Kind::List(&Kind::Or(&PARAMETER))),
        may("get", Kind::Object(&OPERATION)),
        may("put", Kind::Object(&OPERATION)),
        may("post", Kind::Object(&OPERATION)),
        may("delete", Kind::Object(&OPERATION)),
        may("options", Kind::Object(&OPERATION)),
        may("head", Kind::Object(&OPERATION)),
        may("patch", Kind::Object(&OPERATION)),
        may("trace", Kind::Object(&OPERATION)),
    ],
};

/// An operation. Security Copilot adds two keys to it.
pub(super) static OPERATION: Object = Object {
    name: "an operation",
    fields: &[
        may("tags", Kind::List(&Kind::Text)),
        may("summary", Kind::Text),
        may("description", Kind::Text),
        may("externalDocs", Kind::Object(&DOCS)),
        may("operationId", Kind::Text),
        may("parameters", Kind::List(&Kind::Or(&PARAMETER))),
        may("requestBody", Kind::Or(&BODY)),
        must("responses", Kind::Responses),
        may("callbacks", Kind::Map(&Kind::Any)),
        may("deprecated", Kind::Bool),
        may("security", SECURITY),
        may("servers", Kind::List(&Kind::Object(&SERVER))),
        may("ExamplePrompt", Kind::Any),
        may("ExamplePrompts", Kind::Any),
    ],
};

const STYLES: Kind =
    Kind::Word(&["matrix", "label", "form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"]);

pub(super) static PARAMETER: Object = Object {
    name: "a parameter",
    fields: &[
        must("name", Kind::Text),
        must("in", Kind::Word(&["path", "query", "header", "cookie"])),
        may("description", Kind::Text),
        may("required", Kind::Bool),
        may("deprecated", Kind::Bool),
        may("allowEmptyValue", Kind::Bool),
        may("style", STYLES),
        may("explode", Kind::Bool),
        may("allowReserved", Kind::Bool),
        may("schema", Kind::Or(&SCHEMA)),
        may("content", Kind::Content),
        may("example", Kind::Any),
        may("examples", Kind::Map(&Kind::Or(&EXAMPLE))),
    ],
};

static HEADER: Object = Object {
    name: "a header",
    fields: &[
        may("description", Kind::Text),
        may("required", Kind::Bool),
        may("deprecated", Kind::Bool),
        may("allowEmptyValue", Kind::Bool),
        may("style", STYLES),
        may("explode", Kind::Bool),
        may("allowReserved", Kind::Bool),
        may("schema", Kind::Or(&SCHEMA)),
        may("content", Kind::Content),
        may("example", Kind::Any),
        may("examples", Kind::Map(&Kind::Or(&EXAMPLE))),
    ],
};

static BODY: Object = Object {
    name: "a request body",
    fields: &[may("description", Kind::Text), must("content", Kind::Content), may("required", Kind::Bool)],
};

pub(super) static MEDIA: Object = Object {
    name: "a media type",
    fields: &[
        may("schema", Kind::Or(&SCHEMA)),
        may("example", Kind::Any),
        may("examples", Kind::Map(&Kind::Or(&EXAMPLE))),
        may("encoding", Kind::Map(&Kind::Any)),
    ],
};

static EXAMPLE: Object = Object {
    name: "an example",
    fields: &[
        may("summary", Kind::Text),
        may("description", Kind::Text),
        may("value", Kind::Any),
        may("externalValue", Kind::Text),
    ],
};

pub(super) static RESPONSE: Object = Object {
    name: "a response",
    fields: &[
        must("description", Kind::Text),
        may("headers", Kind::Map(&Kind::Or(&HEADER))),
        may("content", Kind::Content),
        may("links", Kind::Map(&Kind::Any)),
    ],
};

/// The types of a schema.
pub(super) const TYPES: &[&str] = &["array", "boolean", "integer", "number", "object", "string"];

pub(super) static SCHEMA: Object = Object {
    name: "a schema",
    fields: &[
        may("title", Kind::Text),
        may("multipleOf", Kind::Number),
        may("maximum", Kind::Number),
        may("exclusiveMaximum", Kind::Bool),
        may("minimum", Kind::Number),
        may("exclusiveMinimum", Kind::Bool),
        may("maxLength", Kind::Count),
        may("minLength", Kind::Count),
        may("pattern", Kind::Text),
        may("maxItems", Kind::Count),
        may("minItems", Kind::Count),
        may("uniqueItems", Kind::Bool),
        may("maxProperties", Kind::Count),
        may("minProperties", Kind::Count),
        may("required", Kind::List(&Kind::Text)),
        may("enum", Kind::List(&Kind::Any)),
        may("type", Kind::Word(TYPES)),
        may("not", Kind::Or(&SCHEMA)),
        may("allOf", Kind::List(&Kind::Or(&SCHEMA))),
        may("oneOf", Kind::List(&Kind::Or(&SCHEMA))),
        may("anyOf", Kind::List(&Kind::Or(&SCHEMA))),
        may("items", Kind::Or(&SCHEMA)),
        may("properties", Kind::Map(&Kind::Or(&SCHEMA))),
        may("additionalProperties", Kind::BoolOrSchema),
        may("description", Kind::Text),
        may("format", Kind::Text),
        may("default", Kind::Any),
        may("nullable", Kind::Bool),
        may("discriminator", Kind::Any),
        may("readOnly", Kind::Bool),
        may("writeOnly", Kind::Bool),
        may("example", Kind::Any),
        may("externalDocs", Kind::Object(&DOCS)),
        may("deprecated", Kind::Bool),
        may("xml", Kind::Any),
    ],
};

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
    /// Its keys in groups, apart from those that begin with `x-`.
    groups: &'static [&'static [Field]],
}

impl Object {
    /// Its keys, apart from those that begin with `x-`.
    pub(super) fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.groups.iter().copied().flatten()
    }
}

/// A key, the kind of its value, and whether it is required.
type Field = (&'static str, Kind, bool);

const fn may(name: &'static str, kind: Kind) -> Field {
    (name, kind, false)
}

const fn must(name: &'static str, kind: Kind) -> Field {
    (name, kind, true)
}

/// Keys with values of one kind, which are not required.
const fn all<const N: usize>(names: [&'static str; N], kind: Kind) -> [Field; N] {
    let mut fields = [may("", kind); N];
    let mut index = 0;
    while index < N {
        fields[index] = may(names[index], kind);
        index += 1;
    }
    fields
}

pub(super) static DOCUMENT: Object = Object {
    name: "the document",
    groups: &[&[
        must("openapi", Kind::Text),
        must("info", Kind::Object(&INFO)),
        must("paths", Kind::Paths),
        may("externalDocs", Kind::Object(&DOCS)),
        may("servers", Kind::List(&Kind::Object(&SERVER))),
        may("security", SECURITY),
        may("tags", Kind::List(&Kind::Object(&TAG))),
        may("components", Kind::Object(&COMPONENTS)),
    ]],
};

const SECURITY: Kind = Kind::List(&Kind::Map(&Kind::List(&Kind::Text)));

static INFO: Object = Object {
    name: "`info`",
    groups: &[
        &[
            must("title", Kind::Text),
            must("version", Kind::Text),
            may("contact", Kind::Object(&CONTACT)),
            may("license", Kind::Object(&LICENSE)),
        ],
        &all(["description", "termsOfService"], Kind::Text),
    ],
};

static CONTACT: Object = Object { name: "a contact", groups: &[&all(["name", "url", "email"], Kind::Text)] };

static LICENSE: Object = Object { name: "a license", groups: &[&[must("name", Kind::Text), may("url", Kind::Text)]] };

static DOCS: Object =
    Object { name: "`externalDocs`", groups: &[&[may("description", Kind::Text), must("url", Kind::Text)]] };

static TAG: Object = Object {
    name: "a tag",
    groups: &[&[must("name", Kind::Text), may("description", Kind::Text), may("externalDocs", Kind::Object(&DOCS))]],
};

pub(super) static SERVER: Object = Object {
    name: "a server",
    groups: &[&[
        must("url", Kind::Text),
        may("description", Kind::Text),
        may("variables", Kind::Map(&Kind::Object(&VARIABLE))),
    ]],
};

static VARIABLE: Object = Object {
    name: "a variable of a server",
    groups: &[&[may("enum", Kind::List(&Kind::Text)), must("default", Kind::Text), may("description", Kind::Text)]],
};

static COMPONENTS: Object = Object {
    name: "`components`",
    groups: &[
        &[
            may("schemas", Kind::Map(&Kind::Or(&SCHEMA))),
            may("responses", Kind::Map(&Kind::Or(&RESPONSE))),
            may("parameters", Kind::Map(&Kind::Or(&PARAMETER))),
            may("examples", Kind::Map(&Kind::Or(&EXAMPLE))),
            may("requestBodies", Kind::Map(&Kind::Or(&BODY))),
            may("headers", Kind::Map(&Kind::Or(&HEADER))),
        ],
        &[
            may("securitySchemes", Kind::Map(&Kind::Or(&SCHEME))),
            may("links", Kind::Map(&Kind::Or(&LINK))),
            may("callbacks", Kind::Map(&Kind::Or(&CALLBACK))),
        ],
    ],
};

pub(super) static PATH: Object = Object {
    name: "a path",
    groups: &[
        &[may("servers", Kind::List(&Kind::Object(&SERVER))), may("parameters", Kind::List(&Kind::Or(&PARAMETER)))],
        &all(["$ref", "summary", "description"], Kind::Text),
        &all(["get", "put", "post", "delete", "options", "head", "patch", "trace"], Kind::Object(&OPERATION)),
    ],
};

/// An operation. Security Copilot adds two keys to it.
pub(super) static OPERATION: Object = Object {
    name: "an operation",
    groups: &[
        &[
            may("tags", Kind::List(&Kind::Text)),
            may("externalDocs", Kind::Object(&DOCS)),
            may("parameters", Kind::List(&Kind::Or(&PARAMETER))),
            may("requestBody", Kind::Or(&BODY)),
            must("responses", Kind::Responses),
            may("callbacks", Kind::Map(&Kind::Or(&CALLBACK))),
            may("deprecated", Kind::Bool),
            may("security", SECURITY),
            may("servers", Kind::List(&Kind::Object(&SERVER))),
        ],
        &all(["summary", "description", "operationId"], Kind::Text),
        &all(["ExamplePrompt", "ExamplePrompts"], Kind::Any),
    ],
};

const STYLES: Kind =
    Kind::Word(&["matrix", "label", "form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"]);

/// The keys of a parameter and of a header that are about the value.
static VALUE: [Field; 6] = [
    may("description", Kind::Text),
    may("style", STYLES),
    may("schema", Kind::Or(&SCHEMA)),
    may("content", Kind::Content),
    may("example", Kind::Any),
    may("examples", Kind::Map(&Kind::Or(&EXAMPLE))),
];

static VALUE_FLAGS: [Field; 5] =
    all(["required", "deprecated", "allowEmptyValue", "explode", "allowReserved"], Kind::Bool);

pub(super) static PARAMETER: Object = Object {
    name: "a parameter",
    groups: &[
        &[must("name", Kind::Text), must("in", Kind::Word(&["path", "query", "header", "cookie"]))],
        &VALUE,
        &VALUE_FLAGS,
    ],
};

pub(super) static HEADER: Object = Object { name: "a header", groups: &[&VALUE, &VALUE_FLAGS] };

static BODY: Object = Object {
    name: "a request body",
    groups: &[&[may("description", Kind::Text), must("content", Kind::Content), may("required", Kind::Bool)]],
};

pub(super) static MEDIA: Object = Object {
    name: "a media type",
    groups: &[&[
        may("schema", Kind::Or(&SCHEMA)),
        may("example", Kind::Any),
        may("examples", Kind::Map(&Kind::Or(&EXAMPLE))),
        may("encoding", Kind::Map(&Kind::Object(&ENCODING))),
    ]],
};

static ENCODING: Object = Object {
    name: "an encoding",
    groups: &[
        &[may("contentType", Kind::Text), may("headers", Kind::Map(&Kind::Or(&HEADER))), may("style", STYLES)],
        &all(["explode", "allowReserved"], Kind::Bool),
    ],
};

/// A callback: its keys are expressions, and each has a path as its value.
pub(super) static CALLBACK: Object = Object { name: "a callback", groups: &[] };

static LINK: Object = Object {
    name: "a link",
    groups: &[
        &all(["operationRef", "operationId", "description"], Kind::Text),
        &[
            may("parameters", Kind::Map(&Kind::Any)),
            may("requestBody", Kind::Any),
            may("server", Kind::Object(&SERVER)),
        ],
    ],
};

static SCHEME: Object = Object {
    name: "a security scheme",
    groups: &[
        &[must("type", Kind::Word(&["apiKey", "http", "oauth2", "openIdConnect"])), may("flows", Kind::Any)],
        &all(["description", "name", "in", "scheme", "bearerFormat", "openIdConnectUrl"], Kind::Text),
    ],
};

static EXAMPLE: Object = Object {
    name: "an example",
    groups: &[&[may("value", Kind::Any)], &all(["summary", "description", "externalValue"], Kind::Text)],
};

pub(super) static RESPONSE: Object = Object {
    name: "a response",
    groups: &[&[
        must("description", Kind::Text),
        may("headers", Kind::Map(&Kind::Or(&HEADER))),
        may("content", Kind::Content),
        may("links", Kind::Map(&Kind::Or(&LINK))),
    ]],
};

/// The types of a schema.
pub(super) const TYPES: &[&str] = &["array", "boolean", "integer", "number", "object", "string"];

pub(super) static SCHEMA: Object = Object {
    name: "a schema",
    groups: &[
        &[
            may("required", Kind::List(&Kind::Text)),
            may("enum", Kind::List(&Kind::Any)),
            may("type", Kind::Word(TYPES)),
            may("properties", Kind::Map(&Kind::Or(&SCHEMA))),
            may("additionalProperties", Kind::BoolOrSchema),
            may("externalDocs", Kind::Object(&DOCS)),
        ],
        &all(["title", "pattern", "description", "format"], Kind::Text),
        &all(["multipleOf", "maximum", "minimum"], Kind::Number),
        &all(
            ["exclusiveMaximum", "exclusiveMinimum", "uniqueItems", "nullable", "readOnly", "writeOnly", "deprecated"],
            Kind::Bool,
        ),
        &all(["maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"], Kind::Count),
        &all(["not", "items"], Kind::Or(&SCHEMA)),
        &all(["allOf", "oneOf", "anyOf"], Kind::List(&Kind::Or(&SCHEMA))),
        &all(["default", "discriminator", "example", "xml"], Kind::Any),
    ],
};

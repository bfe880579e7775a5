//! The rules of the check of plugins (`scoregate copilot plugin --check`), in the order of `src/copilot/lint/rule.rs`.

use super::entry::{Details, Entry, Family, details, sentence};
use crate::copilot::lint::Rule;

pub(super) fn entries() -> impl Iterator<Item = Entry> {
    Rule::ALL.iter().map(|rule| Entry {
        family: Family::PluginRules,
        code: rule.code().to_owned(),
        meaning: format!("{} ({})", sentence(rule.about()).trim_end_matches('.'), rule.severity().word()) + ".",
        details: details(*rule),
    })
}

details! { Rule;
    Unreadable {
        cause: "A wrong indent, an unclosed bracket or quote, or an alias (`*name`) without its anchor.",
        example: "title: [Devices",
        fix: "Correct the place that the message shows.",
    }
    UnknownDocument {
        cause: "Another file was named: a manifest has `Descriptor`, an OpenAPI document `openapi`.",
        example: "scoregate copilot plugin --check settings.yaml",
        fix: "Name the manifest, and the OpenAPI document that belongs to it.",
    }
    RepeatedKey {
        cause: "A block was copied. Readers disagree about which of the two values counts.",
        example: "Descriptor: { Name: Gate, Name: Again }",
        fix: "Keep one of them.",
    }
    MissingKey {
        cause: "The upload is refused, or the skill cannot run, without this key.",
        example: "SkillGroups: []",
        fix: "Add the key with a value.",
    }
    WrongType {
        cause: "A text in quotes stands in the place of a boolean or number, or one value in the place of a list.",
        example: "Required: \"yes\"",
        fix: "Write the type that the message names: Required: true.",
    }
    UnknownKey {
        cause: "The key is misspelt; letter case counts. Security Copilot ignores it without a message.",
        example: "OpenApiSpecURL: https://contoso.com/openapi.yaml",
        fix: "Write the key that the message suggests: OpenApiSpecUrl.",
    }
    UnknownValue {
        cause: "The value is misspelt, or is one of another format.",
        example: "Format: GPTs",
        fix: "Write one of the values that the message lists.",
    }
    NameCharacters {
        cause: "The upload refuses these characters in names.",
        example: "Name: Score/Gate",
        fix: "Use letters, digits, hyphens and underscores.",
    }
    NameText {
        cause: "The upload accepts the name, but it is hard to type or to tell from another.",
        example: "Name: Contoso's results",
        fix: "Use ASCII letters, digits and blanks within the name.",
    }
    TooLong {
        cause: "A text is above the documented length, and is cut off or refused.",
        example: "DisplayName: Results of the gate for Secure Score, listed",
        fix: "Shorten the text to the length in the message.",
    }
    DuplicateName {
        cause: "A skill or manifest was copied. One of the two replaces the other, or the upload fails.",
        example: "Skills: [{ Name: Summarize }, { Name: Summarize }]",
        fix: "Give each a name of its own.",
    }
    PublicAddress {
        cause: "Security Copilot requests the address from the internet, over https only.",
        example: "OpenApiSpecUrl: http://localhost/openapi.yaml",
        fix: "Publish the file or API under an https address.",
    }
    UnpinnedAddress {
        cause: "Anyone who can push to the branch can change what the plugin does after its review.",
        example: "https://raw.githubusercontent.com/o/r/main/openapi.yaml",
        fix: "Name the commit in the place of the branch.",
    }
    Placeholder {
        cause: "A template was not completed.",
        example: "OpenApiSpecUrl: https://<YOUR-REPO>/openapi.yaml",
        fix: "Replace it by the value.",
    }
    PlaceholderDefault {
        cause: "The user can save the default value as it is, and every request then fails.",
        example: "DefaultValue: https://api.contoso.com/<Organization>",
        fix: "Remove the default value, and show the form in `HintText`.",
    }
    UnusedSetting {
        cause: "The place that used the setting was removed, or names another one.",
        example: "Settings: [{ Name: TenantId }]    # nothing contains {{TenantId}}",
        fix: "Remove the setting, or use it.",
    }
    UnusedInput {
        cause: "The template spells the variable otherwise, with one brace for example.",
        example: "Template: 'ScoreGate_CL | where TimeGenerated > ago({days}d)'",
        fix: "Write {{days}}, or remove the input.",
    }
    UndeclaredVariable {
        cause: "The name is misspelt, or the declaration was removed.",
        example: "EndpointUrlSettingName: Endpoints    # the setting is called Endpoint",
        fix: "Declare it, or correct the name.",
    }
    DefaultKey {
        cause: "Other formats call the key `Default`; Security Copilot ignores it.",
        example: "Inputs: [{ Name: days, Default: 7 }]",
        fix: "Write `DefaultValue`.",
    }
    AuthUnlisted {
        cause: "The two lists of sign-in types were edited apart.",
        example: "SupportedAuthTypes: [Basic]\nAuthorization: { Type: APIKey }",
        fix: "Add the type to `SupportedAuthTypes`.",
    }
    AuthMissing {
        cause: "The user has to enter everything that `Authorization` could state.",
        example: "SupportedAuthTypes: [Basic]",
        fix: "Add `Authorization`, unless the user enters all of it.",
    }
    AuthSpelling {
        cause: "Microsoft documents two spellings: `ApiKey` here, and `APIKey` in `Authorization`.",
        example: "SupportedAuthTypes: [APIKey]",
        fix: "Write `ApiKey`.",
    }
    KeyInQuery {
        cause: "Proxies and servers write addresses, with the query string, to their logs.",
        example: "Authorization: { Type: APIKey, Location: QueryParams }",
        fix: "Send the key in a header if the API allows it.",
    }
    TemplateSource {
        cause: "Only one of `Template`, `TemplateUrl` and `TemplateFile` counts, and a file needs `PackageUrl`.",
        example: "TemplateUrl: https://contoso.com/t\nTemplate: Summarize {{digest}}",
        fix: "Keep one of them, or add `PackageUrl`.",
    }
    TemplateTooLong {
        cause: "The upload refuses longer templates.",
        example: "Template: a query of 100,000 characters",
        fix: "Shorten the query, or move a part into a function of the workspace.",
    }
    ModelName {
        cause: "The model is misspelt or retired.",
        example: "ModelName: gpt-2",
        fix: "Use one of the models that the message lists.",
    }
    IncompleteSettings {
        cause: "The plugin uploads, and fails at the first use or offers nothing.",
        example: "AllowedTools: []",
        fix: "Add what the message names.",
    }
    DocumentNotChecked {
        cause: "The folder of the manifest has no OpenAPI document or several.",
        example: "scoregate copilot plugin --check manifest.yaml",
        fix: "Name the document too: --check manifest.yaml openapi.json.",
    }
    OpenapiVersion {
        cause: "Security Copilot documents 3.0.0 and 3.0.1 only.",
        example: "openapi: 3.0.3",
        fix: "Write 3.0.1.",
    }
    OpenapiNotRead {
        cause: "The document is of OpenAPI 2.0 (Swagger), 3.1 or later.",
        example: "swagger: \"2.0\"",
        fix: "Convert it to OpenAPI 3.0.1.",
    }
    OpenapiStructure {
        cause: "A value has the wrong type, a required key is missing, or a key stands in the wrong place.",
        example: "info: { title: Devices, version: 1.0 }    # the version is a text: \"1.0\"",
        fix: "Correct the place that the message shows.",
    }
    ParameterDefault {
        cause: "OpenAPI 2.0 has the default beside the parameter, OpenAPI 3.0 in its schema.",
        example: "{ name: days, in: query, default: 7, schema: { type: integer } }",
        fix: "Move it into `schema`.",
    }
    ContentNotObject {
        cause: "The media type stands as a text where a mapping from media types belongs.",
        example: "content: application/json",
        fix: "Write `application/json:` below it, with `schema` in it.",
    }
    PathParameter {
        cause: "A name differs between path and parameter, or the parameter is not required.",
        example: "/devices/{device}: { parameters: [{ name: id, in: path }] }",
        fix: "Use one name, and write `required: true`.",
    }
    PathForm {
        cause: "A path is joined to the address of the server, so it needs the slash.",
        example: "paths: { devices: {} }",
        fix: "Write `/devices`.",
    }
    PathRepeated {
        cause: "OpenAPI takes two such paths for the same one, and no request shows which is meant.",
        example: "paths: { \"/devices/{id}\": {}, \"/devices/{name}\": {} }",
        fix: "Join their operations below one path.",
    }
    PathQuery {
        cause: "The query string belongs to parameters; in a path it is escaped or refused.",
        example: "/devices?$top=1",
        fix: "Declare a query parameter with a default in its schema.",
    }
    OperationIdMissing {
        cause: "Each operation becomes a skill, and its id becomes the name.",
        example: "get: { summary: One device }",
        fix: "Add `operationId`.",
    }
    OperationIdPlace {
        cause: "The key belongs into the operation, one level deeper.",
        example: "/devices: { operationId: FindDevices, post: {} }",
        fix: "Move it below `get` or `post`.",
    }
    OperationIdRepeated {
        cause: "An operation was copied.",
        example: "operationId: GetDevice    # twice",
        fix: "Give each operation an id of its own.",
    }
    OperationIdName {
        cause: "Blanks and other characters in an id give skills names that cannot be called.",
        example: "operationId: Find devices",
        fix: "Use letters, digits, `_`, `-` and `.`.",
    }
    MethodUnsupported {
        cause: "Security Copilot calls GET and POST only.",
        example: "delete: { operationId: RemoveDevice }",
        fix: "Offer it as POST, or remove it.",
    }
    BodyOfGet {
        cause: "GET requests have no body that a server must read.",
        example: "get: { requestBody: { content: {} } }",
        fix: "Declare query parameters, or make it a POST operation.",
    }
    ResponseSchema {
        cause: "Without a schema the model guesses what the response means.",
        example: "\"200\": { description: The device., content: { application/json: {} } }",
        fix: "Add `schema` to the successful responses.",
    }
    IntegerResponseKey {
        cause: "Some readers find only texts among the response codes.",
        example: "responses: { 204: { description: Nothing. } }",
        fix: "Quote the codes: \"204\".",
    }
    DefaultType {
        cause: "A number stands where the schema has a text or the other way round, or `enum` does not list the value.",
        example: "schema: { type: string, default: 7 }",
        fix: "Write the value in the type of the schema: \"7\".",
    }
    DateText {
        cause: "Readers of YAML 1.1 turn the text into a date, and may refuse it.",
        example: "example: 2026-01-01",
        fix: "Quote it: \"2026-01-01\".",
    }
    Reference {
        cause: "The schema was renamed or removed, the reference is misspelt, or it leads back to itself.",
        example: "$ref: \"#/components/schemas/Devices\"",
        fix: "Add what it names to `components`, or correct the reference.",
    }
    ReferenceNotRead {
        cause: "Security Copilot loads one document; another file is not found.",
        example: "$ref: common.yaml#/Device",
        fix: "Copy what it leads to into `components`.",
    }
    NoServer {
        cause: "No address is known that the requests could go to.",
        example: "openapi: 3.0.1    # without `servers`",
        fix: "Add `servers`, or `EndpointUrl` or `EndpointUrlSettingName` to the manifest.",
    }
    ServerFromManifest {
        cause: "The manifest has `EndpointUrl` or `EndpointUrlSettingName`, which suffices.",
        example: "EndpointUrlSettingName: Endpoint",
        fix: "Nothing needs to be done.",
    }
    SecurityUnused {
        cause: "Security Copilot signs in as the manifest states, and ignores the schemes of the document.",
        example: "securitySchemes: { key: { type: http, scheme: bearer } }",
        fix: "Nothing needs to be done if the manifest states the same.",
    }
    NoOperations {
        cause: "`paths` is missing or empty, so that there would be no skill.",
        example: "paths: {}",
        fix: "Add an operation with `operationId`.",
    }
    DocumentSize {
        cause: "Large documents are refused or cut off.",
        example: "an openapi.json of 300 kB with the schemas of a whole product",
        fix: "Remove the schemas that no operation needs.",
    }
    PromptsInDescription {
        cause: "Prompts have a key of their own since; in descriptions they cost tokens with every request.",
        example: "description: \"One device. #ExamplePrompts Show it\"",
        fix: "Move them to `ExamplePrompts` of the operation.",
    }
}

//! The cases of the rules: changes of a clean plugin.

/// Which file is changed, what is replaced in it, and by what.
pub(super) type Change = (&'static str, &'static str, &'static str);

/// The code of a rule, and changes of which each must lead to it and to no other rule of an error.
pub(super) const CASES: &[(&str, &[Change])] = &[
    (
        "unreadable",
        &[
            ("api.yaml", "Name: ContosoDevices", "Name: *alias"),
            ("openapi.yaml", "title: Devices", "title: [Devices"),
            ("kql.yaml", "            ScoreGate_CL", "          ScoreGate_CL"),
        ],
    ),
    ("unknown-document", &[("agent.yaml", "", "EMPTY")]),
    ("repeated-key", &[("kql.yaml", "  Name: ScoreGateResults", "  Name: ScoreGateResults\n  Name: Again")]),
    (
        "missing-key",
        &[
            ("api.yaml", "  Name: ContosoDevices\n", ""),
            ("api.yaml", "  Description: Devices of Contoso and their state.\n", "  Description: ''\n"),
            ("kql.yaml", "          Target: LogAnalytics\n", ""),
            ("kql.yaml", "          ModelName: gpt-4o\n", ""),
            ("agent.yaml", "SkillGroups:\n", "SkillGroups:\n  - {Format: GPT, Skills: []}\n"),
            ("kql.yaml", "          Template: Summarize {{digest}}\n", ""),
            ("kql.yaml", "  - Format: KQL\n", "  - Format:\n"),
            ("kql.yaml", "      - Name: GetFailures\n        Description", "      - Description"),
            ("agent.yaml", "      Endpoint: https://gate.contoso.com/mcp\n", ""),
            ("agent.yaml", "          Instructions: Explain the finding.\n", ""),
            ("agent.yaml", "          TriggerName: manual\n", ""),
            ("agent.yaml", "        ProcessSkill: ScoreGateAgent.Explain\n", ""),
        ],
    ),
    (
        "wrong-type",
        &[
            (
                "kql.yaml",
                "            Required: true\n            DefaultValue",
                "            Required: \"yes\"\n            DefaultValue",
            ),
            ("agent.yaml", "[GetFailures]", "GetFailures"),
            ("agent.yaml", "UsePluginAuth: true", "UsePluginAuth: \"true\""),
            ("agent.yaml", "TimeoutInSeconds: 120", "TimeoutInSeconds: soon"),
            ("api.yaml", "DisplayName: Contoso devices", "DisplayName: [Contoso]"),
        ],
    ),
    (
        "unknown-key",
        &[
            ("kql.yaml", "DisplayName: Score", "DisplayNames: Score"),
            ("agent.yaml", "AllowedTools", "AllowedTool"),
            ("api.yaml", "OpenApiSpecUrl", "OpenApiSpecURL"),
        ],
    ),
    (
        "unknown-value",
        &[
            ("kql.yaml", "Format: GPT", "Format: GPTs"),
            ("kql.yaml", "Target: LogAnalytics", "Target: LogAnalytic"),
            ("api.yaml", "Type: APIKey", "Type: Key"),
            ("api.yaml", "Location: Header", "Location: Head"),
            ("agent.yaml", "[InteractiveAgent]", "[Chat]"),
            ("agent.yaml", "ScoreGateAgent.Explain", "Explain"),
            ("agent.yaml", "Constraint: None", "Constraint: Nobody"),
        ],
    ),
    (
        "name-characters",
        &[
            ("kql.yaml", "Name: ScoreGateResults", "Name: Score/Gate"),
            ("kql.yaml", "Name: GetFailures", "Name: Get#Failures"),
            ("agent.yaml", "  - Name: ScoreGateAgent", "  - Name: Score Gate"),
        ],
    ),
    (
        "name-text",
        &[
            ("kql.yaml", "Name: ScoreGateResults", "Name: Gate–Results"),
            ("kql.yaml", "Name: ScoreGateResults", "Name: Contoso's results"),
            ("kql.yaml", "Name: ScoreGateResults", "Name: 'Results '"),
            ("kql.yaml", "Name: ScoreGateResults", "Name: Results  "),
        ],
    ),
    (
        "too-long",
        &[
            (
                "kql.yaml",
                "DisplayName: Score gate results",
                "DisplayName: Results of the gate for Secure Score, listed",
            ),
            ("kql.yaml", "Template: Summarize", "Template: LONG"),
        ],
    ),
    (
        "duplicate-name",
        &[
            ("kql.yaml", "Name: Summarize", "Name: GetFailures"),
            ("kql.yaml", "Name: ScoreGateResults", "Name: ContosoDevices"),
        ],
    ),
    (
        "public-address",
        &[
            ("api.yaml", "https://contoso.com/openapi.yaml", "http://contoso.com/openapi.yaml"),
            ("api.yaml", "https://contoso.com/openapi.yaml", "https://localhost/openapi.yaml"),
            ("api.yaml", "https://contoso.com/icon.png", "icon.png"),
            ("openapi.yaml", "https://api.contoso.com", "http://api.contoso.com"),
            ("openapi.yaml", "https://api.contoso.com", "https://10.1.2.3"),
            ("agent.yaml", "https://gate.contoso.com/mcp", "https://127.0.0.1/mcp"),
        ],
    ),
    (
        "unpinned-address",
        &[("api.yaml", "https://contoso.com/openapi.yaml", "https://raw.githubusercontent.com/o/r/main/openapi.yaml")],
    ),
    (
        "placeholder",
        &[
            ("api.yaml", "https://contoso.com/openapi.yaml", "https://<YOUR-REPO>/openapi.yaml"),
            ("kql.yaml", "0f0f0f0f-0000-4000-8000-000000000001", "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"),
            ("kql.yaml", "ResourceGroupName: rg", "ResourceGroupName: '**GROUP**'"),
            ("openapi.yaml", "https://api.contoso.com", "<BASE_PATH>"),
            ("openapi.yaml", "  /devices:", "  /devices/<ID>:"),
        ],
    ),
    (
        "placeholder-default",
        &[(
            "api.yaml",
            "DefaultValue: https://api.contoso.com",
            "DefaultValue: https://api.contoso.com/<Organization>",
        )],
    ),
    (
        "unused-setting",
        &[("api.yaml", "      EndpointUrlSettingName: Endpoint\n", ""), ("kql.yaml", "'{{TenantId}}'", "contoso.com")],
    ),
    (
        "unused-input",
        &[("kql.yaml", "'{{days}}'", "'{days}'"), ("kql.yaml", "Summarize {{digest}}", "Summarize the digest")],
    ),
    (
        "undeclared-variable",
        &[
            ("api.yaml", "EndpointUrlSettingName: Endpoint", "EndpointUrlSettingName: Endpoints"),
            ("kql.yaml", "{{digest}}", "{{digests}}"),
            ("openapi.yaml", "https://api.contoso.com", "https://{region}.contoso.com"),
        ],
    ),
    ("default-key", &[("kql.yaml", "            DefaultValue:", "            Default:")]),
    ("auth-unlisted", &[("api.yaml", "    - ApiKey\n", "    - Basic\n")]),
    ("auth-missing", &[("kql.yaml", "[None]", "[Basic]")]),
    ("auth-spelling", &[("api.yaml", "    - ApiKey\n", "    - APIKey\n")]),
    ("key-in-query", &[("api.yaml", "Location: Header", "Location: QueryParams")]),
    (
        "template-source",
        &[
            (
                "kql.yaml",
                "          Template: Summarize",
                "          TemplateUrl: https://contoso.com/t\n          Template: Summarize",
            ),
            ("kql.yaml", "          Template: Summarize {{digest}}", "          TemplateFile: a/t.txt"),
        ],
    ),
    ("template-too-long", &[("kql.yaml", "ScoreGate_CL |", "LONG |")]),
    ("model-name", &[("kql.yaml", "gpt-4o", "gpt-2"), ("agent.yaml", "gpt-4.1", "gpt-2")]),
    (
        "incomplete-settings",
        &[
            ("kql.yaml", "          WorkspaceName: ws\n", ""),
            ("agent.yaml", "      AllowedTools: findings,posture\n", ""),
            ("agent.yaml", "AllowedTools: findings,posture", "AllowedTools: []"),
            ("agent.yaml", "AllowedTools: findings,posture", "AllowedTools: [\" \"]"),
            ("agent.yaml", "AllowedTools: findings,posture", "AllowedTools: \" ,,\""),
            ("agent.yaml", "AllowedTools: findings,posture", "AllowedTools: {}"),
            ("agent.yaml", "AllowedTools: findings,posture", "AllowedTools: false"),
            ("agent.yaml", "UsePluginAuth: true", "UsePluginAuth: false"),
            ("agent.yaml", "RequiredSkillsets: [ScoreGateAgent]", "RequiredSkillsets: [Other]"),
            ("agent.yaml", "    Publisher: Contoso\n", ""),
            ("api.yaml", "    Key: x-api-key\n", ""),
        ],
    ),
    ("document-not-checked", &[("openapi.yaml", "", "REMOVED")]),
    ("openapi-version", &[("openapi.yaml", "openapi: 3.0.1", "openapi: 3.0.3")]),
    (
        "openapi-not-read",
        &[("openapi.yaml", "openapi: 3.0.1", "openapi: 3.1.0"), ("openapi.yaml", "openapi: 3.0.1", "swagger: \"2.0\"")],
    ),
    (
        "openapi-structure",
        &[
            ("openapi.yaml", "version: \"1.0\"", "version: 1.0"),
            ("openapi.yaml", "required: true", "required: \"true\""),
            ("openapi.yaml", "          description: The device.\n", ""),
            ("openapi.yaml", "      ExamplePrompts:", "      examplePrompts:"),
            ("openapi.yaml", "        \"204\":\n          description: Nothing.", "        content: {}"),
            ("openapi.yaml", "          in: query", "          in: body"),
            ("openapi.yaml", "      type: object", "      type: [object]"),
            ("openapi.yaml", "      type: object", "      type: array"),
            ("openapi.yaml", "          schema:\n            type: string\n            default: \"7\"\n", ""),
            ("openapi.yaml", "          in: path", "          content: {}\n          in: path"),
        ],
    ),
    ("parameter-default", &[("openapi.yaml", "          in: query", "          in: query\n          default: x")]),
    (
        "content-not-object",
        &[(
            "openapi.yaml",
            "            application/json:\n              schema:\n                $ref: \"#/components/schemas/Device\"",
            "            application/json",
        )],
    ),
    (
        "path-parameter",
        &[
            ("openapi.yaml", "  /devices/{id}:", "  /devices/{device}:"),
            ("openapi.yaml", "          required: true\n", ""),
            ("openapi.yaml", "          required: true", "          required: false"),
        ],
    ),
    ("path-form", &[("openapi.yaml", "  /devices:", "  devices:")]),
    ("path-repeated", &[("openapi.yaml", "  /devices:", "  /devices/{name}: {}\n  /devices:")]),
    ("path-query", &[("openapi.yaml", "  /devices:", "  /devices?$top=1:")]),
    ("operation-id-missing", &[("openapi.yaml", "      operationId: GetDevice\n", "")]),
    (
        "operation-id-place",
        &[("openapi.yaml", "    post:\n      operationId: FindDevices", "    operationId: FindDevices\n    post:")],
    ),
    ("operation-id-repeated", &[("openapi.yaml", "FindDevices", "GetDevice")]),
    ("operation-id-name", &[("openapi.yaml", "FindDevices", "Find devices")]),
    ("method-unsupported", &[("openapi.yaml", "    post:", "    delete:")]),
    (
        "body-of-get",
        &[("openapi.yaml", "      description: One device.", "      requestBody: {content: {application/json: {}}}")],
    ),
    (
        "response-schema",
        &[(
            "openapi.yaml",
            "              schema:\n                $ref: \"#/components/schemas/Device\"",
            "              example: 1",
        )],
    ),
    ("integer-response-key", &[("openapi.yaml", "        \"204\":", "        204:")]),
    (
        "default-type",
        &[
            ("openapi.yaml", "            default: \"7\"", "            default: 7"),
            ("openapi.yaml", "          default: null", "          default: now"),
            ("openapi.yaml", "            default: \"7\"", "            default: \"7\"\n            enum: [\"8\"]"),
        ],
    ),
    ("date-text", &[("openapi.yaml", "\"2026-01-01\"", "2026-01-01")]),
    (
        "reference",
        &[
            ("openapi.yaml", "#/components/schemas/Device", "#/components/schemas/Devices"),
            ("openapi.yaml", "          description: An error.", "          $ref: '#/components/responses/Nope'"),
        ],
    ),
    ("reference-not-read", &[("openapi.yaml", "#/components/schemas/Device", "common.yaml#/Device")]),
    ("no-server", &[("api.yaml", "      EndpointUrlSettingName: Endpoint\n", "WITHOUT SERVER")]),
    ("server-from-manifest", &[("openapi.yaml", "servers:\n  - url: https://api.contoso.com\n", "")]),
    (
        "security-unused",
        &[("openapi.yaml", "components:\n", "components:\n  securitySchemes: {key: {type: http, scheme: bearer}}\n")],
    ),
    ("no-operations", &[("openapi.yaml", "", "NO PATHS")]),
    ("document-size", &[("openapi.yaml", "      description: One device.", "      description: LONG")]),
    ("prompts-in-description", &[("openapi.yaml", "One device.", "\"One device. #ExamplePrompts Show it\"")]),
];

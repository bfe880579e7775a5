"""Takes the queries out of plugin manifests and fills in their inputs: defaults, and values that try to leave their quotes.

    python kql.py MANIFEST... > QUERIES.json
"""

import json
import sys

from ruamel.yaml import YAML

HOSTILE = ["'", '"', "\\", "x' | union NoSuchTable | where '' == '", '") or NoSuchColumn == ("', "//", "]]", "`", "``", "''", '"""', "0) or NoSuchColumn == (1"]


def filled(template, values):
    for name, value in values.items():
        template = template.replace("{{" + name + "}}", value)
    assert "{{" not in template, template
    return template


queries = []
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        manifest = YAML(typ="safe").load(file)
    for group in manifest["SkillGroups"]:
        if group["Format"] != "KQL":
            continue
        for skill in group["Skills"]:
            template = skill["Settings"]["Template"]
            assert len(template) < 80_000, skill["Name"]
            inputs = {each["Name"]: each.get("DefaultValue", "AdminMFAV2") for each in skill.get("Inputs", [])}
            name = f"{path}: {skill['Name']}"
            queries.append([name, filled(template, inputs)])
            queries.extend([f"{name} with {value!r}", filled(template, dict.fromkeys(inputs, value))] for value in HOSTILE)
json.dump(queries, sys.stdout)

"""Writes small tenants as NDJSON, the same ones every time: different scores and states, some broken, some blank lines."""

import json
import sys

CONTROLS = [("AdminMFAV2", 10.0), ("MFARegistrationV2", 9.0), ("BlockLegacyAuthentication", 8.0), ("scid_2010", 9.0)]
STATES = ["Default", "Default", "Default", "ThirdParty", "Ignored", "Reviewed", "Unheard-of"]


def tenant(number: int) -> str:
    if number % 97 == 0:
        return ["", "{", "[]", '{"value": 1}'][number // 97 % 4]
    own = f"a1b2c3d4-0000-4000-8000-{number:012d}"
    scores, profiles, current = [], [], 0.0
    for index, (control, maximum) in enumerate(CONTROLS):
        percent = (number * (index + 3)) % 5 * 25.0
        score = maximum * percent / 100
        current += score
        # Of some tenants a profile is missing.
        if (number + index) % 31:
            state = {"state": STATES[(number + index) % len(STATES)], "updatedDateTime": "2026-11-01T00:00:00Z"}
            profiles.append({"id": control, "azureTenantId": own, "title": f"Control {control} é", "maxScore": maximum, "tier": "Core",
                             "service": "AzureAD", "threats": ["Account Breach"], "controlStateUpdates": [state]})
        scores.append({"controlName": control, "controlCategory": "Identity", "score": score, "scoreInPercentage": percent})
    snapshot = {"id": f"{own}_2026-11-23", "azureTenantId": own, "createdDateTime": "2026-11-23T00:00:00Z", "currentScore": current,
                "maxScore": sum(maximum for _, maximum in CONTROLS), "controlScores": scores}
    return json.dumps({"secureScore": {"value": [snapshot]}, "profiles": {"value": profiles}}, ensure_ascii=False)


for number in range(int(sys.argv[1])):
    print(tenant(number))

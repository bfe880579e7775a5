# The ids of the rules that do not pass on the newest day of a response or recording.
# A rule is { id, control, at_least }; without a control it is about the whole score. All figures are percent.
package scoregate

import rego.v1

default days := null

days := input.value

days := input.responses[0].body.value if not input.value

percent := {control.controlName: control.scoreInPercentage | some control in days[0].controlScores}

value(rule) := (days[0].currentScore / days[0].maxScore) * 100 if is_null(rule.control)

value(rule) := percent[rule.control] if not is_null(rule.control)

passes(rule) if value(rule) >= rule.at_least

not_passed := [rule.id | some rule in data.rules; not passes(rule)]

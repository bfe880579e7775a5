# The ids of the rules of $rules that do not pass on the newest day of a response or recording.
# A rule is { id, control, at_least }; without a control it is about the whole score. All figures are percent.
(.value // .responses[0].body.value)[0] as $day
| ($day.controlScores | map({ key: .controlName, value: .scoreInPercentage }) | from_entries) as $percent
| [ $rules[0][]
    | (if .control == null then $day.currentScore / $day.maxScore * 100 else $percent[.control] end) as $value
    | select($value == null or $value < .at_least)
    | .id ]

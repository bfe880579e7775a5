"""The ids of the rules that do not pass on the newest day of each response or recording: policy.py RULES PROCESSES FILE...

A rule is { id, control, at_least }; without a control it is about the whole score. All figures are percent.
"""
import json
import sys
from multiprocessing import Pool

RULES = []


def load(path):
    global RULES
    with open(path, "rb") as file:
        RULES = json.loads(file.read())


def not_passed(path):
    with open(path, "rb") as file:
        evidence = json.loads(file.read())
    days = evidence["value"] if "value" in evidence else evidence["responses"][0]["body"]["value"]
    day = days[0]
    percent = {control["controlName"]: control["scoreInPercentage"] for control in day["controlScores"]}

    def passes(rule):
        if rule["control"] is None:
            value = day["currentScore"] / day["maxScore"] * 100
        else:
            value = percent.get(rule["control"])
        return value is not None and value >= rule["at_least"]

    return json.dumps([rule["id"] for rule in RULES if not passes(rule)], separators=(",", ":"))


def main():
    rules, processes, *files = sys.argv[1:]
    load(rules)
    if int(processes) == 1:
        answers = map(not_passed, files)
        print("\n".join(answers))
    else:
        with Pool(int(processes), load, (rules,)) as pool:
            print("\n".join(pool.imap(not_passed, files, 64)))


if __name__ == "__main__":
    main()

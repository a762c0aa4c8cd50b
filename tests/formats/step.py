"""Prints what a named step of a composite action runs."""

import sys

from ruamel.yaml import YAML

with open(sys.argv[1], encoding="utf-8") as file:
    action = YAML(typ="safe").load(file)
[step] = [step for step in action["runs"]["steps"] if step["name"] == sys.argv[2]]
print(step["run"])

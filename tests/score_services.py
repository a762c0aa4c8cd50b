#!/usr/bin/env python3
"""Score what Portcullis sees of real systems against labels: services, databases, brokers.

score_services.py --bin PORTCULLIS --trees FOLDER --truth FOLDER [--project NAME]

--truth holds one label file `NAME.toml` for each system, --trees one work tree for each, named after
`dir` in `[project]`. Runs `PORTCULLIS facts --format json --path TREE` on each tree that is there.

A service is found if one has its path (the folder of its package) or its name. Its kind is right if it is
what the label's means (KINDS), its health if it has the same parts, its routes if they are as many.
A database is found if one has its engine and its users; it is nearly found if only the users differ.
A broker is found if one has its kind; then its publishers and its consumers are compared.
What lies outside `scope_paths` of `[project]` counts neither way.

Prints a table and what is missed; exit status 0 whatever the score, 2 where nothing could be scored.
Needs Python 3.11 and nothing else."""

import argparse
import collections
import glob
import json
import os
import subprocess
import sys
import tomllib

KINDS = {"http": "http", "http-proxy": "gateway", "grpc": "grpc", "kafka": "consumer",
         "consumer": "consumer", "worker": "worker"}
# Routes of these roles are not counted, as in the labels.
NOT_COUNTED = ("docs", "static")
COLUMNS = ["services", "kind", "health", "routes", "databases", "shared", "brokers", "publishers", "consumers"]


class Score:
    """How much was wanted, found and found wrongly, by column, and what is to be told."""

    def __init__(self):
        self.want, self.got, self.extra = (collections.Counter() for _ in range(3))
        self.lines = []

    def judge(self, column, right, line=""):
        self.want[column] += 1
        if right:
            self.got[column] += 1
        elif line:
            self.lines.append(f"{column}: {line}")

    def surplus(self, column, line):
        self.extra[column] += 1
        self.lines.append(f"{column}: not in the labels: {line}")

    def add(self, other):
        for mine, theirs in ((self.want, other.want), (self.got, other.got), (self.extra, other.extra)):
            mine.update(theirs)


def plain(name):
    return name.replace("_", "-").lower()


def at(place):
    return f"{place['path']}:{place['line']}" if place else "?"


def parts(health):
    return set(health.split("+"))


def match_services(labels, found):
    """Pairs labels with what was found: by path, then by name."""
    pairs, left = {}, list(found)
    for by in (lambda l, f: l.get("path") is not None and l["path"].strip("/").removeprefix("./") == f["path"] and plain(l["name"]) == plain(f["name"]),
               lambda l, f: l.get("path") is not None and l["path"].strip("/").removeprefix("./") == f["path"],
               lambda l, f: plain(l["name"]) in (plain(f["name"]), plain(f["package"]))):
        for number, label in enumerate(labels):
            if number not in pairs:
                hit = next((f for f in left if by(label, f)), None)
                if hit is not None:
                    pairs[number] = hit
                    left.remove(hit)
    return pairs, left


def score_services(labels, facts, in_scope, score):
    pairs, left = match_services(labels, facts["services"])
    names = {}
    for number, label in enumerate(labels):
        found = pairs.get(number)
        where = (label.get("how") or ["?"])[0]
        score.judge("services", found is not None, f"`{label['name']}` is not found ({where})")
        if found is None:
            continue
        names[found["name"]] = label["name"]
        kind = KINDS.get(label["kind"], label["kind"])
        score.judge("kind", found["kind"] == kind,
                    f"`{label['name']}` is {found['kind']}, should be {kind} ({at(found['place'])})")
        wanted = label.get("health", "none")
        where = f"; label: {label['health_at'][0]}" if label.get("health_at") else ""
        score.judge("health", parts(found["health"]) == parts(wanted),
                    f"`{label['name']}` has {found['health']}, should have {wanted} ({at(found['place'])}{where})")
        wanted = label.get("http_routes", 0) + label.get("grpc_methods", 0)
        hidden = "; ".join(h["reason"] for h in found["hidden"] if h["kind"] == "routes")
        routes = sum(route["service"] == found["name"] and route["role"] not in NOT_COUNTED for route in facts["routes"])
        score.judge("routes", routes == wanted,
                    f"`{label['name']}` has {routes}, should have {wanted}{' (hidden: ' + hidden + ')' if hidden else ''}")
    for found in left:
        if in_scope(found["place"]["path"]):
            score.surplus("services", f"`{found['name']}` ({at(found['place'])})")
    return names


def users_of(label, role=None):
    return {user["service"] for user in label.get("user", []) if role is None or user.get("role") == role}


def score_databases(labels, facts, names, in_scope, score):
    left = []
    for found in facts["databases"]:
        users = {names.get(c["service"], c["service"]) for c in found["connections"]}
        if users and any(in_scope(c["place"]["path"]) or c["service"] in names for c in found["connections"]):
            left.append((found, users))
    missed = []
    for label in labels:
        wanted = users_of(label)
        hit = next((pair for pair in left if pair[0]["engine"] == label["engine"] and pair[1] == wanted), None)
        if hit is None:
            missed.append((label, wanted))
            continue
        left.remove(hit)
        score.judge("databases", True)
        score.judge("shared", hit[0]["shared"] == label.get("shared", False), f"`{hit[0]['key']}`")
    for label, wanted in missed:
        near = [(f, users) for f, users in left if f["engine"] == label["engine"] and users & wanted]
        text = "; ".join(f"`{f['key']}` of {sorted(users)} ({at(f['place'])})" for f, users in near)
        where = [f"{u['service']}: {u['at']}" for u in label.get("user", []) if "at" in u]
        score.judge("databases", False,
                    f"`{label.get('id', label['engine'])}` ({label['engine']}) of {sorted(wanted)}: found {text or 'nothing'}; labels: {where}")
        shared = any(f["shared"] for f, _ in near)
        score.judge("shared", bool(near) and shared == label.get("shared", False))
    for found, users in left:
        score.surplus("databases", f"`{found['key']}` of {sorted(users)} ({at(found['place'])})")


def score_brokers(labels, facts, names, in_scope, score):
    named = lambda services: {names.get(service, service) for service in services}
    left = [(f, named(f["publishers"]), named(f["consumers"])) for f in facts["brokers"]]
    left = [one for one in left if (one[1] | one[2]) & set(names.values()) or in_scope(one[0]["place"]["path"])]
    for label in labels:
        publishers, consumers = users_of(label, "publisher"), users_of(label, "consumer")
        same = [one for one in left if one[0]["kind"] == label["kind"]]
        hit = max(same, key=lambda one: len(one[1] & publishers) + len(one[2] & consumers), default=None)
        score.judge("brokers", hit is not None, f"`{label['kind']}` ({label.get('target', '?')}) is not found")
        if hit is None:
            score.judge("publishers", False)
            score.judge("consumers", False)
            continue
        left.remove(hit)
        for column, found, wanted in (("publishers", hit[1], publishers), ("consumers", hit[2], consumers)):
            where = [f"{u['service']}: {u['at']}" for u in label.get("user", [])
                     if "at" in u and u["service"] in wanted - found]
            score.judge(column, found == wanted,
                        f"`{label['kind']} {hit[0]['address']}` ({at(hit[0]['place'])}): found {sorted(found)}, should be {sorted(wanted)}; labels: {where}")
    for found, publishers, consumers in left:
        score.surplus("brokers", f"`{found['kind']} {found['address']}` of {sorted(publishers | consumers)} ({at(found['place'])})")


def score_project(data, facts):
    score = Score()
    scope = tuple(data["project"].get("scope_paths", []))
    in_scope = lambda path: not scope or path.startswith(scope)
    names = score_services(data.get("service", []), facts, in_scope, score)
    score_databases(data.get("database", []), facts, names, in_scope, score)
    score_brokers(data.get("broker", []), facts, names, in_scope, score)
    return score


def cell(score, column):
    if not score.want[column] and not score.extra[column]:
        return "-"
    text = f"{score.got[column]}/{score.want[column]}"
    return f"{text} +{score.extra[column]}" if score.extra[column] else text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--trees", required=True)
    parser.add_argument("--truth", required=True)
    parser.add_argument("--project")
    asked = parser.parse_args()
    total, rows, skipped, told = Score(), [], [], []
    for path in sorted(glob.glob(os.path.join(asked.truth, "*.toml"))):
        with open(path, "rb") as file:
            data = tomllib.load(file)
        name = data["project"]["name"]
        if asked.project and name != asked.project:
            continue
        tree = os.path.join(asked.trees, data["project"].get("dir", name))
        if not os.path.isdir(tree):
            skipped.append(name)
            continue
        run = subprocess.run([asked.bin, "facts", "--no-config", "--format", "json", "--path", tree],
                             capture_output=True, text=True)
        if run.returncode != 0:
            told.append(f"{name}: exit status {run.returncode}: {run.stderr.strip()[-300:]}")
            skipped.append(name)
            continue
        score = score_project(data, json.loads(run.stdout))
        rows.append((name, score))
        total.add(score)
        told.extend(f"{name}: {line}" for line in score.lines)
    if not rows:
        print("nothing scored; missing trees:", ", ".join(skipped))
        return 2
    width = max(len(name) for name, _ in rows) + 2
    print(" " * width + "".join(f"{column:>12}" for column in COLUMNS))
    for name, score in [*rows, ("all", total)]:
        print(f"{name:{width}}" + "".join(f"{cell(score, column):>12}" for column in COLUMNS))
    print("\nfound/wanted, + what the labels do not have")
    for column in COLUMNS:
        want, got, extra = total.want[column], total.got[column], total.extra[column]
        recall = f"{got / want:.2f}" if want else "-"
        precision = f"{got / (got + extra):.2f}" if got + extra else "-"
        print(f"{column:12} recall {recall}" + (f"  precision {precision}" if column in ("services", "databases", "brokers") else ""))
    if told:
        print("\n" + "\n".join(told))
    if skipped:
        print("\nskipped:", ", ".join(skipped))
    return 0


if __name__ == "__main__":
    sys.exit(main())

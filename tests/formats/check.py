"""Lets readers and validators of others read one report of each format: see check.sh."""

import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import junitparser
import xmlschema

READERS, REPORTS, REPOSITORY = (Path(argument).resolve() for argument in sys.argv[1:4])
HERE = Path(__file__).resolve().parent
MULTITOOL = READERS / "node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
# There is no page of the project that the report could name.
KNOWN = {"SARIF2005"}


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{command}\n{done.stdout}{done.stderr}")
    return done.stdout


def schema(name, report):
    program = READERS / "python/bin/check-jsonschema"
    run(str(program), "--schemafile", str(HERE / f"{name}.schema.json"), str(report))


def unique(what, values):
    values = list(values)
    assert len(values) == len(set(values)), f"{what} are not unique: {values}"


def sarif(found, problems):
    report = REPORTS / "report.sarif"
    report.write_bytes((REPORTS / "sarif").read_bytes())
    # It exits with 0 whatever it finds.
    text = run(str(MULTITOOL), "validate", str(report), "--rule-kind", "Sarif;Ghas",
               "--level", "Error;Warning")
    assert "1 files scanned" in text, text
    told = re.findall(r": (?:error|warning) (\w+):", text)
    assert set(told) <= KNOWN, text
    log = json.loads(report.read_text())
    one = log["runs"][0]
    assert len(one["results"]) == found
    assert len(one["invocations"][0]["toolExecutionNotifications"]) == problems
    if found == 0:
        return
    # The hash that GitHub computes, computed by somebody else.
    expected = [result.pop("partialFingerprints") for result in one["results"]]
    for result in one["results"]:
        artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
        artifact["uri"] = f"{REPOSITORY.as_uri()}/{artifact['uri']}"
    (REPORTS / "bare.sarif").write_text(json.dumps(log))
    run(str(MULTITOOL), "rewrite", str(REPORTS / "bare.sarif"), "--insert",
        "RollingHashPartialFingerprints", "-o", str(REPORTS / "hashed.sarif"))
    hashed = json.loads((REPORTS / "hashed.sarif").read_text())["runs"][0]["results"]
    for ours, theirs in zip(expected, hashed, strict=True):
        theirs = theirs["partialFingerprints"]["primaryLocationLineHash"]
        assert ours["primaryLocationLineHash"] == theirs, (ours, theirs)


def junit(failed, skipped):
    report = REPORTS / "junit"
    tree = ElementTree.parse(report)
    names = [(test.get("classname"), test.get("name")) for test in tree.iter("testcase")]
    unique("names of tests", names)
    # GitLab reads this attribute; the schema does not have it.
    for test in tree.iter("testcase"):
        test.attrib.pop("file", None)
    xmlschema.XMLSchema(str(READERS / "junit-10.xsd")).validate(tree)
    suites = list(junitparser.JUnitXml.fromfile(str(report)))
    assert sum(suite.failures for suite in suites) == failed
    assert sum(suite.skipped for suite in suites) == skipped


def main():
    report = json.loads((REPORTS / "json").read_text())
    found, problems = len(report["findings"]), len(report["problems"])
    paths = {entry["location"]["path"] for entry in report["findings"]}
    assert found == 0 or any("\U0001f600" in path for path in paths), "the odd name is reported"
    sarif(found, problems)
    failed = sum(entry["severity"] != "note" for entry in report["findings"])
    junit(failed, found + problems - failed)

    xmlschema.XMLSchema(str(HERE / "checkstyle.xsd")).validate(str(REPORTS / "checkstyle"))
    tree = ElementTree.parse(REPORTS / "checkstyle")
    assert len(list(tree.iter("error"))) == found + problems
    unique("files", (file.get("name") for file in tree.iter("file")))

    schema("gitlab", REPORTS / "gitlab")
    issues = json.loads((REPORTS / "gitlab").read_text())
    assert len(issues) == found + problems
    unique("fingerprints", (issue["fingerprint"] for issue in issues))

    schema("rdjson", REPORTS / "rdjson")
    diagnostics = json.loads((REPORTS / "rdjson").read_text())["diagnostics"]
    assert len(diagnostics) == found + problems
    for entry, diagnostic in zip(report["findings"], diagnostics):
        place = diagnostic["location"]
        lines = (REPOSITORY / place["path"]).read_bytes().split(b"\n")
        start, end = place["range"]["start"], place["range"]["end"]
        if start["line"] == end["line"]:
            line = lines[start["line"] - 1]
            text = line[start["column"] - 1 : end["column"] - 1].decode()
            location = entry["location"]
            whole = line.decode()
            assert text == whole[location["column"] - 1 : location["end_column"] - 1], place

    commands = (REPORTS / "github").read_text().splitlines()
    of = {level: sum(c.startswith(f"::{level} ") for c in commands)
          for level in ("error", "warning", "notice")}
    assert all(number <= 10 for number in of.values()), of
    assert found == 0 or of["error"] > 0
    # Only commands, one a line: nothing of the tree can be one.
    assert found + problems == 0 or sum(of.values()) == len(commands), commands

    text = (REPORTS / "markdown").read_text()
    assert len(text) < 65_536 and text.startswith("## Portcullis: ")
    print(f"{found} findings in {len(paths)} files and {problems} problems: all formats are read")


main()

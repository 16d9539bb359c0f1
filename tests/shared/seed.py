#!/usr/bin/env python3
"""Checks what `onrecord extract` finds in the article that the project began with, by numbers alone.

    cargo build && python3 tests/shared/seed.py target/debug/onrecord ../shared/seed

Expected: its date from the header, a dateline in Baku, five direct and six indirect quotations of one person, two
statements nested in them, nothing in the paragraphs that report no words.
"""
import json, pathlib, subprocess, sys

DIRECT = [(4, 5), (7, 7), (9, 11), (14, 16), (18, 18)]
INDIRECT = [2, 3, 6, 8, 13, 17]
NESTED = [5, 15]
SILENT = [1, 12]


def paragraphs(body):
    """Byte ranges of the paragraphs."""
    found, at = [], 0
    for part in body.encode().split(b"\n\n"):
        found.append((at, at + len(part)))
        at += len(part) + 2
    return found


def main(program, folder):
    files = sorted(pathlib.Path(folder).glob("*.txt"))
    printed = subprocess.run([program, "extract", "--body", *files], stdout=subprocess.PIPE, check=True).stdout
    article = json.loads(printed.splitlines()[0])
    bounds = paragraphs(article["body"])
    number = lambda byte: next(i for i, (start, end) in enumerate(bounds, 1) if start <= byte <= end)
    speech = [q for q in article["quotes"] if q["act"] == "speech"]
    outer = [q for q in speech if q["via"] is None]
    nested = [q for q in speech if q["via"] is not None]
    speakers = {q["speaker"] and q["speaker"]["name"] for q in outer}
    place = article["dateline"] or {}
    checks = {
        "the date is that of the header": (article["date"], article["date_from"]) == ("2025-10-10", "header"),
        "the dateline is Baku, AZ": (place.get("place_id"), place.get("country"), place.get("date")) == ("AZ/Baku", "AZ", "10-10"),
        "the outlet is found in the text": article["outlet"] == "Trend",
        "another place is mentioned, not the dateline": any(p["country"] == "TJ" for p in article["places"]),
        "five direct quotations": [(number(q["start"]), number(q["end"])) for q in outer if q["kind"] == "direct"] == DIRECT,
        "six indirect quotations": [number(q["start"]) for q in outer if q["kind"] == "indirect"] == INDIRECT,
        "no mixed quotation": not [q for q in outer if q["kind"] == "mixed"],
        "all by one known person with a role": len(speakers) == 1 and None not in speakers and all(q["speaker"]["role"] for q in outer),
        "two nested statements": [number(q["start"]) for q in nested] == NESTED,
        "nested in quotations of that person": all(q["via"] and article["quotes"][q["via"] - 1] in outer for q in nested),
        "by two other people": len({q["speaker"]["name"] for q in nested if q["speaker"]} - speakers) == 2,
        "nothing where nothing is reported": not [q for q in speech if number(q["start"]) in SILENT],
    }
    for what, holds in checks.items():
        print(f"{'ok ' if holds else 'NOT'} {what}")
    failed = sum(not holds for holds in checks.values())
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))

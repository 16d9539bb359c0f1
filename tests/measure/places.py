#!/usr/bin/env python3
"""Compares found places with marked ones: places.py geo-news.jsonl found.jsonl

`found.jsonl` is what the example `measure_places` prints for the same articles. A marked place counts as found if a found
span overlaps it; "exact" wants the same bounds; "country" wants the country of the mark too (where it has one). Marks in
the dateline are left out: a dateline is told apart, not among the mentions. In geowebnews only marks of names of places are
wanted, and other marks (peoples, parts of names) are neither wanted nor wrong.
"""
import collections
import json
import sys

WANTED = {"Literal", "Mixed", "Coercion", "Metonymic", "Embedded_Literal"}


def plain(country):
    return country.removeprefix("The ").replace("Territories", "Territory").replace("Czech Republic", "Czechia")


def main():
    marked = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    found = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
    counts = collections.defaultdict(collections.Counter)
    missed, wrong, confused = collections.Counter(), collections.Counter(), collections.Counter()
    for article, mine in zip(marked, found):
        assert article["id"] == mine["id"]
        count = counts[article["corpus"]]
        dateline = mine["dateline"] or [0, 0]
        used = set()
        for mark in article["toponyms"]:
            start, end = mark["span"]
            if dateline[0] <= start and end <= dateline[1]:
                continue
            hits = [i for i, place in enumerate(mine["places"]) if place[0] < end and start < place[1]]
            used.update(hits)
            if mark.get("type") and mark["type"] not in WANTED:
                continue
            count["marked"] += 1
            if not hits:
                missed[mark["phrase"]] += 1
                continue
            count["found"] += 1
            place = mine["places"][hits[0]]
            count["exact"] += place[:2] == [start, end]
            if mark.get("country"):
                count["with_country"] += 1
                right = plain(place[4]) == plain(mark["country"])
                count["right_country"] += right
                if not right:
                    confused[mark["phrase"], mark["country"], place[2]] += 1
        for i, place in enumerate(mine["places"]):
            count["given"] += 1
            count["given_right"] += i in used
            if i not in used:
                wrong[place[3]] += 1
    for corpus, c in sorted(counts.items()):
        print(f"{corpus}: {c['marked']} marked, recall {c['found'] / c['marked']:.3f} (exact {c['exact'] / c['marked']:.3f}), "
              f"precision {c['given_right'] / c['given']:.3f} of {c['given']}, "
              f"country right in {c['right_country'] / max(1, c['with_country']):.3f} of {c['with_country']}")
    if len(sys.argv) > 3:
        for name, table in (("missed", missed), ("wrong", wrong), ("confused", confused)):
            print(name, table.most_common(int(sys.argv[3])))


if __name__ == "__main__":
    main()

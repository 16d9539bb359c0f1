#!/usr/bin/env python3
"""Prints a random sample of speech quotations, compactly, to be judged by hand.

    onrecord extract --body FILE... > found.jsonl
    python3 tests/measure/sample_quotes.py found.jsonl --seed 1 --count 100

Reads objects of `onrecord extract --body` (or of examples/extract_plain beside their articles, with `--texts FILE`). Each
quotation is printed with its number, kind, level, way of resolution, speaker, source as it stands in the text and cue, then its
paragraph with the content between [ ], and the paragraph before it.
"""
import argparse
import json
import random


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("found")
    parser.add_argument("--texts", help="articles as JSON lines, in the order of the objects")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--per-article", type=int, default=2)
    parser.add_argument("--width", type=int, default=420, help="characters of context before the quotation")
    args = parser.parse_args()
    texts = None
    if args.texts:
        texts = [json.loads(line) for line in open(args.texts, encoding="utf-8")]
    articles = [json.loads(line) for line in open(args.found, encoding="utf-8") if line.strip()]
    if texts:
        for article, text in zip(articles, texts):
            article["body"] = text.get("text") or text.get("body") or ""
    source = random.Random(args.seed)
    order = list(range(len(articles)))
    source.shuffle(order)
    shown = 0
    for at in order:
        article = articles[at]
        quotes = [q for q in article["quotes"] if q["act"] == "speech" and q.get("in", "body") == "body"]
        source.shuffle(quotes)
        for quote in quotes[: args.per_article]:
            if shown == args.count:
                return
            shown += 1
            show(shown, article, quote, args.width)


def show(number, article, quote, width):
    body = article["body"].encode()

    def text(start, end):
        return " ".join(body[start:end].decode("utf-8", "replace").split())

    speaker = (quote["speaker"] or {}).get("name", "-")
    cue = (quote["cue"] or {}).get("text", "-")
    mention = (quote["mention"] or {}).get("text", "-")
    low = max(0, min([quote["start"]] + [quote[k]["start"] for k in ("cue", "mention") if quote[k]]) - width)
    high = max([quote["end"]] + [quote[k]["end"] for k in ("cue", "mention") if quote[k]]) + 60
    parts = []
    at = low
    for start, end in quote["spans"]:
        parts.append(text(at, start) + " [" + shorten(text(start, end)) + "] ")
        at = end
    parts.append(text(at, high))
    via = f" via {quote['via']}" if quote["via"] else ""
    print(f"{number}. {quote['kind'][:3]} {quote['confidence']:.2f} {quote['resolved']}{via} | {speaker} | {mention} | {cue}")
    print("    " + "".join(parts))


def shorten(words):
    return words if len(words) < 260 else words[:140] + " … " + words[-90:]


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Checks quotes.jsonl against the articles: every piece, cue and mention must stand in its article, word for word.

    python3 corpus/gold/check.py             check, print counts; exit 1 on the first kind of fault
    python3 corpus/gold/check.py --spans     print the gold with code point offsets into the body, one article a line:
                                             {"id","file","record","title","text","date","dateline","attributions"}

Standard library only. The offsets are found again from the words: pieces in order, the cue where it stands nearest to
the content, the mention nearest to the cue.
"""

import csv
import json
import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KINDS = {"direct", "indirect", "mixed"}
ACTS = {"speech", "other"}
KEYS = {"content", "cue", "mention", "speaker", "kind", "act", "via", "in"}
TITLE_KEYS = ("title", "headline")
BODY_KEYS = ("body", "text", "content")
HEADER = re.compile(r"\A\s*date \d{4}-\d{2}-\d{2}\s+")


def split_text(raw):
    """The title (or an empty one) and the body of a text file."""
    raw = HEADER.sub("", raw, count=1)
    head, gap, rest = raw.partition("\n\n")
    if gap and "\n" not in head and len(head) <= 120 and not head.rstrip().endswith((".", ",", ":", "-", "–")):
        if not head.rstrip().endswith(("YELKOVAN", "ODLAR")):  # a dateline on a line of its own
            return head.strip(), rest.strip("\n")
    return "", raw.strip("\n")


def records(path):
    """The (title, body) pairs of a file of the corpus, in order."""
    if path.suffix == ".txt":
        return [split_text(path.read_text(encoding="utf-8"))]
    if path.suffix == ".jsonl":
        with path.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
    else:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))

    def first(row, keys):
        return next((row[k] for k in keys if k in row), "") or ""

    return [(first(row, TITLE_KEYS), first(row, BODY_KEYS)) for row in rows]


def places(text, word):
    """Where `word` stands in `text`; first as a whole word, else anywhere."""
    whole = [m.start() for m in re.finditer(r"(?<!\w)" + re.escape(word) + r"(?!\w)", text)]
    return whole or [m.start() for m in re.finditer(re.escape(word), text)]


def pieces(text, content):
    """The spans of the pieces, in order, or the piece that is missing."""
    found, start = [], 0
    for piece in content:
        at = text.find(piece, start)
        if at < 0:
            return None, piece
        found.append([at, at + len(piece)])
        start = at + len(piece)
    return found, None


def nearest(text, word, spans, beside):
    """The place of `word` nearest to the spans `beside`, in their paragraph and outside of the content if it can be."""

    def distance(at):
        end = at + len(word)
        inside = any(s <= at and end <= e for s, e in spans)
        far = all("\n" in text[min(at, s) : max(end, e)] for s, e in beside)
        return inside, far, min(min(abs(s - end), abs(at - e)) for s, e in beside)

    at = min(places(text, word), key=distance)
    return [at, at + len(word)]


def check_quote(quote, title, body, fault):
    """Reports what is wrong with one quotation; gives its offsets, or None."""
    unknown = set(quote) - KEYS
    if unknown:
        fault(f"unknown keys {sorted(unknown)}")
    if quote["kind"] not in KINDS or quote["act"] not in ACTS:
        fault(f"kind {quote['kind']!r}, act {quote['act']!r}")
    text = title if quote.get("in") == "title" else body
    spans, missing = pieces(text, quote["content"])
    if not quote["content"] or spans is None:
        fault(f"content not in the article: {missing!r}")
        return None
    for key in ("cue", "mention"):
        if quote[key] is not None and quote[key] not in text:
            fault(f"{key} not in the article: {quote[key]!r}")
            return None
    for key in ("speaker", "via"):
        if quote[key] and quote[key] not in body and quote[key] not in title:
            fault(f"{key} is nowhere in the article: {quote[key]!r}")
    cue = [nearest(text, quote["cue"], spans, spans)] if quote["cue"] else []
    source = [nearest(text, quote["mention"], spans, cue or spans)] if quote["mention"] else []
    return {"content": spans, "cue": cue, "source": source}


def main():
    want_spans = "--spans" in sys.argv[1:]
    counts, faults, cache, seen = Counter(), [], {}, set()
    with (ROOT / "gold" / "quotes.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            row = json.loads(line)

            def fault(message):
                faults.append(f"quotes.jsonl:{number} {row['file']} record {row['record']}: {message}")

            key = (row["file"], row["record"])
            if key in seen:
                fault("annotated twice")
            seen.add(key)
            path = ROOT / row["file"]
            if path not in cache:
                cache[path] = records(path) if path.is_file() else []
            if not 1 <= row["record"] <= len(cache[path]):
                fault("no such record")
                continue
            title, body = cache[path][row["record"] - 1]
            counts["articles annotated"] += 1
            marked = []
            for quote in row["quotes"]:
                at = check_quote(quote, title, body, fault)
                counts["quotations"] += 1
                counts["kind " + quote["kind"]] += 1
                counts["act " + quote["act"]] += 1
                counts["nested"] += quote["via"] is not None
                counts["in several pieces"] += len(quote["content"]) > 1
                counts["in a title"] += quote.get("in") == "title"
                counts["with a person as speaker"] += quote["speaker"] is not None
                if at and quote.get("in") != "title":
                    marked.append({**at, **{k: quote[k] for k in ("kind", "act", "speaker", "via")}})
            if want_spans:
                out = {"id": f"{row['file']}#{row['record']}", "file": row["file"], "record": row["record"], "title": title,
                       "text": body, "date": row["date"], "dateline": row["dateline"],
                       "attributions": [{"id": str(i), **m} for i, m in enumerate(marked, 1)]}
                print(json.dumps(out, ensure_ascii=False))
    where = sys.stderr if want_spans else sys.stdout
    for folder in ("text", "jsonl", "csv"):
        files = sorted(p for p in (ROOT / folder).iterdir() if p.suffix in (".txt", ".jsonl", ".csv"))
        counts[f"articles in {folder}/"] = sum(len(records(p)) for p in files)
    for name in sorted(counts):
        print(f"{counts[name]:5} {name}", file=where)
    for message in faults:
        print("FAULT " + message, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Tells how often the speaker of a marked span is given: basil.py basil.jsonl found.jsonl [--list KIND]

    onrecord extract --body basil.jsonl > found.jsonl

BASIL (launchnlp/BASIL) marks spans of bias in news; of those in quotations many name the speaker. For each of them the
quotation that covers most of the span is looked up (statements inside quotations too, if they cover as much). A person is
right if the surname is that of the speaker found; a group or body ("House Democrats") if the words that name the source in
the text share one with it, as no person can be given. Shares are printed for people and for groups:

- right: the speaker is given; wrong: another one is; unknown: the span is in a quotation without a speaker;
- a person: BASIL names a group, the program somebody, mostly a member of it ("House Democrats", Ada Lund);
- not found: no quotation covers half of the span.

`--list wrong` (or another of them) prints the spans of people with what was found, to be read.
"""
import argparse
import collections
import json
import unicodedata

GROUP = set("""lawmakers officials democrats republicans plaintiffs group groups police company house senate party court
supporters critics people members department administration committee commission church union poll conservatives liberals
protesters residents experts media campaign council office board association states state others some senators
representatives government judges prosecutors activists media news walmart gop fox cnn naacp catholics buzzfeed now party""".split())
SAID = ("right", "wrong", "a person", "unknown", "not found")
SMALL = {"and", "of", "the", "for", "a"}


def folded(text):
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split()


def is_group(name):
    words = folded(name)
    return not name[:1].isupper() or any(word in GROUP for word in words)


def verdict(speaker, quotes):
    """What the quotations that cover a span say of its speaker."""
    words = folded(speaker)
    group = is_group(speaker)
    said = set()
    for quote in quotes:
        name = (quote["speaker"] or {}).get("name")
        mention = folded((quote["mention"] or {}).get("text", ""))
        if group:
            said.add("right" if set(words) & set(mention) - SMALL else "a person" if name else "unknown")
        elif name:
            # BASIL cuts some names at their first accent.
            cut = len(words[-1]) >= 5 and folded(name)[-1].startswith(words[-1])
            said.add("right" if folded(name)[-1] in words[-2:] or words[-1] in folded(name) or cut else "wrong")
        else:
            said.add("unknown")
    return next((v for v in ("right", "a person", "wrong", "unknown") if v in said), "not found")


def covering(quotes, start, end):
    """The quotations that cover most of the bytes, if that is half of them or more."""
    def covered(quote):
        return sum(max(0, min(end, e) - max(start, s)) for s, e in quote["spans"])
    most = max((covered(quote) for quote in quotes), default=0)
    return [quote for quote in quotes if covered(quote) == most and most * 2 >= end - start]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("basil")
    parser.add_argument("found")
    parser.add_argument("--list", choices=SAID)
    args = parser.parse_args()
    found = {}
    for line in open(args.found, encoding="utf-8"):
        article = json.loads(line)
        found[article.get("source_id") or article["id"]] = article
    counts = collections.defaultdict(collections.Counter)
    for line in open(args.basil, encoding="utf-8"):
        article = json.loads(line)
        mine = found[article["id"]]
        body = mine["body"]
        shift = article["text"].index(body[:60])
        quotes = [quote for quote in mine["quotes"] if quote.get("in", "body") == "body"]
        for mark in article["annotations"]:
            if not (mark["quote"] and mark["speaker"]):
                continue
            start, end = (len(body[:max(0, at - shift)].encode()) for at in mark["span"])
            fitting = covering(quotes, start, end)
            said = verdict(mark["speaker"], fitting)
            counts["groups" if is_group(mark["speaker"]) else "people"][said] += 1
            if args.list == said and not is_group(mark["speaker"]):
                show(article, mark, fitting, body, start, end)
    for name, count in counts.items():
        total = sum(count.values())
        shares = ", ".join(f"{said} {count[said]} ({100 * count[said] / total:.1f} %)" for said in SAID if count[said])
        print(f"{name}: {total} spans: {shares}")


def show(article, mark, quotes, body, start, end):
    text = body.encode()
    context = text[max(0, start - 400):start].decode("utf-8", "ignore") + "[[" \
        + text[start:end].decode("utf-8", "ignore") + "]]" + text[end:end + 200].decode("utf-8", "ignore")
    print(f"== {article['id']} | wanted {mark['speaker']}")
    for quote in quotes:
        name = (quote["speaker"] or {}).get("name", "-")
        mention = (quote["mention"] or {}).get("text", "-")
        print(f"   {quote['kind']} {quote['resolved']} | {name} | {mention} | {(quote['cue'] or {}).get('text', '-')}")
    print("   " + " ".join(context.split()))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Makes the trainer's folder from the shared articles: prepare.py SHARED DATA

SHARED/data holds polnear-train.gold, allsides-politics and senate-press-releases (.jsonl.zst); SHARED/eval the scorer,
whose notion of speech is taken over. DATA gets gold.jsonl, allsides.jsonl and senate.jsonl. Needs `zstd`.
"""
import json
import subprocess
import sys
from pathlib import Path

shared, data = map(Path, sys.argv[1:3])
sys.path.insert(0, str(shared / "eval"))
import score_quotes  # noqa: E402

data.mkdir(parents=True, exist_ok=True)
for name, out in [
    ("polnear-train.gold", "plain-gold"),
    ("allsides-politics", "allsides"),
    ("senate-press-releases", "senate"),
]:
    subprocess.run(["zstd", "-dqf", shared / f"data/{name}.jsonl.zst", "-o", data / f"{out}.jsonl"], check=True)
gold = score_quotes.read_gold(data / "plain-gold.jsonl")
with open(data / "gold.jsonl", "w", encoding="utf-8") as out:
    for line in open(data / "plain-gold.jsonl", encoding="utf-8"):
        article = json.loads(line)
        article["attributions"] = [dict(item["raw"], speech=item["speech"]) for item in gold[article["id"]][1]]
        out.write(json.dumps(article, ensure_ascii=False) + "\n")

#!/usr/bin/env python3
"""Indexes whole collections with the release build and says what it took: wall time, CPU time, MB/s, peak memory, size.

    cargo build --release && python3 bench/volume.py ../shared/data

Then it runs again with nothing changed, and once more after ten records of one collection were touched. Needs only the
standard library and the `zstd` command (to know the plain size and to touch records).
"""
import argparse, json, os, pathlib, shutil, subprocess, tempfile, time

NAMES = ["allsides-politics.jsonl.zst", "senate-press-releases.jsonl.zst", "reuters21578.jsonl.zst", "wikinews.jsonl.zst",
         "reuters-2016-2017.jsonl.zst", "polnear-train.jsonl.zst", "house-style.jsonl"]


def run(words):
    """Runs a command; gives wall seconds, CPU seconds, peak MB and what it printed."""
    began = time.monotonic()
    child = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    printed = child.stdout.read().decode(errors="replace")
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - began
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, printed, os.waitstatus_to_exitcode(status)


def report(label, megabytes, result, index):
    wall, cpu, peak, printed, code = result
    size = sum(f.stat().st_size for f in index.rglob("*") if f.is_file()) / 1e6
    print(f"{label:28} exit {code}  wall {wall:7.2f} s  CPU {cpu:7.2f} s  {megabytes / wall:6.1f} MB/s  peak {peak:6.0f} MB  "
          f"index {size:7.1f} MB ({size / megabytes:.2f} x input)")
    return wall


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=pathlib.Path)
    options.add_argument("--program", default="target/release/onrecord")
    options.add_argument("--show", action="store_true", help="print what the program printed")
    given = options.parse_args()
    work = pathlib.Path(tempfile.mkdtemp(prefix="onrecord-volume-"))
    folder, index = work / "in", work / "index"
    folder.mkdir()
    megabytes = 0
    for name in NAMES:
        if (given.data / name).exists():
            shutil.copy(given.data / name, folder / name)
            os.chmod(folder / name, 0o644)
            plain = subprocess.run(["zstd", "-dcq", folder / name], stdout=subprocess.PIPE).stdout if name.endswith(".zst") \
                else (folder / name).read_bytes()
            megabytes += len(plain) / 1e6
    command = [given.program, "index", "--index", str(index), str(folder)]
    first = run(command)
    wall = report("first run", megabytes, first, index)
    again = run(command)
    report("nothing changed", megabytes, again, index)
    print(f"{'':28} {100 * again[0] / wall:.2f} % of the first run")
    touched = folder / "senate-press-releases.jsonl.zst"
    if touched.exists():
        lines = subprocess.run(["zstd", "-dcq", touched], stdout=subprocess.PIPE).stdout.decode().splitlines()
        for at in range(100, 1100, 100):
            record = json.loads(lines[at])
            record["body"] += " One sentence was added."
            lines[at] = json.dumps(record, ensure_ascii=False)
        subprocess.run(["zstd", "-q", "-f", "-o", touched], input=("\n".join(lines) + "\n").encode(), check=True)
        ten = run(command)
        report("ten records touched", megabytes, ten, index)
        print(ten[3].strip())
    if given.show:
        print(first[3].strip())
    shutil.rmtree(work)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Scans the output of the examples and of the leak corpus with detect-secrets.

    python3 tests/secrets/scan.py --install        makes a virtual environment in the target directory
    python3 tests/secrets/scan.py --is-installed   exits 1 if there is none
    python3 tests/secrets/scan.py                  exits 1 if it finds anything

All plugins are on, the two for random-looking text with their default limits; masks.py lists the
exceptions. Nothing is verified, as that would send findings over the network. A finding is reported
by file, line and kind; its text is not printed.

First the script checks that the scanner finds anything at all: it plants secrets, made up at run
time, alone and in lines of the corpus in the place of a mask.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

VERSION = "1.5.0"

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

PASSWORD = "".join(["xK9#", "mQ2vL", "7!pW4z"])
# Lines as a logger without masks would print them. The scanner has to find each; it reports a secret
# that is repeated in a file once.
PLANTED = [
    f'shop - INFO - signing in user=ada login=Login {{ user: "ada", password: "{PASSWORD}" }}',
    f'{{"level":"INFO","fields":{{"user":"ada","password":"{PASSWORD[::-1]}"}}}}',
    "shop - INFO - charging key=" + "sk_" + "live_" + "51HbuQzRt0YxVwC8nJk3aBcD",
    "shop - INFO - signed in with " + "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxNzI5IiwiYWRtaW4iOnRydWV9."
    + "dBjftJeZ4CVPmB92K27uhbUJU1p1rwW1gFWFOEjXk",
    "shop - INFO - read -----BEGIN PRIV" + "ATE KEY-----\\nMC4CAQAwBQYDK2VwBCIEIC0kqNfXJ9uV",
    "shop - INFO - connecting to postgres://" + "app:" + "hX7tq2LmZ" + "@db.example.com/shop",
    "shop - INFO - uploading with " + "AKIA" + "Q3EGUJZ7WNVX4T2R",
    'shop - INFO - session id="' + "9f86d081884c7d659a2feaa0c55ad015" + '"',
]
# Files of the corpus that print a masked `password`, one for each shape of line.
REPLANTED = ["standard", "json", "host", "pretty", "memory_records", "root.standard", "root.layer"]
REPLANTED += ["within_host.standard", "within_host.json", "named/root.coloured", "named/bridge.json"]


def target() -> Path:
    """Returns cargo's target directory."""
    metadata = cargo("metadata", "--no-deps", "--format-version=1", stdout=subprocess.PIPE)
    return Path(json.loads(metadata.stdout)["target_directory"])


def cargo(*arguments: str, **options) -> subprocess.CompletedProcess:
    command = [os.environ.get("CARGO", "cargo"), *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, **options)


def install(venv: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    pip = [venv / "bin/python", "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", f"detect-secrets=={VERSION}"], check=True)


def scan(venv: Path, folder: Path) -> dict[str, list[dict]]:
    """Returns the findings in a folder by file, each with line and kind."""
    command = [venv / "bin/detect-secrets", "scan", "--all-files", "--no-verify"]
    command += ["--filter", f"{HERE / 'masks.py'}::is_mask", "."]
    scanned = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE)
    report = json.loads(scanned.stdout)
    plugins = {plugin["name"]: plugin.get("limit") for plugin in report["plugins_used"]}
    assert len(plugins) >= 27, plugins
    assert (plugins["Base64HighEntropyString"], plugins["HexHighEntropyString"]) == (4.5, 3.0)
    return report["results"]


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def control(venv: Path, folder: Path, leaks: Path) -> None:
    """Plants secrets and fails unless the scanner finds them."""
    (folder / "planted.txt").write_text("".join(f"{line}\n" for line in PLANTED))
    for name in REPLANTED:
        text = (leaks / f"{name}.txt").read_text()
        # A mask has quotes in JSON only; in the other formats a text would add them.
        unmasked = text.replace('"[redacted]"', f'"{PASSWORD}"')
        unmasked = unmasked.replace("[redacted]", f'"{PASSWORD}"')
        assert unmasked != text, f"{name}: no mask there"
        replanted = folder / f"{name}.txt"
        replanted.parent.mkdir(exist_ok=True)
        replanted.write_text(unmasked)
    found = scan(venv, folder)
    lines = {secret["line_number"] for secret in found.get("planted.txt", [])}
    missed = sorted(set(range(1, len(PLANTED) + 1)) - lines)
    missed += [name for name in REPLANTED if f"{name}.txt" not in found]
    if missed:
        sys.exit(f"the scanner does not find what was planted: {missed}")
    print(f"found all that was planted: {len(PLANTED)} lines, {len(REPLANTED)} files")


def run_examples(folder: Path) -> None:
    for path in sorted((ROOT / "examples").iterdir()):
        if path.suffix == ".rs" or (path / "main.rs").exists():
            with open(folder / f"{path.stem}.txt", "wb") as output:
                streams = {"stdout": output, "stderr": subprocess.STDOUT}
                cargo("run", "--quiet", "--all-features", "--example", path.stem, **streams)


def main() -> None:
    build = target()
    venv = build / "secrets/venv"
    if sys.argv[1:] == ["--install"]:
        return install(venv)
    if sys.argv[1:] == ["--is-installed"]:
        sys.exit(not (venv / "bin/detect-secrets").exists())
    outputs = fresh(build / "secrets/outputs")
    run_examples(fresh(outputs / "examples"))
    leaks = build / "tmp/leaks"
    shutil.rmtree(leaks, ignore_errors=True)
    cargo("test", "--quiet", "--all-features", "--test", "leaks", "every_value", stdout=subprocess.DEVNULL)
    shutil.copytree(leaks, outputs / "leaks")
    control(venv, fresh(build / "secrets/control"), leaks)

    found = scan(venv, outputs)
    for file, secrets in found.items():
        for secret in secrets:
            print(f"{outputs / file}:{secret['line_number']}: {secret['type']}")
    count = sum(1 for path in outputs.rglob("*.txt"))
    size = sum(path.stat().st_size for path in outputs.rglob("*.txt"))
    print(f"scanned {count} files, {size // 1024} KiB: {len(found)} with secrets")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()

"""Coverage-guided fuzzing: `python -m tests.fuzz TARGET --seconds N`; needs atheris (the extra `fuzz`).

Each run keeps its corpus in `DIR/TARGET` and writes an input that breaks a target to `DIR/found`. The last
lines that libFuzzer prints are the figures.
"""

import argparse
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from random import Random

import atheris

with atheris.instrument_imports(include=["scanner"]):
    import scanner

    for package in (
        "readers",
        "archive",
        "items",
    ):  # readers are imported when first needed: too late to be seen
        for module in walk_packages([f"{scanner.__path__[0]}/{package}"], f"scanner.{package}."):
            import_module(module.name)
    from tests.fuzz import mutate, seeds
    from tests.fuzz.targets import TARGETS

LARGEST = {"archive": 4_000, "json": 30_000, "html": 60_000, "whole": 200}
SECONDS_A_RUN = 30
MEGABYTES = 3_000


def main() -> None:
    """Fuzz one target for a while."""
    asked = _asked()
    corpus, found = asked.dir / asked.target, asked.dir / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for name, raw in _seeds(asked.target).items():
        (corpus / f"seed_{name}").write_bytes(raw)
    options = [
        f"-max_total_time={asked.seconds}",
        f"-max_len={LARGEST[asked.target]}",
        f"-timeout={SECONDS_A_RUN}",
        f"-rss_limit_mb={MEGABYTES}",
        f"-artifact_prefix={found}/{asked.target}-",
        "-print_final_stats=1",
        "-len_control=0",
        "-reduce_inputs=0",
    ]
    mutator = {"json": _json_mutator, "html": _html_mutator}.get(asked.target)
    more = {"custom_mutator": mutator} if mutator else {}
    atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[asked.target], **more)
    atheris.Fuzz()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--dir", type=Path, default=Path(".fuzz"), help="where corpus and finds go")
    return parser.parse_args()


def _seeds(target: str) -> dict[str, bytes]:
    """Give the inputs that a target starts from."""
    match target:
        case "archive":
            return seeds.zips()
        case "whole":
            return {str(number): bytes([number, *_dice(number).randbytes(60)]) for number in range(60)}
        case written:
            return {
                str(number): bytes([number]) + page.raw for number, page in enumerate(seeds.pages(written))
            }


def _dice(seed: int) -> Random:
    return Random(seed)  # noqa: S311


def _json_mutator(raw: bytes, most: int, seed: int) -> bytes:
    """Change a document where it is one, its bytes now and then."""
    dice = _dice(seed)
    if dice.random() < 1 / 5 or len(raw) < 2:
        return bytes(atheris.Mutate(raw, most))
    return raw[:1] + mutate.document(raw[1:], dice)[: most - 1]


def _html_mutator(raw: bytes, most: int, seed: int) -> bytes:
    """Change the tags of a page, its bytes now and then."""
    dice = _dice(seed)
    if dice.random() < 1 / 5 or len(raw) < 2:
        return bytes(atheris.Mutate(raw, most))
    return raw[:1] + mutate.markup(raw[1:], dice)[: most - 1]


if __name__ == "__main__":
    main()

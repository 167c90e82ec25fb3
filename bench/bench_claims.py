"""How much the claim reader finds in the sentences nobody tuned it to, and how fast it reads."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from timing import median_ms

if TYPE_CHECKING:
    from drafter.claims.claim_words import ClaimWords

ROOT = Path(__file__).parents[1]
SET = ROOT / "tests" / "claims"
SIZES = (1_000, 5_000, 10_000, 100_000)
HOSTILE = {"100,000 digits": "1", "100,000 brackets": "（", "100,000 numbers": "5件、"}
YEAR = 2023


def report() -> str:
    """Precision and recall by metric, the totals, whole drafts, and milliseconds by length."""
    return "\n".join([*_scores(), "", *_drafts(), "", *_times()])


def _scores() -> Iterator[str]:
    sys.path.insert(0, str(SET))
    from scoring import breakdowns, score  # type: ignore[import-not-found]

    words = _words()
    yield "unseen half; what is missed or wrong is counted, never shown"
    yield ""
    yield "| metric | found | missed | wrong | precision | recall |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    unseen = score(words, "unseen")
    for metric in sorted({*unseen.found, *unseen.missed, *unseen.wrong}):
        found, missed = unseen.found[metric], unseen.missed[metric]
        wrong = unseen.wrong[metric]
        share = f"{_share(found, wrong)} | {_share(found, missed)}"
        yield f"| {metric} | {found} | {missed} | {wrong} | {share} |"
    yield ""
    yield "| half | claims | precision | recall | recall of zeros | breakdowns whole |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    names = ["build", "published_build", "organs_build", "reports_build", "passages_build"]
    names += ["zeros_build", "published_unseen", "reports_unseen", "passages_unseen"]
    names += ["zeros_unseen"]
    for name, result in (("unseen", unseen), *((name, score(words, name)) for name in names)):
        claims = result.found.total() + result.missed.total()
        shares = f"{result.precision:.3f} | {result.recall:.3f} | {result.zero_recall:.3f}"
        told, whole = breakdowns(words, name)
        yield f"| {name} | {claims} | {shares} | {whole} of {told} |"


def _drafts() -> Iterator[str]:
    """Whole drafts, checked as `drafter check` does."""
    from draft_scoring import score_drafts  # type: ignore[import-not-found]

    from drafter.form.definitions import Severity

    heads = " | ".join(severity.value for severity in Severity)
    yield f"| drafts | contradictions told | agreeing ones flagged as {heads} |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    sets = ("drafts_build", "draft_zeros_build", "drafts_unseen", "draft_zeros_unseen")
    for name in ("contradictions", *sets):
        result = score_drafts(name)
        flagged = " | ".join(f"{result.flagged[each]} of {result.agreeing}" for each in Severity)
        yield f"| {name} | {result.told} of {result.contradicting} | {flagged} |"


def _times() -> Iterator[str]:
    """Reading a report's own text, then sentences packed with numbers, denser than any report."""
    import yaml

    from drafter.claims.claim_grammar import read_claims

    words = _words()
    entries = yaml.safe_load((SET / "build.yaml").read_text("utf-8"))
    text = "\n".join(entry["text"] for entry in entries)
    yield "| text | ms |"
    yield "| --- | ---: |"
    report = (_report() * 3)[:5_000]
    taken = median_ms(partial(read_claims, words, report, YEAR))
    yield f"| a report, 5,000 characters | {taken:.1f} |"
    for size in SIZES:
        piece = (text * (size // len(text) + 1))[:size]
        taken = median_ms(partial(read_claims, words, piece, YEAR))
        yield f"| sentences, {size:,} characters | {taken:.1f} |"
    for name, part in HOSTILE.items():
        hostile = (part * 100_000)[:100_000]
        yield f"| {name} | {median_ms(partial(read_claims, words, hostile, YEAR), 3):.1f} |"


def _report() -> str:
    """The text of a sample."""
    from drafter.checks.material import load_material
    from drafter.draft.answers_file import load_answers
    from drafter.draft.draft_facts import Facts

    form, draft, *_ = load_answers(ROOT / "sample_answers" / "county-government-2023.yaml")
    return "\n".join(passage.text for passage in load_material(Facts(form, draft)).passages)


def _words() -> ClaimWords:
    from drafter.claims.claims_file import claim_words
    from drafter.form.form_file import load_form

    return claim_words(load_form("disclosure-2021"))


def _share(part: int, rest: int) -> str:
    return f"{part / (part + rest):.2f}" if part + rest else "–"

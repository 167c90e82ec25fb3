"""The catalogue of checks: a decorated function with a docstring, and nothing else to do.

A check is a function of a `Material` that yields `Hit`s. Its docstring is what the clerk
reads under `drafter checks CODE`: a title line, then `Why:`, `Fix:` and `Example:`, each one
paragraph of Chinese. The document behind it and an example in the words of a form stand in the
form's words.yaml, under `checks`. Its cases stand in `tests/checks/cases/CODE.yaml`."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import NamedTuple

from drafter.checks.field_words import CheckWords, Words
from drafter.checks.finding import Elsewhere, Finding, NotRun, Span
from drafter.checks.material import Material, Passage
from drafter.form.definitions import Address, Relation, Severity


class Family(NamedTuple):
    """Checks whose codes begin with one letter: what the clerk calls them, their modules.

    decides: whether any of them can stop a final report; where none can, `print` need not load it
    asks: whether they look at what has not been answered yet, which a published report has not
    """

    name: str
    modules: tuple[str, ...]
    decides: bool = True
    asks: bool = False


FAMILIES = {
    "F": Family("填写情况", ("completion_checks",), asks=True),
    "T": Family("表格", ("table_checks",)),
    "Y": Family("与上年比较", ("year_checks",)),
    "M": Family("正文与表格", ("claim_checks",)),
    "S": Family("结构和内容", ("structure_checks", "leftover_checks")),
    "D": Family("日期和年份", ("date_checks",)),
    "N": Family("名称和自称", ("name_checks",)),
    "C": Family("引用文件", ("citation_checks",)),
    "L": Family("文字和标点", ("language_checks",), decides=False),
    "P": Family("个人信息", ("privacy_checks",)),
    "R": Family("当地要求", ("local_checks",), decides=False),
    "A": Family("依申请公开台账", ("register_checks",), decides=False),
    "X": Family("与另一种年报比较", ("paired_checks",), decides=False),
}
"""By the letter that codes begin with."""


class Hit(NamedTuple):
    """What a check reports; the runner adds code, severity and the place's name.

    severity: given only where it is milder than the check's own
    relation: the one that does not hold, where that is what is wrong
    elsewhere: what another report says instead
    """

    address: Address
    what: str
    fix: str = ""
    others: tuple[Address, ...] = ()
    span: Span | None = None
    seen: tuple[str, ...] = ()
    severity: Severity | None = None
    relation: Relation | None = None
    elsewhere: Elsewhere | None = None


class Missing(NamedTuple):
    """What a check lacks, in the clerk's words; `about` names the part of it concerned."""

    what: str
    about: str = ""


Function = Callable[[Material], Iterator["Hit | Missing"]]
ProseFunction = Callable[[Material, Passage], Iterator["Hit"]]


class Check(NamedTuple):
    """One entry of the catalogue; title, `why`, `fix` and example come from the docstring.

    Source and example are another form's where its words.yaml says so (`in_words`).
    """

    code: str
    severity: Severity
    source: str
    function: Function
    words: CheckWords = CheckWords()

    @property
    def title(self) -> str:
        """What the check looks for, in a few words."""
        return _told(self.function)[0]

    @property
    def why(self) -> str:
        """What a mistake of this kind leads to."""
        return _told(self.function)[1]["Why"]

    @property
    def fix(self) -> str:
        """What to do about a finding, where the finding does not say it."""
        return _told(self.function)[1]["Fix"]

    @property
    def example(self) -> str:
        """A slip that it finds."""
        return self.words.example or _told(self.function)[1]["Example"]

    @property
    def family(self) -> str:
        """What the clerk calls the family."""
        return FAMILIES[self.code[0]].name

    @property
    def asks(self) -> bool:
        """Whether it looks at what the clerk has not answered yet, not at what is reported."""
        return FAMILIES[self.code[0]].asks

    def in_words(self, words: Words) -> "Check":
        """With the source and the example that the form of these words has for it."""
        own = words.checks.get(self.code)
        if own is None:
            return self
        return self._replace(source=own.source or self.source, words=own)

    def run(self, material: Material) -> Iterator[Finding | NotRun]:
        """What the check says of this material."""
        for said in self.function(material):
            if isinstance(said, Missing):
                yield NotRun(self.code, said.what, said.about or self.title)
                continue
            finding = Finding(
                code=self.code,
                severity=said.severity or self.severity,
                address=said.address,
                place=material.form.place(said.address),
                what=said.what,
                fix=said.fix or self.fix,
                others=said.others,
                span=said.span,
                seen=said.seen or (said.what,),
                relation=said.relation,
                elsewhere=said.elsewhere,
            )
            error = finding.severity is Severity.ERROR
            # No dead end: an error that may be the reader's own says how it is closed.
            if error and finding.closable and "关闭" not in finding.fix:
                finding = finding._replace(fix=finding.fix + _WAY_OUT)
            yield finding


_WAY_OUT = "确实没有写错的，写明理由后关闭。"
OURS = "drafter"
"""The source of what is common sense."""
_CHECKS: dict[str, Check] = {}


def check(code: str, severity: Severity, *, source: str = OURS) -> Callable[[Function], Function]:
    """Enter a function in the catalogue. Raises: ValueError for a code used twice."""

    def enter(function: Function) -> Function:
        if code in _CHECKS:
            raise ValueError(f"check {code} stands twice")
        _CHECKS[code] = Check(code, severity, source, function)
        return function

    return enter


def prose_check(
    code: str, severity: Severity, *, source: str = OURS, needs: tuple[str, ...] = ()
) -> Callable[[ProseFunction], ProseFunction]:
    """Enter a function that looks at one paragraph; each thing is said once of it.

    needs: the questions without whose answers the check cannot be run
    """

    def enter(look: ProseFunction) -> ProseFunction:
        def function(material: Material) -> Iterator[Hit | Missing]:
            lacking = [id for id in needs if id not in material.facts.answers]
            for id in lacking[:1]:
                yield from unanswered(material, id)
            for passage in material.passages if not lacking else ():
                yield from once(look(material, passage))

        function.__doc__ = look.__doc__
        check(code, severity, source=source)(function)
        return look

    return enter


def once(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits in one paragraph without those that say the same."""
    said: set[tuple[Address, str]] = set()
    for hit in hits:
        if (hit.address, hit.what) not in said:
            said.add((hit.address, hit.what))
            yield hit


def unanswered(material: Material, question_id: str) -> Iterator[Missing]:
    """That a question has no answer, in the words of its label.

    Nothing where the form has no such question: the check is none of that form's then.
    """
    question = material.form.questions.get(question_id)
    if question is not None:
        yield Missing(f"“{question.label}”还没有填写")


def catalogue() -> Mapping[str, Check]:
    """Every check by code, family by family."""
    return {check.code: check for family in families() for check in family}


def families(*, decide: bool = False) -> Iterator[tuple[Check, ...]]:
    """The checks of each family by code; a family is imported when it is its turn.

    decide: only those families that can stop a final report
    """
    for letter, family in FAMILIES.items():
        if decide and not family.decides:
            continue
        for module in family.modules:
            import_module(f"drafter.checks.{module}")
        yield tuple(_CHECKS[code] for code in sorted(_CHECKS) if code[0] == letter)


def at_words(
    passage: Passage,
    start: int,
    end: int,
    what: str,
    fix: str = "",
    severity: Severity | None = None,
) -> Hit:
    """A hit on characters `start` to `end` of a paragraph; a closure rests on these words."""
    span = Span(passage.section.id, passage.number, start, end)
    seen = (passage.text[start:end],)
    return Hit(passage.section.id, what, fix, span=span, seen=seen, severity=severity)


@cache
def _told(function: Function) -> tuple[str, dict[str, str]]:
    """The title, and the parts that begin with `Why:`, `Fix:` and `Example:`."""
    title, _, rest = (inspect.getdoc(function) or "").partition("\n")
    parts = dict.fromkeys(("Why", "Fix", "Example"), "")
    key = ""
    for line in rest.split("\n"):
        head, colon, tail = line.partition(":")
        if colon and head.strip() in parts:
            key, line = head.strip(), tail
        if key:
            parts[key] += line.strip()
    return title.rstrip("。"), parts

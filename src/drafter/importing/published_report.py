"""A published report as a draft: what was read, what wants a look, and what was not read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from drafter.checks.finding import FilePlace
from drafter.draft.answers_writer import write_answer, write_answers
from drafter.draft.clean_text import scrub_prose
from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Cell, Draft, Origin, Record, Value
from drafter.draft.typed_answers import read_answer
from drafter.draft.typed_figures import Misread, read_figure
from drafter.errors import DrafterError, Problem
from drafter.form.arithmetic import Figure
from drafter.form.definitions import Address, Form, Kind, Table
from drafter.importing.file_pieces import WHERE, Source, squeezed
from drafter.importing.finished_report import Reading, full_paragraphs, read_source, source_of
from drafter.importing.prose_answers import phrase_in, proposed_answers
from drafter.importing.published_words import reading_words
from drafter.importing.report_notes import Note, Proposal, Sure, sentence_at
from drafter.importing.report_outline import Outline, outline, table_texts
from drafter.importing.row_alignment import How, plain, wanted_rows

_SEVERAL = 4
"""Rows with one doubt that are told together."""
_KNOWN_BY = 16
"""Characters by which a paragraph is found again among the lines of the file."""
_REMARK = re.compile(r"[（(].*[）)]$")
_BLANK_SIGNS = re.compile(r"[-/\\—－／\s]*")
_LISTED = re.compile(
    r"第?[一二三四五六七八九十]是|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d[.．、](?!\d)"
)


@dataclass(frozen=True)
class Published:
    """A report that somebody published, as far as it was read.

    draft: cells have the origin `imported`, printed totals are `stated`; what wants a look is
        among `verify`; what was not read is not there
    proposals: answers that title, signature and prose give, each with its sentence; of these
        only those that say whose report it is are in the draft
    places: of cells, sections and (`section#0`) their paragraphs, where they stand in the file
    counts: figures by how they were read: exact, by likeness, parted; and blank, missing
    named: how surely it says that it is of this form: 2 by its title, 1 by a heading, 0 not
    """

    form: Form
    draft: Draft
    notes: tuple[Note, ...]
    counts: Mapping[str, int]
    proposals: tuple[Proposal, ...] = ()
    places: Mapping[Address, FilePlace] = field(default_factory=dict)
    named: int = 0

    @property
    def serves(self) -> bool:
        """Whether the report says its year, and is on one that the form serves."""
        return reading_words(self.form).title.year in self.draft.answers

    @property
    def fit(self) -> tuple[int, float, int]:
        """How well it is a report of this form: by name, by the share of cells, by sections.

        Rows of figures alone say little: half a table of one form may be read as one of another.
        """
        read = sum(self.counts.values()) - self.counts["missing"]
        return self.named, read / max(sum(self.counts.values()), 1), len(self.draft.texts)


def read_published(form: Form, data: bytes, kind: str) -> Published:
    """Read a file as somebody's report of this form; `kind` as for `read_report`.

    Raises: DrafterError for a file that cannot be read, or that holds nothing of the form.
    """
    return published_of(form, source_of(data, kind))


def published_of(form: Form, source: Source) -> Published:
    """The same of a file in pieces. Raises: DrafterError where it holds nothing of the form."""
    reading = read_source(form, source, mend=True)
    prose = full_paragraphs(form, reading.prose) if reading.printed else reading.prose
    said = outline(form, prose)
    if not reading.cells and not said.headings and not said.title:
        fix = "核对选对了文件；表格是图片的，读不出来。"
        raise DrafterError(Problem(WHERE, f"里面没有找到{form.name}的内容。", fix))
    return _Reader(form, reading, said).published()


class _Reader:
    """Puts one reading into a draft, noting what a person should know."""

    def __init__(self, form: Form, reading: Reading, said: Outline) -> None:
        self.form, self.reading, self.said = form, reading, said
        self.words = reading_words(form)
        self.notes: list[Note] = []
        self.cells: dict[Address, Cell] = {}
        self.stated: dict[Address, Figure] = {}
        self.blanks: dict[Address, str] = {}
        self.verify: set[str] = set()
        self.quotes: dict[str, str] = {}
        self.counts = dict.fromkeys(("exact", "alike", "split", "blank", "missing"), 0)

    def published(self) -> Published:
        for table in self.form.tables.values():
            self._table(table)
        written = {s.id: self._text(s.id) for s in self.form.sections if s.text}
        texts = {section: text for section, text in written.items() if text}
        answers = dict([*self._answers(), *self._left_out()])
        year = answers.get(self.words.title.year)
        found = proposed_answers(self.form, texts, year if isinstance(year, int) else None)
        told = {each.question: each for each in found}
        answers = self._proposed(answers, told)
        self._prose()
        draft = Draft(
            form=self.form.id,
            answers=answers,
            texts=texts,
            cells=self.cells,
            verify=frozenset(self.verify),
            stated=self.stated,
            blanks=self.blanks,
            former=self.reading.former,
        )
        proposals = tuple(self._proposals(draft, told))
        places = dict(self._places(draft))
        named = 2 if self.said.title else int(bool(self.said.headings))
        return Published(self.form, draft, tuple(self.notes), self.counts, proposals, places, named)

    def _places(self, draft: Draft) -> Iterator[tuple[Address, FilePlace]]:
        for row in wanted_rows(self.form):
            if row.id in self.reading.places:
                yield from ((address, self.reading.places[row.id]) for address in row.cells)
        # A paragraph ends as its line does, or, where it was put together of lines, begins so.
        ends: dict[str, FilePlace] = {}
        begins: dict[str, FilePlace] = {}
        for line, place in zip(self.reading.prose, self.reading.prose_places, strict=True):
            ends.setdefault(squeezed(line)[-_KNOWN_BY:], place)
            begins.setdefault(squeezed(line)[:_KNOWN_BY], place)
        for section, text in draft.texts.items():
            for number, paragraph in enumerate(text.split("\n")):
                words = squeezed(paragraph)
                found = ends.get(words[-_KNOWN_BY:]) or begins.get(words[:_KNOWN_BY])
                if found is not None:
                    place = found._replace(quote=paragraph)
                    yield f"{section}#{number}", place
                    if number == 0:
                        yield section, place

    def _proposals(self, draft: Draft, told: Mapping[str, Proposal]) -> Iterator[Proposal]:
        """In the form's order, of the questions that are asked of such an organ."""
        values = {name: each.value for name, each in told.items()}
        facts = Facts(self.form, replace(draft, answers=values | dict(draft.answers)))
        for question in self.form.questions.values():
            if question.id in self.quotes:
                value, quote = draft.answers[question.id], self.quotes[question.id]
                yield Proposal(question.id, value, quote)
            elif question.id in told and facts.asked(question):
                yield told[question.id]

    def _text(self, section: str) -> str:
        return scrub_prose("\n".join(self.said.texts.get(section, ())))

    def _note(self, sure: Sure, where: str, what: str, quote: str = "") -> None:
        self.notes.append(Note(sure, where, what, quote))

    def _is_left_out(self, table: Table) -> bool:
        """Whether the sentence stands in its place that says why it is not there."""
        said = set(map(plain, self.said.beside_tables.get(table.id, ())))
        return any(gate.without and plain(gate.without.source) in said for gate in table.gates)

    def _left_out(self) -> Iterator[tuple[str, Value]]:
        """否 to all that is asked before a table that is left out."""
        for table in filter(self._is_left_out, self.form.tables.values()):
            gates = (gate.question for gate in table.gates)
            yield from ((asked.id, False) for asked in gates if asked.kind is Kind.YESNO)

    def _table(self, table: Table) -> None:
        if self._is_left_out(table):
            return
        rows = [row for row in wanted_rows(self.form) if row.table == table.id]
        if table.id in self.reading.former:
            source = self.reading.former[table.id]
            what = f"用的是以前的格式（{source}），各列的意思和现在的表不同，没有读取。"
            self.counts["missing"] += sum(len(row.cells) for row in rows)
            self._note(Sure.UNREAD, table.short, what)
            return
        missing = [row for row in rows if self.reading.rows[row.id] is How.MISSING]
        self.counts["missing"] += sum(len(row.cells) for row in missing)
        if len(missing) == len(rows):
            self._note(Sure.UNREAD, table.short, "没有读到这张表；表格如果是图片，读不出来。")
            return
        names = [self._row_name(row.cells[0]) for row in missing]
        if names:
            self._note(Sure.UNREAD, table.short, f"没有读到 {len(names)} 行：{'、'.join(names)}。")
        doubted: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        for row in rows:
            if row not in missing:
                doubts = tuple(self._row(row.id, row.cells))
                printed = " ".join(filter(None, (self.reading.cells[each] for each in row.cells)))
                doubted.setdefault(doubts, []).append((self._row_name(row.cells[0]), printed))
        for doubts, found in doubted.items():
            if doubts:
                self._doubt(table, doubts, found)
        for where, extra in self.reading.extra:
            if where == table.id:
                self._note(Sure.UNREAD, table.short, "表里多出一行，不知道是哪一行。", extra)

    def _row(self, row: str, cells: Sequence[Address]) -> Iterator[str]:
        """Take over the figures of one row; what makes them doubtful."""
        how = self.reading.rows[row]
        for address in cells:
            self._figure(address, self.reading.cells[address], how)
        doubts = []
        if how is How.ALIKE:
            doubts.append("这一行是按相近的名称或不同的次序认出来的")
        elif how is How.SPLIT:
            doubts.append("文件里数字连在一起，是按合计关系分开的")
        if len(cells) > 1 and not self.reading.columns.get(row, False):
            doubts.append("各列的名称没有认全，是按通常的次序读的")
        if row in self.reading.added and not self._adds_up(row, cells):
            doubts.append(f"“{self.words.subtotal}”{self.reading.added[row]} 和各列对不上")
        if doubts:
            self.verify.update(address for address in cells if address in self.cells)
        yield from doubts

    def _doubt(self, table: Table, doubts: Sequence[str], rows: Sequence[tuple[str, str]]) -> None:
        """What is doubtful in the same way is said once, with the first of the rows."""
        what = "；".join(doubts) + "。"
        for name, printed in rows if len(rows) < _SEVERAL else rows[:1]:
            where = f"{table.short}，“{name}”" if name else table.short
            if len(rows) >= _SEVERAL:
                what = f"和另外 {len(rows) - 1} 行：{what}"
            self._note(Sure.UNCERTAIN, where, what, printed)

    def _row_name(self, address: Address) -> str:
        path = self.form.cells[address].row_path
        return path[-1].short or path[-1].label

    def _adds_up(self, row: str, cells: Sequence[Address]) -> bool:
        """Whether an added column is the sum of some columns that stand side by side."""
        figures = [self._value(address, self.reading.cells[address]) for address in cells]
        numbers = [each if isinstance(each, int) else 0 for each in figures]
        wanted = self.reading.added[row].strip()
        sums = (
            sum(numbers[start:end])
            for start in range(len(numbers))
            for end in range(start + 2, len(numbers) + 1)
        )
        return wanted in set(map(str, sums)) or not wanted

    def _value(self, address: Address, text: str) -> Figure | Misread | None:
        bare = _REMARK.sub("", text).strip()
        if _BLANK_SIGNS.fullmatch(bare):
            return None
        return read_figure(self.form.cells[address], bare.replace(" ", ""), copied=True)

    def _figure(self, address: Address, text: str, how: How) -> None:
        value = self._value(address, text)
        if value is None:
            self.counts["blank"] += 1
            self.blanks[address] = text.strip()
            return
        if isinstance(value, Misread):
            self.counts["missing"] += 1
            self._note(Sure.UNREAD, self.form.place(address), value.what, text)
            return
        self.counts[how.value] += 1
        if address in self.form.computed:
            self.stated[address] = value
        else:
            self.cells[address] = Cell(value, Origin.IMPORTED)
        if _REMARK.search(text):
            self.verify.add(address)
            self._note(Sure.UNCERTAIN, self.form.place(address), "数字后面还有说明。", text)

    def _answers(self) -> Iterator[tuple[str, Value]]:
        title, said = self.words.title, self.said
        year = said.year
        if year is None and (year := self._year_of_text()) is not None:
            self._note(Sure.UNCERTAIN, "报告年度", f"标题里没有年度，按正文是{year}年。")
        if year is not None:
            yield from self._answer(title.year, str(year))
        else:
            self._note(Sure.UNREAD, "报告年度", "没有找到。")
        if said.organ:
            yield from self._answer(title.organ, said.organ)
            self.quotes[title.organ] = said.title or said.signed_by
        else:
            self._note(Sure.UNREAD, "机关全称", "标题和落款里都没有找到。")
        yield from self._self_name()
        if said.signed_on is not None:
            yield from self._answer(self.form.signature.date, said.signed_on.isoformat())
        if said.signed_by and said.organ and said.signed_by != said.organ:
            what = f"落款是“{said.signed_by}”，标题里是“{said.organ}”。"
            self._note(Sure.UNCERTAIN, "机关全称", what)
        yield from self._problems()

    def _answer(self, question_id: str, raw: str) -> Iterator[tuple[str, Value]]:
        question = self.form.questions.get(question_id)
        if question is None:
            return
        value = read_answer(question, raw)
        if isinstance(value, Problem):
            self._note(Sure.UNREAD, f"“{question.label}”", value.what, raw)
        elif question.kind is Kind.YEAR and not self.form.serves(int(str(value))):
            what = f"{value}年的报告不用这种格式（{self.form.years}）。"
            self._note(Sure.UNREAD, f"“{question.label}”", what)
        else:
            yield question_id, value

    def _year_of_text(self) -> int | None:
        """The year that the first paragraphs name first; else the one before the signature's."""
        for section in self.form.sections:
            for text in self.said.texts.get(section.id, ())[:1]:
                found = re.search(r"(20\d\d)\s*年", text)
                if found:
                    return int(found[1])
        return self.said.signed_on.year - 1 if self.said.signed_on else None

    def _proposed(
        self, answers: dict[str, Value], told: Mapping[str, Proposal]
    ) -> dict[str, Value]:
        """With what the form proposes from them, as it does to a clerk; to be looked at."""
        found = {name: each.value for name, each in told.items()}
        for question in self.form.basics.questions:
            if question.proposes is None or question.id in answers or question.id in told:
                continue
            facts = Facts(self.form, Draft(self.form.id, found | answers))
            said = facts.render(question.proposes, question.section).strip()
            if said:
                answers |= self._answer(question.id, said)
                self.verify.add(question.id)
                self.quotes[question.id] = self.said.organ
                self._note(Sure.UNCERTAIN, f"“{question.label}”", f"{said}，从机关全称推断。")
        return answers

    def _self_name(self) -> Iterator[tuple[str, Value]]:
        """What the report calls itself most often."""
        question = self.form.questions.get(self.words.title.own)
        if question is None:
            return
        whole = "\n".join(text for texts in self.said.texts.values() for text in texts)
        # 管委会 alone may as well be spoken of by its office; 我分局 is no choice of the form.
        selves = [name for name in question.choices if name.startswith(("我", "本"))]
        selves += [f"我{self.said.organ[-2:]}"] if self.said.organ else []
        used = {name: whole.count(name) for name in selves if name in whole}
        if not used:
            return
        own = max(used, key=lambda name: used[name])
        self.quotes[question.id] = sentence_at(whole, whole.find(own))
        others = "、".join(f"{name} {times} 次" for name, times in used.items() if name != own)
        if others:
            what = f"文中“{own}”用了 {used[own]} 次，另有{others}。"
            self._note(Sure.UNCERTAIN, f"“{question.label}”", what)
        yield from self._answer(question.id, own)

    def _problems(self) -> Iterator[tuple[str, Value]]:
        """Problems and measures that are listed, paired where there are as many of both."""
        listed = self.words.listed
        question = self.form.questions.get(listed.question)
        if question is None:
            return
        text = self._text(question.section)
        starts = [at for word in listed.remedies if (at := text.find(word)) > 0]
        cut = min(starts, default=len(text))
        problems, measures = _listed(text[:cut]), _listed(text[cut:])
        if not problems and not measures:
            alone = (
                phrase_in(text, words) for words in (listed.problem_alone, listed.measure_alone)
            )
            problems, measures = ([each] if each else [] for each in alone)
        if problems and len(problems) == len(measures):
            blank = dict.fromkeys((field.id for field in question.fields), "")
            entries = []
            for problem, measure in zip(problems, measures, strict=True):
                word = next((word for word in listed.causes if word in problem), "")
                said, _, cause = problem.partition(word) if word else (problem, "", "")
                entry = {listed.problem: said, listed.cause: cause, listed.measure: measure}
                entries.append(Record(blank | {key: text for key, text in entry.items() if key}))
            yield question.id, tuple(entries)

    def _prose(self) -> None:
        if self.reading.mended:
            what = "文件的编码是错的，已经还原；有的字可能缺了。"
            self._note(Sure.UNCERTAIN, "全文", what)
        for part in self.form.parts:
            if part.id not in self.said.headings:
                self._note(Sure.UNREAD, part.short, "没有找到这一部分的标题。")
        if quote := "".join(self._beside_tables()):
            self._note(Sure.UNREAD, "表格前后", "有几句话没有放进报告。", quote)
        if not self.said.signed_on:
            self._note(Sure.UNREAD, "落款", "没有找到日期。")

    def _beside_tables(self) -> Iterator[str]:
        """What stands beside the tables and is not the form's own."""
        for part, lines in self.said.beside_tables.items():
            own = table_texts(self.form, part)
            yield from (line for line in lines if plain(line) not in own)


def _listed(text: str) -> list[str]:
    """What is listed by 一是 … 二是 …, （一） … or 1. …"""
    _, *entries = _LISTED.split(text)
    return [entry for each in entries if (entry := each.strip(" \n；;。，,：:"))]


def as_json(published: Published) -> bytes:
    """For the process that asked: the draft as an answers file, and all that is said of it."""
    questions = published.form.questions
    told = {
        "form": published.form.id,
        "answers": write_answers(published.form, published.draft),
        "notes": [(note.sure.value, *note[1:]) for note in published.notes],
        "counts": dict(published.counts),
        "blanks": dict(published.draft.blanks),
        "former": dict(published.draft.former),
        "places": dict(published.places),
        "proposals": [
            (each.question, write_answer(questions[each.question], each.value), each.quote)
            for each in published.proposals
        ],
    }
    return json.dumps(told).encode()

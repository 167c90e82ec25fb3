"""The pane in which a section's paragraphs are accepted as drafted, or written."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList, TextArea

from drafter.checks.finding import Finding
from drafter.desk.question_in_words import length_words
from drafter.desk.text_facts import Fact, TextFigure, facts_of, figures_in, mended
from drafter.errors import Problem
from drafter.interview.given_answers import accept_text, record_answer, restore_drafted_text
from drafter.interview.interview_state import InterviewState
from drafter.interview.progress import skip
from drafter.interview.steps import Step, Write
from drafter.tui.dialogs import Choose, Way
from drafter.tui.pane import Hint, Pane
from drafter.tui.paragraph_sheet import UNFOLD, Editor, Sheet, View, doubts
from drafter.tui.row_list import RowList
from drafter.tui.work import Does, Work


class WritePane(Pane):
    """A text to be read, taken or written, and beside it what it rests on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", show=False),
        Binding("f5", "write", show=False),
        Binding("f10,ctrl+n", "go_on", show=False),
        Binding("f8", "last", show=False),
        Binding("ctrl+r", "restore", show=False),
        Binding("tab", "other", show=False),
        Binding("shift+tab", "to_text", show=False),
    ]

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._step: Write | None = None
        self._facts: tuple[Fact, ...] = ()
        self._writing = self._last = self._unfolded = False
        self._warned = False
        """What differs from the tables was told, and the text not changed since."""

    def compose(self) -> ComposeResult:
        yield Sheet()

    @property
    def hints(self) -> tuple[Hint, ...]:
        notes = self.query_one(Sheet).notes
        differs = any(isinstance(row.means, TextFigure) for row in notes)
        beside = (("Tab", "改不一样的数" if differs else "看依据"),) if notes else ()
        if (rows := self.query_one(RowList)).has_focus:
            does = {TextFigure: "用哪一个", Finding: "改这一句"}.get(type(rows.meant), "去那里改")
            does = "展开、收起" if rows.here == UNFOLD else does
            return (
                ("回车", does),
                ("Tab", "回到文字"),
                ("F10", "写好了" if self._writing else "下一步"),
            )
        last = (("F8", "上年"),) if self._step is not None and self._step.last else ()
        if self._writing:
            beside = (("Ctrl+Z", "撤销"), *beside)
            return (("F10", "写好了"), ("Esc", "先放下"), *beside, *last)
        own = self._step is not None and self._step.own is not None
        if self._is_empty:
            return (("回车", "先跳过"), ("F5", "自己写"), ("Esc", "上一题"), *beside, *last)
        taken = self._step is not None and self._step.accepted
        first = ("回车", "不改" if own else "下一步" if taken else "采用")
        restore = (("Ctrl+R", "用拟好的"),) if own else ()
        return (first, ("F5", "自己改"), *restore, *beside, *last, ("Esc", "上一题"))

    def show(self, step: Step) -> None:
        if not isinstance(step, Write):
            return
        moved = self._place != step.spot.place
        self._step = step
        self._facts = facts_of(self.work.state, step.section)
        if moved:
            self._writing = self._last = self._unfolded = self._warned = False
            if under_way := self._under_way():
                self._begin(under_way)
        self._draw()

    def focus_first(self) -> None:
        self.query_one(Sheet).focus_text()

    # What the clerk does

    def action_accept(self) -> None:
        """Take the text as it stands and go on."""
        step = self._step
        if step is None or self._writing:
            return
        if self._under_way():
            self._ask_about_under_way()
        elif (
            step.own is not None or step.accepted or (self._is_empty and not step.section.optional)
        ):
            self._act(lambda state: skip(state, step.spot.place))
        else:
            self._act(lambda state: accept_text(state, step.section.id))

    def action_write(self) -> None:
        """Begin to write."""
        if self._step is not None and not self._writing:
            self._write(self._under_way() or self._standing())

    def action_go_on(self) -> None:
        """What is written is the text, or what is read is taken."""
        if not self._writing:
            self.action_accept()
            return
        text, place = self.query_one(Editor).text, self._place
        if not self._warned and (differs := self._differing(text)):
            self._warned = True
            self.tell(f"{differs}改文字，或者按 Tab 去改表；就这样写，再按一次 F10。", bad=True)
            return
        self._writing = False
        if self._act(lambda state: record_answer(state, place, text)) is not None:
            self._writing = True

    def _differing(self, text: str) -> str:
        """The first number that the table has otherwise; "" where all agree."""
        assert self._step is not None
        material = self.work.around.material(self.work.state)
        figures = figures_in(material, self._step.section.id, text)
        wrong = [figure for figure in figures if not figure.agrees]
        if not wrong:
            return ""
        more = f"另有 {len(wrong) - 1} 处。" if len(wrong) > 1 else ""
        return f"文字里写“{wrong[0].phrase}”，{wrong[0].label}是 {wrong[0].value}。{more}"

    def action_restore(self) -> None:
        """The drafted text again; one step of undo brings the clerk's own back."""
        step = self._step
        if step is not None and (self._writing or step.own is not None or self._under_way()):
            self._writing = False
            self._act(lambda state: restore_drafted_text(state, step.section.id))
            self._draw()
            self.focus_first()

    def action_last(self) -> None:
        """Show, or put away, last year's paragraphs."""
        if self._step is None or not self._step.last:
            self.tell("没有上年的文字可以对照。")
            return
        self._last = not self._last
        self._draw()

    def action_other(self) -> None:
        """Between the text and what stands beside it: first to what is not right."""
        rows, notes = self.query_one(RowList), self.query_one(Sheet).notes
        if rows.has_focus or not rows.here:
            self.focus_first()
            return
        wrong = [row.id for row in notes if isinstance(row.means, TextFigure | Finding)]
        if wrong and rows.here not in wrong:
            rows.go(wrong[0])
        self.screen.set_focus(rows)

    def action_to_text(self) -> None:
        """From what stands beside the text back to it; from there to the place before."""
        if not self.query_one(RowList).has_focus:
            raise SkipAction
        self.focus_first()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.OtherKeys())

    def on_editor_put_aside(self, event: Editor.PutAside) -> None:
        event.stop()
        self._writing = False
        self._draw()
        self.focus_first()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._step is not None and self._writing:
            text = event.text_area.text
            self._warned = False
            self.work.typed(self._place, "" if text == self._standing() else text)
            self._draw()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id == UNFOLD:
            self._unfolded = not self._unfolded
            self._draw()
            return
        match self.query_one(RowList).meant:
            case Fact() as fact:
                self.tell(self.work.visit(fact.where, self._place))
            case TextFigure() as figure:
                self._settle(figure)
            case Finding() as finding:
                self._write_at(finding)

    # The text

    @property
    def _is_empty(self) -> bool:
        """Whether there is nothing to take: no question was answered that makes a sentence."""
        step = self._step
        return step is not None and step.own is None and not step.drafted

    @property
    def _place(self) -> str:
        return "" if self._step is None else self._step.spot.place

    def _under_way(self) -> str:
        text = self.work.typing(self._place)
        return text if isinstance(text, str) else ""

    def _standing(self) -> str:
        """The text as it stands, to be written over."""
        step = self._step
        assert step is not None
        return step.own if step.own is not None else "\n".join(step.drafted)

    def _read(self) -> str:
        """The text as it will be printed, a paragraph a line."""
        assert self._step is not None
        return "\n".join(self.work.state.facts.printed(self._step.section))

    def _draw(self) -> None:
        if self._step is None:
            return
        text = self.query_one(Editor).text if self._writing else self._read()
        self.query_one(Sheet).draw(self._view(self._step, text))
        self.post_message(self.OtherKeys())

    def _view(self, step: Write, text: str) -> View:
        state, around, section = self.work.state, self.work.around, step.section.id
        figures = figures_in(around.material(state), section, text)
        return View(
            step=step,
            text=text,
            figures=figures,
            findings=() if self._writing else doubts(self.work.told().result, section, figures),
            facts=self._facts,
            length=length_words(state.facts, around.packs, section, text),
            writing=self._writing,
            under_way=bool(self._under_way()),
            last=self._last,
            unfolded=self._unfolded,
        )

    def _begin(self, text: str) -> None:
        self._writing = True
        editor = self.query_one(Editor)
        editor.load_text(text)
        editor.move_cursor(editor.document.end)

    def _write(self, text: str) -> None:
        self._begin(text)
        self._draw()
        self.focus_first()

    def _write_at(self, finding: Finding) -> None:
        """Begin to write at the words that a finding speaks of."""
        if (span := finding.span) is not None:
            self._write(self._read())
            self.query_one(Editor).move_cursor((span.paragraph, span.end))

    def _ask_about_under_way(self) -> None:
        """Nothing that was typed is given up by one key."""
        ways = [Way("go_on", "接着改"), Way("drop", "不要了，用现在显示的文字")]

        def chosen(way: str | None) -> None:
            if way == "go_on":
                self.action_write()
            elif way == "drop":
                self.work.typed(self._place, "")
                self.action_accept()

        self.app.push_screen(Choose(["上次改到一半的文字还在。"], ways), chosen)

    # A number that differs

    def _settle(self, figure: TextFigure) -> None:
        """Ask which is right: the text, or the table."""
        form, place = self.work.state.form, self._place
        ways = [Way("text", f"用表里的：改成 {figure.right}")] if figure.right else []
        ways.append(Way("table", f"改表：去{form.place(figure.places[0])}"))

        def chosen(way: str | None) -> None:
            if way == "text":
                self._mend(figure)
            elif way == "table":
                self.tell(self.work.visit(figure.places[0], place))

        said = f"文字里写“{figure.phrase}”，{figure.label}是 {figure.value}。"
        self.app.push_screen(Choose([said], ways), chosen)

    def _mend(self, figure: TextFigure) -> None:
        if self._writing:
            start, end = (figure.line, figure.start), (figure.line, figure.end)
            self.query_one(Editor).replace(figure.right, start, end)
            self.focus_first()
            return
        text, place = mended(self._read(), figure), self._place

        def mend(state: InterviewState) -> InterviewState | Problem:
            after = record_answer(state, place, text)
            return after if isinstance(after, Problem) else replace(after, at=place)

        self.tell(self.work.act(mend))

    def _act(self, do: Does) -> Problem | None:
        problem = self.work.act(do, done_at=self._place)
        self.tell(problem)
        return problem

"""The question there is: shown, answered, explained; what was typed is never lost."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from drafter.desk.question_in_words import contradictions, is_gate, sum_words
from drafter.draft.answers_file import Mark
from drafter.draft.typed_figures import quoted
from drafter.errors import Problem
from drafter.form.definitions import Kind
from drafter.interview.interview_state import InterviewState, table_place
from drafter.interview.progress import optional_rest, unsure
from drafter.interview.steps import Ask, Step
from drafter.tui.pane import Hint, Pane
from drafter.tui.question_choices import Choices, Choosing
from drafter.tui.question_fields import Entries, Listing, TextField
from drafter.tui.question_sheet import Asked, Given, Sheet, answered, given_for
from drafter.tui.work import Does, Work


class AskPane(Pane):
    """One question at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10,ctrl+n", "go_on", show=False),
        Binding("tab", "within", show=False),
        Binding("ctrl+z", "undo", show=False),
        Binding("ctrl+y", "redo", show=False),
        Binding("f1", "explain", show=False),
        Binding("escape", "fold", show=False),
        Binding("f5", "write", show=False),
        Binding("ctrl+t", "whole", show=False),
        Binding("f7", "unsure", show=False),
        Binding("f8", "last", show=False),
        Binding("up", "before(True)", show=False),
        Binding("down", "behind", show=False),
        Binding("shift+tab", "before(False)", show=False),
        Binding("ctrl+d", "delete", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.ask: Ask | None = None
        self.given: Given | None = None
        self.wrong = ""
        """Why the answer was not taken."""
        self._start: Mark = ""
        self._explains = False
        self._is_resumed = False
        """What stands there was typed at another time, and not recorded."""
        self._versions: list[object] = [""]
        self._version = 0
        """The answer under way as it was, is and was before undo; the one that stands there."""
        self._ended = False
        """Whether the last line tells that Enter ends the list."""
        self._is_done = False
        """The answer was taken: what is shown next begins anew, at the same place as well."""

    def compose(self) -> ComposeResult:
        yield Sheet()

    def on_mount(self) -> None:
        self.sheet.field.takes = self._takes

    @property
    def sheet(self) -> Sheet:
        """What is seen of it."""
        return self.query_one(Sheet)

    # What the workspace calls

    def show(self, step: Step) -> None:
        assert isinstance(step, Ask), step
        before, self.ask = self.ask, step
        stays = before is not None and before.spot.place == step.spot.place and not self._is_done
        same = before is not None and (before.value, before.default) == (step.value, step.default)
        if not stays or not (same or self.is_changed):
            self._begin(step)
        else:
            self.sheet.draw(self._asked())

    def focus_first(self) -> None:
        if self.given is not None:
            self.screen.set_focus(self.sheet.first(self.given))

    def leave(self) -> None:
        if self._is_done:
            self.ask = self.given = None  # the answer is taken: nothing is under way
        if self.ask is not None and not self._is_done:
            self._take_field()
            self._keep()

    @property
    def hints(self) -> tuple[Hint, ...]:
        if self.ask is None:
            return ()
        last: tuple[Hint, ...] = (("F8", "同上年"),) if self.ask.last else ()
        back = "收起" if self._explains else "上一题"
        whole: tuple[Hint, ...] = (("Ctrl+T", "整张表"),) if self._is_gate else ()
        passing = (("Esc", back), ("F6", "跳过"), ("F7", "不确定"), *whole, *last)
        if isinstance(self.given, Entries):
            if self._ends:
                return (("回车", "写完了"), *passing)
            return (("回车", "下一格"), ("F10", "写完了"), ("Ctrl+D", "删这一条"), *passing)
        if self.ask.question.kind is Kind.PROSE:
            return (("F10", "写好了"), *passing)
        return (("回车", "下一题"), *passing)

    @property
    def is_changed(self) -> bool:
        """Whether the answer under way is another than the one there is."""
        return self.given is not None and self.given.kept != self._start

    # What happens to its widgets

    def on_text_field_entered(self) -> None:
        if not isinstance(self.given, Entries):
            self.action_go_on()
            return
        self._take_field()
        ended = self.given.enter()
        if ended is True:
            self.action_go_on()
        else:
            self._lay()
            if ended:
                self._refuse(f"{ended.where}{ended.what}{ended.fix}")

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self.given is not None and self.given.written != self.sheet.field.text:
            self._take_field()
            self._keep()

    def on_text_field_joined(self, event: TextField.Joined) -> None:
        self.tell(f"贴进来 {event.lines} 行，这里只要一行，已经连成一行。")

    def on_choices_entered(self) -> None:
        self.action_go_on()

    def on_choices_changed(self) -> None:
        if self.given is not None and self.given.written != self.sheet.field.text:
            self._lay()
        else:
            self._keep()
        self.sheet.reveal_choice()

    def on_choices_below(self) -> None:
        if self.sheet.has_field:
            self.screen.set_focus(self.sheet.field)

    def on_choices_written(self, event: Choices.Written) -> None:
        if self.sheet.has_field:
            self.screen.set_focus(self.sheet.field)
            self.sheet.field.insert(event.text)
        elif self.given is not None and len(event.text) > 1:
            before = self.given.kept
            self.given.put(event.text)
            if not self.given.kept:
                self.given.put(before)
                self._refuse_choice(event.text)
            else:
                self._lay()
        else:
            self._refuse_choice(event.text)

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        if isinstance(self.given, Entries):
            self._take_field()
            self.given.go(event.line.entry, event.line.blank)
            self._lay()
            self.focus_first()

    # What the keys do

    def action_go_on(self) -> None:
        """This is the answer: take it, or say why it cannot be taken."""
        ask, given, start = self.ask, self.given, self._start
        if ask is None or given is None:
            return
        self._take_field()
        if isinstance(given, Entries) and (problem := given.wrong()) is not None:
            self._lay()
            self._refuse(f"{problem.where}{problem.what}{problem.fix}")
            return
        after = answered(self.work.state, ask, given, start)
        doubts = ""
        if self.is_changed and not isinstance(after, Problem):
            doubts = "".join(contradictions(after, ask.question.id))
            # It is recorded, as it may be right; but looked at once more before the next question.
            after = replace(after, at=ask.spot.place) if doubts else after
        if self._act(lambda _: after) and doubts:
            several = isinstance(given, Entries) or ask.question.kind is Kind.PROSE
            key = " F10" if several else "回车"
            self._refuse(f"{doubts}没有写错的，再按一次{key}，到下一题。")

    def action_within(self) -> None:
        """To the next thing on this screen; where there is but one, to the next question."""
        if isinstance(self.given, Entries):
            self._take_field()
            if not self.given.move(1):
                self.given.go(0, 0)
            self._lay()
        elif isinstance(self.given, Choosing) and self.sheet.has_field:
            on_field = self.screen.focused is self.sheet.field
            self.screen.set_focus(self.sheet.choices if on_field else self.sheet.field)
        else:
            self.action_go_on()

    def action_undo(self) -> None:
        """What is under way here goes first; then what was done elsewhere."""
        given = self.given
        if given is None or not (self.is_changed or self._version):
            raise SkipAction
        self._take_field()
        self._remember(given.whole)
        self._turn_to(max(0, self._version - 1))

    def action_redo(self) -> None:
        """What was undone here; then what was undone elsewhere."""
        if self.given is None or self._version + 1 >= len(self._versions):
            raise SkipAction
        self._turn_to(self._version + 1)

    def action_unsure(self) -> None:
        """不确定: what is given is recorded all the same, where it can be."""
        ask, given, start = self.ask, self.given, self._start
        if ask is None or given is None:
            return
        self._take_field()
        after = answered(self.work.state, ask, given, start) if self.is_changed else None
        keeps = isinstance(after, Problem)

        def marked(state: InterviewState) -> InterviewState | Problem:
            return unsure(after if isinstance(after, InterviewState) else state, ask.question.id)

        if self._act(marked, keeps=keeps):
            self.tell(f"“{ask.question.label}”标了待核，记得回来核实。")

    def action_last(self) -> None:
        """Last year's answer into the field; Enter records it."""
        if self.ask is None or self.given is None:
            return
        if not self.ask.last:
            none = "上年的报告里没有这一题的回答。"
            self.tell(none if self.work.state.last else "没有上年的报告可以对照。")
        else:
            self.given.put(self.ask.last)
            self._lay()

    def action_explain(self) -> None:
        """What the form says of the question; once that is unfolded, the keys."""
        if self._explains:
            raise SkipAction
        self._explains = True
        self.sheet.draw(self._asked())
        self.sheet.reveal("#ask-help")
        self.post_message(self.OtherKeys())

    def action_fold(self) -> None:
        """What was unfolded away; else the place before."""
        if not self._explains:
            raise SkipAction
        self._explains = False
        self.sheet.draw(self._asked())
        self.sheet.scroll_home(animate=False)
        self.post_message(self.OtherKeys())

    def action_write(self) -> None:
        """To where one's own words are written."""
        if self.sheet.has_field:
            self.screen.set_focus(self.sheet.field)
        else:
            self.tell("这一题只要选，不用写。")

    def action_whole(self) -> None:
        """From a question before a table to the table itself."""
        if self.ask is None or not self._is_gate:
            self.tell("这一题不在表里，没有整张表可以看。")
            return
        self.leave()
        self.tell(self.work.go(table_place(self.ask.spot.part)))

    def action_before(self, choices_too: bool) -> None:
        """The blank before, or the choices above."""
        if isinstance(self.given, Choosing) and choices_too:
            self.screen.set_focus(self.sheet.choices)
        else:
            self._move(-1)

    def action_behind(self) -> None:
        """The next blank."""
        self._move(1)

    def action_delete(self) -> None:
        """This entry, away."""
        if not isinstance(self.given, Entries):
            raise SkipAction
        self._take_field()
        self.given.delete()
        self._lay()

    def action_page(self, by: int) -> None:
        """What does not fit on the screen."""
        self.sheet.scroll_relative(y=by * (self.size.height - 1), animate=False)

    # Below

    def _begin(self, ask: Ask) -> None:
        """Another question: the answer there is, or what was typed the last time."""
        self.given = given_for(ask)
        self._start, self._versions = self.given.kept, [self.given.whole]
        typed = self.work.typing(ask.spot.place)
        if typed:
            self.given.put(typed)
        self._is_resumed = bool(typed)
        # What was recorded although it disagrees still does when one comes back.
        self.wrong = "".join(contradictions(self.work.state, ask.question.id)) if ask.typed else ""
        self._explains = self._is_done = False
        self._version = 0
        self.sheet.present(self._asked())

    def _act(self, do: Does, *, keeps: bool = False) -> bool:
        """Act at this place, if that can be; `keeps`: its text under way stays."""
        assert self.ask is not None
        self._is_done = True
        problem = self.work.act(do, done_at="" if keeps else self.ask.spot.place)
        if problem is not None:
            self._is_done = False
            self._refuse(f"{problem.what}{problem.fix}")
        return problem is None

    def _move(self, by: int) -> None:
        if not isinstance(self.given, Entries):
            raise SkipAction
        self._take_field()
        if not self.given.move(by):
            raise SkipAction
        self._lay()

    def _takes(self, pasted: str) -> bool:
        """Whether whole entries were pasted; only where there are none yet."""
        given = self.given
        if not isinstance(given, Entries) or given.kept or not given.read_text(pasted):
            return False
        self._lay()
        return True

    def _take_field(self) -> None:
        given, field = self.given, self.sheet.field
        if given is not None and self.sheet.has_field and given.written != field.text:
            given.written = field.text

    def _remember(self, now: object) -> None:
        """This is how the answer under way stands; what was undone before is gone."""
        if now != self._versions[self._version]:
            self._version += 1
            self._versions[self._version :] = [now]

    def _turn_to(self, version: int) -> None:
        """The answer under way as it was at another time."""
        assert self.given is not None
        self._version = version
        self.given.restore(self._versions[version])
        self.sheet.lay(self._asked())
        self._keep()

    def _lay(self) -> None:
        """Something else is given than stands in the field."""
        assert self.given is not None
        self._remember(self.given.whole)
        self.sheet.lay(self._asked())
        self._keep()

    def _keep(self) -> None:
        """Keep what is under way with the session; draw how it is understood."""
        assert self.ask is not None
        assert self.given is not None
        self.work.typed(self.ask.spot.place, self.given.kept if self.is_changed else "")
        self.wrong, self._is_resumed = "", False
        self.sheet.draw(self._asked())
        if self._ends is not self._ended:
            self._ended = self._ends
            self.post_message(self.OtherKeys())

    def _refuse(self, said: str) -> None:
        self.wrong = said
        self.sheet.draw(self._asked())
        self.sheet.reveal("#ask-wrong")

    def _refuse_choice(self, text: str) -> None:
        self._refuse(f"{quoted(text)}不是其中一项。按前面的数字，或者用上下键选。")

    def _asked(self) -> Asked:
        assert self.ask is not None
        assert self.given is not None
        return Asked(
            self.work.state.form,
            self.ask,
            self.given,
            self.is_changed,
            self.work.state.draft.year or 0,
            self._rest(),
            self.wrong,
            sum_words(self.work.state, self.ask.question, self.given.raw),
            self._explains,
            self._is_resumed,
        )

    @property
    def _is_gate(self) -> bool:
        return self.ask is not None and is_gate(self.work.state.form, self.ask.question)

    @property
    def _ends(self) -> bool:
        """Whether Enter, in a new entry that is empty, ends the list."""
        given = self.given
        return isinstance(given, Entries) and bool(given.kept) and given.is_at_end

    def _rest(self) -> int:
        return 0 if self._is_gate else len(optional_rest(self.work.state))

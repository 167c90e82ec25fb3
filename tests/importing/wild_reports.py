"""Reports as organs publish them: tables and prose laid out in the ways of other people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from drafter.draft.draft_facts import Facts
from drafter.draft.draft_model import Cell, Draft, Origin
from drafter.form.arithmetic import Figure, format_figure
from drafter.form.definitions import Address, Block, Form, Line, all_lines


class Row(NamedTuple):
    """One row as printed: its labels from group to row, and its figures."""

    labels: tuple[str, ...]
    addresses: tuple[Address, ...]
    figures: tuple[str, ...]


def rows_of(block: Block, table: str, figures: Mapping[Address, str]) -> Iterator[Row]:
    """The block's rows; a group's label stands before the first of its rows."""
    columns = [leaf.id for leaf in block.column_leaves]

    def walk(lines: Sequence[Line], above: tuple[str, ...]) -> Iterator[Row]:
        for place, line in enumerate(lines):
            labels = (*(above if place == 0 else ()), line.label)
            if line.children:
                yield from walk(line.children, labels)
            else:
                cells = tuple(f"{table}/{line.id}/{column}" for column in columns)
                yield Row(labels, cells, tuple(figures[cell] for cell in cells))

    yield from walk(block.rows, ())


def head_rows(block: Block) -> list[list[tuple[str, int]]]:
    """Labels with the columns that each spans, row by row."""
    rows: list[list[tuple[str, int]]] = []
    level = list(block.columns)
    while level:
        rows.append([(line.label, len(line.leaves)) for line in level])
        level = [child for line in level for child in line.children]
    return rows


Tables = Callable[[Form, Mapping[Address, str], str], str]
"""One table of the form as a piece of a file."""


def html_spans(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """As the form has it, with heads that span columns."""
    return _html(form, figures, table, lambda block: head_rows(block))


def html_flat(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """One row of heads."""
    return _html(form, figures, table, lambda block: [[(c.label, 1) for c in block.column_leaves]])


def html_word(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """As Word saves a page: figures split over spans, empty spans behind them."""
    page = html_spans(form, figures, table)
    for digit in "0123456789":
        page = page.replace(
            f"<td>{digit}", f"<td><p class=MsoNormal><span lang=EN-US>{digit}</span>"
        )
    return page.replace("</td>", "<span><o:p>&nbsp;</o:p></span></td>")


def html_saved_by_word(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """The same with the styles that make such a page 300 kB."""
    page = html_word(form, figures, table)
    page = page.replace("<td", f'<td valign=top style="{_WORD_STYLE}"')
    return page.replace("<span>", f'<span lang=EN-US style="{_WORD_STYLE}"><span>')


_WORD_STYLE = "mso-bidi-font-size:10.5pt;font-family:仿宋_GB2312;mso-hansi-font-family:宋体;" * 6


def html_total_first(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """Columns in another order than the form's: the last one first."""
    return _html(form, figures, table, _flat, order=_last_first)


def html_subtotal(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """With a column for the sum of 法人或其他组织, which the form does not have."""
    return _html(form, figures, table, _flat, subtotal=True)


def _flat(block: Block) -> list[list[tuple[str, int]]]:
    return [[(column.label, 1) for column in block.column_leaves]]


def _last_first(values: Sequence[str]) -> list[str]:
    return [values[-1], *values[:-1]]


def _html(
    form: Form,
    figures: Mapping[Address, str],
    table: str,
    heads: Callable[[Block], list[list[tuple[str, int]]]],
    order: Callable[[Sequence[str]], Sequence[str]] = list,
    subtotal: bool = False,
) -> str:
    lines = ["<table border=1>"]
    for block in form.tables[table].blocks:
        several = len({leaf.label for leaf in block.column_leaves}) > 3
        turn = order if several and len(set(_names(block))) == len(_names(block)) else list
        add = subtotal and turn is not order and len(_names(block)) == 7
        if block.caption:
            lines.append(f"<tr><td colspan=9>{block.caption}</td></tr>")
        for number, head in enumerate(heads(block)):
            corner = f"<td>{block.corner}</td>" if number == 0 else ""
            labels = turn([f"<td colspan={span}>{label}</td>" for label, span in head])
            if add:
                labels = [*labels[:6], "<td>小计</td>", *labels[6:]]
            lines.append(f"<tr>{corner}{''.join(labels)}</tr>")
        for row in rows_of(block, table, figures):
            cells = list(turn(row.figures))
            if add:
                cells = [*cells[:6], str(sum(map(int, cells[1:6]))), *cells[6:]]
            labels = "".join(f"<td>{label}</td>" for label in row.labels)
            lines.append(f"<tr>{labels}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    return "\n".join([*lines, "</table>"])


def _names(block: Block) -> list[str]:
    return [leaf.label for leaf in block.column_leaves]


def lines_a_cell(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """A cell a line."""
    return "\n".join(_cells(form, figures, table))


def lines_with_bars(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """A cell a line with a bar behind it, and bars for merged cells."""
    return "\n".join(f"{cell} |" for cell in _cells(form, figures, table)) + "\n|||"


def pipes(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """A row a line between bars."""
    lines = []
    for block in form.tables[table].blocks:
        lines += [" | ".join(label for label, _ in head) for head in head_rows(block)]
        lines += [" | ".join((*row.labels, *row.figures)) for row in rows_of(block, table, figures)]
    return "\n".join(lines)


def glued(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """Nothing between the cells of a row."""
    lines = []
    for block in form.tables[table].blocks:
        lines += ["".join(label for label, _ in head) for head in head_rows(block)]
        lines += ["".join((row.labels[-1], *row.figures)) for row in rows_of(block, table, figures)]
    return "\n".join(lines)


def _cells(form: Form, figures: Mapping[Address, str], table: str) -> Iterator[str]:
    for block in form.tables[table].blocks:
        if block.caption:
            yield block.caption
        if block.corner:
            yield block.corner
        for head in head_rows(block):
            yield from (label for label, _ in head)
        for row in rows_of(block, table, figures):
            yield from (*row.labels, *row.figures)


def html_one_outer_table(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """Inside an outer table, hundreds of columns wide."""
    return f"<table><tr><td colspan=480>{html_spans(form, figures, table)}</td></tr></table>"


def html_one_value_spread(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """Rows of one value spread over three columns, as merged cells come apart."""
    page = html_flat(form, figures, table)
    one = re.compile(r"(<tr><td>[^<]*</td><td>)([0-9.]+)(</td></tr>)")
    return one.sub(r"\1\2</td><td></td><td>\3", page)


def html_swapped_tables(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """Table 2 under the heading of Table 3 and the other way round."""
    others = {"disclosed": "applications", "applications": "disclosed"}
    return html_spans(form, figures, others.get(table, table))


def html_extra_rows(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """With rows of the office's own among the form's."""
    page = html_spans(form, figures, table)
    extra = "<tr><td>其他主动公开文件</td><td>7</td><td>1</td><td>9</td></tr>"
    return page.replace("<tr><td>行政规范性文件</td>", f"{extra}<tr><td>行政规范性文件</td>")


def html_explained_labels(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """Labels as they are damaged or explained in the wild."""
    page = html_spans(form, figures, table)
    for label, other in _OTHER_LABELS.items():
        page = page.replace(label, other)
    return page


_OTHER_LABELS = {
    "本年制发件数": "本年 制发件数量",
    "本年处理决定数量": "本年处理绝对数量",
    "（区分处理的，只计这一情形，不计其他情形）": "(区分处理的,只计这一情形,不计其他情形)",
    "“三安全一稳定”": '"三安全一稳定"',
    "逾期不补正、": "逾期逾期不补正,",
    "商业企业": "商业<br>企业",
    "社会公益组织": "<p>社会</p><p>公益</p><p>组织</p>",
    "自然人": "自然 人",
    "总计": "总 计",
    "三、本年度办理结果": "三、本年度<br>办理结果",
}


def html_three_tables(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """Table 4 in three tables of five columns, a group of columns each."""
    if table != "disputes":
        return html_spans(form, figures, table)
    block = form.tables[table].blocks[0]
    (row,) = rows_of(block, table, figures)
    tables = []
    for name, at in (("行政复议", 0), ("未经复议直接起诉", 5), ("复议后起诉", 10)):
        heads = "".join(f"<td>{line.label}</td>" for line in block.column_leaves[at : at + 5])
        cells = "".join(f"<td>{text}</td>" for text in row.figures[at : at + 5])
        head = f"<tr><td colspan=5>{name}</td></tr><tr>{heads}</tr>"
        tables.append(f"<table>{head}<tr>{cells}</tr></table>")
    return "".join(tables)


def html_heads_in_two_rows(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """Heads of Table 4 broken over two rows of cells: 结果 over 维持."""
    page = html_spans(form, figures, table)
    for head in ("结果维持", "结果纠正", "其他结果", "尚未审结"):
        page = page.replace(head, f"{head[:2]}<br>{head[2:]}")
    return page


def html_without_numbers(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """Labels whose numbers were an automatic list's, which the page has lost."""
    page = html_spans(form, figures, table)
    return re.sub(r"<td>(?:[一二三四]、|（[一二三四五六七]）|\d[.．、])", "<td>", page)


def html_blank_zeros(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """Blank where there is nothing."""
    return html_spans(form, figures, table).replace("<td>0</td>", "<td>&nbsp;</td>")


def bars_and_strokes(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """A row a line between bars, a stroke for a zero, bars at the end for merged cells."""
    marked = {address: "/" if text == "0" else text for address, text in figures.items()}
    rows = pipes(form, marked, table).split("\n")
    return "\n".join(f"{row} | ||" for row in rows)


def bars_and_blanks(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """A row a line between bars, nothing for a zero."""
    marked = {address: "" if text == "0" else text for address, text in figures.items()}
    return "\n".join(f"| {row} |" for row in pipes(form, marked, table).split("\n"))


def vertical_labels(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """A PDF's text: labels of narrow columns one character a line, page numbers among them."""
    lines: list[str] = []
    for block in form.tables[table].blocks:
        for head in head_rows(block):
            lines += [part for label, _ in head for part in _pieces(label, 2)]
        for number, row in enumerate(rows_of(block, table, figures)):
            *groups, own = row.labels
            lines += [character for label in groups for character in label]
            lines += _pieces(own, 7)
            lines.append(" ".join(row.figures))
            if number == 7:
                lines.append("- 4 -")
    return "\n".join(lines)


def cut_by_page(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """A PDF's text: every fifth label is cut, its end behind the row's figures."""
    lines: list[str] = []
    for block in form.tables[table].blocks:
        lines += [label for head in head_rows(block) for label, _ in head]
        for number, row in enumerate(rows_of(block, table, figures)):
            *groups, own = row.labels
            lines += groups
            if number % 5 == 4 and len(own) > 8:
                lines += [own[:5], " ".join(row.figures), "— 5 —", own[5:]]
            else:
                lines += [own, " ".join(row.figures)]
    return "\n".join(lines)


def repeated_lines_dropped(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """A cell a line, of which the site keeps no line that is like the one before."""
    cells = _cells(form, figures, table)
    return "\n".join(cell for cell, _ in groupby(cells))


def glued_rows(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """Nothing between the cells of a whole table."""
    return glued(form, figures, table).replace("\n", "")


def trial_edition(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """Tables as the trial edition of 2019 had them: the same rows under other columns, and of
    （六）其他处理 one row."""
    if table == "applications":
        return _with_one_row(html_spans(form, figures, table), form)
    if table != "disclosed":
        return html_spans(form, figures, table)
    heads = "<td>信息内容</td><td>上一年项目数量</td><td>本年增/减</td><td>处理决定数量</td>"
    rows = "".join(
        f"<tr><td>{label}</td><td>12</td><td>+3</td><td>{number}</td></tr>"
        for number, label in enumerate(("行政许可", "其他对外管理服务事项", "行政处罚", "行政强制"))
    )
    made = "<td>信息内容</td><td>本年新制作数量</td><td>本年新公开数量</td><td>对外公开总数量</td>"
    rules = "<tr><td>规章</td><td>1</td><td>2</td><td>3</td></tr>"
    return f"<table><tr>{made}</tr>{rules}<tr>{heads}</tr>{rows}</table>"


def _with_one_row(page: str, form: Form) -> str:
    group = next(line for line in _all(form, "applications") if line.id == "otherwise")
    labels = [line.label for line in group.children]
    rows = [row for row in page.split("\n") if not any(f"<td>{each}<" in row for each in labels)]
    at = next(number for number, row in enumerate(rows) if "（七）总计" in row)
    one = f"<tr><td>{group.label}</td>{'<td>9</td>' * 7}</tr>"
    return "\n".join([*rows[:at], one, *rows[at:]])


def _all(form: Form, table: str) -> Iterator[Line]:
    return (line for block in form.tables[table].blocks for line in all_lines(block.rows))


def as_picture(form: Form, figures: Mapping[Address, str], table: str) -> str:
    """No table but a picture of one."""
    return f'<p><img src="{table}.png" alt=""></p>'


def _pieces(label: str, size: int) -> list[str]:
    return [label[at : at + size] for at in range(0, len(label), size)]


ORGAN, YEAR = "甲县水务局", 2024
TITLES = (
    "甲县水务局2024年政府信息公开工作年度报告",
    "甲县水务局2024年度政府信息公开工作年度报告",
    "甲县水务局政府信息公开工作2024年度报告",
    "2024年甲县水务局政府信息公开工作年度报告",
    "甲县水务局关于2024年度政府信息公开情况的报告",
    "甲县水务局2024年信息公开工作年度报告",
    "【甲县水务局】2024年政府信息公开工作年度报告",
    "甲县水务局2024政府信息公开年报",
)
HEADINGS = (
    (
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ),
    (
        "—、 概述",
        "二、 行政机关主动公开政府信息情况",
        "三、 行政机关收到和处理政府信息公开申请情况",
        "四、 因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "五、 存在问题及改进",
        "六、 其他需要报告的情况",
    ),
    (
        "1、总体情况",
        "2、主动公开政府信息情况",
        "3、收到和处理政府信息公开申请情况",
        "4、政府信息公开行政复议和行政诉讼情况",
        "5、存在的主要问题及改进情况",
        "6、其他需要报告的事项",
    ),
)
SECTIONS = (
    (
        "（一）主动公开",
        "（二）依申请公开",
        "（三）政府信息管理",
        "（四）政府信息公开平台建设",
        "（五）监督保障",
    ),
    (
        "(一)主动公开情况",
        "(二)依申请公开情况",
        "(三)政府信息管理情况",
        "(四)平台建设",
        "(五)监督保障情况",
    ),
    ("1.主动公开", "2.依申请公开", "3.政府信息管理", "4.平台建设", "5.监督保障"),
)
SIGNATURES = (
    ("甲县水务局", "2025年1月10日"),
    ("甲县水务局 2025年1月10日",),
    ("甲县水务局", "2025 年 1 月 10 日", "【打印本页】【关闭窗口】"),
    ("甲县水务局", "二〇二五年一月十日"),
    ("甲县水务局（盖章）", "2025.1.10"),
    ("甲县水务局 2025年1月10日印发",),
)
TEXTS = {
    "overview.opening": "2024年，甲县水务局按照上级要求做好公开工作。",
    "overview.proactive": "全年通过网站公开信息120条。",
    "overview.requests": "全年办理的申请都按期答复。",
    "overview.management": "落实先审查后公开。",
    "overview.platform": "网站专栏全年正常运行。",
    "overview.supervision": "开展培训2次。",
    "problems": "一是公开形式单一；二是解读不够。改进措施：一是增加图解；二是加强解读。",
    "other": "本年度未收取信息处理费。",
}


def report(
    form: Form,
    figures: Mapping[Address, str],
    table: Tables,
    *,
    title: str = TITLES[0],
    headings: Sequence[str] = HEADINGS[0],
    sections: Sequence[str] = SECTIONS[0],
    run_in: bool = False,
    signature: Sequence[str] = SIGNATURES[0],
    wrap: Callable[[str], str] = str,
) -> str:
    """The whole report; `wrap` makes a paragraph of a text."""
    named = dict(zip(list(TEXTS)[1:6], sections, strict=True))
    lines = [wrap(title)]
    for part, heading in zip(form.parts, headings, strict=True):
        lines.append(wrap(heading))
        if part.table:
            lines.append(table(form, figures, part.table.id))
        for section in part.sections:
            text = TEXTS[section.id]
            if section.id in named and run_in:
                lines.append(wrap(f"{named[section.id]}。{text}"))
                continue
            if section.id in named:
                lines.append(wrap(named[section.id]))
            lines.append(wrap(text))
    return "\n".join([*lines, *map(wrap, signature)])


def figures_of(form: Form, numbers: Iterable[int]) -> dict[Address, Figure]:
    """Every figure of the form, totals too, where the typed cells take these numbers in turn."""
    typed = [address for address in form.cells if address not in form.computed]
    cells = {
        address: Cell(number, Origin.ENTERED)
        for address, number in zip(typed, numbers, strict=True)
    }
    figures = Facts(form, Draft(form.id, cells=cells)).figures
    return dict(zip(form.cells, figures, strict=True))


def paragraph(text: str) -> str:
    """A paragraph of a page."""
    return f"<p>{text}</p>"


def printed(form: Form, figures: Mapping[Address, object]) -> dict[Address, str]:
    """Figures as they are printed."""
    return {address: format_figure(figures[address]) for address in form.cells}

"""Writes the sample register: the applications behind the county bureau's Table 3 of 2023.

It is dirty on purpose, as registers are: a title, heads in two lines, a merged cell, days as text,
old words, a line of sums.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import xlsxwriter

PLACE = Path(__file__).parents[1] / "sample_answers" / "county-bureau-2023-register.xlsx"
TITLE = "示例县水利局2023年依申请公开台账"
HEADS = """\
编号|收到申请||申请人||申请内容|延期告知日期|答复|||行政复议结果|备注
|日期|方式|姓名或名称|类型|||日期|结果|不予公开理由||
"""
MERGED = ((1, 1, 1, 2), (1, 3, 1, 4), (1, 7, 1, 9))
"""Of the heads, from 0."""
ROWS = """\
2022-07|2022-12-20|网络|周某|公民|某水库移民扶持资金名册||2023-01-13|部分公开|个人隐私||上年结转
2023-01|2023-02-06|网络|陈某某|公民|某灌区改造工程的中标通知书||2023.2.20|予以公开|||
2023-02|2023年3月8日|邮寄|示例建设有限公司|企业|某采砂许可的材料|2023-04-04|2023-05-06|不予公开|商业秘密||
2023-03|2023-04-17|在线申请|李某|自然人|某村饮水工程的验收报告||2023-05-10|同意公开|||
2023-04|2023-05-22|当面|吴某|村民|某水库除险加固的会商记录||2023-06-14|不予公开（讨论记录）|||
2023-05|2023-06-12|网站|郑某|公民|某塘坝1998年的权属文件||2023-07-10|政府信息不存在||维持|
2023-06|2023/7/25|网络|示例水务有限公司|企业|某取水许可的卷宗|2023-08-18|2023-09-15|区分处理|||
2023-07|2023-09-04|网络|王某某|公民|某项目招标的评标结果||2023-09-22|已主动公开|||
2023-08|2023-10-16|快递|示例律师事务所|律所|对某排污口的查处||2023-11-08|信访举报投诉类|||
2023-09|2023-12-18|网络|孙某|公民|某移民安置点的资金安排|||办理中|||
"""
"""A day written as 2023-01-31 becomes a day of the workbook, any other stays the text it is."""


def main() -> None:
    """Write the workbook; the same bytes each time."""
    book = xlsxwriter.Workbook(PLACE)
    book.set_properties({"created": datetime(2024, 1, 5), "title": TITLE})
    sheet = book.add_worksheet("2023年")
    day, head = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"bold": True})
    sheet.merge_range(0, 0, 0, 11, TITLE, head)
    groups, own = (line.split("|") for line in HEADS.splitlines())
    for line, heads in enumerate((groups, own), start=1):
        for column, text in enumerate(heads):
            sheet.write(line, column, text, head)
    for top, left, bottom, right in MERGED:
        sheet.merge_range(top, left, bottom, right, groups[left], head)
    rows = [line.split("|") for line in ROWS.splitlines()]
    for line, row in enumerate(rows, start=3):
        for column, text in enumerate(row):
            try:
                sheet.write_datetime(line, column, datetime.fromisoformat(text), day)
            except ValueError:
                sheet.write(line, column, text or None)
    sheet.write(3 + len(rows), 0, f"合计 {len(rows)} 件")
    sheet.set_column(0, len(own) - 1, 14)
    book.close()


if __name__ == "__main__":
    main()

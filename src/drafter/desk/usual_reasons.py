"""The usual reasons for leaving a 提醒 as it is, to choose from; any other is typed."""

from __future__ import annotations

from drafter.checks.finding import Finding

_CHECKED = "已经核对台账，情况属实"
_ANY = (_CHECKED, "情况特殊，已经请示并同意这样写")
_BY_FAMILY = {
    "T": (_CHECKED, "属于合理的例外，已经核对", "统计口径不同，已经核对"),
    "Y": (_CHECKED, "机构改革，职能有增减", "上年报告有误，今年已经更正", "工作量确有较大变化"),
    "M": (_CHECKED, "正文和表格口径不同，正文里已经写明", "文字写法不同，说的是同一件事"),
    "R": ("本机关不涉及这一事项", "已经在别的部分写明"),
    "N": ("这是规范的名称，没有写错", "引用的是别的机关"),
    "C": ("文件现行有效，已经核对", "引用的就是当时的文件"),
    "L": ("原文就是这样写的", "是专有名称，不用改"),
    "P": ("是单位的公开信息，不是个人信息",),
}
"""By the family of the check (`checks.catalogue.FAMILIES`)."""


def usual_reasons(finding: Finding) -> tuple[str, ...]:
    """What clerks mostly say of such a finding."""
    return _BY_FAMILY.get(finding.code[:1], _ANY)

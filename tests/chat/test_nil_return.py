"""A nil return from `drafter chat --plain` to the printed report, short and whole way."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ..conftest import LONGEST_S

SHORT, WHOLE = 16, 46
K, ENTER = "跳过本节", ""
BUREAU = [
    ("报告年度", "2023"),
    ("机关全称", "示例县水利局"),
    ("一题一题问", "逐题问"),
    ("机关类别", "政府部门"),
    ("机关层级", "县级"),
    ("自称", "1"),
    ("联系方式等：跳过本节", K),
    ("成文日期", "2024年1月20日"),
    ("编制说明：跳过本节", K),
    ("编制说明的文字：采用", ENTER),
    ("表二：一项也没有", "无"),
    ("表三：没有收到申请", "没有"),
    ("表三：上年没有结转", "没有"),
    ("表四：没有复议", "没有"),
    ("表四：没有诉讼", "无"),
    ("总述：跳过本节", K),
    ("总述的文字：采用", ENTER),
    ("主动公开：跳过本节", K),
    ("主动公开信息总数", "120"),
    ("主动公开的文字：采用", ENTER),
    ("依申请公开：跳过本节", K),
    ("依申请公开的文字：采用", ENTER),
    ("审查程序", "先审后发"),
    ("政府信息管理：跳过本节", K),
    ("政府信息管理的文字：采用", ENTER),
    ("没有门户网站", "否"),
    ("在哪个网站公开", "示例县人民政府门户网站"),
    ("平台建设：跳过本节", K),
    ("平台建设的文字：采用", ENTER),
    ("领导小组", "以前已经成立"),
    ("监督保障：跳过本节", K),
    ("监督保障的文字：采用", ENTER),
    ("上年的问题：跳过本节", K),
    ("存在的问题", "政策解读形式单一"),
    ("原因：跳过", ENTER),
    ("改进措施", "增加图解和视频"),
    ("由谁负责：跳过", ENTER),
    ("没有第二条了", ENTER),
    ("问题及改进的文字：采用", ENTER),
    ("其他事项：跳过本节", K),
    ("其他事项的文字：采用", ENTER),
    ("生成报告文件", ENTER),
    ("把报告打印出来", "打印"),
    ("保存退出", ENTER),
]
BY_PAGES = [
    ("报告年度", "2023"),
    ("机关全称", "示例县示例乡人民政府"),
    ("机关类别：看得出来", ENTER),
    ("什么也没有发生", ENTER),
    ("成文日期", "2024年1月20日"),
    ("主动公开信息总数", "120"),
    ("存在的问题", "政策解读形式单一"),
    ("原因：跳过", ENTER),
    ("改进措施", "增加图解和视频"),
    ("由谁负责：跳过", ENTER),
    ("没有第二条了", ENTER),
    ("选填的都不写", ENTER),
    ("按惯例填好的都对", ENTER),
    ("生成报告文件", ENTER),
    ("把报告打印出来", "打印"),
    ("保存退出", ENTER),
]
START, SUPERVISION = 29, 32
TOWNSHIP = [
    ("报告年度", "2023"),
    ("机关全称", "示例县示例乡人民政府"),
    ("一题一题问", "逐题问"),
    ("机关类别", "乡镇人民政府"),
    ("机关层级", "乡镇级"),
    ("自称", "我乡"),
    *BUREAU[6:START],
    ("监督保障：跳过本节", K),
    ("没有考核", "否"),
    ("没有评议", "否"),
    ("没有追究", "没有"),
    *BUREAU[SUPERVISION - 1 : -3],
    ("把报告打印出来", "打印"),
    ("保存退出", "保存退出"),
]


@pytest.mark.parametrize(
    ("answers", "most"),
    [(BY_PAGES, SHORT), (BUREAU, WHOLE), (TOWNSHIP, WHOLE)],
    ids=["short way", "bureau", "township"],
)
def test_few_answers_lead_to_the_printed_report(answers, most, clean_env, tmp_path):
    listed = "\n".join(f"{n} {what}" for n, (what, _) in enumerate(answers, 1))
    assert len(answers) <= most, listed
    done = subprocess.run(
        [sys.executable, "-m", "drafter", "chat", "--plain", "--today", "2024-01-10"],
        input="".join(f"{line}\n" for _, line in answers).encode(),
        env=clean_env | {"DRAFTER_DIR": str(tmp_path / "s")},
        cwd=tmp_path,
        capture_output=True,
        timeout=LONGEST_S,
        check=False,
    )
    talk = done.stderr.decode()
    assert done.returncode == 0, f"{listed}\n{talk}"
    report = done.stdout.decode().replace(os.linesep, "\n")
    title = f"{answers[1][1]}2023年政府信息公开工作年度报告"
    assert report.strip().startswith(title)
    assert "草稿" not in report
    assert "未收到政府信息公开申请" in report
    if answers is not TOWNSHIP:
        assert (tmp_path / f"{title}.txt").read_text("utf-8") == report
    assert "距公布期限2024年1月31日还有 21 天" in talk

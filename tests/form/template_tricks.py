"""Tricks of templates: texts that reach for what they may not have, or would never end."""

from __future__ import annotations

from pathlib import Path

TEXT = '"{% if guide %}设有讲解。{% endif %}"'
_TINY = Path(__file__).parents[1] / "forms" / "tiny" / "form.yaml"


def with_trick(text: str) -> str:
    """The tiny form with this text in it."""
    source = _TINY.read_text("utf-8")
    wanted, with_zero = "need: required}\n      - {id: guide", "zero: 无, "
    assert TEXT in source
    assert wanted in source
    return source.replace(wanted, with_zero + wanted).replace(TEXT, text)


def as_block(text: str) -> str:
    return "|\n" + "".join(f"        {line}\n" for line in text.split("\n"))


HOSTILE = {
    "a class": "{{ visitors.__class__ }}",
    "a method of a text": "{{ organ.name.__init__ }}",
    "subclasses": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "by subscript": "{{ organ.name['__class__'] }}",
    "by filter": "{{ organ.name | attr('__class__') }}",
    "by format": "{{ '{0.__class__}'.format(organ.name) }}",
    "by format_map": "{{ '{a.__class__}'.format_map({'a': 1}) }}",
    "globals of a function": "{{ range.__globals__ }}",
    "globals of a macro": "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
    "values of the names": "{{ (organ.name and loans.all | attr('_values')) }}",
    "an endless range": "{% for n in range(10 ** 9) %}{{ n }}{% endfor %}",
    "a long range": "{% for n in range(999999999) %}{{ n }}{% endfor %}",
    "a power": "{{ 9 ** 9 ** 9 }}",
    "a text without end": "{{ 'a' * 9999999999 }}",
    "a list without end": "{{ 9999999999 * [1] }}",
    "a wide format": "{{ '%9999999999d' % 1 }}",
    "a wide centre": "{{ 'a' | center(999999999999) }}",
    "recursion": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a name of a name": "{{ organ.name.nothing }}",
    "an attribute of nothing": "{{ guide.year }}",
    "a text added to a number": "{{ visitors + '人' }}",
    "division by nothing": "{{ visitors / 0 }}",
    "an item that is not there": "{{ [1][3] }}",
    "a filter on the wrong value": "{{ visitors | day }}",
    "a filter on no table": "{{ organ.name | members('total') }}",
    "another row's column": "{{ loans.all | members('nothing') }}",
    "a call of a number": "{{ visitors() }}",
}  # fmt: skip


# What a text may not spend: each of these would take gigabytes or hours.
OUT = "数太大，文字太长，或者重复的次数太多"
REFUSED = "用了模板里不允许的写法"


def growing(step: str, start: str = "'甲'") -> str:
    """Sixty times the same step: whatever doubles is then larger than any memory."""
    loop = "{% for n in range(60) %}{% set ns.x = STEP %}{% endfor %}".replace("STEP", step)
    return "{% set ns = namespace(x=START) %}".replace("START", start) + loop + "{{ ns.x }}"


ENDLESS = {
    "a centre": ("{{ 'x' | center(300000000) }}", OUT),
    "spaces": ("{{ 'x'.ljust(1000000000) }}", OUT),
    "a method by filter": ("{{ ('x' | attr('rjust'))(1000000000) }}", OUT),
    "zeros": ("{{ '1'.zfill(1000000000) }}", OUT),
    "tabs": ("{{ ('\t' * 99999).expandtabs(99999) }}", OUT),
    "bytes": ("{{ (5).to_bytes(999999999, 'big') }}", OUT),
    "a format": ("{{ '{:>1000000000}'.format(1) }}", REFUSED),
    "a format by filter": ("{{ ('{:>1000000000}' | attr('format'))(1) }}", REFUSED),
    "a per cent": ("{{ '%1000000000d' % 1 }}", REFUSED),
    "a per cent of bytes": ("{{ '%1000000000d'.encode() % 1 }}", REFUSED),
    "a slow encoding": ("{{ ('甲' * 999999).encode('punycode') }}", REFUSED),
    "a translation": ("{{ ('a' * 99999).translate({97: 'b' * 99999}) }}", REFUSED),
    "squares": (growing("ns.x * ns.x", "9"), OUT),
    "sums of texts": (growing("ns.x + ns.x"), OUT),
    "joined texts": (growing("ns.x ~ ns.x"), OUT),
    "lists of lists": (growing("[ns.x, ns.x]"), OUT),
    "tuples of tuples": (growing("(ns.x, ns.x)"), OUT),
    "a table of tables": (growing("{1: ns.x, 2: ns.x}"), OUT),
    "a call of calls": (growing("dict(a=ns.x, b=ns.x)"), OUT),
    "loops in loops": (
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        OUT,
    ),
    "loops that pass over all": (
        "{% for a in range(99999) %}{% for b in range(99999) if 0 %}{% endfor %}{% endfor %}",
        OUT,
    ),
    "a loop over a page": ("{% for a in range(99999) %}" + "页" * 999 + "{% endfor %}", OUT),
    "macros in macros": (
        "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(60) }}",
        OUT,
    ),
    "a zero wording in loops": (
        "{% for a in range(999) %}{% for b in range(999) %}"
        "{{ zero.visitors }}{% endfor %}{% endfor %}",
        OUT,
    ),
    "sums in a loop": ("{% for a in range(9999) %}{{ range(99999) | sum }}{% endfor %}", OUT),
    "a long separator": ("{{ range(99999) | join('y' * 99999) }}", OUT),
    "a separator joins": ("{{ ('y' * 99999).join(['a'] * 99999) }}", OUT),
    "a long default": ("{{ range(99999) | map(attribute='x', default='y' * 99999) | join }}", OUT),
    "a replacement": ("{{ ('a' * 99999) | replace('a', 'b' * 99999) }}", OUT),
    "a method replaces": ("{{ ('a' * 99999).replace('a', 'b' * 99999) }}", OUT),
    "a deep indent": ("{{ ('\n' * 99999) | indent('b' * 99999, true, true) }}", OUT),
    "a unit": ("{{ (['a'] * 99999) | listed('b' * 99999) }}", OUT),
    "places of a number": ("{{ 42 | round(999999999, 'ceil') }}", OUT),
    "a batch": ("{{ [1] | batch(999999999, 0) | list }}", OUT),
    "columns": ("{{ [1] | slice(999999999) | list }}", OUT),
    "one number many times": ("{{ [" + "9" * 4000 + "] * 900000 }}", OUT),
    "one text many times": ("{{ (['a' * 99999] * 99999) | string }}", OUT),
    "a text looked through": (
        "{% set t = 'a' * 99999 %}{% for n in range(99999) %}{{ 'b' in t }}{% endfor %}",
        OUT,
    ),
    "slices": (
        "{% set t = 'a' * 99999 %}{% for n in range(99999) %}{{ t[n:] | length }}{% endfor %}",
        OUT,
    ),
}

LONG = "{% macro m() %}{% endmacro %}" * 12_000
"""Compiling it, which no budget pays, would take longer than all the rest."""

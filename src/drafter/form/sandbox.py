"""The sandbox that templates run in: what they may do, how much of it, and what is told of a slip.

A template may come from a folder that others write in. Jinja2's sandbox keeps it from reaching
anything; here its work is bounded too, without a clock: every value that goes into or comes out
of an operation is weighed, every turn of a loop is counted, and both are paid from one budget.
"""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from contextvars import ContextVar
from functools import cached_property, wraps
from hashlib import sha256
from math import prod
from pathlib import Path
from struct import Struct
from types import GeneratorType
from typing import Any, TypeVar

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.filters import do_sum
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer

from drafter.form.form_cache import cache_folder

BUDGET = 10_000_000
"""What one rendering may spend, and all the texts of a form together; a character costs 1, a turn
of a loop `_STEP`, a call `_CALL`.

The largest Word file spends a third, all else under a hundredth; who spends it all takes seconds.
"""
_STEP = 20
_MOST_TOKENS = 100_000
"""Words and signs of all the templates of one sandbox, for compiling is paid by no budget: the
largest form has 15,000, and 200,000 may take half a minute."""
_CALL = 300
"""A macro takes as long as many turns: by the price of one it would go on for ten seconds."""
_LONGEST = 1_000_000
"""Weight of one value: its characters, and one for each thing in it, whatever holds it."""
_LARGEST_BITS = 10_000
"""Of a whole number; a few squarings more would take longer than the rest of the template."""

_NAMELESS = "<template>"
"""What tracebacks call a template that was compiled from its text."""

_WEIGHED, _PAID = " weighed", " paid"
"""Filters that no template can name."""
_MULTIPLYING = frozenset(
    ("batch", "center", "indent", "join", "listed", "replace", "round", "slice", "tojson")
)
"""Filters whose result, or whose work, may be as large as the product of what they are given."""
_REFUSED_FILTERS = ("format", "pprint", "striptags", "urlize", "wordwrap", "xmlattr")
_REFUSED_METHODS = ("encode", "format", "format_map", "striptags", "translate")
"""Of a text: results of any length, or work that grows with the square of what they are given."""

_VIEWS: tuple[type[Any], ...] = (type({}.keys()), type({}.values()), type({}.items()))
_HOLDERS: tuple[type[Any], ...] = (list, tuple, set, frozenset, *_VIEWS)
_LARGE: tuple[type[Any], ...] = (*_HOLDERS, dict, range, bytes)

_Body = TypeVar("_Body", nodes.For, nodes.Macro, nodes.Template)
_Made = TypeVar("_Made")

_DIGEST_BYTES = 32

_spent: ContextVar[list[int]] = ContextVar("spent")
"""What the rendering under way has spent; a rendering within another pays from the same."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, strict about names, with bounded work.

    Without a `loader` a template's own text is its name.
    """

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(self, loader: jinja2.BaseLoader | None = None, **options: Any) -> None:
        # Nothing is worked out while compiling, where nothing is paid; a text is compiled once.
        options |= {"optimized": False, "cache_size": -1, "auto_reload": False}
        options["extensions"] = [_Counting]
        super().__init__(
            undefined=jinja2.StrictUndefined,
            loader=loader or jinja2.FunctionLoader(str),
            **options,
        )
        self._nameless = loader is None
        # Jinja2 asks for these classes by attribute: it has no arguments for them.
        self.code_generator_class = _Generator
        self.template_class = _Template
        self.globals["namespace"] = _Namespace
        del self.globals["lipsum"]  # makes texts of any length
        for name in _REFUSED_FILTERS:
            del self.filters[name]
        self.filters["sum"] = _sum
        self.add_filters(dict(self.filters))
        tests: dict[str, Any] = {**self.tests}
        self.tests |= {name: self._scaled(name, each) for name, each in tests.items()}
        self.filters[_WEIGHED] = jinja2.pass_context(lambda _, value: self.weighed(value))
        self.filters[_PAID] = jinja2.pass_context(lambda _, price: self.spend(price))
        self._trees: dict[str, list[nodes.Node]] = {}

    def add_filters(self, filters: Mapping[str, Callable[..., Any]]) -> None:
        """Filters of our own: what goes in and comes out of them is weighed too."""
        self.filters |= {name: self._scaled(name, each) for name, each in filters.items()}

    def make_globals(self, given: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One mapping: Jinja2's chain of two would be walked name by name at each rendering."""
        return {**self.globals, **(given or {})}

    def text(self, source: str) -> _Template:
        """The compiled text. Raises: jinja2.TemplateSyntaxError."""
        template = self.get_template(source)
        assert isinstance(template, _Template)
        return template

    def expression(self, source: str) -> _Template:
        """A condition or fact compiled as a template that has a `value`."""
        return self.text(expression_source(source))

    def nodes(self, source: str) -> list[nodes.Node]:
        """Every node of a template, each before what it holds.

        Raises: jinja2.TemplateSyntaxError, RecursionError.
        """
        if source not in self._trees:
            self._trees[source] = nodes_of(self.parse(source))
        return self._trees[source]

    def budgeted(self, run: Callable[[], _Made], spent: list[int] | None = None) -> _Made:
        """What `run` makes, paid from a budget of its own or from that of the run around it.

        spent: of a budget for several runs, what those before have spent
        """
        if _spent.get(None) is not None:
            return run()
        # A list, so that macros and inner renderings, which copy the context, pay into the same.
        token = _spent.set([0] if spent is None else spent)
        try:
            return run()
        finally:
            _spent.reset(token)

    def spend(self, price: int) -> None:
        """Pay for a piece of work. Raises: OverflowError once the budget is spent."""
        spent = _spent.get()
        spent[0] += price
        if spent[0] > BUDGET:
            raise OverflowError("budget")

    def weighed(self, value: _Made) -> _Made:
        """The value, paid for by its weight. Raises: OverflowError where it is too large."""
        self.spend(_weight(value))
        return value

    def concat(self, pieces: Iterable[str]) -> str:
        """The pieces of a whole text; escaping may have made them longer than what was paid."""
        made: list[str] = []
        length = 0
        for piece in pieces:
            length += len(piece)
            if length > BUDGET:
                raise OverflowError("output")
            made.append(piece)
        return "".join(made)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuses powers, formats written with `%`, and texts repeated without end."""
        if operator == "**" or (operator == "%" and isinstance(left, (str, bytes))):
            raise SecurityError(operator)
        if operator == "*":
            for text, times in ((left, right), (right, left)):
                is_text = hasattr(text, "__len__") and isinstance(times, int)
                if is_text and len(text) * times > _LONGEST:
                    raise SecurityError(operator)
        self.weighed(left)
        self.weighed(right)
        return self.weighed(super().call_binop(context, operator, left, right))

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """A method of a text is paid by the product of what it is given: `"x".ljust(9)` costs 9."""
        # Jinja2's sandbox wraps `str.format` and hands out the wrapper in its place.
        owner = getattr(getattr(obj, "__wrapped__", obj), "__self__", None)
        given = (*args, *kwargs.values())
        if isinstance(owner, (str, bytes)) and obj.__name__ in _REFUSED_METHODS:
            raise SecurityError(obj.__name__)
        if isinstance(owner, (str, bytes, int)):
            self.spend(prod((_weight(owner), *map(_measure, given))))
        for value in given:
            self.weighed(value)
        self.spend(_CALL)
        return self.weighed(super().call(context, obj, *args, **kwargs))

    def join_path(self, template: str, parent: str) -> str:
        """What `include` and its like ask for by name: not where texts have no names."""
        self.spend(_STEP)
        if self._nameless:
            raise jinja2.TemplateNotFound(template)
        return template

    def _scaled(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """A filter or test between scales."""
        multiplying = name in _MULTIPLYING
        # Jinja2 hands the context or environment to some before the value that is filtered.
        first = 1 + hasattr(function, "jinja_pass_arg")

        @wraps(function)
        def scaled(*args: Any, **kwargs: Any) -> Any:
            args = tuple(self._taken(arg, whole=multiplying) for arg in args)
            if multiplying:
                sizes = (*map(_weight, args[:first]), *map(_measure, args[first:]))
                self.spend(prod((*sizes, *map(_measure, kwargs.values()))))
            for value in (*args, *kwargs.values()):
                self.weighed(value)
            return self.weighed(function(*args, **kwargs))

        return scaled

    def _taken(self, value: Any, *, whole: bool) -> Any:
        """What a lazy filter yields is weighed thing by thing, or first put together."""
        # A generator has no weight before it has run, and `map` and `select` may chain for ever.
        if not isinstance(value, GeneratorType):
            return value
        things = (self.weighed(thing) for thing in value)
        return list(things) if whole else things


class _Counting(Extension):
    """Counts what templates are written in, as it is read."""

    tokens = 0

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The same. Raises: TemplateSyntaxError beyond what templates, or a number, may have."""
        tokens = iter(stream)
        while True:
            try:
                token = next(tokens, None)
            except ValueError:  # a number of more digits than Python takes
                raise jinja2.TemplateSyntaxError(TOO_LONG, stream.current.lineno) from None
            if token is None:
                return
            self.tokens += 1
            if self.tokens > _MOST_TOKENS:
                raise jinja2.TemplateSyntaxError(TOO_LONG, token.lineno)
            yield token


TOO_LONG = "too many tokens"
"""What such an error says."""


class _Template(jinja2.Template):
    """A template whose every run is paid from a budget."""

    environment: Sandbox

    def render(self, *args: Any, **kwargs: Any) -> str:
        """The text. Raises whatever the template raises, its lines rewritten."""
        return self.environment.budgeted(lambda: super(_Template, self).render(*args, **kwargs))

    def value(self, names: Mapping[str, Any]) -> Any:
        """What an `expression` comes to. Raises as `render` does."""
        return self.environment.budgeted(lambda: self._value(names))

    def _value(self, names: Mapping[str, Any]) -> Any:
        context = self.new_context(dict(names))
        try:
            # A template's code is a generator of its pieces; `set` has happened once it is through.
            for _ in self.root_render_func(context):
                pass
            value = context.vars["result"]
            if isinstance(value, jinja2.Undefined):
                str(value)  # raises, as it would in a text
        except Exception:
            self.environment.handle_exception()
        return value


class _Namespace(Namespace):
    """Jinja2's own, but its words do not hold those of all that it holds."""

    def __repr__(self) -> str:
        return "namespace"


class _Weighing(NodeTransformer):
    """Puts the scales into a template before it is compiled."""

    def visit_Output(self, node: nodes.Output | nodes.Concat) -> Any:  # noqa: N802
        """What is written, or joined by `~`, is paid piece by piece before it becomes a text."""
        self.generic_visit(node)
        node.nodes = [self._weighed(child) for child in node.nodes]
        return node

    def visit_Concat(self, node: nodes.Concat) -> Any:  # noqa: N802
        return self._weighed(self.visit_Output(node))

    def visit_Compare(self, node: nodes.Compare) -> nodes.Compare:  # noqa: N802
        """Equality and `in` may look through all of both sides."""
        self.generic_visit(node)
        node.expr = self._weighed(node.expr)
        for operand in node.ops:
            operand.expr = self._weighed(operand.expr)
        return node

    def visit_List(self, node: nodes.Expr) -> Any:  # noqa: N802
        """What makes a new value; a slice is a copy, and a tuple may be a target of `set`."""
        self.generic_visit(node)
        return self._weighed(node) if getattr(node, "ctx", "load") == "load" else node

    visit_Dict = visit_Tuple = visit_Getitem = visit_List  # noqa: N815

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802
        """Each turn pays, and so does each thing that `if` passes over."""
        self.generic_visit(node)
        if node.test is not None:
            node.test = self._weighed(node.test)
        return self._paid(node)

    def visit_Macro(self, node: _Body) -> _Body:  # noqa: N802
        """Each run pays: a macro may call itself, a template be included, many times."""
        self.generic_visit(node)
        return self._paid(node)

    visit_Template = visit_Macro  # noqa: N815

    def _weighed(self, node: Any) -> Any:
        if isinstance(node, (nodes.Const, nodes.TemplateData)):
            return node
        return nodes.Filter(node, _WEIGHED, [], [], None, None, lineno=node.lineno)

    def _paid(self, node: _Body) -> _Body:
        """Each run of the body pays a step, and for the text that stands in it."""
        length = sum(len(data.data) for data in node.find_all(nodes.TemplateData))
        price = nodes.Const(_STEP + length, lineno=node.lineno)
        paying = nodes.Filter(price, _PAID, [], [], None, None, lineno=node.lineno)
        node.body.insert(0, nodes.ExprStmt(paying, lineno=node.lineno))
        return node


@jinja2.pass_environment
def _sum(environment: Sandbox, values: Iterable[Any], attribute: str | None = None) -> Any:
    """Without Jinja2's `start`: lists added up one by one are copied again and again."""
    return do_sum(environment, values, attribute)


class _Generator(CodeGenerator):
    """Compiles a template with the scales in it."""

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:  # noqa: N802
        super().visit_Template(_Weighing().visit(node), frame)


def _weight(value: Any) -> int:
    """At least 1. Raises: OverflowError beyond what one value may weigh."""
    if isinstance(value, str):
        weight = 1 + len(value)
    elif isinstance(value, _LARGE):
        weight = _held(value)
    else:
        weight = 1
        if isinstance(value, int) and value.bit_length() > _LARGEST_BITS:
            raise OverflowError("number")
    if weight > _LONGEST:
        raise OverflowError("value")
    return weight


def _held(value: Any) -> int:
    """A list that holds another ten times holds its things ten times: as it would be written."""
    weight, waiting = 0, [value]
    while waiting and weight + len(waiting) <= _LONGEST:
        value = waiting.pop()
        weight += 1
        if isinstance(value, (str, bytes, range)):
            weight += len(value)
        elif isinstance(value, dict):
            waiting += (*value.keys(), *value.values())
        elif isinstance(value, _HOLDERS):
            waiting += value
        elif isinstance(value, int):
            weight += value.bit_length() // 8
    return weight + len(waiting)


def _measure(value: Any) -> int:
    """As what is widened or repeated is given it: a number says how wide or how often."""
    return max(1, abs(value)) if isinstance(value, int) else _weight(value)


def expression_source(source: str) -> str:
    """The template that a condition or value is compiled as."""
    return "{% set result = " + source + " %}"


def nodes_of(tree: nodes.Node) -> list[nodes.Node]:
    """Every node below one, each before what it holds, in the order of the text."""
    found: list[nodes.Node] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting += reversed(list(node.iter_child_nodes()))
    return found


def mishap(error: BaseException) -> str:
    """Why a template could not be run, in Chinese, without a full stop."""
    if isinstance(error, SecurityError):
        return "用了模板里不允许的写法"
    if isinstance(error, jinja2.UndefinedError):
        names = _QUOTED.findall(error.message or "")
        return f"没有“{names[-1]}”这个名称" if names else "要取的那一项不存在"
    if isinstance(error, jinja2.TemplateNotFound):
        return f"找不到要引入的模板“{error.name}”"
    # Within a branch, Jinja2 misses a filter only when it comes there.
    if isinstance(error, jinja2.TemplateRuntimeError) and "filter" in (error.message or ""):
        names = _QUOTED.findall(error.message or "")
        return f"没有“{names[-1]}”这个过滤器" if names else "没有这个过滤器"
    return next((why for kind, why in _MISHAPS if isinstance(error, kind)), "运行时出错")


_QUOTED = re.compile("'([^']*)'")
_MISHAPS: tuple[tuple[type[BaseException], str], ...] = (
    (OverflowError, "数太大，文字太长，或者重复的次数太多"),
    (ArithmeticError, "有一步算不出来"),
    (MemoryError, "要用的内存太多"),
    (RecursionError, "绕成了循环，或者层次太深"),
    (TypeError, "数字、文字、日期或列表用混了"),
    (AttributeError, "数字、文字、日期或列表用混了"),
    (LookupError, "要取的那一项不存在"),
    (ValueError, "有一个值不能这样用"),
)


def reason(error: jinja2.TemplateSyntaxError) -> str:
    """What Jinja2 has against a template, in Chinese."""
    said = error.message or ""
    # What it stops at is whole; what is missing is the end of something before.
    if open_block := re.search(r"unknown tag 'end.*that needs to be closed is '(\w+)'", said):
        return f"这里以前的 {open_block[1]} 没有结束，少了 end{open_block[1]}"
    if stray := re.search(r"unknown tag '(elif|else|end(\w+))'", said):
        return f"这里的 {stray[1]} 前面没有 {stray[2] or 'if'}"
    return next((why for words, why in _REASONS if words in said), "这里读不懂")


_REASONS = (
    (TOO_LONG, "模板太长"),
    ("unexpected end of template", "没有写完"),
    ("Unexpected end of template", "少了 endif 或 endfor"),
    ("Encountered unknown tag", "不认识的标签"),
    ("unexpected '}'", "大括号不配对"),
    ("expected token", "符号不配对或缺少一部分"),
    ("unexpected char", "有不能用的符号"),
)


def line_in(error: BaseException) -> int:
    """The line of a template without a file on which an error arose; 0 when unknown."""
    from traceback import walk_tb  # costs milliseconds, and templates seldom fail

    line = 0
    for frame, at in walk_tb(error.__traceback__):
        if frame.f_code.co_filename == _NAMELESS:
            line = at
    return line


def compiled_texts(form_id: str, digest: str, kind: str) -> jinja2.BytecodeCache | None:
    """What a form's templates were compiled to before.

    kind: tells environments apart, as the same text comes to other code in each
    """
    folder = cache_folder(form_id, digest)
    return None if folder is None else _CompiledTexts(folder / kind)


class _CompiledTexts(jinja2.BytecodeCache):
    """One file, a record for each template: a hundred files would take longer to open than to use.

    A record begins with a sha256 over its text and code: a torn or stale one is no code.
    Jinja2's own would read a pickle too.
    """

    def __init__(self, file: Path) -> None:
        self.file = file

    def load_bytecode(self, bucket: Bucket) -> None:
        # marshal crashes on damage, so nothing is handed to it that we did not write whole.
        record = self._records.get(bucket.key, b"")
        digest, payload = record[:_DIGEST_BYTES], record[_DIGEST_BYTES:]
        if _digest(bucket, payload) == digest:
            bucket.code = marshal.loads(payload)

    def dump_bytecode(self, bucket: Bucket) -> None:
        payload = marshal.dumps(bucket.code)
        record = _digest(bucket, payload) + payload
        self._records[bucket.key] = record
        # Neither renamed into place nor synced: a torn record is compiled again, no more.
        with suppress(OSError), self.file.open("ab") as file:
            file.write(_packed(bucket.key, record))

    @cached_property
    def _records(self) -> dict[str, bytes]:
        data, records, place = b"", dict[str, bytes](), 0
        with suppress(OSError):
            data = self.file.read_bytes()
        while (start := place + _HEAD.size) <= len(data):
            key, length = _HEAD.unpack_from(data, place)
            place = start + length
            if place > len(data):
                break
            records[key.decode("latin-1")] = data[start:place]
        whole = b"".join(_packed(key, record) for key, record in records.items())
        # Processes that compiled the same at once wrote it twice; nothing is found behind a torn
        # record.
        if len(whole) != len(data):
            with suppress(OSError):
                self.file.write_bytes(whole)
        return records


def _packed(key: str, record: bytes) -> bytes:
    return _HEAD.pack(key.encode("latin-1"), len(record)) + record


_HEAD = Struct(">40sQ")
"""Of a record: Jinja2's key of the template, and the length of what follows."""


def _digest(bucket: Bucket, payload: bytes) -> bytes:
    return sha256(bucket.checksum.encode() + payload).digest()

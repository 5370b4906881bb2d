"""Random words of a command line: from the grammar, as the app and the registry have it, and garbage."""

from __future__ import annotations

import functools
import string
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from actcli.functions import built_in
from completing import program
from fuzzing.tool import COMMANDS, FILES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from actcli.catalog.record import Activation


class Pool(NamedTuple):
    """Words that most commands take, and others."""

    good: tuple[str, ...]
    bad: tuple[str, ...] = ()

    def words(self, *, wild: bool) -> st.SearchStrategy[str]:
        """Words of the pool; from time to time garbage, where it may be wild."""
        return st.sampled_from(self.good + self.bad) | _garbage() if wild else st.sampled_from(self.good)


NUMBERS = Pool(
    ("0", "-0", "1", "-1", "3", "-5", "5", ".5", "-.5", "-1e-3", "1e300", "-1e308", "1.7976931348623157e308", "5e-324"),
    (
        *("1e400", "inf", "-inf", "nan", "-nan", "-Infinity", "1_000", "-1_000", "1,2", "-1,2", "0x10", "1e", "--1"),
        *("9" * 400, "0." + "0" * 400 + "1", "-1e-400", "1e99999999999", "٣", "1 ", " 1", "1\n", "+2"),
    ),
)
#: Parameters from the last powers of ten are left to the functions' own tests.
PARAMETERS = Pool(("0.5", "1", "2", "-1e-3", "1e-9"), (*NUMBERS.bad, "0", "-3", "1e9", "1e100"))
#: Work that grows with a number is kept small: how long it takes is no matter of right or wrong.
SMALL = Pool(("1", "2", "3"), ("0", "-1", "x", ""))
OUTS = Pool(
    ("out.svg", "OUT.PNG", "out.pdf", "old.svg", "a b.svg", "é.svg", ".svg", "-"),
    (
        *("no/where.svg", ".", "..", "", "/dev/null", "/dev/full", "/", "out.gif", "\udcff.svg", "n" * 300 + ".svg"),
        *("n\n.svg", "mine.py/out.svg", "out"),
    ),
)
SPECS = Pool(
    (
        *("mine.py:leak", "./mine.py:leak:0.3", "mine:leak", "math:erf", "numpy:tanh", "x", "0-x", "x*sigmoid(1.7*x)"),
        *("1/x", "x/0", "2*x**0.5", "x/2", "where(x>0,x,0)", "log(x)", "x**1000", "elu:alpha=0.5", "lrelu:0.2"),
        *("@values.csv", "@values.csv:x=x,y=y", "@values.csv:y=1", "cmd:cat", "relu'", "tanh''", "elu:alpha=0.5'"),
        *("x*x'", "mine.py:leak'", "silu(a)*b", "x/sum(exp(x))"),
    ),
    (
        *("mine.py:fails", "mine.py:leak:a=x", "mine.py:shapeless", "mine.py:texts", "mine.py:leaves", "mine.py:PI"),
        *("mine.py:", "mine.py", "mine.py:no", "broken.py:f", "no.py:f", "mine.py:leak.a", "mine.py:__doc__"),
        *("math:pi", "math:hypot", "numpy:sum", "numpy:linalg.inv", "no.such:f", "-x", "x**", "x+y", "x**1001"),
        *("relu(elu(x,2))", "(" * 200 + "x" + ")" * 200, "-" * 400 + "x", "x" * 501, "x**" * 150 + "x", "x.real"),
        *("x if x else 0", "[x]", "relu:", ":", "::", "relu:=", "relu:,", "elu:alpha=", "elu:alpha=1,alpha=2"),
        *("elu:alpha=nan", "elu:inf", "elu:1,2", "1e999*x", "max(x)", "sum(x)", "x/sum(x)"),
        *("@", "@-", "@missing", "@.", "@empty", "@codes.csv", "@quoted.csv", "@array.npy", "@values.csv:x=z"),
        *("@values.csv:x=,y=", "@values.csv:y=9", "cmd:", "cmd:missing", "cmd:'", "cmd:false", "cmd:true", "cmd:yes"),
        *("cmd:echo x", "cmd:bash early.sh", "cmd:bash words.sh", "cmd:head -c 1", "'", "relu'x", "relu" + "'" * 9),
        *("softmax'", "@values.csv'", "cmd:cat'", "mine.py:fails'"),
    ),
)
#: Values of options that are no choice of words, by their names.
VALUES = {
    "at": Pool(("1", "-1,2", "-3,.5,inf", "nan,nan", "1 , 2", "0," * 50 + "1"), ("1,,2", "", ",", "1,x")),
    "step": Pool(("1", "0.5", "1e9"), ("-1", "0", "1e-9", "x", "inf", "nan", "1e-400", "1e400")),
    "input": Pool((*FILES, "array.npy"), ("missing", ".", "-", "/dev/null", "", "old.csv/x", "n" * 300)),
    "output": Pool(
        ("old.csv", "out.csv", "out.tsv", "out.json", "out.jsonl", "out.npy", "out.txt", "-"), sum(OUTS, ())
    ),
    "wrt": Pool(("alpha", "negative_slope", "Alpha"), ("a", "x", "", "beta")),
    "search": Pool(("tanh", "tanh keras", "(", "[", "é"), ("",)),
    "ylim": Pool(("-1,1", "-1e308,1e308", "0,5e-324"), ("0,0", "1,-1", "x", "", "inf,1", "1,2,3")),
    "title": Pool(
        ("T", "", "$", "$x$", "$\\frac{$", "é\n<&>", "t" * 500, "\\", "{}", "%s", "漢字", "_^", "\x01", "]]>"),
        ("\udcff",),
    ),
    "size": Pool(("6.4x5", "2x2", "2X3"), ("1x1", "101x2", "x", "2x", "1e1x3", "..x..", "-2x2", "")),
    "dpi": Pool(("20", "72"), ("19", "1201", "x")),
    "width": Pool(("20", "80", "1000"), ("19", "1001", "x")),
    "height": Pool(("6", "20", "1000"), ("5", "x")),
    "compare width": Pool(("1", "8", "33"), ("0", "1025", "x")),
    "gain": Pool(("1", "0.5", "2"), ("0", "-1", "1e300", "nan", "x")),
    "num": Pool(
        ("1", "2", "3", "4", "7", "12", "1000"), ("0", "-1", "1000001", "1000000000", "1000000001", "9" * 30, "x")
    ),
    "digits": Pool(("1", "17", "6"), ("0", "18", "x")),
    "max-ulp": Pool(("0", "1", "inf", "1e9"), ("-1", "nan", "x")),
    "atol": Pool(("0", "1", "1e-300"), ("-1", "nan", "x")),
    "rtol": Pool(("0", "0.5", "inf"), ("-1", "nan", "")),
    "worst": Pool(("1", "3", "1000000"), ("0", "-1", "x", "1000001")),
    "above": Pool(("0", "0.5", "1e300"), ("-1", "nan", "x")),
    "column": Pool(("1", "2", "x"), ("0", "", "9", "y", "é")),
    "timeout": Pool(("1", "0.2"), ("0", "-1", "nan", "x")),
    "dtype": Pool(("float32", "bfloat16", "e5m2", "int8", "q3.4", "float64"), ("", "e4m3", "q", "int8:scale=0", "f")),
}
#: Options that make sense together, with the words that they need: what half of the lines of a command are made of.
PURPOSES: Mapping[str, Sequence[tuple[list[str], set[str]]]] = {
    "plot": (
        ([], {"--grad", "--num", "--ylim", "--title", "--width", "--height", "--ascii", "--color"}),
        (["out.svg"], {"--grad", "--num", "--ylim", "--title", "--theme", "--size"}),
        (["out.png"], {"--no-grad", "--num", "--ylim", "--title", "--theme", "--size", "--dpi"}),
        (["gelu", "mish", "--diff"], {"--num", "--ylim", "--title", "--width", "--color"}),
        (["gelu", "mish", "--diff", "--ulp"], {"--dtype", "--title", "--width", "--grad", "--labels"}),
    ),
    "compare": (
        ([], {"--traits", "--values", "--diff", "--max-ulp", "--grad", "--num", "--format", "--output", "--dtype"}),
        (
            ["gelu", "--diff"],
            {"--worst", "--above", "--ftz", "--atol", "--rtol", "--dtype", "--every", "--at", "--input"},
        ),
        (["gelu", "--diff", "out.svg"], {"--dtype", "--theme", "--size", "--title", "--max-ulp", "--grad"}),
        (["--depth=3"], {"--gain", "--seed", "--format", "--output", "--digits", "--no-header", "--color"}),
        (["--depth=2", "out.svg"], {"--gain", "--seed", "--theme"}),
        (["--train=sine", "--epochs=1"], {"--layers", "--width", "--seeds", "--seed", "--format", "--output"}),
        (["--train=blobs", "--epochs=1", "out.png"], {"--layers", "--width", "--seeds", "--theme"}),
    ),
}


#: Formulas with poles, ends and overflows.
POLES = (
    "1/x", "sin(x)/cos(x)", "exp(x)", "log(x)", "sqrt(x)", "x**3", "1/(x-1)", "exp(-1/x)", "0/x", "sin(1/x)",
    "where(x>1e300,1,x)", "1e308*x", "1e-320*x", "tanh(1e300*x)", "max(x,1e308)",
)  # fmt: skip


def _garbage() -> st.SearchStrategy[str]:
    """Words that mean nothing; none is a path elsewhere, none imports what is not ours."""
    letters = st.characters(exclude_characters="/\0", exclude_categories=()) | st.sampled_from("-=:,.'x0() \n\t")
    return st.text(letters, max_size=12).filter(
        lambda text: ":" not in text or not text.partition(":")[0].isidentifier()
    )


@functools.cache
def commands() -> Mapping[str, program.Command]:
    """Return the commands of the app by name."""
    return {command.name: command for command in program.commands()}


def specs(*, wild: bool = True) -> st.SearchStrategy[str]:
    """SPECs: functions with and without parameters, users' own, formulas, mistakes."""
    records = st.sampled_from(list(built_in()))
    names = records.map(lambda record: record.name)
    given = records.flatmap(lambda record: _with_parameters(record, wild=wild))
    return names | given | SPECS.words(wild=wild)


def _with_parameters(record: Activation, *, wild: bool) -> st.SearchStrategy[str]:
    if not record.params:
        return st.sampled_from([record.name.upper(), record.name.replace("_", "-"), f"{record.name}:1"][: 2 + wild])
    names = st.sampled_from([param.name for param in record.params])
    if not wild:
        return st.builds("{}:{}={}".format, st.just(record.name), names, PARAMETERS.words(wild=False))
    values = PARAMETERS.words(wild=True)
    parts = st.builds("{}={}".format, names, values) | values
    return st.lists(parts, min_size=1, max_size=3).map(lambda pairs: f"{record.name}:{','.join(pairs)}")


def formulas() -> st.SearchStrategy[str]:
    """Formulas, most of them well formed."""
    leaves = st.sampled_from(["x", "x", "x", "1", "0.5", "2", "1e300", "pi", "inf", "0", "1e-300"])
    one = ("exp", "expm1", "log", "log1p", "sqrt", "sin", "cosh", "atan", "erf", "erfc", "abs", "tanh", "gelu", "sum")

    def larger(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return (
            st.builds("({}{}{})".format, parts, st.sampled_from(["+", "-", "*", "/", "**"]), parts)
            | st.builds("{}({})".format, st.sampled_from([*one, "max", "softmax", "glu", "nothing"]), parts)
            | st.builds("{}({},{})".format, st.sampled_from(["min", "max", "elu"]), parts, parts)
            | st.builds(
                "where({}{}{},{},{})".format, parts, st.sampled_from(["<", "<=", ">", ">=", "=="]), *[parts] * 3
            )
            | parts.map("-{}".format)
        )

    tokens = st.sampled_from([*"x019.+-*/()<>=,e ", "relu", "where", "max"])
    text = st.lists(tokens, max_size=30).map("".join)
    return st.recursive(leaves, larger, max_leaves=12).map("0+{}".format) | text.map("0+x{}".format)


def options(command: str, *, wild: bool, among: AbstractSet[str] = frozenset()) -> st.SearchStrategy[list[str]]:
    """An option of a command, of those named where some are, with its value if it takes one."""
    known = [option for option in commands()[command].options if not among or among & set(option.spellings)]
    known = [option for option in known if wild or "--help" not in option.spellings]
    return (
        st.sampled_from(known).flatmap(lambda option: _option(command, option, wild=wild))
        if known
        else st.just(["--help"])
    )


def _option(command: str, option: program.Option, *, wild: bool) -> st.SearchStrategy[list[str]]:
    names = st.sampled_from(option.spellings)
    if not option.words and not option.metavar:
        return names.map(_alone)
    chosen = Pool(tuple(str(word) for word in option.words), ("",))
    name = option.spellings[0].strip("-")
    values = chosen if option.words else VALUES.get(f"{command} {name}") or VALUES.get(name, SMALL)
    apart = st.tuples(names, values.words(wild=wild)).map(list)
    return apart | apart | apart.map(lambda pair: ["=".join(pair)] if pair[0].startswith("--") else ["".join(pair)])


def operands(command: str, *, wild: bool) -> st.SearchStrategy[list[str]]:
    """Words that are no options."""
    number = NUMBERS.words(wild=wild)
    nothing = st.just(list[str]())
    ends = st.lists(number, min_size=2, max_size=2) | st.just(["-2", "3"])
    if command in {"eval", "grad"}:
        points = ends | st.lists(number, max_size=2 + wild) | st.just(["-"])
        return _joined(specs(wild=wild).map(_alone), points)
    if command in {"compare", "plot"}:
        several = st.lists(specs(wild=wild), min_size=not wild, max_size=3, unique=not wild)
        out = OUTS.words(wild=wild).map(_alone) if wild else nothing
        return _joined(several, ends | nothing | st.just(["-"]), out | nothing)
    if command == "completion":
        return Pool(("bash", "zsh", "fish", "powershell"), ("tcsh", "")).words(wild=wild).map(_alone)
    return specs(wild=wild).map(_alone) if command == "show" or wild else nothing


def _alone(word: str) -> list[str]:
    return [word]


def _joined(*parts: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    return st.tuples(*parts).map(lambda lists: [word for each in lists for word in each])


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """Return the words of a whole command: half of them tame, the others with anything wrong anywhere."""
    wild = draw(st.booleans())
    command = draw(st.sampled_from([*COMMANDS[:4], *COMMANDS]))
    parts = [[word] for word in draw(operands(command, wild=wild))]
    needed, among = draw(st.sampled_from(PURPOSES.get(command, [([], set[str]())]))) if not wild else ([], set())
    parts += [needed, *draw(st.lists(options(command, wild=wild, among=among), max_size=2 + 2 * wild))]
    change = draw(st.sampled_from(["", "", "garbage", "shuffle", "drop", "foreign", "rename", "root"])) if wild else ""
    if change == "garbage":
        parts.insert(draw(st.integers(0, len(parts))), [draw(_garbage())])
    elif change == "shuffle":
        parts = list(draw(st.permutations(parts)))
    elif change == "drop" and parts:
        parts.pop(draw(st.integers(0, len(parts) - 1)))
    elif change == "foreign":
        parts.append(draw(st.sampled_from(COMMANDS).flatmap(lambda name: options(name, wild=True))))
    elif change == "rename":
        command = draw(st.sampled_from(COMMANDS) | _garbage())
    elif change == "root":
        return draw(st.lists(st.sampled_from(["--help", "-h", "-V", "--version", "--", "-", "", *string.punctuation])))
    words = [command, *(word for part in parts for word in part)]
    # A hundred epochs are no more wrong than one.
    return [*words, "--epochs=1"] if any(word.startswith("--tr") for word in words) and wild else words


def _ends() -> st.SearchStrategy[str]:
    """Return numbers of every magnitude, as ends of ranges that nobody draws."""
    largest = "1.7976931348623157e308"
    known = st.sampled_from(["0", "1", "-1", "5", "-5", "1e308", "-1e308", largest, f"-{largest}", "5e-324", "-5e-324"])
    return known | st.builds("{}{!r}".format, st.sampled_from(["", "-"]), st.floats(-323, 308.2).map(lambda e: 10**e))


@st.composite
def pictures(draw: st.DrawFn) -> list[str]:
    """Return a plot over any range, in a file or of characters."""
    elementwise = st.sampled_from([record.name for record in built_in()]) | st.sampled_from(POLES)
    if draw(st.integers(0, 3)):
        line = ["plot", *draw(st.lists(elementwise, min_size=1, max_size=3, unique=True))]
        line += draw(st.lists(st.sampled_from(["--grad", "--diff", "--no-grad", "--num=2", "--num=50"]), max_size=2))
    else:
        line = ["plot", "--family", draw(st.sampled_from([record.family for record in built_in()]))]
    line += draw(st.sampled_from([[], [draw(_ends()), draw(_ends())]]))
    line += draw(
        st.sampled_from(
            [[], [], ["--ylim=" + ",".join(sorted([draw(_ends()), draw(_ends())], key=float))], ["--size=2x2"]]
        )
    )
    return [*line, *draw(st.sampled_from([["out.svg"], ["out.svg"], ["--ascii"], []]))]

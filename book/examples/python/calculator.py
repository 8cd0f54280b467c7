"""The arithmetic of the protocol: an expression in, its value or a reason out. It knows nothing of sockets."""

import math
import re

MAX_DEPTH = 64  # parentheses and functions

# ANCHOR: tokens
TOKEN = re.compile(
    r"(?P<number>(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)|(?P<name>[A-Za-z]\w*)|(?P<symbol>[-+*/%^()])",
    re.ASCII,
)
BLANKS = re.compile(r"[ \t]*")
# ANCHOR_END: tokens

CONSTANTS = {"pi": math.pi, "e": math.e}
FUNCTIONS = {
    "sqrt": math.sqrt,
    "abs": abs,
    "exp": math.exp,
    "ln": math.log,
    "log10": math.log10,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
}


class Refused(Exception):
    """The request has no value; the text is the reason."""


def calculate(text):
    try:
        return Parser(tokens(text)).whole()
    except OverflowError:
        raise Refused("the result is too large")
    except ValueError:
        raise Refused("the result is not a number")


# ANCHOR: numbers
def format_number(value):
    if value == 0:
        return "0"  # not -0.0
    mantissa, _, exponent = repr(value).removesuffix(".0").partition("e")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa
# ANCHOR_END: numbers


def tokens(text):
    """The kind, the text and the column of each token, the last one first."""
    found = []
    at = BLANKS.match(text).end()
    while at < len(text):
        token = TOKEN.match(text, at)
        if not token:
            raise Refused(f"unexpected character at column {at + 1}")
        found.append((token.lastgroup, token[0], at + 1))
        at = BLANKS.match(text, token.end()).end()
    found.append(("end", "", at + 1))
    return found[::-1]


def finite(value):
    if math.isnan(value):
        raise Refused("the result is not a number")
    if math.isinf(value):
        raise Refused("the result is too large")
    return value


class Parser:
    """Recursive descent. Only parentheses and functions recurse, at most MAX_DEPTH deep."""

    def __init__(self, tokens):
        self.tokens = tokens
        self.depth = 0

    def next_is(self, kind):
        return self.tokens[-1][0] == kind

    def take(self, symbols):
        is_one = self.next_is("symbol") and self.tokens[-1][1] in symbols
        return self.tokens.pop()[1] if is_one else None

    def refuse(self, reason):
        raise Refused(f"{reason} at column {self.tokens[-1][2]}")

    def whole(self):
        value = self.sum()
        if not self.next_is("end"):
            self.refuse("expected an operator")
        return value

    def sum(self):
        value = self.product()
        while operator := self.take("+-"):
            right = self.product()
            value = finite(value + right if operator == "+" else value - right)
        return value

    def product(self):
        value = self.signed()
        while operator := self.take("*/%"):
            right = self.signed()
            if operator == "*":
                value = finite(value * right)
            elif right == 0:
                raise Refused("division by zero")
            else:
                value = finite(value / right) if operator == "/" else math.fmod(value, right)
        return value

    def signed(self):
        """A chain of powers may be as long as the line: it is collected, and calculated from the right."""
        chain = []
        while True:
            is_negative = False
            while sign := self.take("+-"):
                is_negative ^= sign == "-"
            chain.append((is_negative, self.operand()))
            if not self.take("^"):
                break
        is_negative, value = chain.pop()
        value = -value if is_negative else value
        while chain:
            is_negative, base = chain.pop()
            value = finite(math.pow(base, value))
            value = -value if is_negative else value
        return value

    def operand(self):
        if self.next_is("number"):
            return finite(float(self.tokens.pop()[1]))
        if self.next_is("name"):
            return self.named(self.tokens[-1][1])
        return self.parentheses("expected a number")

    def named(self, name):
        if name not in CONSTANTS and name not in FUNCTIONS:
            self.refuse("unknown name")
        self.tokens.pop()
        if name in CONSTANTS:
            return CONSTANTS[name]
        return finite(FUNCTIONS[name](self.parentheses("expected '(' after the name of a function")))

    def parentheses(self, reason):
        if not self.take("("):
            self.refuse(reason)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.refuse("nested too deeply")
        value = self.sum()
        if not self.take(")"):
            self.refuse("expected ')'")
        self.depth -= 1
        return value

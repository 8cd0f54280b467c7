import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Pattern;

/** The arithmetic of the protocol, which knows nothing of sockets: an expression in, its value or a reason out. */
class Calculator {
    static final int MAX_DEPTH = 64; // parentheses and functions

    // ANCHOR: tokens
    private static final Pattern TOKEN = Pattern.compile(
        "(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|[A-Za-z]\\w*|[-+*/%^()]");
    // ANCHOR_END: tokens

    private static final Map<String, Double> CONSTANTS = Map.of("pi", Math.PI, "e", Math.E);
    private static final Map<String, DoubleUnaryOperator> FUNCTIONS = Map.of(
        "sqrt", Math::sqrt, "abs", Math::abs, "exp", Math::exp, "ln", Math::log, "log10", Math::log10,
        "sin", Math::sin, "cos", Math::cos, "tan", Math::tan);

    /** The request has no value; the message is the reason. */
    static class Refused extends Exception {
        Refused(String reason) {
            super(reason);
        }
    }

    /** A part of an expression, and the column in which it begins. The last one is empty. */
    private record Token(String text, int column) {}

    private final Deque<Token> tokens = new ArrayDeque<>();
    private int depth = 0;

    /** Of a chain of powers, which may be as long as the line: it is collected, and calculated from the right. */
    private record Link(boolean isNegative, double base) {}

    static double calculate(String text) throws Refused {
        var calculator = new Calculator(text);
        double value = calculator.sum();
        if (!calculator.next().isEmpty()) throw calculator.refused("expected an operator");
        return value;
    }

    // ANCHOR: numbers
    static String format(double value) {
        if (value == 0) return "0"; // not -0.0
        var shortest = shortest(value).stripTrailingZeros();
        double size = Math.abs(value);
        if (size >= 0.0001 && size < 1e16) return shortest.toPlainString();
        int exponent = shortest.precision() - shortest.scale() - 1;
        return shortest.movePointLeft(exponent).toPlainString() + "e" + exponent;
    }

    /** The nearest number with the fewest digits that read back as the value: 17 always do. */
    private static BigDecimal shortest(double value) {
        var exact = new BigDecimal(value);
        for (int digits = 1; ; digits++) {
            // Above a power of two, numbers are twice as far apart as below it. So one above it may
            // read back where the nearest does not.
            for (var mode : new RoundingMode[] {RoundingMode.HALF_EVEN, RoundingMode.UP}) {
                var rounded = exact.round(new MathContext(digits, mode));
                if (rounded.doubleValue() == value) return rounded;
            }
        }
    }

    // ANCHOR_END: numbers

    private Calculator(String text) throws Refused {
        var matcher = TOKEN.matcher(text);
        for (int at = afterBlanks(text, 0); at < text.length(); at = afterBlanks(text, matcher.end())) {
            int column = text.codePointCount(0, at) + 1; // characters, where a `char` may be half of one
            if (!matcher.region(at, text.length()).lookingAt()) {
                throw new Refused("unexpected character at column " + column);
            }
            tokens.add(new Token(matcher.group(), column));
        }
        tokens.add(new Token("", text.codePointCount(0, text.length()) + 1));
    }

    private static int afterBlanks(String text, int at) {
        while (at < text.length() && " \t".indexOf(text.charAt(at)) >= 0) at++;
        return at;
    }

    private String next() {
        return tokens.element().text;
    }

    private Refused refused(String reason) {
        return new Refused(reason + " at column " + tokens.element().column);
    }

    private static double finite(double value) throws Refused {
        if (Double.isNaN(value)) throw new Refused("the result is not a number");
        if (Double.isInfinite(value)) throw new Refused("the result is too large");
        return value;
    }

    private boolean take(String token) {
        return token.equals(next()) && tokens.remove() != null;
    }

    private double sum() throws Refused {
        double value = product();
        while (true) {
            if (take("+")) value = finite(value + product());
            else if (take("-")) value = finite(value - product());
            else return value;
        }
    }

    private double product() throws Refused {
        double value = signed();
        while (true) {
            if (take("*")) value = finite(value * signed());
            else if (take("/")) value = finite(value / divisor());
            else if (take("%")) value = finite(value % divisor());
            else return value;
        }
    }

    private double divisor() throws Refused {
        double value = signed();
        if (value == 0) throw new Refused("division by zero");
        return value;
    }

    private double signed() throws Refused {
        var links = new ArrayDeque<Link>();
        do {
            boolean isNegative = false;
            while (true) {
                if (take("-")) isNegative = !isNegative;
                else if (!take("+")) break;
            }
            links.push(new Link(isNegative, operand()));
        } while (take("^"));
        var last = links.pop();
        double value = last.isNegative ? -last.base : last.base;
        for (var link : links) {
            value = finite(Math.pow(link.base, value));
            if (link.isNegative) value = -value;
        }
        return value;
    }

    private double operand() throws Refused {
        char first = next().isEmpty() ? ' ' : next().charAt(0);
        if (Character.isDigit(first) || first == '.') return finite(Double.parseDouble(tokens.remove().text));
        return Character.isLetter(first) ? named(next()) : parentheses("expected a number");
    }

    private double named(String name) throws Refused {
        var constant = CONSTANTS.get(name);
        var function = FUNCTIONS.get(name);
        if (constant == null && function == null) throw refused("unknown name");
        tokens.remove();
        if (constant != null) return constant;
        double argument = parentheses("expected '(' after the name of a function");
        if (argument == 0 && name.startsWith("l")) throw new Refused("the result is not a number");
        return finite(function.applyAsDouble(argument));
    }

    private double parentheses(String reason) throws Refused {
        if (!take("(")) throw refused(reason);
        if (++depth > MAX_DEPTH) throw refused("nested too deeply");
        double value = sum();
        if (!take(")")) throw refused("expected ')'");
        depth--;
        return value;
    }
}

package org.jdbmail.sieve.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Step;
import org.jdbmail.sieve.run.Text;
import org.jdbmail.sieve.syntax.Argument;
import org.jdbmail.sieve.syntax.Argument.Literal;
import org.jdbmail.sieve.syntax.Node;
import org.jdbmail.sieve.syntax.Position;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one command or test. Its meaning takes first the tags that it knows, in any order (RFC 5228 §2.6.2), and
 * then what stands behind them; what nobody took is wrong, and noted at the end.
 */
public final class Arguments {
    private final Node node;
    private final Compiler compiler;
    private final Compilation compilation;
    private final TextReader texts;
    private final List<Argument> left;
    private boolean testsTaken;
    private boolean blockTaken;

    Arguments(Node node, Compiler compiler, Compilation compilation) {
        this.node = node;
        this.compiler = compiler;
        this.compilation = compilation;
        this.texts = new TextReader(compilation);
        this.left = new ArrayList<>(node.arguments());
    }

    /** Where the command stands. */
    public Position at() {
        return node.at();
    }

    /** The script around it. */
    public Compilation compilation() {
        return compilation;
    }

    public boolean has(Extension extension) {
        return compilation.has(extension);
    }

    /** Notes an error. */
    public void error(Position at, String text) {
        compilation.error(at, text);
    }

    /** Notes something that looks wrong. */
    public void warning(Position at, String text) {
        compilation.warning(at, text);
    }

    /** Notes an error after which nothing can be made of the command. */
    public InvalidScript fail(Position at, String text) {
        compilation.error(at, text);
        return new InvalidScript();
    }

    /** An error that names what stands here. */
    public InvalidScript fail(String text) {
        return fail(node.at(), text);
    }

    // Tags.

    private int find(String tag) {
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i) instanceof Argument.Tag(Position _, String name) && name.equalsIgnoreCase(tag)) {
                return i;
            }
        }
        return -1;
    }

    private boolean allowed(int index, @Nullable Extension needed) {
        if (needed != null && !has(needed)) {
            Argument.Tag tag = (Argument.Tag) left.get(index);
            error(tag.at(), "':" + tag.name() + "' needs: require \"" + needed.capability() + "\";");
            return false;
        }
        return true;
    }

    /** Whether a tag is there, which is then taken. */
    public boolean flag(String tag) {
        return flag(tag, null);
    }

    /** Whether a tag of an extension is there, which is then taken. */
    public boolean flag(String tag, @Nullable Extension needed) {
        int index = find(tag);
        if (index < 0) {
            return false;
        }
        allowed(index, needed);
        left.remove(index);
        return true;
    }

    /** The one of some tags that is there; null if none is. Two of them are an error. */
    public @Nullable String oneOf(List<String> tags) {
        String found = null;
        for (String tag : tags) {
            int index = find(tag);
            if (index < 0) {
                continue;
            }
            if (found != null) {
                error(left.get(index).at(), "':" + tag + "' can't stand beside ':" + found + "'");
            } else {
                found = tag;
            }
            left.remove(index);
        }
        return found;
    }

    /** What stands after a tag, both of which are then taken; null if the tag isn't there. */
    private @Nullable Argument after(String tag, @Nullable Extension needed) throws InvalidScript {
        int index = find(tag);
        if (index < 0) {
            return null;
        }
        allowed(index, needed);
        Argument.Tag name = (Argument.Tag) left.remove(index);
        if (index >= left.size()) {
            throw fail(name.at(), "after ':" + tag + "' its value is missing");
        }
        return left.remove(index);
    }

    /** The string after a tag; null if the tag isn't there. */
    public @Nullable Text string(String tag, @Nullable Extension needed) throws InvalidScript {
        Argument value = after(tag, needed);
        return value == null ? null : text(single(value, "after ':" + tag + "'"));
    }

    /** The strings after a tag; null if the tag isn't there. */
    public @Nullable List<Text> taggedStrings(String tag, @Nullable Extension needed) throws InvalidScript {
        Argument value = after(tag, needed);
        return value == null ? null : texts(many(value, "after ':" + tag + "'"));
    }

    /** The string after a tag, which mustn't depend on anything; null if the tag isn't there. */
    public @Nullable Literal literal(String tag, @Nullable Extension needed) throws InvalidScript {
        Argument value = after(tag, needed);
        return value == null ? null : fixed(single(value, "after ':" + tag + "'"), "the value of ':" + tag + "'");
    }

    /** The number after a tag; -1 if the tag isn't there. */
    public long number(String tag, @Nullable Extension needed) throws InvalidScript {
        Argument value = after(tag, needed);
        return value == null ? -1 : number(value, "after ':" + tag + "'");
    }

    // What stands behind the tags.

    /** Whether anything is left that is no tag. */
    public boolean more() {
        dropUnknownTags();
        return !left.isEmpty();
    }

    private void dropUnknownTags() {
        while (!left.isEmpty() && left.getFirst() instanceof Argument.Tag(Position at, String name)) {
            unknown(at, name);
            left.removeFirst();
        }
    }

    private void unknown(Position at, String tag) {
        boolean twice = node.arguments().stream()
                        .filter(each -> each instanceof Argument.Tag other
                                && other.name().equalsIgnoreCase(tag))
                        .count()
                > 1;
        error(at, twice ? "':" + tag + "' stands here twice" : "'" + node.name() + "' has no ':" + tag + "'");
    }

    private Argument next(String what) throws InvalidScript {
        dropUnknownTags();
        if (left.isEmpty()) {
            throw fail(node.at(), "'" + node.name() + "' lacks " + what);
        }
        return left.removeFirst();
    }

    /** The next argument, a string: {@code what} it is, with its article, for messages. */
    public Text string(String what) throws InvalidScript {
        return text(single(next(what), "as " + what));
    }

    /** The next argument, a string that mustn't depend on anything. */
    public Literal literal(String what) throws InvalidScript {
        return fixed(single(next(what), "as " + what), what);
    }

    /** The next argument, a string or a list of them. */
    public List<Text> strings(String what) throws InvalidScript {
        return texts(many(next(what), "as " + what));
    }

    /** The next argument, a list of strings of which each is checked that depends on nothing. */
    public List<Text> strings(String what, Checking checking) throws InvalidScript {
        List<Literal> literals = many(next(what), "as " + what);
        List<Text> texts = texts(literals);
        for (int i = 0; i < texts.size(); i++) {
            String constant = texts.get(i).constant();
            String wrong = constant == null ? null : checking.wrong(constant);
            if (wrong != null) {
                error(literals.get(i).at(), wrong);
            }
        }
        return texts;
    }

    /** Says what is wrong with a value. */
    @FunctionalInterface
    public interface Checking {
        /** Null if nothing is. */
        @Nullable
        String wrong(String value);
    }

    /** The next argument, a number. */
    public long number(String what) throws InvalidScript {
        return number(next(what), "as " + what);
    }

    /** Whether the next argument is a list or a string with another behind it. */
    public int count() {
        dropUnknownTags();
        return left.size();
    }

    private Literal single(Argument value, String where) throws InvalidScript {
        List<Literal> literals = many(value, where);
        if (literals.size() != 1 || value instanceof Argument.Strings strings && strings.bracketed()) {
            throw fail(value.at(), "a single string is expected " + where + ", not a list");
        }
        return literals.getFirst();
    }

    private List<Literal> many(Argument value, String where) throws InvalidScript {
        return switch (value) {
            case Argument.Strings strings -> strings.items();
            case Argument.Amount _ -> throw fail(value.at(), "a string is expected " + where + ", not a number");
            case Argument.Tag tag ->
                throw fail(value.at(), "a string is expected " + where + ", not ':" + tag.name() + "'");
        };
    }

    private long number(Argument value, String where) throws InvalidScript {
        if (value instanceof Argument.Amount(Position _, long number)) {
            return number;
        }
        throw fail(value.at(), "a number is expected " + where);
    }

    private Literal fixed(Literal literal, String what) throws InvalidScript {
        String constant = text(literal).constant();
        if (constant == null) {
            throw fail(literal.at(), what + " can't hold a variable");
        }
        return new Literal(literal.at(), constant);
    }

    private Text text(Literal literal) {
        return texts.read(literal);
    }

    private List<Text> texts(List<Literal> literals) {
        return literals.stream().map(this::text).toList();
    }

    /** The name of a variable that is given a value; null after an error was noted. */
    public @Nullable Variable variable(Literal literal) {
        TextReader.Name name = TextReader.name(literal.value());
        if (name == null) {
            error(literal.at(), "'" + literal.value() + "' can't be the name of a variable");
            return null;
        }
        if (!texts.check(literal, name, literal.value())) {
            return null;
        }
        if (!name.global()) {
            compilation.declare(literal.at(), name.name());
        }
        return new Variable(name.global(), name.name());
    }

    /** The name of a variable, in lower case. */
    public record Variable(boolean global, String name) {}

    // Tests and blocks.

    /** The only test. */
    public Check test() throws InvalidScript {
        testsTaken = true;
        if (node.tests().size() != 1 || node.testList()) {
            throw fail("'" + node.name() + "' needs one test behind it");
        }
        return compiler.test(node.tests().getFirst());
    }

    /** The tests of a list. */
    public List<Check> tests() throws InvalidScript {
        testsTaken = true;
        if (node.tests().isEmpty() || !node.testList()) {
            throw fail("'" + node.name() + "' needs tests in parentheses behind it");
        }
        List<Check> checks = new ArrayList<>();
        for (Node test : node.tests()) {
            checks.add(compiler.test(test));
        }
        return checks;
    }

    /** The commands in braces. */
    public List<Step> block() throws InvalidScript {
        blockTaken = true;
        List<Node> block = node.block();
        if (block == null) {
            throw fail("'" + node.name() + "' needs a block in braces behind it");
        }
        return compiler.block(block);
    }

    /** The commands in braces, which are a loop. */
    public List<Step> loop(String name) throws InvalidScript {
        compilation.enterLoop(node.at(), name);
        try {
            return block();
        } finally {
            compilation.leaveLoop(name);
        }
    }

    /** Notes what nobody took. */
    void end() {
        for (Argument argument : left) {
            if (argument instanceof Argument.Tag(Position at, String name)) {
                unknown(at, name);
            } else {
                error(argument.at(), "'" + node.name() + "' has an argument too many");
                break;
            }
        }
        if (!testsTaken && !node.tests().isEmpty()) {
            error(node.tests().getFirst().at(), "'" + node.name() + "' takes no test");
        }
        if (!blockTaken && node.block() != null) {
            error(node.at(), "'" + node.name() + "' has no block behind it; it ends in ';'");
        }
    }

    /** What the script requires that one of some words can be used. */
    static String needs(String name, Set<Extension> extensions) {
        return "'" + name + "' needs: require \"" + extensions.iterator().next().capability() + "\";";
    }
}

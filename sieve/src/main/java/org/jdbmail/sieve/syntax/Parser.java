package org.jdbmail.sieve.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.sieve.syntax.Word.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads the words of a script as commands and tests (RFC 5228 §8.2). After an error it goes on with the next command, so
 * that a writer is told of all at once.
 */
public final class Parser {
    /** Blocks inside blocks; RFC 5228 §2.10.5 asks for 15. */
    public static final int DEEPEST_BLOCK = 32;

    /** Tests inside tests. */
    public static final int DEEPEST_TEST = 32;

    /** Strings of one list. */
    private static final int LONGEST_LIST = 10_000;

    private final Lexer lexer;
    private final Problems problems;
    private Word word;
    private int blocks;

    private Parser(String script, Problems problems) {
        this.lexer = new Lexer(script, problems);
        this.problems = problems;
        this.word = lexer.next();
    }

    /** The commands of a script; what is wrong is added to the problems. */
    public static List<Node> parse(String script, Problems problems) {
        Parser parser = new Parser(script, problems);
        List<Node> commands = parser.commands();
        while (!parser.word.is(Kind.END) && !problems.isFull()) {
            problems.error(parser.word.at(), "this '}' closes nothing");
            parser.advance();
            commands.addAll(parser.commands());
        }
        return commands;
    }

    /** That this command can't be read any further. */
    private static final class Lost extends Exception {
        private static final long serialVersionUID = 1L;

        Lost() {
            super("lost", null, false, false);
        }
    }

    private void advance() {
        word = lexer.next();
    }

    private boolean take(Kind kind) {
        if (!word.is(kind)) {
            return false;
        }
        advance();
        return true;
    }

    private Lost lost(String text) {
        problems.error(word.at(), text);
        return new Lost();
    }

    /** Commands up to the end or to a brace that closes the block. */
    private List<Node> commands() {
        List<Node> commands = new ArrayList<>();
        while (!word.is(Kind.END) && !word.is(Kind.CLOSE_BLOCK) && !problems.isFull()) {
            try {
                commands.add(command());
            } catch (Lost _) {
                recover();
            }
        }
        return commands;
    }

    /** Goes on after the next semicolon or block of the same level. */
    private void recover() {
        int level = 0;
        while (!word.is(Kind.END)) {
            if (word.is(Kind.CLOSE_BLOCK)) {
                if (level == 0) {
                    return;
                }
                level--;
                if (level == 0) {
                    advance();
                    return;
                }
            } else if (word.is(Kind.OPEN_BLOCK)) {
                level++;
            } else if (word.is(Kind.SEMICOLON) && level == 0) {
                advance();
                return;
            }
            advance();
        }
    }

    private Node command() throws Lost {
        if (!word.is(Kind.IDENTIFIER)) {
            throw lost("a command must begin with its name, not with " + word.words());
        }
        Head head = head(0);
        if (word.is(Kind.OPEN_BLOCK)) {
            return head.node(block());
        }
        if (!word.is(Kind.SEMICOLON)) {
            throw lost("';' is missing after '" + head.name.text() + "', before " + word.words());
        }
        advance();
        return head.node(null);
    }

    private List<Node> block() throws Lost {
        Position start = word.at();
        if (blocks == DEEPEST_BLOCK) {
            throw lost("more than " + DEEPEST_BLOCK + " blocks inside each other");
        }
        blocks++;
        advance();
        List<Node> commands = commands();
        blocks--;
        if (!take(Kind.CLOSE_BLOCK)) {
            problems.error(start, "this block has no end: '}' is missing");
        }
        return commands;
    }

    /** A name with what follows it, but for the block. */
    private record Head(Word name, List<Argument> arguments, List<Node> tests, boolean testList) {
        Node node(@Nullable List<Node> block) {
            return new Node(name.at(), name.text(), arguments, tests, testList, block);
        }
    }

    private Head head(int depth) throws Lost {
        Word name = word;
        advance();
        List<Argument> arguments = new ArrayList<>();
        while (true) {
            Argument argument = argument();
            if (argument == null) {
                break;
            }
            arguments.add(argument);
        }
        if (word.is(Kind.IDENTIFIER)) {
            return new Head(name, arguments, List.of(test(depth)), false);
        }
        if (word.is(Kind.OPEN_TESTS)) {
            return new Head(name, arguments, tests(depth), true);
        }
        return new Head(name, arguments, List.of(), false);
    }

    private Node test(int depth) throws Lost {
        if (!word.is(Kind.IDENTIFIER)) {
            throw lost("a test is missing before " + word.words());
        }
        if (depth == DEEPEST_TEST) {
            throw lost("more than " + DEEPEST_TEST + " tests inside each other");
        }
        return head(depth + 1).node(null);
    }

    private List<Node> tests(int depth) throws Lost {
        advance();
        List<Node> tests = new ArrayList<>();
        do {
            tests.add(test(depth));
        } while (take(Kind.COMMA));
        if (!take(Kind.CLOSE_TESTS)) {
            throw lost("',' or ')' is missing before " + word.words());
        }
        return tests;
    }

    private @Nullable Argument argument() throws Lost {
        Word first = word;
        return switch (first.kind()) {
            case TAG -> {
                advance();
                yield new Argument.Tag(first.at(), first.text());
            }
            case NUMBER -> {
                advance();
                yield new Argument.Amount(first.at(), first.number());
            }
            case STRING -> {
                advance();
                yield new Argument.Strings(first.at(), List.of(new Argument.Literal(first.at(), first.text())), false);
            }
            case OPEN_LIST -> list();
            case IDENTIFIER, SEMICOLON, COMMA, OPEN_TESTS, CLOSE_TESTS, CLOSE_LIST, OPEN_BLOCK, CLOSE_BLOCK, END ->
                null;
        };
    }

    private Argument list() throws Lost {
        Position start = word.at();
        advance();
        List<Argument.Literal> items = new ArrayList<>();
        // RFC 5228 §8.2: a list has at least one string; an empty one is understood, and can only match nothing.
        if (take(Kind.CLOSE_LIST)) {
            return new Argument.Strings(start, items, true);
        }
        do {
            if (!word.is(Kind.STRING)) {
                throw lost("a string is missing before " + word.words());
            }
            if (items.size() == LONGEST_LIST) {
                throw lost("more than " + LONGEST_LIST + " strings in one list");
            }
            items.add(new Argument.Literal(word.at(), word.text()));
            advance();
        } while (take(Kind.COMMA));
        if (!take(Kind.CLOSE_LIST)) {
            throw lost("',' or ']' is missing before " + word.words());
        }
        return new Argument.Strings(start, items, true);
    }
}

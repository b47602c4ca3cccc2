package org.jdbmail.sieve.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Flow;
import org.jdbmail.sieve.run.Instruction;
import org.jdbmail.sieve.run.Limits;
import org.jdbmail.sieve.run.Run;
import org.jdbmail.sieve.run.Script;
import org.jdbmail.sieve.run.ScriptException;
import org.jdbmail.sieve.run.Step;
import org.jdbmail.sieve.syntax.Argument;
import org.jdbmail.sieve.syntax.Argument.Literal;
import org.jdbmail.sieve.syntax.Node;
import org.jdbmail.sieve.syntax.Parser;
import org.jdbmail.sieve.syntax.Problems;
import org.jspecify.annotations.Nullable;

/** Makes a script that can be run of one that is written, or notes all that is wrong with it. */
public final class Compiler {
    private final Compilation compilation;
    private final Problems problems;

    private Compiler(Compilation compilation) {
        this.compilation = compilation;
        this.problems = compilation.problems();
    }

    /**
     * Compiles a script.
     *
     * @param available the extensions that it may require
     * @return null if there were errors
     */
    public static @Nullable Script compile(
            String name,
            String text,
            Vocabulary vocabulary,
            Set<Extension> available,
            Limits limits,
            Problems problems) {
        List<Node> nodes = Parser.parse(text, problems);
        Compiler compiler = new Compiler(new Compilation(vocabulary, available, limits, problems));
        List<Step> steps = compiler.script(nodes);
        return problems.hasErrors() ? null : new Script(name, steps, compiler.compilation.inclusions());
    }

    private List<Step> script(List<Node> nodes) {
        int start = 0;
        while (start < nodes.size() && nodes.get(start).name().equals("require")) {
            require(nodes.get(start++));
        }
        checkRequired(nodes.subList(0, start));
        return block(nodes.subList(start, nodes.size()));
    }

    /** RFC 5228 §3.2. */
    private void require(Node node) {
        if (!node.tests().isEmpty() || node.block() != null) {
            problems.error(node.at(), "'require' has only a list of extensions behind it");
        }
        if (node.arguments().size() != 1 || !(node.arguments().getFirst() instanceof Argument.Strings strings)) {
            problems.error(node.at(), "'require' needs a list of extensions behind it, and nothing else");
            return;
        }
        for (Literal literal : strings.items()) {
            if (!compilation.require(literal.value())) {
                problems.error(literal.at(), "there is no extension '" + literal.value() + "'");
            }
        }
    }

    /** RFC 5703 §7: without loops over parts there is nothing to extract from. */
    private void checkRequired(List<Node> nodes) {
        if (compilation.has(Extension.EXTRACTTEXT) && !compilation.has(Extension.FOREVERYPART)) {
            problems.error(nodes.getLast().at(), "who requires \"extracttext\" must require \"foreverypart\" too");
        }
    }

    /** The steps of some commands. */
    List<Step> block(List<Node> nodes) {
        List<Step> steps = new ArrayList<>(nodes.size());
        for (int i = 0; i < nodes.size() && !problems.isFull(); i++) {
            Node node = nodes.get(i);
            switch (node.name()) {
                case "require" -> problems.error(node.at(), "'require' must stand before all other commands");
                case "elsif", "else" ->
                    problems.error(node.at(), "'" + node.name() + "' must follow the block of an 'if' or 'elsif'");
                case "if" -> {
                    int end = i + 1;
                    while (end < nodes.size() && isContinued(nodes.get(end - 1), nodes.get(end))) {
                        end++;
                    }
                    steps.add(new Step(node.at(), "if", conditional(nodes.subList(i, end))));
                    i = end - 1;
                }
                default -> {
                    Instruction instruction = command(node);
                    if (instruction != null) {
                        steps.add(new Step(node.at(), node.name(), instruction));
                    }
                }
            }
        }
        return List.copyOf(steps);
    }

    private static boolean isContinued(Node before, Node node) {
        return !before.name().equals("else")
                && (node.name().equals("elsif") || node.name().equals("else"));
    }

    /** One way of an {@code if}; without a check it is taken when none before was. */
    private record Branch(@Nullable Check check, List<Step> steps) {}

    /** RFC 5228 §3.1. A branch that is never taken may use what we don't have (RFC 5463 §4). */
    private Instruction conditional(List<Node> nodes) {
        List<Branch> branches = new ArrayList<>();
        boolean decided = false;
        for (Node node : nodes) {
            Arguments arguments = new Arguments(node, this, compilation);
            try {
                Check check = node.name().equals("else") ? null : arguments.test();
                if (!decided && (check == null || !check.isAlways(false))) {
                    branches.add(new Branch(check, arguments.block()));
                    arguments.end();
                }
                decided |= check != null && check.isAlways(true);
            } catch (InvalidScript _) {
                // It was noted. What is inside may have errors of its own.
                if (node.block() != null) {
                    block(node.block());
                }
            }
        }
        List<Branch> all = List.copyOf(branches);
        return run -> choose(run, all);
    }

    private static Flow choose(Run run, List<Branch> branches) throws ScriptException {
        for (Branch branch : branches) {
            if (branch.check == null || run.holds(branch.check)) {
                return run.execute(branch.steps);
            }
        }
        return Flow.NEXT;
    }

    private @Nullable Instruction command(Node node) {
        Vocabulary.Entry<Instruction> entry = compilation.vocabulary().command(node.name());
        if (entry == null) {
            boolean test = compilation.vocabulary().test(node.name()) != null;
            problems.error(
                    node.at(),
                    test
                            ? "'" + node.name() + "' is a test, and can only stand behind 'if' and the like"
                            : "there is no command '" + node.name() + "'");
            return null;
        }
        return meaning(node, entry);
    }

    /** The meaning of a test. */
    Check test(Node node) throws InvalidScript {
        Vocabulary.Entry<Check.Condition> entry = compilation.vocabulary().test(node.name());
        if (entry == null) {
            boolean command = compilation.vocabulary().command(node.name()) != null;
            problems.error(
                    node.at(),
                    command
                            ? "'" + node.name() + "' is a command, and no test"
                            : "there is no test '" + node.name() + "'");
            throw new InvalidScript();
        }
        Check.Condition condition = meaning(node, entry);
        if (condition == null) {
            throw new InvalidScript();
        }
        return new Check(node.at(), node.name(), condition);
    }

    private <T> @Nullable T meaning(Node node, Vocabulary.Entry<T> entry) {
        if (!entry.extensions().isEmpty() && entry.extensions().stream().noneMatch(compilation::has)) {
            problems.error(node.at(), Arguments.needs(node.name(), entry.extensions()));
            return null;
        }
        try {
            Arguments arguments = new Arguments(node, this, compilation);
            T meaning = entry.meaning().of(arguments);
            arguments.end();
            return meaning;
        } catch (InvalidScript _) {
            return null;
        }
    }
}

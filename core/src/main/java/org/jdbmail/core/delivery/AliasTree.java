package org.jdbmail.core.delivery;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.compose.LetterWriter;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;

/** Draws where an address leads: which names it is looked for under, what each alias leads to, and what becomes of mail in the end. */
public final class AliasTree {
    /** Lines of a drawing; more than anybody reads. */
    private static final int MOST = 1_000;

    private final Store store;
    private final boolean detailed;

    /** @param detailed whether {@code user+detail} is the same as {@code user} */
    public AliasTree(Store store, boolean detailed) {
        this.store = store;
        this.detailed = detailed;
    }

    /**
     * A drawing.
     *
     * @param isTaken whether mail for the address is taken
     */
    public record Drawing(List<String> lines, boolean isTaken) {}

    /** Draws an address. */
    public Drawing draw(EnvelopeAddress address) {
        List<String> lines = new ArrayList<>(List.of(address.toString()));
        store.look(tx -> {
            Lookups directory = new Lookups(tx.routing());
            AddressCandidates names = AddressCandidates.of(address, detailed);
            directory.ask(names.all());
            for (String name : names.all()) {
                name(directory, name, 1, new HashSet<>(), lines);
            }
            return true;
        });
        Resolution meaning = new RecipientResolver(store, detailed).resolve(address);
        lines.add(verdict(meaning));
        return new Drawing(lines, meaning instanceof Resolution.Found);
    }

    private static void name(Lookups directory, String name, int depth, Set<String> above, List<String> lines) {
        List<String> targets = directory.targetsOf(name);
        User user = directory.user(name);
        if (!targets.isEmpty()) {
            add(lines, depth, "alias " + name);
            if (!above.add(name)) {
                add(lines, depth + 1, "(a circle: it is above)");
                return;
            }
            directory.ask(targets.stream().map(Lookups::lower).toList());
            for (String target : targets) {
                target(directory, target, depth + 1, above, lines);
            }
            above.remove(name);
        }
        if (user != null) {
            add(lines, depth, account(user));
        }
    }

    private static void target(Lookups directory, String target, int depth, Set<String> above, List<String> lines) {
        if (target.matches("\\d{1,18}")) {
            User user = directory.user(Long.parseLong(target));
            add(lines, depth, user == null ? "account " + target + " (a dead end: it is gone)" : account(user));
            return;
        }
        String name = Lookups.lower(target);
        if (!directory.targetsOf(name).isEmpty() || directory.user(name) != null) {
            name(directory, name, depth, above, lines);
            return;
        }
        Optional<Forward> forward = Forward.parse(target);
        add(
                lines,
                depth,
                forward.isEmpty()
                        ? LetterWriter.clean(target) + " (a dead end: neither an address nor a command)"
                        : switch (forward.get()) {
                            case Forward.ToAddress(EnvelopeAddress address) -> "forward to " + address;
                            case Forward.Onward(EnvelopeAddress address) -> "on to " + address;
                            case Forward.ToCommand(String command) -> "program " + command;
                            case Forward.ToFile(String path) -> "file " + path;
                        });
    }

    private static String account(User user) {
        return "account " + user.login() + " (" + user.id() + (user.active() ? ")" : ", disabled)");
    }

    private static void add(List<String> lines, int depth, String text) {
        if (lines.size() < MOST) {
            lines.add("  ".repeat(depth) + text);
        }
    }

    private static String verdict(Resolution meaning) {
        return switch (meaning) {
            case Resolution.Found found -> {
                List<String> all = new ArrayList<>();
                found.targets()
                        .forEach(target -> all.add(target.user().login()
                                + (target.detail().isEmpty() ? "" : " (" + target.detail() + ")")));
                found.forwards().forEach(forward -> all.add(forward.toString()));
                yield "=> " + String.join(", ", all);
            }
            case Resolution.Unknown() -> "=> refused: nobody has it";
            case Resolution.Disabled() -> "=> refused: disabled";
            case Resolution.Endless() -> "=> refused: it leads round in a circle";
        };
    }
}

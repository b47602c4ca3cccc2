package org.jdbmail.core.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbmail.core.compose.LetterWriter;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;

/** Draws where an address leads: which names it is looked for under, what each alias leads to, and what becomes of mail in the end. */
public final class AliasTree {
    /** Lines of a drawing; more than anybody reads. */
    private static final int MOST = 1_000;

    /** What ends a line behind which more may be that is others' affair. */
    private static final String HIDDEN = " (not yours to see)";

    private final Store store;
    private final boolean detailed;
    private final SrsSecrets secrets;
    private final Predicate<String> mayKnow;

    /** For whoever may know all. */
    public AliasTree(Store store, boolean detailed, List<String> secrets) {
        this(store, detailed, secrets, address -> true);
    }

    /**
     * @param detailed whether {@code user+detail} is the same as {@code user}
     * @param secrets what the settings have rewritten senders signed with; may be none
     * @param mayKnow of which addresses and logins it is drawn where they lead
     */
    public AliasTree(Store store, boolean detailed, List<String> secrets, Predicate<String> mayKnow) {
        this.mayKnow = mayKnow;
        this.store = store;
        this.detailed = detailed;
        this.secrets = new SrsSecrets(store, secrets, InstantSource.system());
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
        List<String> believed = Srs.isRewritten(address) ? secrets.believed() : List.of();
        if (!believed.isEmpty()) {
            return rewritten(address, believed, lines);
        }
        store.look(tx -> {
            names(tx, address, 1, RecipientResolver.MAX_DOMAINS, lines);
            return true;
        });
        Resolution meaning = new RecipientResolver(store, detailed).resolve(address);
        boolean isTaken = meaning instanceof Resolution.Found;
        // Whoever is kept to some domains may not know of names without one, and learns the end only of what was drawn
        // whole.
        boolean isWhole =
                mayKnow.test("") || lines.size() < MOST && lines.stream().noneMatch(line -> line.endsWith(HIDDEN));
        lines.add(isTaken && !isWhole ? "=> taken" : verdict(meaning));
        return new Drawing(lines, isTaken);
    }

    /** A sender that was rewritten when its mail was forwarded: what comes for it is a report of failure. */
    private static Drawing rewritten(EnvelopeAddress address, List<String> believed, List<String> lines) {
        Optional<EnvelopeAddress> original = new Srs(believed).original(address, Instant.now());
        lines.add(original.map(sender -> "  sender rewritten by SRS: it was " + sender)
                .orElse("  sender rewritten by SRS, but not signed here, or too long ago"));
        lines.add(original.map(sender -> "=> " + new Forward.ToAddress(sender)).orElse("=> refused: nobody has it"));
        return new Drawing(lines, original.isPresent());
    }

    private void names(Tx tx, EnvelopeAddress address, int depth, int domains, List<String> lines) {
        Lookups directory = new Lookups(tx.routing());
        AddressCandidates names = AddressCandidates.of(address, detailed);
        directory.ask(names.all());
        name(directory, names.full(), depth, new HashSet<>(), lines);
        if (!names.base().equals(names.full())) {
            name(directory, names.base(), depth, new HashSet<>(), lines);
        }
        Optional<EnvelopeAddress> meant = domains > 0 ? RecipientResolver.inMeantDomain(tx, address) : Optional.empty();
        meant.ifPresent(other -> {
            add(lines, depth, "domain " + address.domain() + " is another name of " + other.domain() + ": " + other);
            names(tx, other, depth + 1, domains - 1, lines);
        });
        names.catchAlls().forEach(each -> name(directory, each, depth, new HashSet<>(), lines));
    }

    private void name(Lookups directory, String name, int depth, Set<String> above, List<String> lines) {
        List<String> targets = directory.targetsOf(name);
        User user = directory.user(name);
        if (!mayKnow.test(name)) {
            if (!targets.isEmpty() || user != null) {
                add(lines, depth, name + HIDDEN);
            }
            return;
        }
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

    private void target(Lookups directory, String target, int depth, Set<String> above, List<String> lines) {
        if (target.matches("\\d{1,18}")) {
            User user = directory.user(Long.parseLong(target));
            add(lines, depth, user == null ? "account " + target + " (a dead end: it is gone)" : account(user));
            return;
        }
        String name = Lookups.lower(target);
        if (!mayKnow.test(name)) {
            // The same whether there is one or not.
            add(lines, depth, "on to " + LetterWriter.clean(target) + HIDDEN);
            return;
        }
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

package org.jdbmail.imapd.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbmail.core.mailbox.SpecialUse;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.work.Progress;
import org.jdbmail.imapd.proto.ListMailboxes;
import org.jdbmail.imapd.proto.ListMailboxes.Criterion;
import org.jdbmail.imapd.proto.ListMailboxes.Wanted;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/** Which names a LIST or LSUB tells, and what of each (RFC 3501 §6.3.8, §6.3.9, RFC 5258 §3, RFC 3348, RFC 6154 §2). */
final class ListedNames {
    /** A pattern longer than any name fits none; this bounds the work. */
    private static final int LONGEST = 1_000;

    /**
     * Characters of names, times the words that the patterns take: so many are looked at in a few milliseconds. It goes by their
     * length and not by their number, since deep names are long, and each of their levels is looked up.
     */
    private static final long LITTLE = 20_000;

    /**
     * A name to tell.
     *
     * @param access the mailbox; null if there is none of that name
     * @param meetsCriteria whether it is told for its own sake, and not for what is below it
     * @param childInfo criteria that something below it meets (RFC 5258 §3.5)
     */
    record Line(
            String name,
            @Nullable MailboxAccess access,
            boolean meetsCriteria,
            List<String> attributes,
            List<String> childInfo) {}

    private final ListMailboxes command;
    private final NavigableMap<String, MailboxAccess> all;
    private final Map<String, String> uses;
    /** The names that meet the criteria. */
    private final NavigableMap<String, @Nullable MailboxAccess> meeting = new TreeMap<>();

    private final List<Wildcards> patterns;
    private final Set<String> subscribed = new TreeSet<>();

    private ListedNames(
            ListMailboxes command, NavigableMap<String, MailboxAccess> all, long userId, List<String> gone) {
        this.command = command;
        this.all = all;
        this.uses = SpecialUse.of(all.values(), userId);
        this.patterns = command.patterns().stream()
                .map(pattern -> command.reference() + pattern)
                .filter(pattern -> pattern.length() <= LONGEST)
                .map(Wildcards::new)
                .toList();
        all.forEach((name, access) -> {
            if (access.subscribed()) {
                subscribed.add(name);
            }
        });
        subscribed.addAll(gone);
    }

    /**
     * What is to be told.
     *
     * @param all all mailboxes that the user may know
     */
    static List<Line> of(
            Session session, ListMailboxes command, NavigableMap<String, MailboxAccess> all, Progress progress) {
        boolean bySubscription = command.lsub() || command.criteria().contains(Criterion.SUBSCRIBED);
        // RFC 3501 §6.3.9: names stay subscribed that no mailbox has any more.
        List<String> gone = bySubscription
                ? session.work().look(progress, tx -> session.mailboxes().subscribedNames(tx))
                : List.of();
        ListedNames listing = new ListedNames(command, all, session.user().id(), gone);
        listing.choose(bySubscription);
        // Few names, but patterns that take long.
        return listing.isLittle() ? listing.lines(progress) : session.work().briefly(listing::lines);
    }

    private boolean isLittle() {
        long names = meeting.keySet().stream().mapToLong(String::length).sum();
        return names * patterns.stream().mapToLong(Wildcards::words).sum() < LITTLE;
    }

    /** Where only {@link #attributes} are asked for, as a LIST without options tells them. */
    static ListedNames plain(Session session, NavigableMap<String, MailboxAccess> all) {
        ListMailboxes plain = new ListMailboxes("", List.of(), false, true, Set.of(), Set.of(), Set.of(), List.of());
        return new ListedNames(plain, all, session.user().id(), List.of());
    }

    private void choose(boolean bySubscription) {
        for (String name : bySubscription ? subscribed : all.keySet()) {
            meeting.put(name, all.get(name));
        }
        if (command.criteria().contains(Criterion.SPECIAL_USE)) {
            meeting.keySet().retainAll(uses.keySet());
        }
    }

    private List<Line> lines(Progress progress) {
        TreeMap<String, Line> lines = new TreeMap<>();
        meeting.forEach((name, access) -> {
            progress.check();
            if (fits(name)) {
                lines.put(name, new Line(name, access, true, attributes(name), List.of()));
            }
        });
        boolean recursive = command.criteria().contains(Criterion.RECURSIVEMATCH);
        for (String name : meeting.keySet()) {
            progress.check();
            boolean told = lines.containsKey(name);
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                String level = name.substring(0, slash);
                if (recursive && fits(level)) {
                    withChildInfo(lines, level, told);
                } else if (command.criteria().isEmpty() && !meeting.containsKey(level) && fitsAsLevel(level)) {
                    lines.computeIfAbsent(level, this::level);
                }
            }
        }
        return List.copyOf(lines.values());
    }

    private void withChildInfo(Map<String, Line> lines, String level, boolean childIsTold) {
        Line line = lines.get(level);
        if (line != null) {
            lines.put(level, new Line(level, line.access, line.meetsCriteria, line.attributes, criteria()));
        } else if (!childIsTold) {
            // RFC 5258 §3.5: only if the child is not told itself
            lines.put(level, new Line(level, all.get(level), false, attributes(level), criteria()));
        }
    }

    private List<String> criteria() {
        List<String> names = new ArrayList<>();
        if (command.criteria().contains(Criterion.SUBSCRIBED)) {
            names.add("SUBSCRIBED");
        }
        if (command.criteria().contains(Criterion.SPECIAL_USE)) {
            names.add("SPECIAL-USE");
        }
        return names;
    }

    /** A level that is no mailbox; or, for LSUB, is not subscribed (RFC 3501 §6.3.9). */
    private Line level(String name) {
        MailboxAccess access = all.get(name);
        List<String> attributes = access != null && access.mailbox().noInferiors()
                ? List.of("\\Noselect", "\\Noinferiors")
                : List.of(command.extended() ? "\\NonExistent" : "\\Noselect", "\\HasChildren");
        return new Line(name, null, false, attributes, List.of());
    }

    private boolean fits(String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }

    /** RFC 3501 §6.3.8: a pattern that ends with {@code %} fits levels that are no mailboxes, too. */
    private boolean fitsAsLevel(String name) {
        return patterns.stream().anyMatch(pattern -> pattern.endsWithPercent() && pattern.matches(name));
    }

    /** What is told of the mailbox of that name, or that there is none. */
    List<String> attributes(String name) {
        List<String> attributes = new ArrayList<>();
        MailboxAccess access = all.get(name);
        if (access == null) {
            if (command.lsub()) {
                // Subscribed to, but gone. Not \Noselect, which would say for LSUB that it is not subscribed to.
                return attributes;
            }
            attributes.add("\\NonExistent");
        } else if (access.mailbox().noSelect()) {
            attributes.add("\\Noselect");
        }
        if (access != null && access.mailbox().noInferiors()) {
            attributes.add("\\Noinferiors");
        } else {
            // RFC 3348 §3
            attributes.add(hasChildren(name) ? "\\HasChildren" : "\\HasNoChildren");
        }
        if (subscribed.contains(name)
                && (command.criteria().contains(Criterion.SUBSCRIBED)
                        || command.wanted().contains(Wanted.SUBSCRIBED))) {
            attributes.add("\\Subscribed");
        }
        String use = uses.get(name);
        if (use != null) {
            attributes.add(use);
        }
        return attributes;
    }

    private boolean hasChildren(String name) {
        String next = all.higherKey(name + "/");
        return next != null && next.startsWith(name + "/");
    }
}

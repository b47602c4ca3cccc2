package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mailbox.NoteRules;
import org.jdbmail.core.store.Annotations.Annotation;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.imapd.proto.Notify.Event;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/** What has become of the mailboxes themselves: names, subscriptions, rights and annotations (RFC 5465 §5.4 to §5.7, §5.9). */
final class ListNews {
    /** Which events the client wants to hear of a mailbox, by its name and whether the user is subscribed to it. */
    @FunctionalInterface
    interface Wanted {
        Set<Event> of(String name, boolean subscribed);
    }

    /** A mailbox as it was at the last look. */
    private record Seen(String name, boolean subscribed, boolean readable) {}

    private final Session session;
    private final Wanted wanted;
    private Map<Long, Seen> before = Map.of();
    private Map<String, Seen> byName = Map.of();
    private Map<Long, List<Annotation>> notes = Map.of();
    private List<Annotation> serverNotes = List.of();
    private boolean ofServer;

    ListNews(Session session, Wanted wanted) {
        this.session = session;
        this.wanted = wanted;
    }

    /**
     * Takes a first look.
     *
     * @param server whether annotations of the server count
     */
    void begin(NavigableMap<String, MailboxAccess> all, boolean server) {
        ofServer = server;
        before = seen(all);
        notes = notes(all);
        serverNotes = serverNotes();
    }

    private static Map<Long, Seen> seen(Map<String, MailboxAccess> all) {
        Map<Long, Seen> seen = new HashMap<>();
        all.forEach((name, access) -> seen.put(
                access.mailbox().id(),
                new Seen(name, access.subscribed(), access.rights().has(Right.READ))));
        return seen;
    }

    /** Of those whose annotations the client wants to hear of, and the user may see. */
    private Map<Long, List<Annotation>> notes(Map<String, MailboxAccess> all) {
        List<MailboxAccess> meant = new ArrayList<>();
        all.forEach((name, access) -> {
            if (wanted.of(name, access.subscribed()).contains(Event.MAILBOX_METADATA_CHANGE)) {
                meant.add(access);
            }
        });
        return meant.isEmpty() ? Map.of() : session.store().look(tx -> new NoteRules(session.user()).of(tx, meant));
    }

    private List<Annotation> serverNotes() {
        return ofServer ? session.store().look(tx -> new NoteRules(session.user()).ofServer(tx)) : List.of();
    }

    /**
     * Tells what is different from the last look.
     *
     * @param own names that the client itself has done something to
     */
    void tell(NavigableMap<String, MailboxAccess> all, Set<String> own) throws IOException {
        Map<Long, Seen> then = before;
        before = seen(all);
        byName = new HashMap<>();
        before.values().forEach(seen -> byName.put(seen.name, seen));
        ListedNames listed = ListedNames.plain(session, all);
        Set<String> affected = new LinkedHashSet<>();
        Map<String, String> renamed = new TreeMap<>();
        names(then, renamed, affected);
        for (Map.Entry<String, String> one : renamed.entrySet()) {
            if (!own.contains(one.getKey()) && isWanted(Event.MAILBOX_NAME, one.getKey(), one.getValue())) {
                tellName(listed, one.getKey(), one.getValue());
            }
        }
        for (String name : affected) {
            if (!own.contains(name) && isWanted(Event.MAILBOX_NAME, name)) {
                tellName(listed, name, null);
            }
        }
        subscriptions(listed, then, own, affected);
        annotations(all, own);
    }

    private boolean isWanted(Event event, String... names) {
        return Arrays.stream(names)
                .anyMatch(name -> wanted.of(name, false).contains(event)
                        || wanted.of(name, true).contains(event) && isSubscribed(name));
    }

    private boolean isSubscribed(String name) {
        Seen seen = byName.get(name);
        return seen != null && seen.subscribed;
    }

    /** RFC 5465 §5.4: names that came, went or changed; a mailbox that came or went affects the one above it, too. */
    private void names(Map<Long, Seen> then, Map<String, String> renamed, Set<String> affected) {
        Map<Long, Seen> now = before;
        now.forEach((id, seen) -> {
            Seen was = then.get(id);
            if (was == null) {
                affect(seen.name, affected);
            } else if (!was.name.equals(seen.name)) {
                renamed.put(seen.name, was.name);
            } else if (was.readable != seen.readable) {
                affected.add(seen.name);
            }
        });
        then.forEach((id, was) -> {
            if (!now.containsKey(id)) {
                affect(was.name, affected);
            }
        });
        // No news of those that were renamed with the one above them.
        Map<String, String> all = Map.copyOf(renamed);
        renamed.entrySet().removeIf(one -> isRenamedAbove(all, one.getKey(), one.getValue()));
        affected.removeAll(renamed.keySet());
    }

    /** Whether a mailbox above this one was renamed, and this one with it. */
    private static boolean isRenamedAbove(Map<String, String> renamed, String name, String old) {
        for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
            String oldAbove = renamed.get(name.substring(0, slash));
            if (oldAbove != null && old.equals(oldAbove + name.substring(slash))) {
                return true;
            }
        }
        return false;
    }

    private static void affect(String name, Set<String> affected) {
        affected.add(name);
        int slash = name.lastIndexOf('/');
        if (slash > 0 && name.charAt(0) != '#') {
            affected.add(name.substring(0, slash));
        }
    }

    private void tellName(ListedNames listed, String name, @Nullable String old) throws IOException {
        List<String> attributes = new ArrayList<>(listed.attributes(name));
        Seen seen = byName.get(name);
        if (seen != null && !seen.readable) {
            attributes.add("\\NoAccess");
        }
        if (isSubscribed(name)) {
            attributes.add("\\Subscribed");
        }
        session.out().untagged(new Untagged.Mailbox(false, attributes, name, List.of(), old));
    }

    /** RFC 5465 §5.5 */
    private void subscriptions(ListedNames listed, Map<Long, Seen> then, Set<String> own, Set<String> told)
            throws IOException {
        for (Map.Entry<Long, Seen> one : before.entrySet()) {
            Seen seen = one.getValue();
            Seen was = then.get(one.getKey());
            boolean changed = was == null ? seen.subscribed : was.subscribed != seen.subscribed;
            boolean meant = wanted.of(seen.name, true).contains(Event.SUBSCRIPTION_CHANGE);
            boolean said = told.contains(seen.name) && isWanted(Event.MAILBOX_NAME, seen.name);
            if (changed && meant && !said && !own.contains(seen.name)) {
                tellName(listed, seen.name, null);
            }
        }
    }

    /** RFC 5465 §5.6, §5.7: which have changed, be it that they are no more; not what they say. */
    private void annotations(Map<String, MailboxAccess> all, Set<String> own) throws IOException {
        Map<Long, List<Annotation>> now = notes(all);
        Map<Long, List<Annotation>> then = notes;
        notes = now;
        for (Map.Entry<String, MailboxAccess> one : all.entrySet()) {
            long id = one.getValue().mailbox().id();
            // One of which the client hears for the first time had no annotations that it could know.
            if (!own.contains(one.getKey()) && (then.containsKey(id) || now.containsKey(id))) {
                tellChanged(one.getKey(), then.getOrDefault(id, List.of()), now.getOrDefault(id, List.of()));
            }
        }
        List<Annotation> server = serverNotes();
        List<Annotation> serverThen = serverNotes;
        serverNotes = server;
        tellChanged("", serverThen, server);
    }

    private void tellChanged(String name, List<Annotation> then, List<Annotation> now) throws IOException {
        Set<String> changed = new TreeSet<>();
        differing(then, now, changed);
        differing(now, then, changed);
        if (!changed.isEmpty()) {
            session.out().untagged(new Untagged.MetadataChanged(name, List.copyOf(changed)));
        }
    }

    private static void differing(List<Annotation> some, List<Annotation> others, Set<String> differing) {
        BiPredicate<Annotation, Annotation> same =
                (one, other) -> one.entry().equals(other.entry()) && Arrays.equals(one.value(), other.value());
        for (Annotation one : some) {
            if (others.stream().noneMatch(other -> same.test(one, other))) {
                differing.add(one.entry());
            }
        }
    }
}

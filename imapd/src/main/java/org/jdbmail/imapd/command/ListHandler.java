package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.work.Progress;
import java.util.TreeSet;
import java.util.Set;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jdbmail.core.mailbox.Names;
import org.jdbmail.core.mailbox.SpecialUse;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.imapd.proto.ListMailboxes;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/** LIST and LSUB (RFC 3501 §6.3.8, §6.3.9), with the attributes of CHILDREN (RFC 3348) and SPECIAL-USE (RFC 6154). */
final class ListHandler {
    /** A pattern longer than any name fits none; this bounds the work. */
    private static final int LONGEST = 1_000;

    /** As many names are matched in less than a millisecond, whatever the pattern. */
    private static final int FEW = 500;

    private ListHandler() {}

    static Reply run(Session session, ListMailboxes command) throws IOException {
        boolean lsub = command.subscribed();
        if (command.pattern().isEmpty() && !lsub && !command.onlySpecial()) {
            // RFC 3501 §6.3.8: an empty pattern asks for the separator and the root of the reference.
            session.out().untagged(new Untagged.Mailbox(false, List.of("\\Noselect"), root(command.reference())));
            return Reply.ok("Listed");
        }
        String pattern = command.reference() + command.pattern();
        if (pattern.length() <= LONGEST) {
            list(session, new Wildcards(pattern), command);
        }
        return Reply.ok("Listed");
    }

    private static String root(String reference) {
        for (String prefix : List.of(Names.USERS + "/", Names.PUBLIC + "/")) {
            if (reference.startsWith(prefix)) {
                return prefix;
            }
        }
        return "";
    }

    private static void list(Session session, Wildcards pattern, ListMailboxes command) throws IOException {
        boolean lsub = command.subscribed();
        NavigableMap<String, MailboxAccess> all =
                session.store().look(tx -> session.mailboxes().visible(tx));
        TreeMap<String, @Nullable MailboxAccess> wanted = new TreeMap<>();
        all.forEach((name, access) -> {
            if (!lsub || access.subscribed()) {
                wanted.put(name, access);
            }
        });
        if (lsub) {
            // RFC 3501 §6.3.9: names stay subscribed that no mailbox has any more.
            session.store()
                    .look(tx -> session.mailboxes().subscribedNames(tx))
                    .forEach(name -> wanted.put(name, all.get(name)));
        }
        Map<String, String> uses = SpecialUse.of(all.values(), session.user().id());
        if (command.onlySpecial()) {
            wanted.keySet().retainAll(uses.keySet());
        }
        // RFC 6154 §2: and then no levels that only hold others
        boolean levels = pattern.endsWithPercent() && !command.onlySpecial();
        Iterable<String> names = wanted.size() < FEW
                ? names(wanted, pattern, levels, Progress.UNLIMITED)
                : session.longWork(progress -> names(wanted, pattern, levels, progress));
        for (String name : names) {
            List<String> attributes = wanted.containsKey(name)
                    ? attributes(wanted.get(name), name, all, uses.get(name))
                    : placeOnly(all.get(name));
            session.out().untagged(new Untagged.Mailbox(lsub, attributes, name));
        }
    }

    /** The names that fit, among them, if wanted, levels that only hold others. */
    private static Iterable<String> names(
            Map<String, @Nullable MailboxAccess> wanted, Wildcards pattern, boolean levels, Progress progress) {
        TreeSet<String> fitting = new TreeSet<>();
        Set<String> looked = new HashSet<>();
        for (String name : wanted.keySet()) {
            progress.check();
            if (pattern.matches(name)) {
                fitting.add(name);
            }
            // A level that was looked at has had those above it looked at too.
            int slash = levels ? name.lastIndexOf('/') : -1;
            while (slash >= 0 && looked.add(name.substring(0, slash))) {
                String level = name.substring(0, slash);
                if (pattern.matches(level)) {
                    fitting.add(level);
                }
                slash = name.lastIndexOf('/', slash - 1);
            }
        }
        return fitting;
    }

    /** Of a level that is no mailbox; or, for LSUB, is not subscribed (RFC 3501 §6.3.9). */
    private static List<String> placeOnly(@Nullable MailboxAccess access) {
        return access != null && access.mailbox().noInferiors()
                ? List.of("\\Noselect", "\\Noinferiors")
                : List.of("\\Noselect", "\\HasChildren");
    }

    private static List<String> attributes(
            @Nullable MailboxAccess access,
            String name,
            NavigableMap<String, MailboxAccess> all,
            @Nullable String use) {
        List<String> attributes = new ArrayList<>();
        if (access == null) {
            // Subscribed to, but gone. Not \Noselect, which would say for LSUB that it is not subscribed to.
            return attributes;
        }
        if (access.mailbox().noSelect()) {
            attributes.add("\\Noselect");
        }
        if (access.mailbox().noInferiors()) {
            attributes.add("\\Noinferiors");
        } else {
            // RFC 3348 §3
            attributes.add(hasChildren(name, all) ? "\\HasChildren" : "\\HasNoChildren");
        }
        if (use != null) {
            attributes.add(use);
        }
        return attributes;
    }

    private static boolean hasChildren(String name, NavigableMap<String, MailboxAccess> all) {
        String next = all.higherKey(name + "/");
        return next != null && next.startsWith(name + "/");
    }
}

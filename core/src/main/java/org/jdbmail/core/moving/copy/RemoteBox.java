package org.jdbmail.core.moving.copy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdbmail.core.imapclient.ImapConnection;
import org.jdbmail.core.imapclient.ImapValue;
import org.jdbmail.core.mail.ModifiedUtf7;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox on a server.
 *
 * @param levels its name without the prefix of the personal namespace, in Unicode
 * @param wire its name as it goes over the wire
 * @param attributes in upper case: {@code \NOSELECT}, {@code \SENT}
 * @param elsewhere labels (of Gmail), in upper case: only those of its messages are meant that have none of them; null where all are
 */
record RemoteBox(
        List<String> levels,
        String wire,
        Set<String> attributes,
        boolean subscribed,
        @Nullable Set<String> elsewhere) {
    /** Of Gmail: a message has labels, each of which is a mailbox, and All Mail shows those that have none as well. */
    private static final String LABELS = "X-GM-EXT-1";

    /** Where Gmail's label is another word than that of RFC 6154. */
    private static final Map<String, String> LABELS_OF_USES = Map.of("\\DRAFTS", "\\DRAFT", "\\JUNK", "\\SPAM");

    /**
     * How a server names mailboxes.
     *
     * @param others what the names of mailboxes that are not the user's own begin with
     */
    record Naming(String prefix, String delimiter, List<String> others) {
        private boolean isOwn(String wire) {
            return others.stream().noneMatch(wire::startsWith);
        }

        /** The name of a mailbox; a level can't have the delimiter in it. */
        String wire(List<String> levels) {
            if (levels.size() == 1 && levels.getFirst().equalsIgnoreCase("INBOX")) {
                return "INBOX";
            }
            String between = delimiter.isEmpty() ? "/" : delimiter;
            List<String> encoded = levels.stream()
                    .map(level -> ModifiedUtf7.encode(level.replace(between, "_")))
                    .toList();
            return prefix + String.join(between, encoded);
        }

        private List<String> levels(String wire) {
            String bare = !prefix.isEmpty() && wire.startsWith(prefix) ? wire.substring(prefix.length()) : wire;
            String[] parts = delimiter.isEmpty() ? new String[] {bare} : bare.split(Pattern.quote(delimiter));
            return Arrays.stream(parts)
                    .map(part -> {
                        String decoded = ModifiedUtf7.decode(part);
                        return decoded == null ? part : decoded;
                    })
                    .toList();
        }
    }

    /** The name for people, levels separated by a slash. */
    String name() {
        return String.join("/", levels);
    }

    boolean isSelectable() {
        return !attributes.contains("\\NOSELECT") && !attributes.contains("\\NONEXISTENT");
    }

    /** The attribute of RFC 6154 that it has; empty for none. */
    String use() {
        if (elsewhere != null) {
            return "\\Archive";
        }
        for (String use : List.of("\\Sent", "\\Drafts", "\\Trash", "\\Junk", "\\Archive")) {
            if (attributes.contains(use.toUpperCase(Locale.ROOT))) {
                return use;
            }
        }
        return "";
    }

    /** Whether it shows messages that are in other mailboxes, too: Gmail's All Mail, Starred and Important. */
    boolean isVirtual() {
        return attributes.contains("\\ALL") || attributes.contains("\\FLAGGED") || attributes.contains("\\IMPORTANT");
    }

    /** Whether it is the one where mail without labels is to be found: what was archived, and is in no other mailbox. */
    boolean hasUnlabelled(ImapConnection connection) {
        return attributes.contains("\\ALL") && connection.has(LABELS);
    }

    /**
     * The same, of which only what none of these shows is meant. A label whose mailbox is hidden from programs is a label all the same, and
     * its messages would be nowhere.
     */
    RemoteBox asArchive(List<RemoteBox> others) {
        Set<String> labels = new HashSet<>();
        others.stream().filter(box -> !box.isVirtual() && box.isSelectable()).forEach(box -> {
            labels.add(box.wire.toUpperCase(Locale.ROOT));
            labels.add("\\" + box.wire.toUpperCase(Locale.ROOT));
            box.attributes.forEach(use -> labels.add(LABELS_OF_USES.getOrDefault(use, use)));
        });
        return new RemoteBox(levels, wire, attributes, subscribed, labels);
    }

    /** How the server names the user's own mailboxes (RFC 2342). */
    static Naming naming(ImapConnection connection) throws IOException {
        List<Naming> found = new ArrayList<>();
        if (connection.has("NAMESPACE")) {
            connection.command("NAMESPACE", response -> {
                if (response.is(0, "NAMESPACE") && response.words().size() > 1) {
                    List<ImapValue> personal = response.words().get(1).values();
                    List<String> others = new ArrayList<>();
                    for (ImapValue kind :
                            response.words().subList(2, response.words().size())) {
                        kind.values().stream()
                                .flatMap(space -> space.values().stream().limit(1))
                                .map(ImapValue::text)
                                .filter(prefix -> !prefix.isEmpty())
                                .forEach(others::add);
                    }
                    if (!personal.isEmpty() && personal.getFirst().values().size() > 1) {
                        List<ImapValue> first = personal.getFirst().values();
                        found.add(new Naming(first.get(0).text(), first.get(1).text(), others));
                    }
                }
            });
        }
        if (found.isEmpty()) {
            connection.command("LIST \"\" \"\"", response -> {
                if (response.is(0, "LIST") && response.words().size() > 2) {
                    found.add(new Naming("", response.words().get(2).text(), List.of()));
                }
            });
        }
        return found.isEmpty() ? new Naming("", "/", List.of()) : found.getFirst();
    }

    /** All of the user's own mailboxes. */
    static List<RemoteBox> list(ImapConnection connection, Naming naming) throws IOException {
        Set<String> subscribed = new HashSet<>();
        connection.command("LSUB \"\" \"*\"", response -> {
            if (response.is(0, "LSUB") && response.words().size() > 3) {
                subscribed.add(response.words().get(3).text());
            }
        });
        List<RemoteBox> boxes = new ArrayList<>();
        boolean isExtended = connection.has("SPECIAL-USE") && connection.has("LIST-EXTENDED");
        String list =
                "LIST \"\" " + ImapConnection.quoted(naming.prefix + "*") + (isExtended ? " RETURN (SPECIAL-USE)" : "");
        connection.command(list, response -> {
            if (response.is(0, "LIST") && response.words().size() > 3) {
                Set<String> attributes = new HashSet<>();
                response.words()
                        .get(1)
                        .values()
                        .forEach(value -> attributes.add(value.text().toUpperCase(Locale.ROOT)));
                String wire = response.words().get(3).text();
                if (naming.isOwn(wire)) {
                    boxes.add(new RemoteBox(naming.levels(wire), wire, attributes, subscribed.contains(wire), null));
                }
            }
        });
        if (!naming.prefix.isEmpty() && boxes.stream().noneMatch(box -> box.wire.equalsIgnoreCase("INBOX"))) {
            boxes.addFirst(new RemoteBox(List.of("INBOX"), "INBOX", Set.of(), subscribed.contains("INBOX"), null));
        }
        return boxes;
    }
}

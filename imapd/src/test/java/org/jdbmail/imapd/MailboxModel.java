package org.jdbmail.imapd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a mailbox holds, as the RFCs have it: messages by their UIDs, each with its flags. Nothing else. */
final class MailboxModel {
    private final TreeMap<Long, Set<String>> messages = new TreeMap<>();

    /** Flags, compared without regard to case. */
    static Set<String> flags(Iterable<String> names) {
        Set<String> flags = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.forEach(flags::add);
        return flags;
    }

    void append(long uid, Set<String> flags) {
        messages.put(uid, flags(flags));
    }

    boolean has(long uid) {
        return messages.containsKey(uid);
    }

    Set<String> flagsOf(long uid) {
        return messages.get(uid);
    }

    /** STORE: {@code +}, {@code -} or {@code =}; messages that are gone are passed over. */
    void store(long uid, char mode, Set<String> flags) {
        Set<String> known = messages.get(uid);
        if (known != null) {
            messages.put(uid, changed(known, mode, flags));
        }
    }

    static Set<String> changed(Set<String> known, char mode, Set<String> flags) {
        Set<String> now = flags(mode == '=' ? Set.of() : known);
        if (mode == '-') {
            now.removeAll(flags);
        } else {
            now.addAll(flags);
        }
        return now;
    }

    /** EXPUNGE, of those UIDs only if some are given. */
    void expunge(Set<Long> only) {
        List<Long> gone = new ArrayList<>();
        messages.forEach((uid, flags) -> {
            if (flags.contains("\\Deleted") && (only == null || only.contains(uid))) {
                gone.add(uid);
            }
        });
        gone.forEach(messages::remove);
    }

    void copy(long from, long to) {
        messages.put(to, flags(messages.get(from)));
    }

    void remove(long uid) {
        messages.remove(uid);
    }

    /** A copy of what there is. */
    Map<Long, Set<String>> messages() {
        return new TreeMap<>(messages);
    }
}

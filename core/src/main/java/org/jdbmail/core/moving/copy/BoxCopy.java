package org.jdbmail.core.moving.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jdbmail.core.imapclient.ImapConnection;
import org.jdbmail.core.imapclient.ImapRefusal;
import org.jdbmail.core.imapclient.ImapValue;
import org.jdbmail.core.mail.NumberSet;

/**
 * Copies one mailbox over one pair of connections. What is on the other side already is found by what both sides tell of it, so that
 * nothing has to be remembered between two passes, and nothing comes twice.
 */
final class BoxCopy {
    /** Messages that are asked for by one command. */
    private static final int AT_ONCE = 50;

    private final Pair pair;
    private final CopyJob.Wish wish;
    private final Consumer<String> complaints;
    private final LongConsumer progress;

    BoxCopy(Pair pair, CopyJob.Wish wish, Consumer<String> complaints, LongConsumer progress) {
        this.pair = pair;
        this.wish = wish;
        this.complaints = complaints;
        this.progress = progress;
    }

    /**
     * Copies it.
     *
     * @param there the names that the other side has
     * @throws IOException if a connection is lost
     */
    CopyJob.Outcome copy(RemoteBox box, Set<String> there) throws IOException {
        String target = pair.toNaming().wire(box.levels());
        boolean isMissing = there.stream().noneMatch(target::equalsIgnoreCase);
        if (wish.isTrial() && isMissing) {
            int count = box.isSelectable()
                    ? RemoteMessages.list(pair.from(), box).messages().size()
                    : 0;
            return new CopyJob.Outcome(1, count, 0, 0, 0);
        }
        return box.isSelectable() ? messages(box, target) : new CopyJob.Outcome(1, 0, 0, 0, 0);
    }

    /** Makes it on the other side if it is not there, with subscription and rights. */
    void make(RemoteBox box, Set<String> there) throws IOException {
        String target = pair.toNaming().wire(box.levels());
        if (there.stream().noneMatch(target::equalsIgnoreCase)) {
            create(box, target);
        }
        if (box.subscribed()) {
            attempt(box, "SUBSCRIBE " + ImapConnection.quoted(target));
        }
        if (wish.withRights() && pair.from().has("ACL") && pair.to().has("ACL")) {
            rights(box, target);
        }
    }

    private void create(RemoteBox box, String target) throws IOException {
        String create = "CREATE " + ImapConnection.quoted(target);
        if (!box.use().isEmpty() && pair.to().has("CREATE-SPECIAL-USE")) {
            try {
                pair.to().command(create + " (USE (" + box.use() + "))");
                return;
            } catch (ImapRefusal refusal) {
                // Another mailbox may be for that; it is made without.
                pair.to().command(create);
                return;
            }
        }
        pair.to().command(create);
    }

    private void attempt(RemoteBox box, String command) throws IOException {
        try {
            pair.to().command(command);
        } catch (ImapRefusal refusal) {
            complaints.accept("mailbox " + box.name() + ": " + refusal.getMessage());
        }
    }

    // RFC 4314 §3.6
    private void rights(RemoteBox box, String target) throws IOException {
        Map<String, String> rights = new HashMap<>();
        try {
            pair.from().command("GETACL " + ImapConnection.quoted(box.wire()), response -> {
                if (response.is(0, "ACL")) {
                    List<ImapValue> words = response.words();
                    for (int i = 2; i + 1 < words.size(); i += 2) {
                        rights.put(words.get(i).text(), words.get(i + 1).text());
                    }
                }
            });
        } catch (ImapRefusal refusal) {
            // Not the user's to know.
            return;
        }
        for (Map.Entry<String, String> grant : rights.entrySet()) {
            String who = grant.getKey();
            boolean isOwner = who.equals("owner") || who.startsWith("-") || who.startsWith("$");
            if (!isOwner) {
                attempt(
                        box,
                        "SETACL " + ImapConnection.quoted(target) + " " + ImapConnection.quoted(who) + " "
                                + ImapConnection.quoted(grant.getValue()));
            }
        }
    }

    private CopyJob.Outcome messages(RemoteBox box, String target) throws IOException {
        List<RemoteMessages.Message> source =
                RemoteMessages.list(pair.from(), box).messages();
        RemoteMessages there = RemoteMessages.list(pair.to(), target, !wish.isTrial());
        Map<String, Deque<RemoteMessages.Message>> known = new HashMap<>();
        there.messages()
                .forEach(message -> known.computeIfAbsent(message.key(), none -> new ArrayDeque<>())
                        .add(message));
        Map<Long, RemoteMessages.Message> missing = new HashMap<>();
        List<Long> order = new ArrayList<>();
        long present = 0;
        long flagged = 0;
        for (RemoteMessages.Message message : source) {
            Deque<RemoteMessages.Message> same = known.getOrDefault(message.key(), new ArrayDeque<>());
            RemoteMessages.Message twin = same.poll();
            if (twin == null) {
                missing.put(message.uid(), message);
                order.add(message.uid());
            } else {
                present++;
                flagged += wish.withFlags() && !wish.isTrial() && reflag(twin, there, message) ? 1 : 0;
            }
        }
        progress.accept(present);
        if (wish.isTrial()) {
            return new CopyJob.Outcome(1, order.size(), present, 0, 0);
        }
        long failed = 0;
        for (int from = 0; from < order.size(); from += AT_ONCE) {
            failed += fetch(box, target, there, missing, order.subList(from, Math.min(order.size(), from + AT_ONCE)));
        }
        return new CopyJob.Outcome(1, order.size() - failed, present, flagged, failed);
    }

    private boolean reflag(RemoteMessages.Message twin, RemoteMessages there, RemoteMessages.Message message)
            throws IOException {
        Set<String> wanted = there.possible(message.flags());
        if (wanted.equals(twin.flags())) {
            return false;
        }
        pair.to().command("UID STORE " + twin.uid() + " FLAGS.SILENT (" + String.join(" ", wanted) + ")");
        return true;
    }

    /** Reads some messages and appends each as it comes; returns how many could not be copied. */
    private long fetch(
            RemoteBox box,
            String target,
            RemoteMessages there,
            Map<Long, RemoteMessages.Message> missing,
            Collection<Long> uids)
            throws IOException {
        Set<Long> done = new HashSet<>();
        long[] failed = new long[1];
        String set =
                NumberSet.of(uids.stream().mapToLong(Long::longValue).toArray()).toString();
        pair.from().command("UID FETCH " + set + " (UID BODY.PEEK[])", response -> {
            Map<String, ImapValue> items = RemoteMessages.items(response);
            ImapValue uid = items.getOrDefault("UID", new ImapValue.Nil());
            RemoteMessages.Message message = missing.get(RemoteMessages.number(uid.text()));
            if (message != null && items.get("BODY") instanceof ImapValue.Text body && done.add(message.uid())) {
                try {
                    append(target, there, message, body);
                } catch (ImapRefusal refusal) {
                    failed[0]++;
                    complaints.accept("mailbox " + box.name() + ", UID " + message.uid() + ": " + refusal.getMessage());
                }
                progress.accept(1);
            }
        });
        // Those that did not come were expunged meanwhile.
        return failed[0] + uids.size() - done.size();
    }

    private void append(String target, RemoteMessages there, RemoteMessages.Message message, ImapValue.Text body)
            throws IOException {
        String flags = String.join(" ", there.possible(message.flags()));
        try {
            pair.to()
                    .command(
                            "APPEND " + ImapConnection.quoted(target) + (flags.isEmpty() ? "" : " (" + flags + ")")
                                    + (message.date().isEmpty() ? "" : " " + ImapConnection.quoted(message.date())),
                            body.bytes());
        } catch (UncheckedIOException e) {
            throw new IOException("the spool cannot be read", e);
        }
    }
}

package org.jdbmail.core.moving.backup;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.moving.source.AboutMailbox;
import org.jdbmail.core.moving.source.AboutMessage;
import org.jdbmail.core.moving.source.SourceMailbox;
import org.jdbmail.core.moving.source.SourceMessage;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.TableRows;
import org.jdbmail.core.store.User;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;

/** The mailboxes of a snapshot as sources of an import. */
final class SnapshotMailboxes {
    private final Backup backup;
    private final TableRows.Rows rows;
    private final Map<Long, String> logins;
    private final Store store;
    private final User user;

    /**
     * @param logins names of accounts by the numbers that they had
     * @param store where it is looked what is there still
     * @param user whose mailboxes those are
     */
    SnapshotMailboxes(Backup backup, TableRows.Rows rows, Map<Long, String> logins, Store store, User user) {
        this.backup = backup;
        this.rows = rows;
        this.logins = logins;
        this.store = store;
        this.user = user;
    }

    SourceMailbox mailbox(String name, Snapshot.Box box, Restore.Part part) {
        Optional<Mailbox> there = store.read(tx -> tx.mailboxes().find(user.id(), name));
        Set<Long> present = new HashSet<>();
        there.filter(mailbox -> mailbox.id() == box.id() && part.into() == null)
                .ifPresent(mailbox -> store.read(tx -> tx.messages().popMessages(mailbox.id()))
                        .forEach(message -> present.add(message.uid())));
        String target = part.into() == null ? name : part.into();
        Map<String, Long> origins = new HashMap<>();
        Set<Long> visible = new HashSet<>();
        store.read(tx -> tx.mailboxes().find(user.id(), target)).ifPresent(mailbox -> {
            origins.putAll(store.read(tx -> tx.messages().origins(mailbox.id())));
            store.read(tx -> tx.messages().popMessages(mailbox.id())).forEach(message -> visible.add(message.uid()));
        });
        return new InSnapshot(backup, about(target, box, part), box, part.uid(), present, origins, visible);
    }

    private AboutMailbox about(String name, Snapshot.Box box, Restore.Part part) {
        boolean isWhole = part.uid() == 0 && part.into() == null;
        String id = Long.toString(box.id());
        boolean isLevel = rows.of(TableRows.MAILBOXES).stream()
                .anyMatch(row -> id.equals(row.get("mailbox_idnr")) && "1".equals(row.get("no_select")));
        return new AboutMailbox(
                name, !isLevel, isWhole ? box.id() : 0, isWhole ? use(id) : null, isSubscribed(id), List.of());
    }

    private @Nullable String use(String id) {
        return rows.of("jdbmail_mailbox_state").stream()
                .filter(row -> id.equals(row.get("mailbox_idnr")))
                .map(row -> row.get("special_use"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private boolean isSubscribed(String id) {
        return rows.of("dbmail_subscription").stream()
                .anyMatch(row -> id.equals(row.get("mailbox_id"))
                        && user.login().equals(logins.get(Long.parseLong(row.getOrDefault("user_id", "0")))));
    }

    /**
     * A mailbox of a snapshot.
     *
     * @param uid the only message that is wanted; 0 for all but those that are present
     * @param origins what was brought into the mailbox where they go
     * @param visible the UIDs that are there now
     */
    private record InSnapshot(
            Backup backup,
            AboutMailbox about,
            Snapshot.Box box,
            long uid,
            Set<Long> present,
            Map<String, Long> origins,
            Set<Long> visible)
            implements SourceMailbox {
        @Override
        public List<SourceMessage> messages() throws IOException {
            List<SourceMessage> messages = new ArrayList<>();
            for (BoxListing.Entry entry : backup.listing(box).messages()) {
                boolean isWanted = uid == 0 ? !present.contains(entry.uid()) : entry.uid() == uid;
                if (isWanted) {
                    messages.add(new Kept(backup, entry, origin(entry)));
                }
            }
            return messages;
        }

        /** A message that was brought back before, and expunged again, is another one by now. */
        private String origin(BoxListing.Entry entry) {
            String first = "backup " + box.id() + " " + entry.uid();
            String origin = first;
            for (int i = 2; origins.containsKey(origin) && !visible.contains(origins.get(origin)); i++) {
                origin = first + " " + i;
            }
            return origin;
        }
    }

    private record Kept(Backup backup, BoxListing.Entry entry, String origin) implements SourceMessage {
        @Override
        public AboutMessage about() {
            return new AboutMessage(
                    origin,
                    entry.uid(),
                    entry.flags(),
                    false,
                    Instant.ofEpochSecond(entry.received()),
                    entry.uniqueId(),
                    entry.size(),
                    "the message with UID " + entry.uid());
        }

        @Override
        public MessageBytes read() throws IOException {
            return MessageBytes.of(backup.get(entry.digest()));
        }
    }
}

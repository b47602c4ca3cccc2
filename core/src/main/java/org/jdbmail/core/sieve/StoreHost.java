package org.jdbmail.core.sieve;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jdbmail.core.store.Annotations;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Memory;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.host.Host;
import org.jspecify.annotations.Nullable;

/** Answers from the store what a script asks. There are no lists of addresses. */
final class StoreHost implements Host {
    private final Store store;
    private final User user;
    private final Boxes boxes;
    private final Instant now;

    StoreHost(Store store, User user, Boxes boxes, Instant now) {
        this.store = store;
        this.user = user;
        this.boxes = boxes;
        this.now = now;
    }

    /** Under what a script's memories are kept in the store. */
    static String kind(Effect.Memory.Kind kind) {
        return "sieve " + kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean mailboxExists(String name) {
        return boxes.named(name).filter(boxes::takesMail).isPresent();
    }

    @Override
    public boolean mailboxIdExists(String id) {
        return boxes.ofId(id).filter(boxes::takesMail).isPresent();
    }

    @Override
    public boolean specialUseExists(@Nullable String mailbox, String use) {
        return mailbox == null
                ? boxes.ofUse(use).filter(boxes::takesMail).isPresent()
                : boxes.named(mailbox)
                        .filter(found -> use.equalsIgnoreCase(found.specialUse()))
                        .filter(boxes::takesMail)
                        .isPresent();
    }

    @Override
    public @Nullable String mailboxMetadata(String mailbox, String annotation) {
        return boxes.named(mailbox)
                .map(Mailbox::id)
                .map(id -> noted(id, annotation))
                .orElse(null);
    }

    @Override
    public @Nullable String serverMetadata(String annotation) {
        return noted(Annotations.SERVER, annotation);
    }

    private @Nullable String noted(long mailboxId, String annotation) {
        return store
                .look(tx -> tx.annotations().of(List.of(mailboxId), user.id()))
                .getOrDefault(mailboxId, List.of())
                .stream()
                .filter(note -> note.entry().equals(annotation.toLowerCase(Locale.ROOT)))
                .map(note -> new String(note.value(), StandardCharsets.UTF_8))
                .findFirst()
                .orElse(null);
    }

    @Override
    public boolean remembers(Effect.Memory memory) {
        Memory asked = Memory.of(user.id(), kind(memory.kind()), memory.key(), now);
        return store.look(tx -> tx.rules().isRemembered(asked, now));
    }

    @Override
    public boolean isList(String name) {
        return false;
    }

    @Override
    public @Nullable String onList(String name, String value) {
        return null;
    }

    @Override
    public @Nullable List<String> addressesOf(String list) {
        return null;
    }
}

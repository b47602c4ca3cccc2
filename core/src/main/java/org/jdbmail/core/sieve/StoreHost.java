package org.jdbmail.core.sieve;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jdbmail.core.delivery.ReplyRules;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.Annotations;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Memory;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.host.Host;
import org.jspecify.annotations.Nullable;

/** Answers from the store, and from the administrator's folder, what a script asks. */
final class StoreHost implements Host {
    private final Store store;
    private final User user;
    private final Boxes boxes;
    private final ListFiles lists;
    private final Message message;
    private final Instant now;

    /**
     * The message that is looked at.
     *
     * @param own the addresses that mean the owner
     */
    record Message(EnvelopeAddress sender, MessageBytes bytes, Collection<EnvelopeAddress> own) {}

    StoreHost(Store store, User user, Boxes boxes, ListFiles lists, Message message, Instant now) {
        this.store = store;
        this.user = user;
        this.boxes = boxes;
        this.lists = lists;
        this.message = message;
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
                        .filter(found -> boxes.isFor(found, use))
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

    /** The rules by which the tables' replies are held back, too. */
    @Override
    public @Nullable String whyNotAnswered(List<String> own) {
        List<EnvelopeAddress> all = new ArrayList<>(message.own);
        own.forEach(address -> all.add(EnvelopeAddress.ofPlain(address)));
        return ReplyRules.whyNot(message.sender, message.bytes, all).orElse(null);
    }

    @Override
    public boolean isList(String name) {
        return lists.has(user.login(), name);
    }

    @Override
    public @Nullable String onList(String name, String value) {
        return lists.find(user.login(), name, value);
    }

    @Override
    public @Nullable List<String> addressesOf(String list) {
        return lists.all(user.login(), list).orElse(null);
    }
}

package org.jdbmail.core.mailbox;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.Annotations;
import org.jdbmail.core.store.Annotations.Annotation;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jspecify.annotations.Nullable;

/**
 * Annotations of mailboxes and of the server as one user meets them (RFC 5464 §3.3). Each act is work inside of a transaction.
 * The special use of a user's own mailbox is an annotation too (RFC 6154 §4).
 */
public final class NoteRules {
    /** The special use of a mailbox, without the backslash's escape. */
    public static final String SPECIAL_USE = "/private/specialuse";

    /** With the right to look up, any of these (RFC 5464 §3.3). */
    private static final Rights USING = Rights.of(Right.READ, Right.SEEN, Right.WRITE, Right.INSERT, Right.POST);

    private final User user;
    private final UserMailboxes mailboxes;

    public NoteRules(User user) {
        this.user = user;
        this.mailboxes = new UserMailboxes(user);
    }

    /** The annotations of the server. */
    public List<Annotation> ofServer(Tx tx) {
        return tx.annotations().of(List.of(Annotations.SERVER), user.id()).getOrDefault(Annotations.SERVER, List.of());
    }

    /**
     * The annotations of a mailbox.
     *
     * @throws Refusal NOT_FOUND, NO_PERMISSION
     */
    public List<Annotation> of(Tx tx, MailboxName name) {
        MailboxAccess access = used(tx, name);
        return of(tx, List.of(access)).getOrDefault(access.mailbox().id(), List.of());
    }

    /** The annotations of those of the mailboxes that the user may see, by mailbox. */
    public Map<Long, List<Annotation>> of(Tx tx, Collection<MailboxAccess> among) {
        List<MailboxAccess> usable = among.stream().filter(this::isUsable).toList();
        Map<Long, List<Annotation>> all = new HashMap<>(tx.annotations()
                .of(usable.stream().map(access -> access.mailbox().id()).toList(), user.id()));
        for (MailboxAccess access : usable) {
            String use = access.mailbox().specialUse();
            if (use != null && access.mailbox().ownerId() == user.id()) {
                all.merge(
                        access.mailbox().id(),
                        List.of(new Annotation(SPECIAL_USE, use.getBytes(StandardCharsets.US_ASCII))),
                        NoteRules::joined);
            }
        }
        return all;
    }

    private static List<Annotation> joined(List<Annotation> one, List<Annotation> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    /**
     * Changes annotations of a mailbox, all or none.
     *
     * @return true, for who needs a result
     * @throws Refusal NOT_FOUND, NO_PERMISSION, LIMIT if they are too many, INVALID for a special use that there is not
     */
    public boolean change(Tx tx, MailboxName name, Map<String, byte @Nullable []> values) {
        MailboxAccess access = used(tx, name);
        Map<String, byte @Nullable []> others = new HashMap<>(values);
        if (others.containsKey(SPECIAL_USE)) {
            use(tx, access.mailbox(), others.remove(SPECIAL_USE));
        }
        if (!others.isEmpty()) {
            tx.annotations().change(access.mailbox().id(), user.id(), others);
        }
        return true;
    }

    private void use(Tx tx, Mailbox mailbox, byte @Nullable [] value) {
        if (mailbox.ownerId() != user.id()) {
            throw new Refusal(Reason.NO_PERMISSION, "Only the owner says what a mailbox is for");
        }
        String use = value == null ? null : new String(value, StandardCharsets.US_ASCII);
        tx.mailboxes().setSpecialUse(mailbox.id(), use == null ? null : SpecialUse.known(use));
    }

    /**
     * Changes the user's own annotations of the server.
     *
     * @return true, for who needs a result
     * @throws Refusal NO_PERMISSION for those that all share, LIMIT if they are too many
     */
    public boolean changeServer(Tx tx, Map<String, byte @Nullable []> values) {
        if (values.keySet().stream().anyMatch(entry -> !entry.startsWith("/private/"))) {
            throw new Refusal(Reason.NO_PERMISSION, "Annotations of the server are made by its administrators");
        }
        tx.annotations().change(Annotations.SERVER, user.id(), values);
        return true;
    }

    private MailboxAccess used(Tx tx, MailboxName name) {
        MailboxAccess access = mailboxes.find(tx, name);
        if (!isUsable(access)) {
            throw new Refusal(Reason.NO_PERMISSION, "You don't have the right to do that");
        }
        return access;
    }

    private boolean isUsable(MailboxAccess access) {
        return access.mailbox().ownerId() == user.id()
                || access.rights().has(Right.LOOKUP)
                        && !access.rights().minus(USING).equals(access.rights());
    }
}

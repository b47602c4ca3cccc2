package org.jdbmail.cli.boxes;

import java.util.List;
import java.util.Optional;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jspecify.annotations.Nullable;

/** Finds what a command names, or says that it is not there. */
public final class Named {
    private Named() {}

    /** The account. */
    public static User find(Tx tx, String login) {
        return tx.users()
                .find(login)
                .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no account \"" + login + "\""));
    }

    /** The name of an account by its number, which stands for one that is not there. */
    public static String login(Tx tx, long id) {
        return tx.users().find(id).map(User::login).orElse(Long.toString(id));
    }

    /** One mailbox of an owner. */
    public static Mailbox mailbox(Tx tx, User owner, String name) {
        return tx.mailboxes()
                .find(owner.id(), name)
                .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, owner.login() + " has no mailbox \"" + name + "\""));
    }

    /** The named mailbox of an owner; without a name all of them. */
    static List<Mailbox> mailboxes(Tx tx, User owner, @Nullable String name) {
        return Optional.ofNullable(name)
                .map(one -> List.of(mailbox(tx, owner, one)))
                .orElseGet(() -> tx.mailboxes().ownedBy(owner.id()));
    }
}

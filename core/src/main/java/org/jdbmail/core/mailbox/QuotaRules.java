package org.jdbmail.core.mailbox;

import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.store.Quotas;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;

/**
 * Quotas as one user meets them (RFC 9208): each account has one, which is named by its login name and holds for all of its
 * mailboxes; an empty name is the user's own. Each act is work inside of a transaction.
 */
public final class QuotaRules {
    private final User user;
    private final UserMailboxes mailboxes;
    private final boolean administrator;

    /** @param administrator whether the user may see and set the quotas of all accounts */
    public QuotaRules(User user, boolean administrator) {
        this.user = user;
        this.mailboxes = new UserMailboxes(user);
        this.administrator = administrator;
    }

    /**
     * The quota of that name.
     *
     * @throws Refusal NOT_FOUND if there is none that the user may see
     */
    public Quotas.Usage named(Tx tx, String root) {
        return tx.quotas().of(account(tx, root).id()).orElseThrow(QuotaRules::unknown);
    }

    /**
     * The quota that holds for a mailbox, which need not exist.
     *
     * @throws Refusal NOT_FOUND if the user may not know of it, NO_PERMISSION if the user may not read it
     */
    public Quotas.Usage ofMailbox(Tx tx, MailboxName name) {
        long owner = mailboxes.names().place(tx, name).map(Place::ownerId).orElse(user.id());
        if (owner != user.id() && !administrator) {
            // RFC 9208 §6: it tells how much mail there is.
            UserMailboxes.require(mailboxes.find(tx, name), Right.READ);
        }
        return tx.quotas().of(owner).orElseThrow(QuotaRules::unknown);
    }

    /**
     * Sets all limits of a quota anew.
     *
     * @return the quota as it is now
     * @throws Refusal NOT_FOUND, NO_PERMISSION unless the user is an administrator
     */
    public Quotas.Usage limit(Tx tx, String root, Quotas.Limits limits) {
        User account = account(tx, root);
        if (!administrator) {
            throw new Refusal(Reason.NO_PERMISSION, "Only administrators set quotas");
        }
        tx.quotas().limit(account.id(), limits);
        return tx.quotas().of(account.id()).orElseThrow(QuotaRules::unknown);
    }

    private User account(Tx tx, String root) {
        if (root.isEmpty() || root.equals(user.login())) {
            return user;
        }
        return tx.users()
                .find(root)
                .filter(found -> administrator || found.id() == user.id())
                .orElseThrow(QuotaRules::unknown);
    }

    private static Refusal unknown() {
        return new Refusal(Reason.NOT_FOUND, "There is no such quota");
    }
}

package org.jdbmail.core.delivery;

import java.util.List;
import java.util.Map;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mailbox.SpecialUse;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Store;

/**
 * Files what was taken for junk on its way in ({@link Envelope#isJunk}) into an account's mailbox for that, which is made where there is none.
 * Stands before the other deciders, so that an account's own script decides about it as about all mail that it keeps.
 */
public final class JunkFirst implements Decider {
    private static final String USE = "\\Junk";
    private static final String NAME = "Junk";

    private final Store store;

    public JunkFirst(Store store) {
        this.store = store;
    }

    @Override
    public List<Action> decide(Arrival arrival, List<Action> soFar) {
        if (!arrival.envelope().isJunk()) {
            return soFar;
        }
        long user = arrival.target().user().id();
        List<MailboxAccess> visible = store.look(tx -> tx.mailboxes().visibleTo(user));
        String name = SpecialUse.of(visible, user).entrySet().stream()
                .filter(each -> each.getValue().equalsIgnoreCase(USE))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(NAME);
        return List.of(new Action.FileInto(name, Action.Insistence.MADE, FlagSet.NONE, Version.ORIGINAL, USE));
    }
}

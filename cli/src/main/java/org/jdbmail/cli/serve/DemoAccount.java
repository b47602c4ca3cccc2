package org.jdbmail.cli.serve;

import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Store;

/** The account of a trial server. */
final class DemoAccount {
    static final String LOGIN = "demo@localhost";
    static final String PASSWORD = "demo";

    private DemoAccount() {}

    /**
     * Makes it in a store that has no account yet, so that one that was deleted stays away.
     *
     * @return whether the store has it now
     */
    static boolean prepare(Store store) {
        boolean isEmpty = store.read(tx -> tx.users().list("*").isEmpty());
        if (isEmpty) {
            Credential credential = new Passwords().encode(Password.of(PASSWORD), Passwords.DEFAULT);
            try {
                store.write(tx -> {
                    long id = tx.users().create(LOGIN, credential, 0, 0);
                    tx.web().setAdministrator(id, true);
                    return tx.mailboxes().create(id, Mailbox.INBOX, null);
                });
            } catch (Refusal refusal) {
                // Another process that starts on the same database was faster; anything else is seen by the look below.
                return store.read(tx -> tx.users().find(LOGIN).isPresent());
            }
        }
        return store.read(tx -> tx.users().find(LOGIN).isPresent());
    }
}

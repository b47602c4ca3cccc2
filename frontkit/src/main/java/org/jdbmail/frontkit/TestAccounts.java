package org.jdbmail.frontkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.mime.bytes.MessageBytes;

/** The accounts of a test, their mailboxes and their mail: made, changed and looked at by way of a store. */
public final class TestAccounts {
    private final Store store;
    private final Passwords passwords = new Passwords();

    TestAccounts(Store store) {
        this.store = store;
    }

    /** Takes all of them away, with their aliases; DBMail's own stay. */
    public void clear() {
        store.write(tx -> {
            for (User user : tx.users().list("*")) {
                tx.users().delete(user.id());
                tx.aliases().removeDeliveringTo(Long.toString(user.id()));
            }
            for (Alias alias : tx.aliases().all()) {
                tx.aliases().removeDeliveringTo(alias.deliverTo());
            }
            return true;
        });
    }

    /**
     * An account with an INBOX.
     *
     * @param password whose characters stand for octets, as the words of transcripts do
     * @return its id
     */
    public long add(String login, String password) {
        return add(login, passwords.encode(Password.of(password.getBytes(ISO_8859_1)), PasswordScheme.PLAINTEXT));
    }

    /** An account into which nobody logs in. */
    public long add(String login) {
        return add(login, new Credential("", "md5"));
    }

    private long add(String login, Credential credential) {
        return store.write(tx -> {
            long id = tx.users().create(login, credential, 0, 0);
            tx.mailboxes().create(id, Mailbox.INBOX, null);
            return id;
        });
    }

    /** Its id; of all who share it for {@code public}. */
    public long id(String login) {
        String name = login.equals("public") ? User.PUBLIC : login;
        return store.read(tx -> tx.users().find(name)).orElseThrow().id();
    }

    /** A mailbox's id. */
    public long mailboxId(String login, String name) {
        long owner = id(login);
        return store.read(tx -> tx.mailboxes().find(owner, name)).orElseThrow().id();
    }

    /** Lets an alias lead somewhere: to an account's id, an address, or what else DBMail's table may say. */
    public void alias(String alias, String deliverTo) {
        store.write(tx -> {
            tx.aliases().add(new Alias(alias, deliverTo, 0));
            return true;
        });
    }

    /** How much an account may hold. */
    public void quota(String login, long octets) {
        long id = id(login);
        store.write(tx -> {
            tx.users().setQuota(id, octets);
            return true;
        });
    }

    /** Takes a mailbox away. */
    public void deleteMailbox(String login, String name) {
        long mailbox = mailboxId(login, name);
        store.write(tx -> {
            tx.mailboxes().delete(mailbox);
            return true;
        });
    }

    /** Puts a message into a mailbox. */
    public void deliver(String login, String name, byte[] message) {
        store.deliver(
                PreparedMessage.prepare(MessageBytes.of(message)),
                Instant.now(),
                List.of(Destination.plain(mailboxId(login, name), id(login))));
    }

    /** What is in a mailbox. */
    public MailboxSnapshot messages(String login, String name) {
        return new MailboxIndexes(store, 0).open(mailboxId(login, name)).latest();
    }

    /** The octets of a message from one on, by its {@code physmessage_id}. */
    public byte[] octets(long physId, int from) {
        Map<Long, MessageBytes> read = store.read(tx -> tx.contents().read(List.of(physId), Long.MAX_VALUE));
        MessageBytes bytes = Objects.requireNonNull(read.get(physId));
        return bytes.slice(from, bytes.size());
    }

    /** The newest message of a mailbox. */
    public byte[] newest(String login, String name) {
        MailboxSnapshot all = messages(login, name);
        return octets(all.physId(all.size() - 1), 0);
    }

    /** Fails unless a mailbox holds so many messages. */
    public void mustHold(String login, String name, int count) {
        int found = messages(login, name).size();
        if (found != count) {
            throw new AssertionError(login + "'s " + name + " holds " + found + " messages");
        }
    }
}

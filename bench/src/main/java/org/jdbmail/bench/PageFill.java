package org.jdbmail.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.jdbmail.core.admin.Chronicle;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Audit;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Domains.Domain;
import org.jdbmail.core.store.MailTarget;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.OutgoingRecipient;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.Presence;
import org.jdbmail.core.store.Tx;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;

/** What a large site has in its tables, for {@link Pages}. */
final class PageFill {
    static final String ADMINISTRATOR = "root@d0.example";
    static final String PASSWORD = "correct-horse";

    private static final int ACCOUNTS = 20_000;
    private static final int DOMAINS = 200;
    private static final int LINES = 100_000;
    private static final int QUEUED = 2_000;
    private static final int SESSIONS = 5_000;
    private static final int STEP = 500;

    private PageFill() {}

    static void fill(SqlStore store) {
        Instant now = Instant.now();
        List<Long> ids = new ArrayList<>();
        store.write(tx -> {
            long root = tx.users().create(ADMINISTRATOR, new Credential(PASSWORD, ""), 0, 0);
            tx.mailboxes().create(root, Mailbox.INBOX, null);
            tx.web().setAdministrator(root, true);
            for (int i = 0; i < DOMAINS; i++) {
                tx.domains().put(new Domain("d" + i + ".example", "", 5_000, 5_000, 1L << 40));
            }
            figures(tx, now);
            return root;
        });
        for (int from = 0; from < ACCOUNTS; from += STEP) {
            int first = from;
            ids.addAll(store.write(tx -> accounts(tx, first, now)));
        }
        steps(store, LINES, (tx, i) -> lines(tx, i, now));
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 143);
        steps(
                store,
                LINES,
                (tx, i) -> tx.authLog()
                        .opened(
                                login(i % ACCOUNTS),
                                i % 3 == 0 ? "pop3" : "imap",
                                here,
                                here,
                                i % 11 == 0,
                                now.minusSeconds(LINES - i)));
        store.write(tx -> {
            tx.presence().alive(new Presence.Host("bench", "bench", 1, now), now.plus(Duration.ofHours(1)));
            List<Presence.Session> sessions = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                sessions.add(new Presence.Session(i, ids.get(i), "imap", "192.0.2." + i % 256, 1, now));
            }
            tx.presence().begun("bench", sessions);
            return true;
        });
        for (int i = 0; i < QUEUED; i++) {
            queue(store, i, now);
        }
    }

    private static String login(int number) {
        return "user" + number + "@d" + number % DOMAINS + ".example";
    }

    private static void steps(SqlStore store, int all, ObjIntConsumer<Tx> each) {
        for (int from = 0; from < all; from += STEP) {
            int first = from;
            store.write(tx -> {
                for (int i = first; i < first + STEP; i++) {
                    each.accept(tx, i);
                }
                return first;
            });
        }
    }

    private static List<Long> accounts(Tx tx, int first, Instant now) {
        List<Long> ids = new ArrayList<>();
        for (int i = first; i < first + STEP; i++) {
            long id = tx.users().create(login(i), new Credential("x", "md5"), 0, 1L << 30);
            tx.mailboxes().create(id, Mailbox.INBOX, null);
            tx.users().setLastLogin(id, now.minusSeconds(i));
            tx.aliases().add(new Alias("alias" + i + "@d" + i % DOMAINS + ".example", Long.toString(id), 0));
            tx.aliases()
                    .add(new Alias("other" + i + "@d" + i % DOMAINS + ".example", "x" + i + "@elsewhere.example", 0));
            ids.add(id);
        }
        return ids;
    }

    private static void lines(Tx tx, int number, Instant now) {
        tx.audit()
                .note(new Audit.Entry(
                        now.minusSeconds(LINES - number),
                        ADMINISTRATOR,
                        "192.0.2.1",
                        "account.change",
                        login(number % ACCOUNTS),
                        "quota " + number));
    }

    private static void figures(Tx tx, Instant now) {
        for (int hour = 0; hour < 24 * 30; hour++) {
            Instant when = now.minus(Duration.ofHours(hour));
            for (String what : List.of(Chronicle.DELIVERED, Chronicle.LOGINS, Chronicle.FAILED)) {
                tx.history().add(what, when, hour);
            }
            tx.history().put(Chronicle.OCTETS, when, hour);
            tx.history().put(Chronicle.QUEUE, when, hour);
        }
    }

    /** Mail that is held, so that it stays there. */
    private static void queue(SqlStore store, int number, Instant now) {
        PreparedMessage message = PreparedMessage.prepare(
                MessageBytes.of(("Subject: number " + number + "\r\n\r\ntext\r\n").getBytes(US_ASCII)));
        Outgoing mail = new Outgoing(
                "bench",
                0,
                0,
                "",
                new EnvelopeAddress("sender" + number, "d0.example"),
                MailParameters.NONE,
                null,
                List.of(new OutgoingRecipient(
                        MailTarget.ofStored("there" + number + "@elsewhere.example"), RecipientParameters.NONE)),
                null,
                true);
        store.deliver(new Delivery(
                List.of(new Delivery.Content(message, now)),
                List.of(new Portion(List.of(), List.of(mail), List.of()))));
    }
}

package org.jdbmail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Store;
import org.jdbmail.mime.bytes.MessageBytes;

/** A database for tests of programs: what is put into it, and what is then in its tables. */
public record Fixture(String url) {
    /** When messages came, unless it is said otherwise. */
    public static final Instant DATE = Instant.parse("2026-01-02T03:04:05Z");

    /** Opens the store. */
    public Store open() {
        try {
            Opening opening = new Opening(Optional.empty());
            return opening.store(opening.settings(Optional.empty(), Optional.of(url)));
        } catch (Failure failure) {
            throw new AssertionError(failure);
        }
    }

    /** Runs a program on this database. */
    public Ran run(String program, String... arguments) {
        List<String> words = new ArrayList<>(List.of(program, "--db", url));
        words.addAll(List.of(arguments));
        return Programs.jdbmail(words.toArray(String[]::new));
    }

    /** Runs a command of {@code jdbmail}, whose options may stand after its words. */
    public Ran jdbmail(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--db", url));
        return Programs.jdbmail(all.toArray(String[]::new));
    }

    /** Makes an account with an INBOX, and returns its id. */
    public static long account(Store store, String login) {
        return store.write(tx -> {
            long user = tx.users().create(login, new Credential("", ""), 0, 0);
            tx.mailboxes().create(user, "INBOX", null);
            return user;
        });
    }

    /** Delivers a message into a mailbox, which is made if need be, and returns its UID. */
    public static long deliver(Store store, String login, String mailbox, Instant when, String text) {
        long user = store.read(tx -> tx.users().find(login)).orElseThrow().id();
        long box = store.write(tx -> tx.mailboxes()
                .find(user, mailbox)
                .map(org.jdbmail.core.store.Mailbox::id)
                .orElseGet(() -> tx.mailboxes().create(user, mailbox, null)));
        PreparedMessage message = PreparedMessage.prepare(
                MessageBytes.of(text.replace("\n", "\r\n").getBytes(UTF_8)));
        Delivered delivered = store.deliver(message, when, List.of(Destination.plain(box, user)))
                .getFirst();
        return ((Delivered.Stored) delivered).uid();
    }

    /** Changes tables by hand. */
    public void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The first value that a query gives. */
    public String ask(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}

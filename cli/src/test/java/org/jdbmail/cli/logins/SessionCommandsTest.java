package org.jdbmail.cli.logins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs;
import org.jdbmail.core.auth.Attendance;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.ChannelBindings;
import org.jdbmail.core.auth.Guard;
import org.jdbmail.core.auth.Hashing;
import org.jdbmail.core.auth.LoginJournal;
import org.jdbmail.core.auth.LoginOptions;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.auth.Revocations;
import org.jdbmail.core.directory.StoreDirectory;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Presence;
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.net.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code jdbmail sessions} tells of those who are logged in, and whom it ends. */
class SessionCommandsTest {
    private static final Peer PEER = new Peer(
            "imap",
            new InetSocketAddress("192.0.2.7", 4711),
            new InetSocketAddress("127.0.0.1", 143),
            true,
            false,
            ChannelBindings.none(),
            Optional.empty());

    @TempDir
    private Path folder;

    private static LoginResult.Accepted login(Authenticator authenticator, String name) {
        return assertInstanceOf(LoginResult.Accepted.class, authenticator.login(name, "", Password.of("secret"), PEER));
    }

    private static void eventually(Object expected, Callable<Object> actual) throws Exception {
        Eventually.isTrue(Duration.ofSeconds(20), expected.toString(), () -> expected.equals(actual.call()));
    }

    @Test
    void whoIsThereIsKnownToAllAndCanBeEnded() throws Exception {
        Fixture fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        try (Store store = fixture.open();
                Revocations revocations = new Revocations(store, Duration.ofMillis(50)).start();
                LoginJournal journal = new LoginJournal(store, false, InstantSource.system()).start()) {
            for (String name : List.of("attends", "newcomer")) {
                store.write(tx -> tx.users().create(name, new Credential("secret", ""), 0, 0));
            }
            Authenticator authenticator = new Authenticator(
                    store,
                    new StoreDirectory(store, InstantSource.system(), Duration.ZERO),
                    new Passwords(),
                    Hashing.AT_ONCE,
                    new Guard(Guard.Rules.USUAL, address -> true, InstantSource.system()),
                    new LoginOptions(100, Duration.ofMillis(1)),
                    journal,
                    revocations,
                    InstantSource.system());
            List<String> ended = new CopyOnWriteArrayList<>();
            LoginResult.Accepted first = login(authenticator, "attends");
            LoginResult.Accepted second = login(authenticator, "attends");
            first.open().whenRevoked(() -> ended.add("first"));
            second.open().whenRevoked(() -> ended.add("second"));
            Presence.Host host = new Presence.Host("test", "mx1.test", 17, Instant.now());
            String mine = "SELECT count(*) FROM jdbmail_session s JOIN dbmail_users u ON u.user_idnr = s.user_idnr"
                    + " WHERE u.userid = 'attends'";
            Attendance attendance =
                    new Attendance(store, revocations, host, Duration.ofMillis(50), InstantSource.system()).start();
            try {
                eventually("2", () -> fixture.ask(mine));
                Programs.Ran list = fixture.jdbmail("sessions", "list", "attends", "--json");
                assertTrue(list.out().contains("\"address\": \"192.0.2.7\""), list.out());
                assertTrue(list.out().contains("\"server\": \"mx1.test\""), list.out());
                authenticator.closed(second, 1, 1);
                eventually("1", () -> fixture.ask(mine));
                assertEquals(1, fixture.jdbmail("sessions", "end", "12345678").status());
                assertEquals(64, fixture.jdbmail("sessions", "end").status());
                assertEquals(
                        new Programs.Ran(0, "Ends 1 session.\n", ""),
                        fixture.jdbmail("sessions", "end", "--user", "attends"));
                eventually(List.of("first"), () -> List.copyOf(ended));
                // Others took this process for gone, and it tells again who is there.
                assertEquals("1", fixture.ask(mine));
                store.write(tx -> {
                    tx.presence().gone("test");
                    return true;
                });
                login(authenticator, "newcomer");
                eventually("1", () -> fixture.ask(mine));
            } finally {
                attendance.close();
            }
            assertEquals("0", fixture.ask(mine));
        }
    }
}

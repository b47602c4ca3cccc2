package org.jdbmail.smtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Objects;
import org.jdbmail.frontkit.FailEach;
import org.jdbmail.frontkit.FailEach.Answer;
import org.jdbmail.frontkit.HandsMailOver;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.Fuse;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever call of the database fails while mail is taken by SMTP: it is where it belongs, once, or who hands it over is told to come again (RFC
 * 5321 §4.2.5). Into a mailbox, into the queue for elsewhere, and both at once.
 */
@Tag("full")
class FailEachReceptionTest {
    private final Fuse fuse = new Fuse();

    static List<String> databases() {
        return TestDatabases.names();
    }

    private List<String> wrong(String database, String service, boolean isHere, boolean isElsewhere) throws Exception {
        try (SmtpTestServer server =
                SmtpTestServer.start(database, SqlStoreOptions.DEFAULT.withConnections(fuse::around))) {
            Reception mail = new Reception(server, service, isHere, isElsewhere);
            return FailEach.wrong(fuse, "u", database.equals("sqlite"), mail);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void intoAMailbox(String database) throws Exception {
        assertEquals(List.of(), wrong(database, "smtp", true, false));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void toElsewhere(String database) throws Exception {
        assertEquals(List.of(), wrong(database, "relay", false, true));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void hereAndElsewhere(String database) throws Exception {
        assertEquals(List.of(), wrong(database, "relay", true, true));
    }

    private record Reception(SmtpTestServer server, String service, boolean isHere, boolean isElsewhere)
            implements FailEach.Case {
        @Override
        public void prepare(String user) {
            server.addUser(user + "@example.test");
        }

        @Override
        public Answer say(String user, Runnable ready) {
            return HandsMailOver.to(
                    Objects.requireNonNull(server.services().get(service)),
                    "EHLO test",
                    List.of(
                            "MAIL FROM:<" + user + "@remote.test>",
                            "RCPT TO:<" + (isHere ? user + "@example.test" : "a@elsewhere.test") + ">",
                            "RCPT TO:<" + (isElsewhere ? "b@elsewhere.test" : user + "@example.test") + ">"),
                    ready);
        }

        @Override
        public List<String> picture(String user) {
            return List.of(
                    server.messages(user + "@example.test") + " messages",
                    "queued for " + server.queuedFor(user + "@remote.test"));
        }
    }
}

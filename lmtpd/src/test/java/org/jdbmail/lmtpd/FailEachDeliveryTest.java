package org.jdbmail.lmtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jdbmail.frontkit.FailEach;
import org.jdbmail.frontkit.FailEach.Answer;
import org.jdbmail.frontkit.HandsMailOver;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.Fuse;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever call of the database fails under a delivery: it is there, once, or who hands it over is told to come again. */
@Tag("full")
class FailEachDeliveryTest {
    private final Fuse fuse = new Fuse();

    static List<String> databases() {
        return TestDatabases.names();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anAnswerIsWhatHappened(String database) throws Exception {
        try (LmtpTestServer server =
                LmtpTestServer.start(database, SqlStoreOptions.DEFAULT.withConnections(fuse::around))) {
            assertEquals(List.of(), FailEach.wrong(fuse, "u", database.equals("sqlite"), new Delivery(server)));
        }
    }

    private record Delivery(LmtpTestServer server) implements FailEach.Case {
        @Override
        public void prepare(String user) {
            server.addUser(user);
        }

        @Override
        public Answer say(String user, Runnable ready) {
            return HandsMailOver.to(
                    server.address(),
                    "LHLO test",
                    List.of("MAIL FROM:<s@remote.test>", "RCPT TO:<" + user + ">"),
                    ready);
        }

        @Override
        public List<String> picture(String user) {
            return List.of(server.messages(user) + " messages");
        }
    }
}

package org.jdbmail.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.net.SmtpSink;

/** Senders that go on whatever happens to the server, each message from a sender of its own; and the judgement of what came of it. */
final class KillLoad {
    private static final int SENDERS = 3;
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final String ADDRESS = "everything@kill.test";
    private static final Pattern ID = Pattern.compile("(\\d+\\.\\d+)@kill\\.example");

    private final int port;
    private final String hello;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final List<Thread> senders = new ArrayList<>();
    private volatile boolean isOver;

    /** @param hello how a session begins there */
    KillLoad(int port, String hello) {
        this.hello = hello;
        this.port = port;
    }

    /** Makes an account whose mail is kept, forwarded and answered. */
    static void prepare(TestDatabase database) throws SQLException {
        database.execute("INSERT INTO dbmail_users (userid, passwd, encryption_type) VALUES ('kept', 'x', '')");
        long user = number(database, "SELECT user_idnr FROM dbmail_users WHERE userid = 'kept'");
        database.execute(
                "INSERT INTO dbmail_aliases (alias, deliver_to, client_idnr) VALUES ('" + ADDRESS + "', '" + user
                        + "', 0)",
                "INSERT INTO dbmail_aliases (alias, deliver_to, client_idnr) VALUES ('" + ADDRESS
                        + "', 'there@elsewhere.test', 0)",
                "INSERT INTO dbmail_auto_replies (user_idnr, start_date, stop_date, reply_body) VALUES (" + user
                        + ", '2012-10-22 00:00:00', '2113-01-01 00:00:00', 'away')");
    }

    /** Recipients that still wait in the queue. */
    static long waiting(TestDatabase database) throws SQLException {
        return number(database, "SELECT count(*) FROM jdbmail_queue_recipient");
    }

    private static long number(TestDatabase database, String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    void begin() {
        for (int i = 0; i < SENDERS; i++) {
            int sender = i;
            senders.add(Thread.ofVirtual().start(() -> send(sender)));
        }
    }

    void end() throws InterruptedException {
        isOver = true;
        for (Thread sender : senders) {
            sender.join();
        }
    }

    int acknowledged() {
        return acknowledged.size();
    }

    private void send(int sender) {
        int number = 0;
        while (!isOver) {
            try (LineClient client = LineClient.connect(port).timeout(ANSWER)) {
                client.readLine();
                client.send(hello);
                client.readUntil("250 ");
                while (!isOver) {
                    number++;
                    hand(client, sender + "." + number);
                }
            } catch (IOException e) {
                // It was killed, and comes back.
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    private void hand(LineClient client, String id) throws IOException {
        client.send("MAIL FROM:<" + id + "@kill.example>\r\nRCPT TO:<" + ADDRESS + ">\r\nDATA");
        client.readUntil("354");
        client.send(("From: <" + id + "@kill.example>\r\nTo: <" + ADDRESS + ">\r\nMessage-ID: <" + id
                        + "@kill.example>\r\n\r\nbody\r\n.\r\n")
                .getBytes(US_ASCII));
        if (client.readLine().startsWith("250")) {
            acknowledged.add(id);
        }
    }

    /** Compares what was acknowledged with what is there, and with what was sent. */
    Kills.Result judge(int kills, TestDatabase database, SmtpSink sink) throws SQLException {
        Map<String, Integer> kept = new HashMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT c.head FROM dbmail_messages m JOIN jdbmail_content c ON c.physmessage_id = m.physmessage_id
                        WHERE m.status < 2""")) {
            while (rows.next()) {
                note(new String(rows.getBytes(1), US_ASCII), kept);
            }
        }
        Map<String, Integer> forwarded = new HashMap<>();
        Map<String, Integer> answered = new HashMap<>();
        for (SmtpSink.Received mail : sink.received()) {
            boolean isForward = mail.recipients().contains("RCPT TO:<there@elsewhere.test>");
            note(mail.content(), isForward ? forwarded : answered);
        }
        return new Kills.Result(
                kills,
                acknowledged.size(),
                new Kills.Count(missing(kept), missing(forwarded), missing(answered)),
                new Kills.Count(more(kept), more(forwarded), more(answered)));
    }

    private static void note(String message, Map<String, Integer> counts) {
        Matcher id = ID.matcher(message);
        if (id.find()) {
            counts.merge(id.group(1), 1, Integer::sum);
        }
    }

    private long missing(Map<String, Integer> counts) {
        return acknowledged.stream().filter(id -> !counts.containsKey(id)).count();
    }

    private static long more(Map<String, Integer> counts) {
        return counts.values().stream().mapToLong(count -> count - 1).sum();
    }
}

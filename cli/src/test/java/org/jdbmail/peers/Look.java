package org.jdbmail.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.LineClient;

/** A look at an account over IMAP, to see what a program did there. Names and subjects are ASCII, or what stands for them on the wire. */
final class Look implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern SUBJECT = Pattern.compile("Subject: (.*)");

    private final LineClient client;

    private Look(LineClient client) {
        this.client = client;
    }

    static Look at(int port, String account, String password) throws IOException {
        LineClient client = LineClient.connect(port);
        Look look = new Look(client);
        try {
            client.readUntil("* OK");
            look.lines("LOGIN \"" + account + "\" \"" + password + "\"");
            return look;
        } catch (IOException | AssertionError e) {
            client.close();
            throw e;
        }
    }

    /** Carries out a command, and returns what came before it was done. */
    List<String> lines(String command) throws IOException {
        client.send(("t " + command).getBytes(UTF_8));
        client.send("");
        List<String> lines = new ArrayList<>();
        String line = client.readLine();
        while (!line.startsWith("t ")) {
            lines.add(line);
            line = client.readLine();
        }
        if (!line.startsWith("t OK")) {
            throw new AssertionError(command + " gave " + line);
        }
        return lines;
    }

    /** The subjects in a mailbox. */
    List<String> subjects(String mailbox) throws IOException {
        lines("EXAMINE \"" + mailbox + "\"");
        List<String> subjects = new ArrayList<>();
        for (String line : lines("FETCH 1:* BODY.PEEK[HEADER.FIELDS (SUBJECT)]")) {
            Matcher matcher = SUBJECT.matcher(line);
            if (matcher.matches()) {
                subjects.add(matcher.group(1));
            }
        }
        return subjects;
    }

    /** Waits until these are the subjects in a mailbox. */
    void await(String mailbox, String... subjects) throws Exception {
        List<String> expected = List.of(subjects);
        List<String> last = new ArrayList<>();
        try {
            Eventually.isTrue(PATIENCE, expected + " in " + mailbox, () -> {
                last.clear();
                if (lines("LIST \"\" \"" + mailbox + "\"").isEmpty()) {
                    return false; // it is not there yet
                }
                last.addAll(subjects(mailbox));
                return last.equals(expected);
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; there are " + last, e);
        }
    }

    /** How many messages of a mailbox match. */
    int count(String mailbox, String keys) throws IOException {
        lines("EXAMINE \"" + mailbox + "\"");
        for (String line : lines("SEARCH " + keys)) {
            if (line.startsWith("* SEARCH")) {
                return line.split(" ", -1).length - 2;
            }
        }
        return 0;
    }

    /** The whole of the last message of a mailbox. */
    String newest(String mailbox) throws IOException {
        lines("EXAMINE \"" + mailbox + "\"");
        String text = String.join("\n", lines("FETCH * BODY.PEEK[]"));
        return new String(text.getBytes(ISO_8859_1), UTF_8);
    }

    @Override
    public void close() throws IOException {
        client.send("t LOGOUT");
        client.close();
    }
}

package org.jdbmail.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server with Gmail's habits, as its IMAP extensions' pages and its answers tell: a message has labels, each of which is a mailbox; All Mail has every
 * message, {@code [Gmail]} holds none; items come in an order of its own; other capabilities behind the login than before; and now and then it says goodbye.
 */
final class GmailLike implements AutoCloseable {
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    private static final String BEFORE =
            "IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 XYZZY SASL-IR AUTH=XOAUTH2 AUTH=PLAIN";
    private static final String AFTER = "IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS"
            + " COMPRESS=DEFLATE ENABLE MOVE CONDSTORE ESEARCH UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE"
            + " APPENDLIMIT=35651584";

    /** Mailboxes with their attributes. */
    private static final Map<String, String> BOXES = boxes();

    /** A message: its subject, its labels, and its flags. */
    record Letter(String subject, List<String> labels, String flags) {
        private String text() {
            return "Message-ID: <" + subject + "@gmail.test>\r\nFrom: a@gmail.test\r\nSubject: " + subject + "\r\n\r\n"
                    + "text of " + subject + "\r\n";
        }

        private boolean isIn(String box) {
            return switch (box) {
                case "[Gmail]/All Mail" -> !labels.contains("\\\\Trash");
                case "[Gmail]/Starred" -> flags.contains("\\Flagged");
                case "[Gmail]/Important" -> labels.contains("\\\\Important");
                case "[Gmail]/Sent Mail" -> labels.contains("\\\\Sent");
                case "[Gmail]/Trash" -> labels.contains("\\\\Trash");
                case "INBOX" -> labels.contains("\\\\Inbox");
                default -> labels.contains(box);
            };
        }
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Letter> letters;
    private final AtomicBoolean isPatient = new AtomicBoolean();
    private final AtomicInteger goodbyes = new AtomicInteger();

    GmailLike(List<Letter> letters) throws IOException {
        this.letters = letters;
        Thread.ofVirtual().start(this::accept);
    }

    private static Map<String, String> boxes() {
        Map<String, String> boxes = new LinkedHashMap<>();
        boxes.put("INBOX", "\\HasNoChildren");
        boxes.put("Work/Plans", "\\HasNoChildren");
        boxes.put("[Gmail]", "\\HasChildren \\Noselect");
        boxes.put("[Gmail]/All Mail", "\\All \\HasNoChildren");
        boxes.put("[Gmail]/Important", "\\HasNoChildren \\Important");
        boxes.put("[Gmail]/Sent Mail", "\\HasNoChildren \\Sent");
        boxes.put("[Gmail]/Starred", "\\Flagged \\HasNoChildren");
        boxes.put("[Gmail]/Trash", "\\HasNoChildren \\Trash");
        return boxes;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How often it ended a connection in the middle. */
    int goodbyes() {
        return goodbyes.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            return; // it was closed
        }
    }

    private void serve(Socket socket) {
        try (socket;
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
                OutputStream out = socket.getOutputStream()) {
            send(out, "* OK Gimap ready for requests\r\n");
            Session session = new Session(out);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", 2);
                if (words[1].startsWith("AUTHENTICATE")) {
                    send(out, "+ \r\n");
                    in.readLine();
                    session.isIn = true;
                    send(out, words[0] + " OK Thats all she wrote!\r\n");
                } else if (!session.answer(words[0], words[1])) {
                    return;
                }
            }
        } catch (IOException e) {
            return; // the client has gone
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    private final class Session {
        private final OutputStream out;
        private boolean isIn;
        private List<Letter> shown = List.of();
        private String box = "";

        Session(OutputStream out) {
            this.out = out;
        }

        /** Answers a command; returns whether the connection goes on. */
        boolean answer(String tag, String command) throws IOException {
            Matcher quoted = QUOTED.matcher(command);
            String name = quoted.find() ? quoted.group(1) : "";
            String end = tag + " OK Success\r\n";
            switch (command.split(" ", 2)[0]) {
                case "CAPABILITY" -> send(out, "* CAPABILITY " + (isIn ? AFTER : BEFORE) + "\r\n" + end);
                case "NAMESPACE" -> send(out, "* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n" + end);
                case "LSUB", "LIST" -> {
                    String kind = command.substring(0, 4);
                    for (Map.Entry<String, String> one : BOXES.entrySet()) {
                        send(out, "* " + kind + " (" + one.getValue() + ") \"/\" \"" + one.getKey() + "\"\r\n");
                    }
                    send(out, end);
                }
                case "EXAMINE" -> {
                    box = name;
                    shown = letters.stream().filter(letter -> letter.isIn(box)).toList();
                    send(
                            out,
                            "* FLAGS (\\Answered \\Flagged \\Draft \\Deleted \\Seen $NotPhishing $Phishing)\r\n"
                                    + "* OK [PERMANENTFLAGS ()] Flags permitted.\r\n* OK [UIDVALIDITY 1] UIDs valid.\r\n* "
                                    + shown.size() + " EXISTS\r\n* 0 RECENT\r\n* OK [HIGHESTMODSEQ 90]\r\n" + tag
                                    + " OK [READ-ONLY] " + box + " selected. (Success)\r\n");
                }
                case "FETCH" -> list(command, end);
                case "UID" -> {
                    return bodies(end);
                }
                default -> send(out, tag + " BAD Unknown command\r\n");
            }
            return true;
        }

        private void list(String command, String end) throws IOException {
            for (int i = 0; i < shown.size(); i++) {
                Letter letter = shown.get(i);
                String text = letter.text();
                String head = text.substring(0, text.indexOf("\r\n\r\n") + 4);
                List<String> labels = letter.labels().stream()
                        .filter(label -> !box.endsWith(label.replace("\\", "")))
                        .map(label -> label.startsWith("\\") ? '"' + label + '"' : label)
                        .toList();
                send(
                        out,
                        "* " + (i + 1) + " FETCH ("
                                + (command.contains("X-GM-LABELS")
                                        ? "X-GM-LABELS (" + String.join(" ", labels) + ") "
                                        : "")
                                + "UID " + (7 * i + 3) + " RFC822.SIZE " + text.length()
                                + " INTERNALDATE \"01-Mar-2026 10:00:0" + i % 10 + " +0000\" FLAGS (" + letter.flags()
                                + ") BODY[HEADER.FIELDS (MESSAGE-ID DATE FROM TO CC SUBJECT)] {" + head.length()
                                + "}\r\n" + head + ")\r\n");
            }
            send(out, end);
        }

        /** The first time it ends behind the first message. */
        private boolean bodies(String end) throws IOException {
            for (int i = 0; i < shown.size(); i++) {
                String text = shown.get(i).text();
                send(
                        out,
                        "* " + (i + 1) + " FETCH (UID " + (7 * i + 3) + " BODY[] {" + text.length() + "}\r\n" + text
                                + ")\r\n");
                if (shown.size() > 1 && isPatient.compareAndSet(false, true)) {
                    goodbyes.incrementAndGet();
                    send(out, "* BYE Session expired, please login again.\r\n");
                    return false;
                }
            }
            send(out, end);
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}

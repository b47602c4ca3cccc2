package org.jdbmail.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our server with the habits of DBMail 3.5's: what it says it can do, and an {@code RFC822.SIZE} that is less than the octets of the
 * message, by the Return-Path that DBMail puts before what it counted. Notes what clients ask of it.
 */
final class DbmailLike implements AutoCloseable {
    private static final String BEFORE = "CAPABILITY IMAP4rev1 AUTH=LOGIN AUTH=PLAIN ID LITERAL+";
    private static final String AFTER = "CAPABILITY IMAP4rev1 ACL RIGHTS=texk NAMESPACE CHILDREN SORT QUOTA"
            + " THREAD=ORDEREDSUBJECT UNSELECT IDLE ID UIDPLUS WITHIN CONDSTORE LITERAL+ ENABLE QRESYNC";
    private static final Pattern CAPABILITY = Pattern.compile("CAPABILITY IMAP4rev1[^\\]\r]*");
    private static final Pattern SIZE = Pattern.compile("RFC822\\.SIZE (\\d+)");
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)\\+?}\r\n$");
    private static final int RETURN_PATH = 40;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final Set<String> commands = new ConcurrentSkipListSet<>();

    DbmailLike(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The first words of all commands, and of those behind UID. */
    Set<String> commands() {
        return commands;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.ofVirtual().start(() -> pass(client, server, this::note));
                Thread.ofVirtual().start(() -> pass(server, client, DbmailLike::disguise));
            }
        } catch (IOException e) {
            // It was closed.
            return;
        }
    }

    private interface Line {
        String passed(String line);
    }

    private String note(String line) {
        String[] words = line.strip().split(" ", 4);
        if (words.length > 1) {
            commands.add(words[1].equals("UID") ? "UID " + words[2] : words[1]);
        }
        return line;
    }

    private static String disguise(String line) {
        String said = CAPABILITY
                .matcher(line)
                .replaceFirst(Matcher.quoteReplacement(line.contains("AUTH=") ? BEFORE : AFTER));
        return SIZE.matcher(said)
                .replaceFirst(size -> "RFC822.SIZE " + Math.max(1, Integer.parseInt(size.group(1)) - RETURN_PATH));
    }

    /** Passes lines on, changed, and literals as they are. */
    private static void pass(Socket from, Socket to, Line change) {
        try (from;
                to) {
            InputStream in = new BufferedInputStream(from.getInputStream());
            OutputStream out = to.getOutputStream();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                out.write(change.passed(line).getBytes(ISO_8859_1));
                Matcher literal = LITERAL.matcher(line);
                if (literal.find()) {
                    out.flush();
                    out.write(in.readNBytes(Integer.parseInt(literal.group(1))));
                }
                out.flush();
            }
        } catch (IOException e) {
            // The other side is gone.
            return;
        }
    }

    /** With its end; empty at the end of the connection. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            line.write(octet);
            if (octet == '\n') {
                break;
            }
        }
        return line.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}

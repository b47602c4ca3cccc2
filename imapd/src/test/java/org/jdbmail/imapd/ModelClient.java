package org.jdbmail.imapd;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.testkit.net.LineClient;

/**
 * An IMAP client that believes what it is told, remembers it, and objects to what can't be: numbers that don't exist, an
 * EXPUNGE at the wrong time, keywords never announced.
 */
final class ModelClient implements AutoCloseable {
    private static final Pattern NUMBERED = Pattern.compile("\\* (\\d+) (EXISTS|EXPUNGE|RECENT|FETCH \\((.*)\\))");
    private static final Pattern FLAGS = Pattern.compile("FLAGS \\(([^)]*)\\)");

    /** The flags of each message, by sequence number; null where nothing was told yet. */
    final List<Set<String>> messages = new ArrayList<>();

    private final LineClient line;
    private final StringBuilder dialogue = new StringBuilder();
    private Set<String> keywords = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private int tag;

    ModelClient(InetSocketAddress address, String user) throws IOException {
        this.line = LineClient.connect(address);
        line.readLine();
        run("LOGIN " + user + " secret");
        run("SELECT INBOX");
    }

    /** Says a command, hears everything up to its end, and returns the tagged response without its tag. */
    String run(String command) throws IOException {
        String name = "t" + tag++;
        dialogue.append("C: ").append(command).append('\n');
        line.send(name + " " + command);
        boolean numbersStay = command.matches("(FETCH|STORE|SEARCH) .*");
        while (true) {
            String response = line.readLine();
            // The only literals that come here are empty.
            while (response.endsWith("{0}")) {
                response += line.readLine();
            }
            dialogue.append("S: ").append(response).append('\n');
            if (response.startsWith(name + " ")) {
                return response.substring(name.length() + 1);
            }
            hear(response, numbersStay);
        }
    }

    private void hear(String response, boolean numbersStay) {
        Matcher numbered = NUMBERED.matcher(response);
        if (numbered.matches()) {
            int number = Integer.parseInt(numbered.group(1));
            switch (numbered.group(2)) {
                case "EXISTS" -> exists(number);
                case "EXPUNGE" -> expunge(number, numbersStay);
                case "RECENT" -> check(number <= messages.size(), "more recent messages than there are");
                default -> fetch(number, numbered.group(3));
            }
        } else if (response.startsWith("* FLAGS (")) {
            keywords = words(response.substring(9, response.length() - 1));
        }
        check(!response.startsWith("* BYE"), "the server ends the session");
    }

    private void exists(int number) {
        check(number >= messages.size(), "EXISTS falls");
        while (messages.size() < number) {
            messages.add(null);
        }
    }

    private void expunge(int number, boolean numbersStay) {
        check(!numbersStay, "EXPUNGE while numbers must stay");
        check(number <= messages.size(), "EXPUNGE of what is not there");
        messages.remove(number - 1);
    }

    private void fetch(int number, String items) {
        check(number <= messages.size(), "FETCH of what is not there");
        Matcher flags = FLAGS.matcher(items);
        if (flags.find()) {
            Set<String> told = words(flags.group(1));
            told.remove("\\Recent");
            check(keywords.containsAll(told), "a keyword that was not announced");
            messages.set(number - 1, told);
        }
    }

    /** STORE with .SILENT: the client changes its mind by itself. */
    void assume(int number, char mode, Set<String> flags) {
        Set<String> known = messages.get(number - 1);
        if (known == null) {
            return;
        }
        Set<String> now = words("");
        now.addAll(mode == '=' ? Set.of() : known);
        if (mode == '-') {
            now.removeAll(flags);
        } else {
            now.addAll(flags);
        }
        messages.set(number - 1, now);
    }

    private static Set<String> words(String text) {
        Set<String> words = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String word : text.split(" ")) {
            if (!word.isEmpty()) {
                words.add(word.startsWith("\\") ? word : word.toLowerCase(Locale.ROOT));
            }
        }
        return words;
    }

    private void check(boolean right, String wrong) {
        if (!right) {
            throw new AssertionError(wrong + "\n" + dialogue());
        }
    }

    /** The last part of what was said. */
    String dialogue() {
        return dialogue.substring(Math.max(0, dialogue.length() - 4_000));
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}

package org.jdbmail.imapd;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.testkit.net.LineClient;

/**
 * A client that keeps its own copy of a mailbox in step by nothing but what it is told, as an offline client does; it objects to what
 * can't be. With QRESYNC it keeps the copy also while the mailbox is closed.
 */
final class SyncClient implements AutoCloseable {
    /** A message: flags null until they are told, UID 0 until it is. */
    static final class Known {
        long uid;
        long modseq;
        Set<String> flags;
    }

    private static final Pattern NUMBERED = Pattern.compile("\\* (\\d+) (EXISTS|EXPUNGE|RECENT|FETCH \\((.*)\\))");
    private static final Pattern VANISHED = Pattern.compile("\\* VANISHED (\\(EARLIER\\) )?([0-9:,]+)");
    private static final Pattern FLAGS = Pattern.compile("FLAGS \\(([^)]*)\\)");
    private static final Pattern UID = Pattern.compile("UID (\\d+)");
    private static final Pattern MODSEQ = Pattern.compile("MODSEQ \\((\\d+)\\)");
    private static final Pattern HIGHEST = Pattern.compile("\\[HIGHESTMODSEQ (\\d+)\\]");
    private static final Pattern VALIDITY = Pattern.compile("\\[UIDVALIDITY (\\d+)\\]");

    final List<Known> messages = new ArrayList<>();

    private final LineClient line;
    private final boolean resync;
    private final String name;
    private final Consumer<String> dialogue;
    private Set<String> keywords = MailboxModel.flags(List.of());
    private long validity;
    private long highest;
    private int tag;
    private boolean synchronizing;
    private int exists;

    /** @param dialogue is told every line that is said */
    SyncClient(InetSocketAddress address, String user, String name, boolean resync, Consumer<String> dialogue)
            throws IOException {
        this.line = LineClient.connect(address);
        this.resync = resync;
        this.name = name;
        this.dialogue = dialogue;
        line.readLine();
        run("LOGIN " + user + " secret");
        if (resync) {
            run("ENABLE QRESYNC");
        }
        select();
    }

    /** Selects the mailbox again, with what is known of it if that can be said. */
    void select() throws IOException {
        if (resync && validity > 0) {
            synchronizing = true;
            say("SELECT INBOX (QRESYNC (" + validity + " " + highest + "))", new ArrayList<>());
            synchronizing = false;
            messages.sort(Comparator.comparingLong(known -> known.uid));
            check(messages.size() == exists, "not as many messages as there are");
        } else {
            messages.clear();
            run("SELECT INBOX");
        }
    }

    /** Says a command, hears everything up to its end, learns what is new, and returns the tagged response without its tag. */
    String run(String command) throws IOException {
        return run(command, new ArrayList<>());
    }

    /** As {@link #run(String)}; gives what came without a tag to a list. */
    String run(String command, List<String> untagged) throws IOException {
        String result = say(command, untagged);
        // A client that is told of new messages asks what they are; what else comes may be told meanwhile.
        int first = firstUnknown();
        for (int i = 0; i < 3 && first >= 0; i++) {
            say(
                    "FETCH " + (first + 1) + ":" + messages.size() + (resync ? " (UID FLAGS MODSEQ)" : " (UID FLAGS)"),
                    new ArrayList<>());
            first = firstUnknown();
        }
        return result;
    }

    /** Which message is the first that more must be asked of; -1 if none is. */
    private int firstUnknown() {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).uid == 0 || messages.get(i).flags == null) {
                return i;
            }
        }
        return -1;
    }

    private String say(String command, List<String> untagged) throws IOException {
        String id = name + tag++;
        dialogue.accept("C" + name + ": " + id + " " + command);
        line.send(id + " " + command);
        boolean numbersStay = command.matches("(FETCH|STORE|SEARCH) .*");
        while (true) {
            String response = line.readLine();
            dialogue.accept("S" + name + ": " + response);
            if (response.startsWith(id + " ")) {
                Matcher told = HIGHEST.matcher(response);
                if (told.find()) {
                    highest = Long.parseLong(told.group(1));
                }
                return response.substring(id.length() + 1);
            }
            untagged.add(response);
            hear(response, numbersStay);
        }
    }

    private void hear(String response, boolean numbersStay) {
        Matcher numbered = NUMBERED.matcher(response);
        Matcher vanished = VANISHED.matcher(response);
        if (numbered.matches()) {
            int number = Integer.parseInt(numbered.group(1));
            switch (numbered.group(2)) {
                case "EXISTS" -> exists(number);
                case "EXPUNGE" -> expunge(number, numbersStay);
                // By QRESYNC what is new is told below it.
                case "RECENT" ->
                    check(number <= (synchronizing ? exists : messages.size()), "more recent messages than there are");
                default -> fetch(number, numbered.group(3));
            }
        } else if (vanished.matches()) {
            check(!numbersStay && resync, "VANISHED where it must not come");
            boolean earlier = vanished.group(1) != null;
            int before = messages.size();
            NumberSet uids = set(vanished.group(2));
            messages.removeIf(known -> uids.contains(known.uid));
            check(earlier || before - messages.size() == uids.size(), "VANISHED of what was not known");
        } else if (response.startsWith("* FLAGS (")) {
            keywords = words(response.substring(9, response.length() - 1));
        } else {
            Matcher told = HIGHEST.matcher(response);
            if (told.find()) {
                highest = Long.parseLong(told.group(1));
            }
            Matcher valid = VALIDITY.matcher(response);
            if (valid.find()) {
                validity = Long.parseLong(valid.group(1));
            }
        }
        check(!response.startsWith("* BYE"), "the server ends the session");
    }

    private void exists(int number) {
        // Of a mailbox that is opened again by QRESYNC, EXISTS comes before what has vanished.
        exists = number;
        while (!synchronizing && messages.size() < number) {
            messages.add(new Known());
        }
    }

    private void expunge(int number, boolean numbersStay) {
        check(!numbersStay, "EXPUNGE while numbers must stay");
        check(number <= messages.size(), "EXPUNGE of what is not there");
        check(!resync, "EXPUNGE where VANISHED is due");
        messages.remove(number - 1);
    }

    private void fetch(int number, String items) {
        Matcher uid = UID.matcher(items);
        check(synchronizing || number <= messages.size(), "FETCH of what is not there");
        Known known = synchronizing ? known(items) : messages.get(number - 1);
        if (uid.find()) {
            long told = Long.parseLong(uid.group(1));
            check(known.uid == 0 || known.uid == told, "another UID at a number");
            known.uid = told;
        }
        Matcher modseq = MODSEQ.matcher(items);
        if (modseq.find()) {
            known.modseq = Long.parseLong(modseq.group(1));
        }
        Matcher flags = FLAGS.matcher(items);
        if (flags.find()) {
            Set<String> told = words(flags.group(1));
            told.remove("\\Recent");
            check(keywords.containsAll(told), "a keyword that was not announced");
            known.flags = told;
        }
    }

    /** The message of that UID, which may be new. */
    private Known known(String items) {
        Matcher uid = UID.matcher(items);
        check(uid.find(), "a FETCH without a UID");
        long told = Long.parseLong(uid.group(1));
        for (Known known : messages) {
            if (known.uid == told) {
                return known;
            }
        }
        Known fresh = new Known();
        messages.add(fresh);
        return fresh;
    }

    /** What it believes, by UID. */
    Map<Long, Set<String>> believed() {
        Map<Long, Set<String>> all = new TreeMap<>();
        messages.forEach(known -> all.put(known.uid, known.flags));
        return all;
    }

    static NumberSet set(String text) {
        List<Long> numbers = new ArrayList<>();
        for (String range : text.split(",")) {
            String[] ends = range.split(":");
            for (long n = Long.parseLong(ends[0]); n <= Long.parseLong(ends[ends.length - 1]); n++) {
                numbers.add(n);
            }
        }
        return NumberSet.of(numbers.stream().mapToLong(Long::longValue).toArray());
    }

    private static Set<String> words(String text) {
        Set<String> words = MailboxModel.flags(List.of());
        for (String word : text.split(" ")) {
            if (!word.isEmpty()) {
                words.add(word.startsWith("\\") ? word : word.toLowerCase(Locale.ROOT));
            }
        }
        return words;
    }

    private static void check(boolean right, String wrong) {
        if (!right) {
            throw new AssertionError(wrong);
        }
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}

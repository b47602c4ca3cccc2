package org.jdbmail.imapd;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.testkit.transcript.Fixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random commands of eight sessions on one mailbox, on two servers that share nothing but the database, beside deliveries and deletions
 * over POP3, against a small model: what
 * each session has been told is what there is. A failure is shrunk to the fewest steps that still fail, and shown as a dialogue.
 */
class MailboxModelTest {
    private static final int SESSIONS = 8;
    private static final Pattern CODE = Pattern.compile(".*\\[(?:APPENDUID|COPYUID) \\d+ (\\S+)(?: (\\S+))?\\].*");
    private static final Pattern MODIFIED = Pattern.compile(".*\\[MODIFIED (\\S+)\\].*");

    private int users;

    static Stream<String> databases() {
        return Stream.of(System.getProperty("jdbmail.databases", "sqlite").split(","));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void what_sessions_are_told_is_what_there_is(String database) throws Exception {
        int first = Integer.getInteger("jdbmail.model.first", 1);
        int rounds = Integer.getInteger("jdbmail.model.rounds", 3);
        try (ImapTestServer server = ImapTestServer.start(database)) {
            for (int seed = first; seed < first + rounds; seed++) {
                Random random = new Random(seed);
                List<ModelStep> steps = Stream.generate(() -> ModelStep.draw(random, SESSIONS))
                        .limit(150)
                        .toList();
                String failure = play(server, steps);
                assertNull(failure == null ? null : shrunk(server, steps, failure), "seed " + seed);
            }
        }
    }

    /** Leaves out steps, many at first, as long as it fails without them. */
    private String shrunk(ImapTestServer server, List<ModelStep> failing, String failure) throws IOException {
        List<ModelStep> steps = failing;
        String last = failure;
        for (int piece = steps.size() / 2; piece > 0; piece /= 2) {
            for (int from = 0; from + piece <= steps.size(); ) {
                List<ModelStep> fewer = new ArrayList<>(steps.subList(0, from));
                fewer.addAll(steps.subList(from + piece, steps.size()));
                String still = play(server, fewer);
                if (still == null) {
                    from += piece;
                } else {
                    steps = fewer;
                    last = still;
                }
            }
        }
        return last;
    }

    /** Carries the steps out with a new account; null if all went well, else what went wrong and the dialogue up to there. */
    private String play(ImapTestServer server, List<ModelStep> steps) throws IOException {
        String user = "model" + ++users;
        server.make(new Fixture("user", List.of(user, "secret"), new byte[0]));
        StringBuilder dialogue = new StringBuilder();
        List<SyncClient> clients = new ArrayList<>();
        MailboxModel model = new MailboxModel();
        try {
            for (int i = 0; i < SESSIONS; i++) {
                clients.add(new SyncClient(
                        server.services().get(i % 2 == 0 ? "imap" : "twin"),
                        user,
                        String.valueOf((char) ('a' + i)),
                        i % 4 >= 2,
                        said -> dialogue.append(said).append('\n')));
            }
            // What comes at the beginning is always the same.
            dialogue.setLength(0);
            for (ModelStep step : steps) {
                if (step.act() == ModelStep.Act.DELIVER || step.act() == ModelStep.Act.QUIT) {
                    dialogue.append("- ").append(step).append('\n');
                }
                act(server, user, clients.get(step.session()), model, step);
            }
            for (SyncClient client : clients) {
                client.run("NOOP");
                compare(client, model);
            }
            return null;
        } catch (AssertionError wrong) {
            return wrong.getMessage() + "\n" + dialogue;
        } finally {
            for (SyncClient client : clients) {
                close(client);
            }
        }
    }

    private static void close(SyncClient client) {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compare(SyncClient client, MailboxModel model) {
        check(
                client.believed().equals(model.messages()),
                "believed " + client.believed() + "\nbut it is  " + model.messages());
    }

    private static void check(boolean right, String wrong) {
        if (!right) {
            throw new AssertionError(wrong);
        }
    }

    private static void act(ImapTestServer server, String user, SyncClient client, MailboxModel model, ModelStep step)
            throws IOException {
        int count = client.messages.size();
        int low = count == 0 ? 0 : step.one() % count;
        int high = count == 0 ? 0 : Math.min(count - 1, low + step.two() % 3);
        List<SyncClient.Known> meant = count == 0 ? List.of() : List.copyOf(client.messages.subList(low, high + 1));
        String numbers = (low + 1) + ":" + (high + 1);
        String uids = count == 0 ? "1" : meant.getFirst().uid + ":" + meant.getLast().uid;
        switch (step.act()) {
            case APPEND -> append(client, model, step);
            case DELIVER -> model.append(server.deliver(step.two() % 2 == 0, user, step.flags()), step.flags());
            case QUIT -> {
                if (count > 0) {
                    long[] deleted =
                            meant.stream().mapToLong(known -> known.uid).toArray();
                    server.quit(step.two() % 2 == 0, user, NumberSet.of(deleted));
                    meant.forEach(known -> model.remove(known.uid));
                }
            }
            case NOOP -> {
                client.run("NOOP");
                compare(client, model);
            }
            case RESELECT -> {
                client.select();
                compare(client, model);
            }
            case CLOSE -> {
                client.run("CLOSE");
                model.expunge(null);
                client.select();
                compare(client, model);
            }
            case EXPUNGE -> {
                client.run("EXPUNGE");
                model.expunge(null);
            }
            case SEARCH -> client.run("SEARCH OR DELETED KEYWORD red");
            case UID_EXPUNGE -> {
                client.run("UID EXPUNGE " + uids);
                model.expunge(between(meant));
            }
            case FETCH, STORE, STORE_SILENT, STORE_UNCHANGED, UID_STORE, COPY, MOVE, UID_MOVE -> {
                if (count > 0) {
                    withMessages(client, model, step, meant, numbers, uids);
                }
            }
        }
    }

    /** All UIDs of the range, also of messages that the client does not know. */
    private static Set<Long> between(List<SyncClient.Known> meant) {
        Set<Long> uids = new LinkedHashSet<>();
        if (!meant.isEmpty()) {
            for (long uid = meant.getFirst().uid; uid <= meant.getLast().uid; uid++) {
                uids.add(uid);
            }
        }
        return uids;
    }

    private static void append(SyncClient client, MailboxModel model, ModelStep step) throws IOException {
        String result = client.run("APPEND INBOX " + step.flagList() + " {8+}\r\nA: b\r\n\r\n");
        Matcher code = CODE.matcher(result);
        check(code.matches(), "no APPENDUID: " + result);
        model.append(Long.parseLong(code.group(1)), step.flags());
    }

    private static void withMessages(
            SyncClient client,
            MailboxModel model,
            ModelStep step,
            List<SyncClient.Known> meant,
            String numbers,
            String uids)
            throws IOException {
        switch (step.act()) {
            case FETCH -> client.run("FETCH " + numbers + " (UID FLAGS)");
            case STORE -> stored(client.run("STORE " + numbers + " " + step.item("")), model, step, meant);
            case UID_STORE -> stored(client.run("UID STORE " + uids + " " + step.item("")), model, step, meant);
            case STORE_SILENT -> {
                // The client changes its mind when the command is done, before anything that is told later.
                List<Set<String>> before =
                        meant.stream().map(known -> known.flags).toList();
                for (SyncClient.Known known : meant) {
                    known.flags = MailboxModel.changed(known.flags, step.mode(), step.flags());
                }
                String result = client.run("STORE " + numbers + " " + step.item(".SILENT"));
                if (!result.startsWith("OK")) {
                    for (int i = 0; i < meant.size(); i++) {
                        meant.get(i).flags = before.get(i);
                    }
                }
                stored(result, model, step, meant);
            }
            case STORE_UNCHANGED -> unchanged(client, model, step, meant, uids);
            case COPY -> copied(client.run("COPY " + numbers + " INBOX"), model, meant, false);
            case MOVE -> moved(client, model, meant, "MOVE " + numbers + " INBOX");
            case UID_MOVE -> moved(client, model, meant, "UID MOVE " + uids + " INBOX");
            case DELIVER, QUIT, APPEND, EXPUNGE, UID_EXPUNGE, SEARCH, NOOP, CLOSE, RESELECT ->
                throw new IllegalStateException();
        }
    }

    private static void stored(String result, MailboxModel model, ModelStep step, List<SyncClient.Known> meant) {
        boolean some = meant.stream().anyMatch(known -> model.has(known.uid));
        check(result.startsWith("OK") || !some && result.startsWith("NO [EXPUNGEISSUED]"), "STORE: " + result);
        meant.forEach(known -> model.store(known.uid, step.mode(), step.flags()));
    }

    /** What was not refused had not been changed by anybody since the client was told its MODSEQ. */
    private static void unchanged(
            SyncClient client, MailboxModel model, ModelStep step, List<SyncClient.Known> meant, String uids)
            throws IOException {
        SyncClient.Known first = meant.getFirst();
        if (first.modseq == 0) {
            return;
        }
        Set<String> believed = first.flags;
        String result =
                client.run("UID STORE " + first.uid + " (UNCHANGEDSINCE " + first.modseq + ") " + step.item(""));
        check(result.startsWith("OK"), "STORE: " + result);
        Matcher modified = MODIFIED.matcher(result);
        if (modified.matches()) {
            check(modified.group(1).equals(String.valueOf(first.uid)), "MODIFIED of something else");
        } else if (model.has(first.uid)) {
            check(believed.equals(model.flagsOf(first.uid)), "a change was lost: " + believed + " " + uids);
            model.store(first.uid, step.mode(), step.flags());
        }
    }

    private static void moved(SyncClient client, MailboxModel model, List<SyncClient.Known> meant, String command)
            throws IOException {
        List<String> said = new ArrayList<>();
        String result = client.run(command, said);
        String codes = said.stream()
                .filter(line -> CODE.matcher(line).matches())
                .findFirst()
                .orElse(result);
        copied(codes, model, meant, true);
    }

    private static void copied(String result, MailboxModel model, List<SyncClient.Known> meant, boolean move) {
        Matcher code = CODE.matcher(result);
        if (!code.matches()) {
            boolean all = meant.stream().allMatch(known -> model.has(known.uid));
            check(!all, "nothing was copied: " + result);
            return;
        }
        NumberSet from = SyncClient.set(code.group(1));
        long[] sources = from.toArray();
        long[] copies = SyncClient.set(code.group(2)).toArray();
        check(sources.length == copies.length, "COPYUID has two lengths");
        for (int i = 0; i < sources.length; i++) {
            check(model.has(sources[i]), "a copy of what is not there");
            model.copy(sources[i], copies[i]);
            if (move) {
                model.remove(sources[i]);
            }
        }
    }
}

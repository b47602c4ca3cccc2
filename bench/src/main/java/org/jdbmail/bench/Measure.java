package org.jdbmail.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.testkit.mail.MailGenerator;

/** Takes one contestant through all measurements. */
final class Measure {
    private static final int DELIVERY_SIZE = 20_480;
    private static final int POP_MESSAGES = 5_000;
    private static final int PUSHES = 30;

    /** The median of so many: the first few find a server that has not compiled its code yet. */
    private static final int AGAIN = 50;

    /** Of so many the median is told: the first few find any server cold, and the goal is for a warm one. */
    private static final int FIRST_SELECTS = 50;

    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Pattern PSS = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB");

    private final Contestant server;
    private final Figures figures;

    Measure(Contestant server, Figures figures) {
        this.server = server;
        this.figures = figures;
    }

    /** The measurements, in the order in which they are taken. */
    static final Set<String> GROUPS = Set.of("memory", "lmtp", "imap", "sort", "pop3", "push", "logins");

    /** Those that want a mailbox with many messages. */
    private static final Set<String> FILLED = Set.of("imap", "sort", "pop3");

    private static final List<String> SORTS = List.of(
            "SORT (REVERSE DATE) UTF-8 ALL",
            "SORT (SUBJECT) UTF-8 ALL",
            "SORT (FROM ARRIVAL) UTF-8 ALL",
            "THREAD REFERENCES UTF-8 ALL",
            "THREAD ORDEREDSUBJECT UTF-8 ALL");

    /** Takes those that are asked for. */
    void all(Options options) throws IOException, InterruptedException {
        if (options.groups().contains("memory")) {
            LockSupport.parkNanos(PAUSE.toNanos());
            put("memory after the start, MB", memoryKb() / 1024.0);
        }
        if (options.groups().contains("lmtp")) {
            deliver(options.time());
        }
        if (options.groups().stream().anyMatch(FILLED::contains)) {
            LmtpLoad.fill(server.ports().lmtp(), Accounts.BIG, options.messages());
        }
        if (options.groups().contains("imap")) {
            read(options.messages());
        }
        if (options.groups().contains("sort")) {
            sort(options.messages());
        }
        if (options.groups().contains("pop3")) {
            int count = Math.min(POP_MESSAGES, options.messages());
            PopLoad.rate(server.ports().pop3(), Accounts.BIG, count);
            put("POP3 RETR pipelined, messages/s", PopLoad.rate(server.ports().pop3(), Accounts.BIG, count));
            put("POP3 RETR in lockstep, messages/s", PopLoad.rate(server.ports().pop3(), Accounts.BIG, count, 1));
            put("POP3 login to STAT, ms", PopLoad.open(server.ports().pop3(), Accounts.BIG));
        }
        if (options.groups().contains("logins")) {
            int imap = server.ports().imap();
            put("IMAP login and logout, SHA512-CRYPT, each account once, 16 at once, /s", LoginLoad.once(imap));
            LoginLoad.again(imap, options.time());
            put("the same accounts again and again, /s", LoginLoad.again(imap, options.time()));
        }
        if (options.groups().contains("push")) {
            put("from 250 to EXISTS, median ms", push(server.ports().imap()));
        }
        if (options.groups().contains("memory")) {
            memory(options.idle());
        }
    }

    private void deliver(Duration time) throws IOException, InterruptedException {
        // Dovecot refuses one of two deliveries that both find a mailbox missing.
        LmtpLoad.first(server.ports().lmtp());
        // A server runs for weeks: its first seconds are not what is compared.
        LmtpLoad.rate(server.ports().lmtp(), 4, WARM_UP, DELIVERY_SIZE);
        for (int sessions : new int[] {1, 4, 16}) {
            double rate = LmtpLoad.rate(server.ports().lmtp(), sessions, time, DELIVERY_SIZE);
            put("LMTP 20 KB, deliveries/s, sessions: " + sessions, rate);
        }
    }

    private void read(int messages) throws IOException {
        try (RawImap imap = new RawImap(server.ports().imap(), Accounts.BIG)) {
            imap.command("SELECT INBOX");
            put("SELECT of " + messages + " messages, first in a session, ms", firstSelect());
            put("SELECT again, ms", median(imap, "SELECT INBOX", 20));
            put("FETCH 1:* (UID FLAGS), ms", median(imap, "FETCH 1:* (UID FLAGS)", 10));
            String overview = "FETCH 1:* (UID FLAGS ENVELOPE BODYSTRUCTURE RFC822.SIZE INTERNALDATE)";
            put("FETCH overview first, ms", median(imap, overview, 1));
            put("FETCH overview again, ms", median(imap, overview, 3));
            put("FETCH 1:* BODY.PEEK[] first, MB/s", bodies(imap));
            put("FETCH 1:* BODY.PEEK[] again, MB/s", bodies(imap));
        }
    }

    /** Each once more after its first time, which fills what servers keep for the next: both count. */
    private void sort(int messages) throws IOException {
        try (RawImap imap = new RawImap(server.ports().imap(), Accounts.BIG)) {
            imap.command("SELECT INBOX");
            for (String command : SORTS) {
                put(command + " of " + messages + ", first, ms", median(imap, command, 1));
                put(command + ", again, ms", median(imap, command, AGAIN));
            }
        }
    }

    private static double bodies(RawImap imap) throws IOException {
        long begin = System.nanoTime();
        long bytes = imap.command("FETCH 1:* (BODY.PEEK[])");
        return bytes * 1e3 / (System.nanoTime() - begin);
    }

    private double firstSelect() throws IOException {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < FIRST_SELECTS; i++) {
            try (RawImap imap = new RawImap(server.ports().imap(), Accounts.BIG)) {
                all.add(median(imap, "SELECT INBOX", 1));
            }
        }
        return median(all);
    }

    private static double median(RawImap imap, String command, int times) throws IOException {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            imap.command(command);
            all.add((System.nanoTime() - begin) / 1e6);
        }
        return median(all);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** From the acknowledgement of a delivery to what an idling client of this port is told, in milliseconds. */
    double push(int imapPort) throws IOException {
        String user = Accounts.name(2);
        byte[] mail = LmtpLoad.Session.ended(new MailGenerator(2).sized(4_000).bytes());
        List<Double> all = new ArrayList<>();
        try (RawImap imap = new RawImap(imapPort, user);
                LmtpLoad.Session lmtp = new LmtpLoad.Session(server.ports().lmtp())) {
            imap.command("SELECT INBOX");
            imap.idle();
            for (int i = 0; i < PUSHES; i++) {
                lmtp.deliver(user, mail);
                long acknowledged = System.nanoTime();
                imap.awaitExists();
                all.add((System.nanoTime() - acknowledged) / 1e6);
                // Pushes that follow each other closely may be joined; real ones have pauses.
                LockSupport.parkNanos(100_000_000);
            }
        }
        return median(all);
    }

    private void memory(int connections) throws IOException {
        LockSupport.parkNanos(PAUSE.toNanos());
        long before = memoryKb();
        put("memory after the load, MB", before / 1024.0);
        List<RawImap> open = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                RawImap imap = new RawImap(server.ports().imap(), Accounts.name(1 + i % Accounts.SPREAD));
                open.add(imap);
                imap.command("SELECT INBOX");
                imap.idle();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            put("memory of an idle connection (of " + connections + "), KB", (memoryKb() - before) * 1.0 / connections);
        } finally {
            for (RawImap imap : open) {
                imap.close();
            }
        }
    }

    /** The resident memory of the server's processes, shared pages counted in proportion, in KB. */
    private long memoryKb() throws IOException {
        long sum = 0;
        for (ProcessHandle process : server.processes().toList()) {
            Path file = Path.of("/proc", String.valueOf(process.pid()), "smaps_rollup");
            if (Files.isReadable(file)) {
                Matcher matcher = PSS.matcher(Files.readString(file));
                sum += matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
            }
        }
        return sum;
    }

    private void put(String what, double value) {
        figures.add(server.name(), what, value);
    }
}

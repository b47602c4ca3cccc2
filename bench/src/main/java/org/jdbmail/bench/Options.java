package org.jdbmail.bench;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is to be measured.
 *
 * @param servers the contestants, in the order of the table's columns
 * @param groups which measurements
 * @param time how long each delivery load runs
 * @param messages the size of the big mailbox
 * @param idle how many connections idle
 */
record Options(List<String> servers, Set<String> groups, Duration time, int messages, int idle) {
    private static final List<String> DEFAULT_SERVERS = List.of("dovecot", "sqlite", "postgresql", "mariadb");

    /** What Debian brings, and MySQL where it is installed. */
    private static final Set<String> SERVERS = Set.of("dovecot", "sqlite", "postgresql", "mariadb", "mysql");

    /** How to write them. */
    static final String USAGE = """
            ./x bench [--servers dovecot,sqlite,postgresql,mariadb,mysql]
                      [--only lmtp,imap,sort,pop3,push,logins,memory]
                      [--secs 5] [--messages 20000] [--idle 1000]
            With BENCH_TOOL='PROGRAM WORDS' in the environment, that program makes the load in place of ours; these words are
            put behind its own: 127.0.0.1 IMAPPORT LMTPPORT POP3PORT bench%d PASSWORD --nusers 100 --procs REGEX
            """;

    /**
     * Reads them from the command line.
     *
     * @throws IllegalArgumentException naming the word that is wrong
     */
    static Options parse(List<String> words) {
        List<String> servers = DEFAULT_SERVERS;
        Set<String> groups = new TreeSet<>(Measure.GROUPS);
        int seconds = 5;
        int messages = 20_000;
        int idle = 1_000;
        for (int i = 0; i < words.size(); i += 2) {
            if (i + 1 == words.size()) {
                throw new IllegalArgumentException(words.get(i) + " needs a value");
            }
            String value = words.get(i + 1);
            switch (words.get(i)) {
                case "--servers" -> servers = List.of(value.split(","));
                case "--only" -> groups = Set.of(value.split(","));
                case "--secs" -> seconds = Integer.parseInt(value);
                case "--messages" -> messages = Integer.parseInt(value);
                case "--idle" -> idle = Integer.parseInt(value);
                default -> throw new IllegalArgumentException("unknown option " + words.get(i));
            }
        }
        for (String server : servers) {
            if (!SERVERS.contains(server)) {
                throw new IllegalArgumentException("unknown server " + server + ", only " + new TreeSet<>(SERVERS));
            }
        }
        if (!Measure.GROUPS.containsAll(groups)) {
            throw new IllegalArgumentException("--only knows " + Measure.GROUPS);
        }
        return new Options(servers, groups, Duration.ofSeconds(seconds), messages, idle);
    }
}

package org.jdbmail.cli.util;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbmail.cli.dbmail.CommonOptions;
import org.jdbmail.cli.dbmail.Getopt;
import org.jdbmail.cli.dbmail.Getopt.Misuse;
import org.jdbmail.cli.dbmail.Getopt.Option;
import org.jdbmail.cli.dbmail.Getopt.Value;

/** The options of {@code dbmail-util} as they were given. */
record UtilOptions(CommonOptions common) {
    /** What is to be looked at. */
    enum Work {
        ERASE,
        MOVE,
        SET_DELETED,
        PURGE,
        INTEGRITY,
        BODY,
        EMPTY_CACHE,
        ALIASES,
        IP_LOG,
        REPLY_CACHE,
        CLEAN,
        REHASH,
        MIGRATE
    }

    private static final int MIGRATED = 10_000;
    private static final int MOST_DAYS = 36_500;
    private static final Pattern AGE = Pattern.compile("(?:(\\d{1,6})[hH])?(?:(\\d{1,6})[mM])?");

    private static final List<Option> OPTIONS = Stream.concat(
                    Stream.of(
                            new Option('a', "all-checks", Value.NONE),
                            new Option('c', "clean-database", Value.NONE),
                            new Option('t', "test-integrity", Value.NONE),
                            new Option('b', "check-body", Value.NONE),
                            new Option('e', "check-empty-cache", Value.NONE),
                            new Option('p', "purge-deleted", Value.NONE),
                            new Option('d', "set-deleted", Value.NONE),
                            new Option('s', "remove-invalid-aliases", Value.NONE),
                            new Option('r', "clear-replycache", Value.REQUIRED),
                            new Option('l', "clear-iplog", Value.REQUIRED),
                            new Option('M', "migrate-legacy", Value.NONE),
                            new Option('m', "migrate-limit", Value.REQUIRED),
                            new Option('u', "null-messages", Value.NONE), // DBMail takes it and does nothing
                            new Option('\0', "rehash", Value.NONE),
                            new Option('\0', "erase", Value.REQUIRED),
                            new Option('\0', "move", Value.REQUIRED),
                            new Option('\0', "inbox", Value.REQUIRED),
                            new Option('\0', "trash", Value.REQUIRED)),
                    CommonOptions.OPTIONS.stream())
            .toList();

    static final String HELP = """
            *** dbmail-util ***
            Looks after the database of a mail store, while it is in use.

            Without -y it says what it finds and changes nothing.
                 -a, --all-checks         -b, -d, -p, -s, -t and -c
                 -c, --clean-database     bring the database's own statistics up to date
                 -t, --test-integrity     look for rows that nothing refers to, and remove them
                 -b, --check-body         look for missing sizes, envelopes and header caches
                 -e, --check-empty-cache  look for envelopes that are too short to be any
                 -d, --set-deleted        mark expunged messages to go for good
                 -p, --purge-deleted      remove what is marked; with -d in the same run, what -d has marked
                 -s, --remove-invalid-aliases
                                          remove aliases to accounts that there are not
                 -r, --clear-replycache time  forget automatic replies that are older
                 -l, --clear-iplog time       forget logins noted for mail servers that are older
                                          time is [<hours>h][<minutes>m]: 72h, 4h5m, 10m
                 -M, --migrate-legacy     write messages in the form of DBMail 2.2 anew
                 -m, --migrate-limit limit    at most so many (10000)
                 --rehash                 make the digests of stored parts anew
                 --erase days             remove messages that are older from the mailboxes of --trash
                 --move days              move messages that are older from those of --inbox to those of --trash
                 --inbox name             a mailbox that every account may have
                 --trash name             another one

            """ + CommonOptions.HELP + """

            Status: 0 all is well, 1 errors were found and mended, or nothing was to be done, 2 errors were found, 3 it failed.
            """;

    /** Reads a command line. */
    static UtilOptions parse(List<String> arguments) throws Misuse {
        UtilOptions options = new UtilOptions(new CommonOptions(Getopt.parse(OPTIONS, arguments)));
        if (options.common.has("help") || options.common.has("version")) {
            return options;
        }
        if (options.common.has("no") && options.common.has("yes")) {
            throw new Misuse("-n and -y exclude each other");
        }
        if (options.has(Work.ERASE) && options.trash().isEmpty()) {
            throw new Misuse("--erase needs --trash");
        }
        if (options.has(Work.MOVE)
                && (options.trash().isEmpty() || options.inbox().isEmpty())) {
            throw new Misuse("--move needs --inbox and --trash");
        }
        options.days("erase");
        options.days("move");
        options.migrateLimit();
        return options;
    }

    private boolean has(Work work) {
        return works().contains(work);
    }

    /** What is to be done. */
    Set<Work> works() {
        Set<Work> works = EnumSet.noneOf(Work.class);
        if (common.has("all-checks")) {
            works.addAll(EnumSet.of(Work.SET_DELETED, Work.PURGE, Work.INTEGRITY, Work.BODY, Work.ALIASES, Work.CLEAN));
        }
        add(works, "erase", Work.ERASE);
        add(works, "erase", Work.PURGE); // as with DBMail
        add(works, "move", Work.MOVE);
        add(works, "set-deleted", Work.SET_DELETED);
        add(works, "purge-deleted", Work.PURGE);
        add(works, "test-integrity", Work.INTEGRITY);
        add(works, "check-body", Work.BODY);
        add(works, "check-empty-cache", Work.EMPTY_CACHE);
        add(works, "remove-invalid-aliases", Work.ALIASES);
        add(works, "clear-iplog", Work.IP_LOG);
        add(works, "clear-replycache", Work.REPLY_CACHE);
        add(works, "clean-database", Work.CLEAN);
        add(works, "rehash", Work.REHASH);
        add(works, "migrate-legacy", Work.MIGRATE);
        return works;
    }

    private void add(Set<Work> works, String option, Work work) {
        if (common.has(option)) {
            works.add(work);
        }
    }

    /** Whether anything is to be changed. */
    boolean isReal() {
        return common.has("yes");
    }

    Optional<String> inbox() {
        return common.value("inbox");
    }

    Optional<String> trash() {
        return common.value("trash");
    }

    /** How many days old messages are that {@code --erase} or {@code --move} is about. */
    OptionalInt days(String option) throws Misuse {
        Optional<String> text = common.value(option);
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(number(text.get(), MOST_DAYS, option));
    }

    int migrateLimit() throws Misuse {
        Optional<String> text = common.value("migrate-limit");
        return text.isEmpty() ? MIGRATED : number(text.get(), Integer.MAX_VALUE, "migrate-limit");
    }

    private static int number(String text, int most, String option) throws Misuse {
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // the same answer as for a number out of range
        }
        throw new Misuse("'" + text + "' is no possible value of --" + option);
    }

    /** A length of time, as {@code 4h5m}; none where it is not one. */
    static Optional<Duration> age(String text) {
        Matcher matcher = AGE.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        long hours = Optional.ofNullable(matcher.group(1)).map(Long::parseLong).orElse(0L);
        long minutes =
                Optional.ofNullable(matcher.group(2)).map(Long::parseLong).orElse(0L);
        return Optional.of(Duration.ofHours(hours).plusMinutes(minutes));
    }
}

package org.jdbmail.cli.export;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbmail.cli.dbmail.CommonOptions;
import org.jdbmail.cli.dbmail.Getopt;
import org.jdbmail.cli.dbmail.Getopt.Misuse;
import org.jdbmail.cli.dbmail.Getopt.Option;
import org.jdbmail.cli.dbmail.Getopt.Value;
import org.jdbmail.core.mail.Flag;

/** The options of {@code dbmail-export} as they were given. */
record ExportOptions(CommonOptions common) {
    private static final List<Option> OPTIONS = Stream.concat(
                    Stream.of(
                            new Option('u', "user", Value.REQUIRED),
                            new Option('m', "mailbox", Value.REQUIRED),
                            new Option('b', "basedir", Value.REQUIRED),
                            new Option('o', "outfile", Value.REQUIRED),
                            new Option('s', "search", Value.REQUIRED),
                            new Option('d', "delete", Value.NONE),
                            new Option('D', "delete-after-export", Value.NONE),
                            new Option('r', "recursive", Value.NONE)),
                    CommonOptions.OPTIONS.stream())
            .toList();

    static final String HELP = """
            *** dbmail-export ***
            Writes mail into mbox files (RFC 4155, mboxrd), one for each mailbox, at the end of a file that is there.

                 -u, --user user          whose mail (wildcards * and ?)
                 -m, --mailbox name       only this mailbox (default: all)
                 -r, --recursive          with -m: also those below it
                 -b, --basedir dir        where to write <user>/<mailbox>.mbox (default: the current folder)
                 -o, --outfile file       write all into this file; - for standard output
                 -s, --search what        which messages: numbers as in 1:10,12 or 5:*, ALL, SEEN, UNSEEN,
                                          ANSWERED, UNANSWERED, FLAGGED, UNFLAGGED, DELETED, UNDELETED,
                                          DRAFT, UNDRAFT; several with blanks between them must all hold
                                          (default: 1:*)
                 -d                       set \\Deleted on what was written
                 -D                       expunge what was written

            """ + CommonOptions.HELP + """

            Status: 0 all was written, 1 the command line cannot be understood, 255 there is no such user or mailbox.
            """;

    private static final String NUMBERS = "(?:[1-9]\\d{0,9}|\\*)(?::(?:[1-9]\\d{0,9}|\\*))?";

    private static final Set<String> FLAGS = Set.of("SEEN", "ANSWERED", "FLAGGED", "DELETED", "DRAFT");

    /** Reads a command line. */
    static ExportOptions parse(List<String> arguments) throws Misuse {
        ExportOptions options = new ExportOptions(new CommonOptions(Getopt.parse(OPTIONS, arguments)));
        if (options.common.has("help") || options.common.has("version")) {
            return options;
        }
        if (options.common.value("user").isEmpty()) {
            throw new Misuse("-u is needed: whose mail?");
        }
        for (String word : options.words()) {
            boolean isNumbers = word.matches(NUMBERS + "(?:," + NUMBERS + ")*");
            if (!isNumbers
                    && !word.equals("ALL")
                    && !FLAGS.contains(word.startsWith("UN") ? word.substring(2) : word)) {
                throw new Misuse("'" + word + "' is no search that is understood");
            }
        }
        return options;
    }

    private List<String> words() {
        return List.of(common.value("search")
                .orElse("1:*")
                .strip()
                .toUpperCase(Locale.ROOT)
                .split("\\s+"));
    }

    /**
     * Whether a message is wanted.
     *
     * @param number its number in the mailbox, from 1 on
     * @param last the number of the last one
     * @param flags bits of its flags
     */
    boolean wants(long number, long last, int flags) {
        return words().stream().allMatch(word -> {
            if (word.equals("ALL")) {
                return true;
            }
            if (Character.isLetter(word.charAt(0))) {
                boolean isWithout = word.startsWith("UN");
                Flag flag = Flag.valueOf(isWithout ? word.substring(2) : word);
                return ((flags & flag.bit()) != 0) != isWithout;
            }
            return Stream.of(word.split(",")).anyMatch(range -> isWithin(range, number, last));
        });
    }

    /** RFC 9051 §9, seq-range: in any order, and {@code *} is the last one. */
    private static boolean isWithin(String range, long number, long last) {
        String[] ends = range.split(":");
        long one = ends[0].equals("*") ? last : Long.parseLong(ends[0]);
        String second = ends[ends.length - 1];
        long other = second.equals("*") ? last : Long.parseLong(second);
        return number >= Math.min(one, other) && number <= Math.max(one, other);
    }
}

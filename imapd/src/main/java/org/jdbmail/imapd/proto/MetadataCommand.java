package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.mailbox.MailboxName;
import org.jspecify.annotations.Nullable;

/**
 * The commands about annotations (RFC 5464 §4). Without a mailbox they are about the server's. Names of entries are as the client
 * wrote them; they compare in lower case.
 */
public sealed interface MetadataCommand extends ImapCommand {
    /** The mailbox; empty for the server. */
    Optional<MailboxName> mailbox();

    /**
     * GETMETADATA.
     *
     * @param longest the longest value that is wanted, in octets
     * @param depth how many levels below the entries are wanted too
     */
    record Get(Optional<MailboxName> mailbox, List<String> entries, long longest, int depth)
            implements MetadataCommand {
        static Get parse(Tokenizer in) throws IOException, ImapSyntaxException {
            in.space();
            // RFC 5464 §5 has the options before the mailbox, its examples behind it.
            Options options = in.peek() == '(' ? Options.parse(in) : Options.NONE;
            Optional<MailboxName> mailbox = place(in);
            in.space();
            if (in.lookingAt("(MAXSIZE ") || in.lookingAt("(DEPTH ")) {
                options = Options.parse(in);
            }
            List<String> entries = entryList(in);
            return new Get(mailbox, entries, options.longest, options.depth);
        }
    }

    /** SETMETADATA; a value that is null takes the entry away. */
    record Set(Optional<MailboxName> mailbox, Map<String, byte @Nullable []> values) implements MetadataCommand {
        static Set parse(Tokenizer in) throws IOException, ImapSyntaxException {
            in.space();
            Optional<MailboxName> mailbox = place(in);
            in.space();
            in.expect('(');
            Map<String, byte @Nullable []> values = new LinkedHashMap<>();
            do {
                in.skipSpaces();
                String entry = entry(in);
                in.space();
                values.put(entry.toLowerCase(Locale.ROOT), in.nstringOctets());
                in.skipSpaces();
            } while (in.peek() != ')' && !in.atEnd());
            in.expect(')');
            return new Set(mailbox, values);
        }
    }

    /** Entries, one or a list of them, as LIST's return option has them too. */
    static List<String> entryList(Tokenizer in) throws IOException, ImapSyntaxException {
        List<String> entries = new ArrayList<>();
        if (!in.take('(')) {
            do {
                in.skipSpaces();
                entries.add(entry(in));
            } while (in.peek() == ' ');
            return entries;
        }
        do {
            in.skipSpaces();
            entries.add(entry(in));
            in.skipSpaces();
        } while (in.peek() != ')' && !in.atEnd());
        in.expect(')');
        return entries;
    }

    private static String entry(Tokenizer in) throws IOException, ImapSyntaxException {
        String entry = in.astring();
        String lower = entry.toLowerCase(Locale.ROOT);
        boolean vendor = lower.startsWith("/shared/vendor/") || lower.startsWith("/private/vendor/");
        // RFC 5464 §3.2
        boolean valid = (lower.startsWith("/shared/") || lower.startsWith("/private/"))
                && !entry.endsWith("/")
                && !entry.contains("//")
                && entry.length() <= 255
                && entry.chars().allMatch(c -> c > 0x19 && c < 0x7F && c != '*' && c != '%')
                && !lower.endsWith("/vendor")
                && (!vendor || entry.chars().filter(c -> c == '/').count() >= 4);
        if (!valid) {
            throw new ImapSyntaxException("No entry can have that name");
        }
        return entry;
    }

    private static Optional<MailboxName> place(Tokenizer in) throws IOException, ImapSyntaxException {
        MailboxName name = MailboxNames.parse(in);
        return name.name().isEmpty() ? Optional.empty() : Optional.of(name);
    }

    /** What GETMETADATA is told beside its entries (RFC 5464 §4.2.1, §4.2.2). */
    record Options(long longest, int depth) {
        static final Options NONE = new Options(Long.MAX_VALUE, 0);

        static Options parse(Tokenizer in) throws IOException, ImapSyntaxException {
            in.expect('(');
            Options options = NONE;
            do {
                in.skipSpaces();
                String word = in.word();
                in.space();
                options = switch (word) {
                    case "MAXSIZE" -> new Options(in.number(), options.depth);
                    case "DEPTH" -> new Options(options.longest, depth(in.word()));
                    default -> throw new ImapSyntaxException("Unknown option");
                };
                in.skipSpaces();
            } while (in.peek() != ')' && !in.atEnd());
            in.expect(')');
            in.space();
            return options;
        }

        private static int depth(String word) throws ImapSyntaxException {
            return switch (word) {
                case "0" -> 0;
                case "1" -> 1;
                case "INFINITY" -> Integer.MAX_VALUE;
                default -> throw new ImapSyntaxException("A depth is 0, 1 or infinity");
            };
        }
    }
}

package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * LIST, or LSUB (RFC 3501 §6.3.8, §6.3.9), with the options of LIST-EXTENDED (RFC 5258) and what extends it.
 *
 * @param reference what the patterns are relative to
 * @param patterns names with the wildcards {@code *} and {@code %}
 * @param lsub whether it is LSUB
 * @param extended whether the client knows LIST-EXTENDED: by how it is written, or by having switched IMAP4rev2 on
 * @param criteria which mailboxes are wanted
 * @param wanted what is wanted of each
 * @param figures what STATUS is to tell (RFC 5819)
 * @param entries which annotations are wanted (RFC 9590)
 */
public record ListMailboxes(
        String reference,
        List<String> patterns,
        boolean lsub,
        boolean extended,
        Set<Criterion> criteria,
        Set<Wanted> wanted,
        Set<Status.Item> figures,
        List<String> entries)
        implements ImapCommand {
    /** Patterns of one LIST: each is held against every name. */
    private static final int MOST_PATTERNS = 50;

    /** Selection options (RFC 5258 §3.1, RFC 6154 §2). */
    public enum Criterion {
        SUBSCRIBED,
        REMOTE,
        RECURSIVEMATCH,
        SPECIAL_USE
    }

    /** Return options (RFC 5258 §3.2, RFC 6154 §2, RFC 8440). */
    public enum Wanted {
        SUBSCRIBED,
        CHILDREN,
        SPECIAL_USE,
        MYRIGHTS
    }

    static ListMailboxes parse(Tokenizer in, boolean lsub) throws IOException, ImapSyntaxException {
        in.space();
        // RFC 9051 §6.3.9: there it is part of the protocol.
        boolean extended = !lsub && in.isOn(Extension.IMAP4REV2);
        Set<Criterion> criteria = EnumSet.noneOf(Criterion.class);
        if (!lsub && in.peek() == '(') {
            extended = true;
            criteria = criteria(in);
            in.space();
        }
        String reference = MailboxNames.reference(in);
        in.space();
        List<String> patterns;
        if (!lsub && in.peek() == '(') {
            extended = true;
            patterns = patterns(in);
        } else {
            patterns = List.of(MailboxNames.pattern(in));
        }
        Set<Wanted> wanted = EnumSet.noneOf(Wanted.class);
        Set<Status.Item> figures = EnumSet.noneOf(Status.Item.class);
        List<String> entries = new ArrayList<>();
        if (!lsub && in.lookingAt(" RETURN ")) {
            extended = true;
            in.space();
            in.word();
            in.space();
            wanted(in, wanted, figures, entries);
        }
        return new ListMailboxes(reference, patterns, lsub, extended, criteria, wanted, figures, entries);
    }

    private static Set<Criterion> criteria(Tokenizer in) throws ImapSyntaxException {
        in.expect('(');
        Set<Criterion> criteria = EnumSet.noneOf(Criterion.class);
        while (in.peek() != ')') {
            criteria.add(
                    switch (in.word()) {
                        case "SUBSCRIBED" -> Criterion.SUBSCRIBED;
                        case "REMOTE" -> Criterion.REMOTE;
                        case "RECURSIVEMATCH" -> Criterion.RECURSIVEMATCH;
                        case "SPECIAL-USE" -> Criterion.SPECIAL_USE;
                        default -> throw new ImapSyntaxException("Unknown option");
                    });
            in.skipSpaces();
        }
        in.expect(')');
        // RFC 5258 §3.1
        if (criteria.contains(Criterion.RECURSIVEMATCH)
                && !criteria.contains(Criterion.SUBSCRIBED)
                && !criteria.contains(Criterion.SPECIAL_USE)) {
            throw new ImapSyntaxException("RECURSIVEMATCH needs another option");
        }
        return criteria;
    }

    private static List<String> patterns(Tokenizer in) throws IOException, ImapSyntaxException {
        in.expect('(');
        List<String> patterns = new ArrayList<>();
        do {
            in.skipSpaces();
            patterns.add(MailboxNames.pattern(in));
            in.skipSpaces();
            if (patterns.size() > MOST_PATTERNS) {
                throw new ImapSyntaxException("These are too many patterns");
            }
        } while (in.peek() != ')' && !in.atEnd());
        in.expect(')');
        return patterns;
    }

    private static void wanted(Tokenizer in, Set<Wanted> wanted, Set<Status.Item> figures, List<String> entries)
            throws IOException, ImapSyntaxException {
        in.expect('(');
        while (in.peek() != ')') {
            switch (in.word()) {
                case "SUBSCRIBED" -> wanted.add(Wanted.SUBSCRIBED);
                case "CHILDREN" -> wanted.add(Wanted.CHILDREN);
                case "SPECIAL-USE" -> wanted.add(Wanted.SPECIAL_USE);
                case "MYRIGHTS" -> wanted.add(Wanted.MYRIGHTS);
                case "STATUS" -> {
                    in.space();
                    figures.addAll(Status.items(in));
                }
                case "METADATA" -> {
                    in.space();
                    entries.addAll(MetadataCommand.entryList(in));
                }
                default -> throw new ImapSyntaxException("Unknown option");
            }
            in.skipSpaces();
        }
        in.expect(')');
    }
}

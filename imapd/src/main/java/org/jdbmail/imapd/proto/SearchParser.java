package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.SequenceSet;
import org.jdbmail.core.mail.SequenceSet.Range;
import org.jdbmail.core.search.FuzzyKeys;
import org.jdbmail.core.search.SearchKey;

/** The grammar of search keys (RFC 3501 §9, search-key), bounded in depth and number. */
final class SearchParser {
    private final Tokenizer in;
    private final Charset charset;
    private int terms;

    SearchParser(Tokenizer in, Charset charset) {
        this.in = in;
        this.charset = charset;
    }

    /** One key after the other up to the end of the command. */
    SearchKey parseAll() throws IOException, ImapSyntaxException {
        List<SearchKey> keys = new ArrayList<>();
        keys.add(key(0));
        in.skipSpaces();
        while (!in.atEnd()) {
            keys.add(key(0));
            in.skipSpaces();
        }
        return and(keys);
    }

    private static SearchKey and(List<SearchKey> keys) {
        return keys.size() == 1 ? keys.getFirst() : new SearchKey.And(keys);
    }

    private SearchKey key(int depth) throws IOException, ImapSyntaxException {
        if (depth > in.limits().depth()) {
            throw new ImapSyntaxException("The search is nested too deeply");
        }
        if (++terms > in.limits().items()) {
            throw new ImapSyntaxException("The search has too many terms");
        }
        if (in.take('(')) {
            List<SearchKey> keys = new ArrayList<>();
            do {
                in.skipSpaces();
                keys.add(key(depth + 1));
                in.skipSpaces();
            } while (in.peek() != ')' && !in.atEnd());
            in.expect(')');
            return and(keys);
        }
        if (SequenceSets.startsWith(in.peek())) {
            // RFC 9586 §3.1: what was saved is known by its UIDs.
            if (in.isOn(Extension.UIDONLY) && in.peek() != '$') {
                throw new ImapSyntaxException("There are no sequence numbers here", ResponseCode.Plain.UIDREQUIRED);
            }
            return new SearchKey.Sequence(SequenceSets.parse(in));
        }
        return named(in.word(), depth);
    }

    private SearchKey named(String name, int depth) throws IOException, ImapSyntaxException {
        return switch (name) {
            case "ALL" -> new SearchKey.All();
            case "ANSWERED" -> new SearchKey.SystemFlag(Flag.ANSWERED, true);
            case "DELETED" -> new SearchKey.SystemFlag(Flag.DELETED, true);
            case "DRAFT" -> new SearchKey.SystemFlag(Flag.DRAFT, true);
            case "FLAGGED" -> new SearchKey.SystemFlag(Flag.FLAGGED, true);
            case "SEEN" -> new SearchKey.SystemFlag(Flag.SEEN, true);
            case "UNANSWERED" -> new SearchKey.SystemFlag(Flag.ANSWERED, false);
            case "UNDELETED" -> new SearchKey.SystemFlag(Flag.DELETED, false);
            case "UNDRAFT" -> new SearchKey.SystemFlag(Flag.DRAFT, false);
            case "UNFLAGGED" -> new SearchKey.SystemFlag(Flag.FLAGGED, false);
            case "UNSEEN" -> new SearchKey.SystemFlag(Flag.SEEN, false);
            // RFC 3501 §6.4.4: NEW is (RECENT UNSEEN), OLD is NOT RECENT.
            case "NEW" ->
                new SearchKey.And(List.of(new SearchKey.Recent(true), new SearchKey.SystemFlag(Flag.SEEN, false)));
            case "OLD" -> new SearchKey.Recent(false);
            case "RECENT" -> new SearchKey.Recent(true);
            case "KEYWORD" -> new SearchKey.Keyword(keyword(), true);
            case "UNKEYWORD" -> new SearchKey.Keyword(keyword(), false);
            case "BCC", "CC", "FROM", "SUBJECT", "TO" -> new SearchKey.Header(name, text());
            case "HEADER" -> {
                in.space();
                yield new SearchKey.Header(in.astring(), text());
            }
            case "BODY" -> new SearchKey.Text(text(), false);
            case "TEXT" -> new SearchKey.Text(text(), true);
            case "BEFORE" -> date(SearchKey.When.BEFORE, false);
            case "ON" -> date(SearchKey.When.ON, false);
            case "SINCE" -> date(SearchKey.When.SINCE, false);
            case "SENTBEFORE" -> date(SearchKey.When.BEFORE, true);
            case "SENTON" -> date(SearchKey.When.ON, true);
            case "SENTSINCE" -> date(SearchKey.When.SINCE, true);
            case "LARGER", "SMALLER" -> {
                in.space();
                yield new SearchKey.Size(name.equals("LARGER"), in.number());
            }
            case "UID" -> {
                in.space();
                yield new SearchKey.Uid(SequenceSets.parse(in));
            }
            // RFC 5032 §3
            case "OLDER", "YOUNGER" -> {
                in.space();
                long seconds = in.number();
                if (seconds == 0) {
                    throw new ImapSyntaxException("An interval is not zero");
                }
                yield new SearchKey.Age(name.equals("OLDER"), seconds);
            }
            // RFC 8514 §4.3
            case "SAVEDBEFORE" -> saved(SearchKey.When.BEFORE);
            case "SAVEDON" -> saved(SearchKey.When.ON);
            case "SAVEDSINCE" -> saved(SearchKey.When.SINCE);
            case "SAVEDATESUPPORTED" -> new SearchKey.All();
            // RFC 8474 §6
            case "EMAILID" -> {
                in.space();
                yield new SearchKey.EmailId(in.atom());
            }
            case "THREADID" -> {
                in.space();
                yield new SearchKey.ThreadId(in.atom());
            }
            case "MODSEQ" -> {
                in.space();
                yield new SearchKey.Modseq(modseq());
            }
            // RFC 6203 §3
            case "FUZZY" -> {
                in.space();
                yield new SearchKey.Fuzzy(FuzzyKeys.of(key(depth + 1)));
            }
            // RFC 5466 §4, filter-name
            case "FILTER" -> {
                in.space();
                String filter = in.atom();
                if (filter.indexOf('/') >= 0) {
                    throw new ImapSyntaxException("The name of a search has no slash");
                }
                yield new SearchKey.Named(filter);
            }
            // RFC 9738 §3.2
            case "UIDAFTER", "UIDBEFORE" -> {
                in.space();
                yield beside(name.equals("UIDAFTER"), in.number());
            }
            case "NOT" -> {
                in.space();
                yield new SearchKey.Not(key(depth + 1));
            }
            case "OR" -> {
                in.space();
                SearchKey left = key(depth + 1);
                in.space();
                yield new SearchKey.Or(left, key(depth + 1));
            }
            default -> throw new ImapSyntaxException("Unknown search key");
        };
    }

    private static SearchKey beside(boolean after, long uid) throws ImapSyntaxException {
        if (uid < 1 || uid > SequenceSets.MAX) {
            throw new ImapSyntaxException("A UID is out of range");
        }
        // Not UID n:*, which the last message is always in.
        SequenceSet all = new SequenceSet(List.of(Range.between(1, SequenceSets.MAX)));
        SequenceSet up = new SequenceSet(List.of(Range.between(1, uid)));
        if (after) {
            return new SearchKey.And(List.of(new SearchKey.Uid(all), new SearchKey.Not(new SearchKey.Uid(up))));
        }
        return uid == 1
                ? new SearchKey.Not(new SearchKey.All())
                : new SearchKey.Uid(new SequenceSet(List.of(Range.between(1, uid - 1))));
    }

    /** RFC 7162 §3.1.5: the entry that may be named before it makes no difference, since a message has one MODSEQ. */
    private long modseq() throws IOException, ImapSyntaxException {
        if (in.peek() == '"') {
            in.string();
            in.space();
            switch (in.word()) {
                case "PRIV", "SHARED", "ALL" -> in.space();
                default -> throw new ImapSyntaxException("Expected priv, shared or all");
            }
        }
        return in.number();
    }

    private String keyword() throws ImapSyntaxException {
        in.space();
        return in.atom();
    }

    private String text() throws IOException, ImapSyntaxException {
        in.space();
        return new String(in.astring().getBytes(StandardCharsets.ISO_8859_1), charset);
    }

    private SearchKey saved(SearchKey.When when) throws ImapSyntaxException {
        in.space();
        return new SearchKey.Saved(when, Dates.day(in));
    }

    private SearchKey date(SearchKey.When when, boolean sent) throws ImapSyntaxException {
        in.space();
        return new SearchKey.Date(when, Dates.day(in), sent);
    }
}

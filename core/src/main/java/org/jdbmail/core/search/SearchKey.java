package org.jdbmail.core.search;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.SequenceSet;

/** What SEARCH looks for (RFC 3501 §6.4.4), as a tree. Strings are decoded from the command's charset. */
public sealed interface SearchKey {
    /** The keys that this one is made of. */
    default List<SearchKey> inner() {
        return List.of();
    }

    /** Whether this key, or one of the keys that it is made of, is such a one. */
    default boolean has(Predicate<SearchKey> wanted) {
        return wanted.test(this) || inner().stream().anyMatch(key -> key.has(wanted));
    }

    /** Every message. */
    record All() implements SearchKey {}

    /** All of these. */
    record And(List<SearchKey> keys) implements SearchKey {
        /** Copies the list. */
        public And {
            keys = List.copyOf(keys);
        }

        @Override
        public List<SearchKey> inner() {
            return keys;
        }
    }

    /** One of the two, or both. */
    record Or(SearchKey left, SearchKey right) implements SearchKey {
        @Override
        public List<SearchKey> inner() {
            return List.of(left, right);
        }
    }

    /** What the key does not match. */
    record Not(SearchKey key) implements SearchKey {
        @Override
        public List<SearchKey> inner() {
            return List.of(key);
        }
    }

    /** What is to be found even if it is only similar (RFC 6203 §3); {@link FuzzyKeys} has made the key. */
    record Fuzzy(SearchKey key) implements SearchKey {
        @Override
        public List<SearchKey> inner() {
            return List.of(key);
        }
    }

    /**
     * The whole, or at least some of what it is made of.
     *
     * @param words each as it is written, or in a form that is near it
     * @param least how many of these must be there
     */
    record Loose(SearchKey whole, List<Word> words, int least) implements SearchKey {
        /** A word; the second key is for what it begins with. */
        record Word(SearchKey exact, SearchKey near) {}

        /** Copies the list. */
        public Loose {
            words = List.copyOf(words);
        }

        @Override
        public List<SearchKey> inner() {
            return Stream.concat(Stream.of(whole), words.stream().flatMap(word -> Stream.of(word.exact, word.near)))
                    .toList();
        }
    }

    /** What the user has kept under that name as a search (RFC 5466 §3.1); resolved before anything is searched. */
    record Named(String name) implements SearchKey {}

    /** Messages with these sequence numbers. */
    record Sequence(SequenceSet set) implements SearchKey {}

    /** Messages with these UIDs. */
    record Uid(SequenceSet set) implements SearchKey {}

    /** Whether a system flag is set. */
    record SystemFlag(Flag flag, boolean set) implements SearchKey {}

    /** Whether a keyword is set. */
    record Keyword(String keyword, boolean set) implements SearchKey {}

    /** Whether {@code \Recent} is set. */
    record Recent(boolean set) implements SearchKey {}

    /** A header field of that name contains the value; with an empty value, there is such a field. */
    record Header(String name, String value) implements SearchKey {}

    /** The body contains the value; with header, the header may instead. */
    record Text(String value, boolean header) implements SearchKey {}

    /** How a message's day stands to the given one. */
    enum When {
        BEFORE,
        ON,
        SINCE
    }

    /** The day of the internal date, or, if sent, of the Date field; zone and time are left aside. */
    record Date(When when, LocalDate day, boolean sent) implements SearchKey {}

    /** The day on which a message came into its mailbox (RFC 8514 §4.3). */
    record Saved(When when, LocalDate day) implements SearchKey {}

    /** Whether the internal date is at least, or else at most, so many seconds ago (RFC 5032 §3). */
    record Age(boolean older, long seconds) implements SearchKey {}

    /** The message of that id (RFC 8474 §5.1). */
    record EmailId(String id) implements SearchKey {}

    /** Messages of that thread (RFC 8474 §5.2). */
    record ThreadId(String id) implements SearchKey {}

    /** The MODSEQ is that one or greater (RFC 7162 §3.1.5). */
    record Modseq(long least) implements SearchKey {}

    /** Larger, or else smaller, than so many octets. */
    record Size(boolean larger, long octets) implements SearchKey {}
}

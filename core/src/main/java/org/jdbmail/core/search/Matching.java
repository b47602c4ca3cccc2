package org.jdbmail.core.search;

import java.time.Instant;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.index.SessionView;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.SequenceSet;
import org.jdbmail.mime.Checkpoint;
import org.jdbmail.mime.structure.HeaderField;
import org.jdbmail.mime.text.MessageSearcher;
import org.jdbmail.mime.text.SearchTerms;
import org.jspecify.annotations.Nullable;

/** Decides whether one message matches a key (RFC 3501 §6.4.4), with the evidence there is. Used by one thread. */
final class Matching {
    private static final long DAY = 86_400;

    /** What a word counts that stands somewhere, and one of which only the beginning does. */
    private static final double SAME_WORD = 0.9;

    private static final double SIMILAR_WORD = 0.7;

    private final SessionView view;
    private final MailboxSnapshot told;
    private final MessageSearcher searcher;
    /** The numbers of the keys that look for a text. */
    private final IdentityHashMap<SearchKey, Integer> terms = new IdentityHashMap<>();

    private final IdentityHashMap<SearchKey, NumberSet> sets = new IdentityHashMap<>();

    /** UIDs that {@code $} stands for. */
    private final NumberSet saved;

    /** The time to which ages are counted, in seconds since 1970. */
    private final long now = Instant.now().getEpochSecond();

    private final Facts facts;

    /**
     * @param saved UIDs that {@code $} stands for
     * @param facts what the key needs to know of messages beside the index and their bytes
     * @param checkpoint passed between pieces of text
     */
    Matching(SessionView view, SearchKey key, NumberSet saved, Facts facts, Checkpoint checkpoint) {
        this.view = view;
        this.told = view.told();
        this.saved = saved;
        this.facts = facts;
        SearchTerms texts = new SearchTerms();
        collect(key, texts);
        this.searcher = new MessageSearcher(texts, checkpoint);
    }

    /** All texts of the search are looked for at once. Recursive, but no deeper than the grammar lets a key be. */
    private void collect(SearchKey key, SearchTerms texts) {
        if (key instanceof SearchKey.Header header) {
            terms.put(key, texts.header(header.name(), header.value()));
        } else if (key instanceof SearchKey.Text text) {
            terms.put(key, text.header() ? texts.text(text.value()) : texts.body(text.value()));
        }
        key.inner().forEach(inner -> collect(inner, texts));
    }

    /** Recursive, but no deeper than the grammar lets a key be. */
    Verdict test(SearchKey key, int place, Evidence evidence) {
        return switch (key) {
            case SearchKey.All all -> Verdict.YES;
            case SearchKey.And and -> all(and.keys(), place, evidence);
            case SearchKey.Or or -> {
                Verdict left = test(or.left(), place, evidence);
                yield left == Verdict.YES ? left : left.or(test(or.right(), place, evidence));
            }
            case SearchKey.Not not -> test(not.key(), place, evidence).not();
            case SearchKey.Fuzzy fuzzy -> test(fuzzy.key(), place, evidence);
            case SearchKey.Loose loose -> loose(loose, place, evidence);
            case SearchKey.Named named -> throw new IllegalArgumentException("a name that was not resolved");
            case SearchKey.Sequence sequence ->
                Verdict.of(
                        sequence.set().isSaved()
                                ? saved.contains(told.uid(place))
                                : set(key, sequence.set(), told.size()).contains(place + 1L));
            case SearchKey.Uid uid ->
                Verdict.of(
                        (uid.set().isSaved() ? saved : set(key, uid.set(), told.lastUid())).contains(told.uid(place)));
            case SearchKey.Age age ->
                Verdict.of(
                        age.older()
                                ? told.internalDate(place) <= now - age.seconds()
                                : told.internalDate(place) >= now - age.seconds());
            case SearchKey.Saved day -> compare(day.when(), day.day(), Math.floorDiv(facts.saved(told, place), DAY));
            case SearchKey.EmailId email -> Verdict.of(email.id().equals(ObjectIds.email(told.physId(place))));
            case SearchKey.ThreadId thread -> Verdict.of(thread.id().equals(facts.thread(told.physId(place))));
            case SearchKey.SystemFlag flag ->
                Verdict.of((told.systemFlags(place) & flag.flag().bit()) != 0 == flag.set());
            case SearchKey.Keyword keyword -> Verdict.of(hasKeyword(place, keyword.keyword()) == keyword.set());
            case SearchKey.Recent recent -> Verdict.of(view.isRecent(place) == recent.set());
            case SearchKey.Modseq modseq -> Verdict.of(told.modseq(place) >= modseq.least());
            case SearchKey.Size size -> size(size, place, evidence);
            case SearchKey.Date date -> date.sent() ? sent(date, evidence) : internal(date, place);
            case SearchKey.Header header -> header(header, evidence);
            case SearchKey.Text text -> text(text, evidence);
        };
    }

    private Verdict loose(SearchKey.Loose loose, int place, Evidence evidence) {
        Verdict whole = test(loose.whole(), place, evidence);
        int there = 0;
        int open = 0;
        for (SearchKey.Loose.Word word : loose.words()) {
            Verdict verdict = word(word, place, evidence);
            there += verdict == Verdict.YES ? 1 : 0;
            open += verdict == Verdict.UNKNOWN ? 1 : 0;
        }
        Verdict enough =
                there >= loose.least() ? Verdict.YES : there + open < loose.least() ? Verdict.NO : Verdict.UNKNOWN;
        return whole.or(enough);
    }

    private Verdict word(SearchKey.Loose.Word word, int place, Evidence evidence) {
        return test(word.exact(), place, evidence).or(test(word.near(), place, evidence));
    }

    /**
     * How well a message matches that does (RFC 6203 §4): 100 where each text stands as it is written, and the less the fewer of
     * their words do, 1 at least.
     */
    int score(SearchKey key, int place, Evidence evidence) {
        double share = share(key, place, evidence);
        return share < 0 ? 100 : Math.clamp(Math.round(share * 100), 1, 100);
    }

    /** Between 0 and 1; less than 0 where the key says nothing of that. Recursive, but no deeper than a key may be. */
    private double share(SearchKey key, int place, Evidence evidence) {
        return switch (key) {
            case SearchKey.Fuzzy fuzzy -> share(fuzzy.key(), place, evidence);
            case SearchKey.Loose loose -> share(loose, place, evidence);
            case SearchKey.And and ->
                and.keys().stream()
                        .mapToDouble(part -> share(part, place, evidence))
                        .filter(share -> share >= 0)
                        .average()
                        .orElse(-1);
            case SearchKey.Or or -> Math.max(share(or.left(), place, evidence), share(or.right(), place, evidence));
            default -> -1;
        };
    }

    private double share(SearchKey.Loose loose, int place, Evidence evidence) {
        if (test(loose.whole(), place, evidence) == Verdict.YES) {
            return 1;
        }
        double sum = 0;
        for (SearchKey.Loose.Word word : loose.words()) {
            if (test(word.exact(), place, evidence) == Verdict.YES) {
                sum += SAME_WORD;
            } else if (test(word.near(), place, evidence) == Verdict.YES) {
                sum += SIMILAR_WORD;
            }
        }
        return sum / loose.words().size();
    }

    private Verdict all(List<SearchKey> keys, int place, Evidence evidence) {
        Verdict verdict = Verdict.YES;
        for (SearchKey key : keys) {
            verdict = verdict.and(test(key, place, evidence));
            if (verdict == Verdict.NO) {
                return verdict;
            }
        }
        return verdict;
    }

    private NumberSet set(SearchKey key, SequenceSet set, long largest) {
        return sets.computeIfAbsent(key, k -> set.resolve(largest));
    }

    private boolean hasKeyword(int place, String keyword) {
        for (String each : told.keywords(place)) {
            if (each.equalsIgnoreCase(keyword)) {
                return true;
            }
        }
        return false;
    }

    private Verdict size(SearchKey.Size size, int place, Evidence evidence) {
        long octets = Math.max(told.octets(place), evidence.octets());
        if (octets < 0) {
            return Verdict.UNKNOWN;
        }
        return Verdict.of(size.larger() ? octets > size.octets() : octets < size.octets());
    }

    private Verdict internal(SearchKey.Date date, int place) {
        // In UTC, the zone in which INTERNALDATE is told.
        return compare(date.when(), date.day(), Math.floorDiv(told.internalDate(place), DAY));
    }

    private static Verdict sent(SearchKey.Date date, Evidence evidence) {
        List<HeaderField> dates = evidence.fields("Date");
        if (dates == null) {
            return Verdict.UNKNOWN;
        }
        LocalDate day = Evidence.sentDay(dates);
        return day == null ? Verdict.NO : compare(date.when(), date.day(), day.toEpochDay());
    }

    private static Verdict compare(SearchKey.When when, LocalDate than, long day) {
        long wanted = than.toEpochDay();
        return Verdict.of(
                switch (when) {
                    case BEFORE -> day < wanted;
                    case ON -> day == wanted;
                    case SINCE -> day >= wanted;
                });
    }

    private Verdict header(SearchKey.Header header, Evidence evidence) {
        return verdict(header, evidence.inHeader(searcher));
    }

    private Verdict text(SearchKey.Text text, Evidence evidence) {
        return verdict(text, evidence.inMessage(searcher));
    }

    private Verdict verdict(SearchKey key, @Nullable BitSet found) {
        return found == null ? Verdict.UNKNOWN : Verdict.of(found.get(Objects.requireNonNull(terms.get(key))));
    }
}

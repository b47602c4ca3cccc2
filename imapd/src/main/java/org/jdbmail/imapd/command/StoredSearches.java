package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jdbmail.core.mailbox.NoteRules;
import org.jdbmail.core.search.SearchKey;
import org.jdbmail.core.store.Annotations.Annotation;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.SearchProgram;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/** Searches that are kept under a name as annotations of the server (RFC 5466). */
final class StoredSearches {
    /** Behind the scope. */
    static final String ENTRY = "/filters/values/";

    /** How often a name may lead to a search with names in it (RFC 5466 §3.1: 3 at least); so that a circle ends, too. */
    private static final int DEEPEST = 5;

    /** How many names a search may have in all: what each stands for is put in their places. */
    private static final int MOST = 50;

    private final Session session;
    private final List<Annotation> notes;
    private @Nullable String undefined;
    private int names;

    private StoredSearches(Session session) {
        this.session = session;
        this.notes = session.store().look(tx -> new NoteRules(session.user()).ofServer(tx));
    }

    /** A key without names, or the reply that says why there is none. */
    record Resolved(SearchKey key, @Nullable Reply refusal) {}

    static Resolved resolve(Session session, SearchKey key) throws IOException {
        if (!key.has(SearchKey.Named.class::isInstance)) {
            return new Resolved(key, null);
        }
        StoredSearches searches = new StoredSearches(session);
        SearchKey whole = searches.whole(key, 0);
        String missing = searches.undefined;
        return new Resolved(
                whole,
                missing == null
                        ? null
                        : Reply.no(
                                new ResponseCode.UndefinedFilter(missing),
                                "There is no such search, or it makes no sense"));
    }

    private SearchKey whole(SearchKey key, int depth) throws IOException {
        return switch (key) {
            case SearchKey.Named named -> named(named.name(), depth);
            case SearchKey.And and -> {
                List<SearchKey> keys = new ArrayList<>();
                for (SearchKey part : and.keys()) {
                    keys.add(whole(part, depth));
                }
                yield new SearchKey.And(keys);
            }
            case SearchKey.Or or -> new SearchKey.Or(whole(or.left(), depth), whole(or.right(), depth));
            case SearchKey.Not not -> new SearchKey.Not(whole(not.key(), depth));
            case SearchKey.Fuzzy fuzzy -> new SearchKey.Fuzzy(whole(fuzzy.key(), depth));
            default -> key;
        };
    }

    private SearchKey named(String name, int depth) throws IOException {
        byte[] value = value(name);
        if (value != null && depth < DEEPEST && ++names <= MOST && undefined == null) {
            try {
                return whole(
                        SearchProgram.stored(value, session.shared().options().limits()), depth + 1);
            } catch (ImapSyntaxException e) {
                // As if it were not there.
            }
        }
        undefined = undefined == null ? name : undefined;
        return new SearchKey.All();
    }

    /** The user's own counts before that of all. */
    private byte @Nullable [] value(String name) {
        String entry = ENTRY + name.toLowerCase(Locale.ROOT);
        for (String scope : List.of("/private", "/shared")) {
            for (Annotation note : notes) {
                if (note.entry().equals(scope + entry)) {
                    return note.value();
                }
            }
        }
        return null;
    }
}

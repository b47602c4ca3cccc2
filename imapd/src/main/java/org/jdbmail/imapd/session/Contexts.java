package org.jdbmail.imapd.session;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.imapd.proto.FetchItem;
import org.jdbmail.imapd.proto.Untagged;

/**
 * The searches and sorts of a session whose clients want to hear how their results change (RFC 5267 §4.3), as long as the mailbox is
 * selected.
 */
public final class Contexts {
    /** So many there may be. */
    public static final int MOST = 16;

    /** Messages that a sort may have found of which news are told: each has its sort keys in memory. */
    public static final int MOST_SORTED = 20_000;

    private final Session session;
    private final Map<String, Context> byTag = new LinkedHashMap<>();

    Contexts(Session session) {
        this.session = session;
    }

    /** Whether a search of that tag is there already. */
    public boolean has(String tag) {
        return byTag.containsKey(tag);
    }

    /** Whether there may be another. */
    public boolean isFull() {
        return byTag.size() >= MOST;
    }

    /** One more. */
    public void add(Context context) {
        byTag.put(context.tag(), context);
    }

    /** Forgets one; whether it was there. */
    public boolean cancel(String tag) {
        return byTag.remove(tag) != null;
    }

    /**
     * Messages are about to be told to be gone, and their numbers still mean what they meant (RFC 5267 §4.3.4).
     *
     * @param sequences their numbers, descending
     * @param uids the same messages' UIDs
     */
    void expunging(int[] sequences, long[] uids) throws IOException {
        for (Context context : byTag.values()) {
            tell(context, context.expunging(sequences, uids));
        }
    }

    /** Tells what is new of all results, in what the client knows of the mailbox now. */
    void refresh() throws IOException {
        MailboxSnapshot told = session.selected().view().told();
        for (Context context : List.copyOf(byTag.values())) {
            MailboxSnapshot before = context.known();
            NumberSet newer = told == before ? NumberSet.EMPTY : told.newerThan(before);
            if (!newer.isEmpty()) {
                Context.News news = context.refresh(session, newer);
                tellItems(context, news.joined(), before);
                tell(context, news.items());
            }
        }
    }

    /** RFC 5465 §7: what was asked for of messages that have just come. */
    private void tellItems(Context context, NumberSet joined, MailboxSnapshot before) throws IOException {
        List<FetchItem> items = context.items();
        if (items.isEmpty()) {
            return;
        }
        MailboxSnapshot told = session.selected().view().told();
        int[] places = new int[(int) joined.size()];
        int n = 0;
        for (long uid : joined.toArray()) {
            if (uid > before.lastUid()) {
                places[n++] = told.placeOf(uid);
            }
        }
        session.news().tell(items, Arrays.copyOf(places, n));
    }

    private void tell(Context context, Map<String, String> items) throws IOException {
        if (!items.isEmpty()) {
            session.out().untagged(new Untagged.Extended(context.tag(), context.uid(), items));
        }
    }
}

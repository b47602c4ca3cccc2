package org.jdbmail.imapd.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jdbmail.core.index.MailboxIndex;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.index.SessionView;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.search.SearchKey;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.work.Progress;
import org.jdbmail.imapd.proto.MailboxFilter;
import org.jdbmail.imapd.proto.State;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Session;

/**
 * What a search has found in a mailbox that need not be the one selected (RFC 7377). Of the mailbox itself nothing is held: there may
 * be thousands of them, each with as many messages.
 *
 * @param name what the user calls it
 * @param answer what is to be told
 */
record Elsewhere(String name, long mailboxId, Untagged.Extended answer) {
    /** More mailboxes are not searched at once. */
    private static final int MOST = 10_000;

    /**
     * Searches in all mailboxes that are meant and may be read, one after the other, as one piece of long work.
     *
     * @param withoutSelected whether the one that is selected was searched already
     * @param answer makes what is to be told of the messages that were found
     * @return those in which something was found
     * @throws Refusal LIMIT if there are too many, or it takes too long
     */
    static List<Elsewhere> search(
            Session session,
            List<MailboxFilter> sources,
            SearchKey key,
            boolean withoutSelected,
            BiFunction<MailboxSnapshot, Finding.Found, Untagged.Extended> answer) {
        long selected = withoutSelected && session.state() == State.SELECTED
                ? session.selected().mailbox().id()
                : -1;
        return session.work().atLength(progress -> {
            List<Elsewhere> found = new ArrayList<>();
            for (Map.Entry<String, MailboxAccess> one : meant(session, sources, selected, progress)) {
                progress.check();
                search(session, one.getValue(), key, progress, answer)
                        .map(told -> new Elsewhere(
                                one.getKey(), one.getValue().mailbox().id(), told))
                        .ifPresent(found::add);
            }
            return found;
        });
    }

    private static List<Map.Entry<String, MailboxAccess>> meant(
            Session session, List<MailboxFilter> sources, long selected, Progress progress) {
        List<Map.Entry<String, MailboxAccess>> meant = session.work().mailboxes(progress).entrySet().stream()
                .filter(entry -> entry.getValue().mailbox().id() != selected)
                .filter(entry -> isReadable(entry.getValue()))
                .filter(entry -> sources.stream()
                        .anyMatch(source ->
                                source.fits(entry.getKey(), entry.getValue().subscribed())))
                .toList();
        if (meant.size() > MOST) {
            throw new Refusal(Reason.LIMIT, "These are too many mailboxes");
        }
        return meant;
    }

    /** RFC 7377 §2.2, RFC 4314: what is visible may be looked up. */
    private static boolean isReadable(MailboxAccess access) {
        return !access.mailbox().noSelect() && access.rights().has(Right.READ);
    }

    /** RFC 7377 §2.1: empty where nothing is found, of which nothing is told. */
    private static Optional<Untagged.Extended> search(
            Session session,
            MailboxAccess access,
            SearchKey key,
            Progress progress,
            BiFunction<MailboxSnapshot, Finding.Found, Untagged.Extended> answer) {
        MailboxIndexes indexes = session.shared().indexes();
        MailboxIndex index = indexes.open(access.mailbox().id(), session.seer(access.mailbox()));
        try {
            SessionView view = progress.aside(() -> new SessionView(index, true, access.seq()));
            Finding.Found found = Finding.find(session, view, key, NumberSet.EMPTY, progress);
            return found.places().length > 0 ? Optional.of(answer.apply(view.told(), found)) : Optional.empty();
        } finally {
            indexes.close(index);
        }
    }
}

package org.jdbmail.imapd.command;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.Changes;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.MailboxStatus;
import org.jdbmail.imapd.proto.Extension;
import org.jdbmail.imapd.proto.MailboxFilter;
import org.jdbmail.imapd.proto.Notify;
import org.jdbmail.imapd.proto.Notify.Event;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.State;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.NoticeLoad;
import org.jdbmail.imapd.session.Notices;
import org.jdbmail.imapd.session.Session;

/**
 * What a client wants to hear of mailboxes that it has not selected (RFC 5465): watches those of which it wants to hear, and the
 * list of all. Nothing is told of a mailbox that the user may not look up, and no figures of one that it may not read. Commits wake
 * the session; what no commit of ours tells of (another program's, and on some databases another process') is found at a look
 * every few seconds. A burst of commits is one look, and {@link NoticeLoad} says when it may be.
 */
final class MailboxNotices implements Notices {
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** What comes within so short a time is told together. */
    private static final Duration TOGETHER = Duration.ofMillis(200);

    /** Mailboxes that are watched for one session. */
    private static final int MOST = 5_000;

    /** For more mailboxes than these, all are asked for by one statement rather than each by its own. */
    private static final int FEW = 8;

    private final Session session;
    private final List<Notify.Group> groups;
    private final Selection selection;
    private final Map<Long, Watched> watched = new HashMap<>();

    /** Mailboxes that were committed to since the last look; filled by any thread. */
    private final Set<Long> stirred = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean listsStirred = new AtomicBoolean();
    private final Set<String> own = new HashSet<>();
    private final ListNews listNews;
    private final NoticeLoad.Looks looksAtLists;
    private final NoticeLoad.Looks looksAtFigures;
    private Changes.Watch lists = () -> {};
    private boolean hasBegun;
    private boolean isOver;

    /** A mailbox of whose messages the client wants to hear, and what it knows of it. */
    private static final class Watched {
        final Changes.Watch watch;
        String name;
        Set<Event> events;
        MailboxStatus told;

        Watched(Changes.Watch watch, String name, Set<Event> events, MailboxStatus told) {
            this.watch = watch;
            this.name = name;
            this.events = events;
            this.told = told;
        }
    }

    MailboxNotices(Session session, Notify command) {
        this.session = session;
        this.groups = command.groups();
        this.selection = selection(command);
        this.listNews = new ListNews(session, this::eventsOf);
        NoticeLoad load = session.shared().noticeLoad();
        this.looksAtLists = load.looks(TOGETHER);
        this.looksAtFigures = load.looks(TOGETHER);
    }

    private static Selection selection(Notify command) {
        for (Notify.Group group : command.groups()) {
            if (group.filter() instanceof MailboxFilter.Selected selected) {
                return new Selection(
                        group.events().contains(Event.MESSAGE_NEW),
                        group.events().contains(Event.FLAG_CHANGE),
                        selected.delayed(),
                        group.items());
            }
        }
        return Selection.NOTHING;
    }

    /** What the client wants to hear of a mailbox of that name. */
    private Set<Event> eventsOf(String name, boolean subscribed) {
        Set<Event> events = EnumSet.noneOf(Event.class);
        for (Notify.Group group : groups) {
            if (group.filter().fits(name, subscribed)) {
                events.addAll(group.events());
            }
        }
        return events;
    }

    private boolean isOfLists() {
        return groups.stream().anyMatch(group -> !(group.filter() instanceof MailboxFilter.Selected));
    }

    /**
     * Begins.
     *
     * @param status whether the figures of all mailboxes are told first
     * @return false if these are too many mailboxes
     */
    boolean begin(boolean status) throws IOException {
        if (!isOfLists()) {
            return true;
        }
        session.shared().noticeLoad().begin();
        hasBegun = true;
        long began = System.nanoTime();
        lists = session.store().changes().watch(Changes.LISTS, () -> {
            listsStirred.set(true);
            session.connection().wake();
        });
        NavigableMap<String, MailboxAccess> all = visible();
        listNews.begin(all, groups.stream().anyMatch(group -> group.events().contains(Event.SERVER_METADATA_CHANGE)));
        for (Map.Entry<String, MailboxAccess> one : all.entrySet()) {
            boolean wanted =
                    eventsOf(one.getKey(), one.getValue().subscribed()).stream().anyMatch(Event::isOfMessages);
            if (wanted
                    && !isReadable(one.getValue())
                    && !one.getValue().mailbox().noSelect()) {
                // RFC 5465 §3.1: it is there, but not for this user.
                session.out().untagged(new Untagged.Mailbox(false, List.of("\\NoAccess"), one.getKey(), List.of()));
            }
        }
        boolean isWatched = watch(all);
        looksAtLists.looked(began);
        if (!isWatched) {
            return false;
        }
        if (status) {
            long selected = selectedId();
            for (Map.Entry<Long, Watched> one : watched.entrySet()) {
                if (one.getKey() != selected) {
                    tell(one.getKey(), one.getValue(), one.getValue().events, true, true);
                }
            }
        }
        return true;
    }

    private NavigableMap<String, MailboxAccess> visible() {
        return session.work().overMailboxes((all, progress) -> all);
    }

    private static boolean isReadable(MailboxAccess access) {
        return !access.mailbox().noSelect() && access.rights().has(Right.READ);
    }

    private long selectedId() {
        return session.state() == State.SELECTED ? session.selected().mailbox().id() : -1;
    }

    /** Watches what is to be watched now, and no more; false, and nothing else is done, if these are too many. */
    private boolean watch(Map<String, MailboxAccess> all) {
        Map<Long, String> names = new LinkedHashMap<>();
        Map<Long, Set<Event>> events = new HashMap<>();
        all.forEach((name, access) -> {
            Set<Event> wanted = eventsOf(name, access.subscribed());
            if (isReadable(access) && wanted.stream().anyMatch(Event::isOfMessages)) {
                names.put(access.mailbox().id(), name);
                events.put(access.mailbox().id(), wanted);
            }
        });
        if (names.size() > MOST) {
            return false;
        }
        watched.entrySet().removeIf(one -> {
            boolean over = !names.containsKey(one.getKey());
            if (over) {
                one.getValue().watch.close();
            }
            return over;
        });
        List<Long> added =
                names.keySet().stream().filter(id -> !watched.containsKey(id)).toList();
        Map<Long, Changes.Watch> watches = new HashMap<>();
        // Before the figures are read: what comes in between stirs them again.
        added.forEach(id -> watches.put(id, session.store().changes().watch(id, () -> stir(id))));
        Map<Long, MailboxStatus> figures = added.isEmpty()
                ? Map.of()
                : session.store().look(tx -> session.mailboxes().count(tx, added));
        watches.forEach((id, watch) -> {
            MailboxStatus status = figures.get(id);
            if (status == null) {
                watch.close();
            } else {
                watched.put(id, new Watched(watch, names.getOrDefault(id, ""), Set.of(), status));
            }
        });
        watched.forEach((id, one) -> {
            one.name = names.getOrDefault(id, one.name);
            one.events = events.getOrDefault(id, one.events);
        });
        return true;
    }

    private void stir(long mailboxId) {
        stirred.add(mailboxId);
        session.connection().wake();
    }

    @Override
    public Selection selection() {
        return isOver ? Selection.NOTHING : selection;
    }

    @Override
    public Duration patience() {
        if (!isOfLists() || isOver) {
            return session.shared().options().patience().silence();
        }
        Duration patience = untilLists();
        if (!stirred.isEmpty() && looksAtFigures.left().compareTo(patience) < 0) {
            patience = looksAtFigures.left();
        }
        // Never none at all: who announces first, and fails at it, does not come to look, and would wait no more.
        return patience.isPositive() ? patience : TOGETHER;
    }

    /** Until the next look at the list of mailboxes, which is due now and then in any case. */
    private Duration untilLists() {
        return listsStirred.get() ? looksAtLists.left() : looksAtLists.left(LOOK);
    }

    @Override
    public void own(String name) {
        if (isOfLists() && !isOver) {
            own.add(name);
        }
    }

    @Override
    public void tell() throws IOException {
        if (!isOfLists() || isOver) {
            return;
        }
        // What the client itself has done is known before anything is told by a name that it has changed.
        if ((!own.isEmpty() || !untilLists().isPositive()) && !lookAtLists()) {
            overflow();
            return;
        }
        if (looksAtFigures.isDue()) {
            tellFigures();
        }
    }

    /** False if these are too many mailboxes by now. */
    private boolean lookAtLists() throws IOException {
        long began = System.nanoTime();
        listsStirred.set(false);
        try {
            NavigableMap<String, MailboxAccess> all = visible();
            listNews.tell(all, Set.copyOf(own));
            own.clear();
            return watch(all);
        } catch (Refusal refusal) {
            // What is new still is at the next look.
            listsStirred.set(true);
            throw refusal;
        } finally {
            looksAtLists.looked(began);
        }
    }

    /** RFC 5465 §5.8: there are too many by now, and it is as after NOTIFY NONE. */
    private void overflow() throws IOException {
        close();
        own.clear();
        isOver = true;
        session.out()
                .untagged(new Untagged.Message(
                        Untagged.Kind.OK, ResponseCode.Plain.NOTIFICATIONOVERFLOW, "These are too many mailboxes"));
    }

    private void tellFigures() throws IOException {
        List<Long> ids = new ArrayList<>(stirred);
        stirred.removeAll(ids);
        // Of the one that is selected its own responses tell (§3.1); it is counted when it is not any more.
        long selected = selectedId();
        ids.removeIf(id -> id == selected || !watched.containsKey(id));
        if (ids.isEmpty()) {
            return;
        }
        Map<Long, MailboxStatus> figures;
        Map<Long, Rights> rights;
        long began = System.nanoTime();
        try {
            figures = session.store().look(tx -> session.mailboxes().count(tx, ids));
            rights = rights(ids);
        } catch (Refusal refusal) {
            // They are as new at the next look.
            stirred.addAll(ids);
            throw refusal;
        } finally {
            looksAtFigures.looked(began);
        }
        for (long id : ids) {
            Watched one = watched.get(id);
            MailboxStatus now = figures.get(id);
            if (one != null
                    && now != null
                    && rights.getOrDefault(id, Rights.NONE).has(Right.READ)) {
                MailboxStatus before = one.told;
                one.told = now;
                Set<Event> happened = happened(before, now);
                happened.retainAll(one.events);
                if (!happened.isEmpty()) {
                    tell(id, one, happened, before.unseen() != now.unseen(), false);
                }
            }
        }
    }

    /** What the user may do now: that may have changed, by whatever means. */
    private Map<Long, Rights> rights(List<Long> ids) {
        Map<Long, Rights> all = new HashMap<>();
        if (ids.size() > FEW) {
            visible().values().forEach(access -> all.put(access.mailbox().id(), access.rights()));
            return all;
        }
        return session.store().look(tx -> {
            Map<Long, Rights> rights = new HashMap<>();
            for (long id : ids) {
                session.mailboxes()
                        .again(tx, id)
                        .filter(session.mailboxes()::mayKnow)
                        .ifPresent(access -> rights.put(id, access.rights()));
            }
            return rights;
        });
    }

    private static Set<Event> happened(MailboxStatus before, MailboxStatus now) {
        Set<Event> events = EnumSet.noneOf(Event.class);
        boolean came = now.uidNext() > before.uidNext();
        if (came) {
            events.add(Event.MESSAGE_NEW);
        }
        if (now.messages() < before.messages() || came && now.messages() == before.messages()) {
            events.add(Event.MESSAGE_EXPUNGE);
        }
        if (now.unseen() != before.unseen() || events.isEmpty() && now.highestModseq() > before.highestModseq()) {
            events.add(Event.FLAG_CHANGE);
        }
        return events;
    }

    /**
     * RFC 5465 §5.1 to §5.3.
     *
     * @param unseen whether the number of unseen messages is to be told with flags
     * @param first whether this answers NOTIFY itself (§3.1)
     */
    private void tell(long id, Watched one, Set<Event> events, boolean unseen, boolean first) throws IOException {
        Map<String, Long> figures = new LinkedHashMap<>();
        boolean modseq = session.isOn(Extension.CONDSTORE) || first && events.contains(Event.FLAG_CHANGE);
        if (events.contains(Event.MESSAGE_NEW) || events.contains(Event.MESSAGE_EXPUNGE)) {
            figures.put("MESSAGES", (long) one.told.messages());
            figures.put("UIDNEXT", one.told.uidNext());
        } else if (!modseq && !unseen) {
            // Who does not know of MODSEQ is told how many are unseen, or nothing.
            return;
        }
        figures.put("UIDVALIDITY", id);
        if (events.contains(Event.FLAG_CHANGE) && unseen) {
            figures.put("UNSEEN", (long) one.told.unseen());
        }
        if (modseq) {
            figures.put("HIGHESTMODSEQ", one.told.highestModseq());
        }
        session.out().untagged(new Untagged.Status(one.name, figures));
    }

    @Override
    public void close() {
        if (hasBegun) {
            session.shared().noticeLoad().end();
            hasBegun = false;
        }
        lists.close();
        watched.values().forEach(one -> one.watch.close());
        watched.clear();
    }
}

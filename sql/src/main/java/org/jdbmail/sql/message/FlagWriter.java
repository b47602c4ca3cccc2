package org.jdbmail.sql.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jspecify.annotations.Nullable;

/**
 * STORE: reads what is there under the mailbox's lock, decides here what differs, and writes only that, with one UPDATE
 * for the system flags of all messages and one statement for each keyword.
 *
 * <p>By hand: STORE takes sets of UIDs of any form ({@link UidCondition}), which {@code ./x bench growth} measures.
 */
final class FlagWriter {
    private static final Set<String> NO_KEYWORDS = Set.of();

    /**
     * Keywords before the change.
     *
     * @param byUid those of each message that has any
     * @param spellings all of them as they are stored: another program may have written one in two cases
     */
    private record Before(Map<Long, Set<String>> byUid, Set<String> spellings) {
        static final Before NONE = new Before(Map.of(), Set.of());

        Set<String> of(long uid) {
            return byUid.getOrDefault(uid, NO_KEYWORDS);
        }
    }

    private final Db db;
    private final long seer;
    private final MailboxRow mailbox;

    /** @param seer whose {@code \\Seen} is changed; 0 for that of the message */
    FlagWriter(Db db, long seer) {
        this.db = db;
        this.seer = seer;
        this.mailbox = new MailboxRow(db);
    }

    Messages.Stored store(long mailboxId, NumberSet uids, FlagMode mode, FlagSet flags, @Nullable Long unchangedSince) {
        KeywordLimit.check(flags);
        long seq = mailbox.raise(mailboxId);
        boolean keywordsMatter = mode == FlagMode.REPLACE || !flags.keywords().isEmpty();
        boolean ownSeen = seer != 0;
        String only = keywordsMatter || unchangedSince != null || ownSeen ? "" : differing(mode, flags);
        Selection selection = Selection.load(db, mailboxId, uids, only);
        if (ownSeen) {
            selection.see(new OwnSeen(db, seer)
                    .among(LongStream.of(selection.all().toArray()).boxed().toList()));
        }
        Before before =
                keywordsMatter && !selection.isEmpty() ? keywords(mailboxId, selection, selection.all()) : Before.NONE;
        NumberSet conflicting =
                unchangedSince == null ? NumberSet.EMPTY : selection.pick(i -> selection.seq(i) > unchangedSince);
        NumberSet changed = selection.pick(i -> !conflicting.contains(selection.uid(i))
                && differs(mode, flags, selection.flags(i), before.of(selection.uid(i))));
        if (changed.isEmpty()) {
            mailbox.lower(mailboxId);
            return new Messages.Stored(seq - 1, changed, conflicting);
        }
        for (UidCondition condition : selection.conditions("message_idnr", changed)) {
            db.update(
                    "UPDATE {messages} SET seq = ?" + assignments(mode, flags.system(), ownSeen)
                            + " WHERE mailbox_idnr = ? AND status < 2 AND ",
                    condition,
                    selection.only(),
                    seq,
                    mailboxId);
        }
        if (ownSeen) {
            writeSeen(mailboxId, selection, changed, mode, flags.has(Flag.SEEN));
        }
        if (keywordsMatter) {
            writeKeywords(mailboxId, selection, changed, mode, flags.keywords(), before);
        }
        return new Messages.Stored(seq, changed, conflicting);
    }

    /** A condition for the rows that setting or taking away system flags changes; the others need not even be read. */
    private static String differing(FlagMode mode, FlagSet flags) {
        String differs = mode == FlagMode.ADD ? " = 0" : " <> 0";
        String any = Arrays.stream(Flag.values())
                .filter(flags::has)
                .map(flag -> Columns.of(flag) + differs)
                .collect(Collectors.joining(" OR "));
        return any.isEmpty() ? "" : " AND (" + any + ")";
    }

    private static boolean differs(FlagMode mode, FlagSet flags, int bits, Set<String> keywords) {
        return switch (mode) {
            case ADD -> (bits | flags.system()) != bits || !keywords.containsAll(flags.keywords());
            case REMOVE ->
                (bits & flags.system()) != 0 || flags.keywords().stream().anyMatch(keywords::contains);
            case REPLACE ->
                bits != flags.system()
                        || keywords.size() != flags.keywords().size()
                        || !keywords.containsAll(flags.keywords());
        };
    }

    private void writeSeen(long mailboxId, Selection selection, NumberSet changed, FlagMode mode, boolean given) {
        int bit = Flag.SEEN.bit();
        if (given && mode != FlagMode.REMOVE) {
            NumberSet unseen =
                    selection.pick(i -> changed.contains(selection.uid(i)) && (selection.flags(i) & bit) == 0);
            new OwnSeen(db, seer).add(mailboxId, selection, unseen);
        } else if (given || mode == FlagMode.REPLACE) {
            NumberSet seen = selection.pick(i -> changed.contains(selection.uid(i)) && (selection.flags(i) & bit) != 0);
            new OwnSeen(db, seer).remove(selection, seen);
        }
    }

    /** @param ownSeen whether {@code \\Seen} is not in the message's row */
    private static String assignments(FlagMode mode, int system, boolean ownSeen) {
        StringBuilder set = new StringBuilder();
        for (Flag flag : Flag.values()) {
            if (ownSeen && flag == Flag.SEEN) {
                continue;
            }
            boolean given = (system & flag.bit()) != 0;
            if (given || mode == FlagMode.REPLACE) {
                int value = given && mode != FlagMode.REMOVE ? 1 : 0;
                set.append(", ").append(Columns.of(flag)).append(" = ").append(value);
            }
        }
        return set.toString();
    }

    private Before keywords(long mailboxId, Selection selection, NumberSet uids) {
        Before before = new Before(new HashMap<>(), new TreeSet<>());
        for (UidCondition condition : selection.conditions("m.message_idnr", uids)) {
            db.each(
                    "SELECT k.message_idnr, k.keyword FROM {messages} m JOIN {keywords} k"
                            + " ON k.message_idnr = m.message_idnr WHERE m.mailbox_idnr = ? AND m.status < 2 AND ",
                    condition,
                    "",
                    row -> {
                        String keyword = row.getString(2);
                        before.byUid
                                .computeIfAbsent(row.getLong(1), uid -> new TreeSet<>(AsciiCase.ORDER))
                                .add(keyword);
                        before.spellings.add(keyword);
                    },
                    mailboxId);
        }
        return before;
    }

    private void writeKeywords(
            long mailboxId,
            Selection selection,
            NumberSet changed,
            FlagMode mode,
            Set<String> keywords,
            Before before) {
        if (mode != FlagMode.REMOVE) {
            for (String keyword : keywords) {
                NumberSet lacking = selection.pick(i -> changed.contains(selection.uid(i))
                        && !before.of(selection.uid(i)).contains(keyword));
                for (UidCondition condition : selection.conditions("message_idnr", lacking)) {
                    db.update(
                            "INSERT INTO {keywords} (message_idnr, keyword) SELECT message_idnr, ? FROM {messages}"
                                    + " WHERE mailbox_idnr = ? AND status < 2 AND ",
                            condition,
                            "",
                            keyword,
                            mailboxId);
                }
            }
        }
        if (mode != FlagMode.ADD) {
            List<String> gone = before.spellings.stream()
                    .filter(spelling -> keywords.contains(spelling) == (mode == FlagMode.REMOVE))
                    .toList();
            if (!gone.isEmpty()) {
                removeKeywords(mailboxId, selection, changed, gone);
            }
        }
    }

    private void removeKeywords(long mailboxId, Selection selection, NumberSet changed, List<String> spellings) {
        List<Object> parameters = new ArrayList<>(spellings);
        parameters.add(mailboxId);
        String parameter = db.dialect().exactly("?");
        String which = db.dialect().exactly("keyword") + " IN ("
                + String.join(",", Collections.nCopies(spellings.size(), parameter)) + ") AND ";
        String messages = "m.mailbox_idnr = ? AND m.status < 2 AND ";
        boolean joins = db.dialect().deletesByJoin();
        String delete = joins
                ? "DELETE k FROM {keywords} k JOIN {messages} m ON m.message_idnr = k.message_idnr WHERE " + which
                        + messages
                : "DELETE FROM {keywords} WHERE " + which
                        + "message_idnr IN (SELECT m.message_idnr FROM {messages} m WHERE " + messages;
        for (UidCondition condition : selection.conditions("m.message_idnr", changed)) {
            db.update(delete, condition, joins ? "" : ")", parameters.toArray());
        }
    }
}

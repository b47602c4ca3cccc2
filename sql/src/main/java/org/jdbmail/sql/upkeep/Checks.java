package org.jdbmail.sql.upkeep;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_ENVELOPE;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_HEADER;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_MAILBOXES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_MESSAGES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_MIMEPARTS;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_PARTLISTS;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_PHYSMESSAGE;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.core.store.Maintenance.Check;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.content.ContentLayout;
import org.jdbmail.sql.content.LayoutConverter;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.transaction.Transactions;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Counts what may be wrong with a store, and mends it, online and a few rows at a time: what {@code dbmail-util} does. */
final class Checks {
    /** Ids that are found and mended in one go. */
    private static final int BATCH = 200;

    /** Messages that are written anew in one go: each is read whole. */
    private static final int MESSAGES = 20;

    /** A part is read whole for its digest. */
    private static final int PARTS = 50;

    private static final short SHOWN = 2;

    /** DBMail's own measure of an envelope that is too short to be any. */
    private static final int SHORT = 100;

    /** Ids of what is wrong: in a table, by a condition. */
    private record Wrong(Table<?> table, Field<Long> id, Condition which) {}

    private static final Wrong ENVELOPES = new Wrong(
            DBMAIL_PARTLISTS,
            DBMAIL_PARTLISTS.PHYSMESSAGE_ID,
            notIn(DBMAIL_ENVELOPE, DBMAIL_ENVELOPE.PHYSMESSAGE_ID, DBMAIL_PARTLISTS.PHYSMESSAGE_ID));

    private static final Wrong SHORT_ENVELOPES = new Wrong(
            DBMAIL_ENVELOPE,
            DBMAIL_ENVELOPE.PHYSMESSAGE_ID,
            DSL.length(DBMAIL_ENVELOPE.ENVELOPE).lt(SHORT));

    private static final Wrong HEADERS = new Wrong(
            DBMAIL_PARTLISTS,
            DBMAIL_PARTLISTS.PHYSMESSAGE_ID,
            notIn(DBMAIL_HEADER, DBMAIL_HEADER.PHYSMESSAGE_ID, DBMAIL_PARTLISTS.PHYSMESSAGE_ID));

    private static final Wrong SIZES = new Wrong(
            DBMAIL_PHYSMESSAGE,
            DBMAIL_PHYSMESSAGE.ID,
            DBMAIL_PHYSMESSAGE.RFCSIZE.eq(0L).and(DBMAIL_PHYSMESSAGE.MESSAGESIZE.gt(0L)));

    private static final Wrong PART_LISTS = new Wrong(
            DBMAIL_PARTLISTS,
            DBMAIL_PARTLISTS.PHYSMESSAGE_ID,
            notIn(DBMAIL_PHYSMESSAGE, DBMAIL_PHYSMESSAGE.ID, DBMAIL_PARTLISTS.PHYSMESSAGE_ID));

    private static final Field<BigDecimal> OCTETS =
            DSL.sum(DBMAIL_PHYSMESSAGE.MESSAGESIZE).as("octets");

    /** What each account's mailboxes hold. */
    private static final Table<Record2<Long, BigDecimal>> HELD = DSL.select(DBMAIL_MAILBOXES.OWNER_IDNR, OCTETS)
            .from(DBMAIL_MAILBOXES)
            .join(DBMAIL_MESSAGES)
            .on(DBMAIL_MESSAGES.MAILBOX_IDNR.eq(DBMAIL_MAILBOXES.MAILBOX_IDNR))
            .and(DBMAIL_MESSAGES.STATUS.lt(DSL.inline(SHOWN)))
            .join(DBMAIL_PHYSMESSAGE)
            .on(DBMAIL_PHYSMESSAGE.ID.eq(DBMAIL_MESSAGES.PHYSMESSAGE_ID))
            .groupBy(DBMAIL_MAILBOXES.OWNER_IDNR)
            .asTable("held");

    private static final Wrong USED = new Wrong(
            DBMAIL_USERS
                    .leftJoin(HELD)
                    .on(HELD.field(DBMAIL_MAILBOXES.OWNER_IDNR).eq(DBMAIL_USERS.USER_IDNR)),
            DBMAIL_USERS.USER_IDNR,
            DBMAIL_USERS.CURMAIL_SIZE.ne(
                    DSL.coalesce(HELD.field(OCTETS), BigDecimal.ZERO).coerce(Long.class)));

    private static Condition notIn(Table<?> other, Field<Long> key, Field<Long> id) {
        return DSL.notExists(DSL.selectOne().from(other).where(key.eq(id)));
    }

    private static Wrong withStatus(int status) {
        // The first condition lets SQLite see that the index of those rows has them all.
        return new Wrong(
                DBMAIL_MESSAGES,
                DBMAIL_MESSAGES.MESSAGE_IDNR,
                DBMAIL_MESSAGES.STATUS.gt(DSL.inline((short) 1)).and(DBMAIL_MESSAGES.STATUS.eq(DSL.inline((short)
                        status))));
    }

    private final Transactions transactions;
    private final Collector collector;
    private final Tombstones tombstones;
    private final ContentLayout parts;
    private final LayoutConverter rewriter;
    private final TextDigest digest;

    /**
     * Checks of one store.
     *
     * @param parts DBMail's layout
     * @param rewriter from that layout into it
     */
    Checks(
            Transactions transactions,
            Collector collector,
            Tombstones tombstones,
            ContentLayout parts,
            LayoutConverter rewriter,
            TextDigest digest) {
        this.transactions = transactions;
        this.collector = collector;
        this.tombstones = tombstones;
        this.parts = parts;
        this.rewriter = rewriter;
        this.digest = digest;
    }

    long count(Check check) {
        return switch (check) {
            case MESSAGES -> collector.count("physmessage");
            case PARTS -> collector.count("mimeparts");
            case HEADER_VALUES -> collector.count("headervalue");
            case BLOBS -> collector.count("blob");
            case PART_LISTS -> count(PART_LISTS);
            case SIZES -> count(SIZES);
            case ENVELOPES -> count(ENVELOPES);
            case SHORT_ENVELOPES -> count(SHORT_ENVELOPES);
            case HEADERS -> count(HEADERS);
            case USED -> count(USED);
            case EXPUNGED -> count(withStatus(2));
            case BURIED -> count(withStatus(3));
            case OLD_BLOCKS -> throughOldBlocks(Long.MAX_VALUE, ids -> 0, step -> {});
            case DIGESTS -> throughDigests(false, Long.MAX_VALUE, step -> {});
        };
    }

    private long count(Wrong wrong) {
        return transactions.read(db -> db.dsl()
                .select(DSL.countDistinct(wrong.id).coerce(Long.class))
                .from(wrong.table)
                .where(wrong.which)
                .fetchSingle()
                .value1());
    }

    long mend(Check check, long most, LongConsumer step) {
        return switch (check) {
            case MESSAGES -> collector.removeNow("physmessage", step);
            case PARTS -> collector.removeNow("mimeparts", step);
            case HEADER_VALUES -> collector.removeNow("headervalue", step);
            case BLOBS -> collector.removeNow("blob", step);
            case PART_LISTS -> through(PART_LISTS, BATCH, most, this::removePartLists, step);
            case SIZES -> through(SIZES, MESSAGES, most, this::measure, step);
            case ENVELOPES -> through(ENVELOPES, MESSAGES, most, rewriter::rewrite, step);
            case SHORT_ENVELOPES -> through(SHORT_ENVELOPES, MESSAGES, most, rewriter::rewrite, step);
            case HEADERS -> through(HEADERS, MESSAGES, most, rewriter::rewrite, step);
            case USED -> through(USED, 1, most, this::charge, step);
            case EXPUNGED -> tombstones.mark(most, step);
            case BURIED -> tombstones.purge(most, step);
            case OLD_BLOCKS -> throughOldBlocks(most, rewriter::rewrite, step);
            case DIGESTS -> throughDigests(true, most, step);
        };
    }

    /** What is done about some ids; returns for how many of them it was done. */
    private interface Mending {
        int mend(List<Long> ids);
    }

    private long through(Wrong wrong, int batch, long most, Mending mending, LongConsumer step) {
        long mended = 0;
        long after = Long.MIN_VALUE;
        while (mended < most) {
            long from = after;
            List<Long> ids = transactions.read(db -> db.dsl()
                    .selectDistinct(wrong.id)
                    .from(wrong.table)
                    .where(wrong.which)
                    .and(wrong.id.gt(from))
                    .orderBy(wrong.id)
                    .limit(batch)
                    .fetch(wrong.id));
            if (ids.isEmpty()) {
                break;
            }
            mended += mending.mend(ids);
            step.accept(ids.size());
            after = ids.getLast();
        }
        return mended;
    }

    private int removePartLists(List<Long> ids) {
        return transactions.write(db -> db.dsl()
                .deleteFrom(DBMAIL_PARTLISTS)
                .where(db.among(DBMAIL_PARTLISTS.PHYSMESSAGE_ID, ids))
                .and(PART_LISTS.which)
                .execute());
    }

    /** {@code rfcsize} is the size with CRLF. */
    private int measure(List<Long> ids) {
        Map<Long, MessageBytes> messages = transactions.read(db -> parts.read(db, ids));
        List<Long> there = ids.stream().filter(messages::containsKey).toList();
        transactions.write(db -> {
            for (Long id : there) {
                long size = Optional.ofNullable(messages.get(id))
                        .map(MessageBytes::size)
                        .orElse(0);
                db.dsl()
                        .update(DBMAIL_PHYSMESSAGE)
                        .set(DBMAIL_PHYSMESSAGE.RFCSIZE, size)
                        .where(DBMAIL_PHYSMESSAGE.ID.eq(id))
                        .and(DBMAIL_PHYSMESSAGE.RFCSIZE.eq(0L))
                        .execute();
            }
            return there.size();
        });
        return there.size();
    }

    /** The account's row is locked first: a delivery that comes meanwhile waits, and adds what it brings. */
    private int charge(List<Long> userIds) {
        return transactions.write(db -> {
            int changed = 0;
            for (Long user : userIds) {
                db.lock(DBMAIL_USERS, DBMAIL_USERS.USER_IDNR.eq(user));
                long octets = db.dsl()
                        .select(DSL.coalesce(DSL.sum(DBMAIL_PHYSMESSAGE.MESSAGESIZE), BigDecimal.ZERO))
                        .from(DBMAIL_MAILBOXES)
                        .join(DBMAIL_MESSAGES)
                        .on(DBMAIL_MESSAGES.MAILBOX_IDNR.eq(DBMAIL_MAILBOXES.MAILBOX_IDNR))
                        .and(DBMAIL_MESSAGES.STATUS.lt(DSL.inline(SHOWN)))
                        .join(DBMAIL_PHYSMESSAGE)
                        .on(DBMAIL_PHYSMESSAGE.ID.eq(DBMAIL_MESSAGES.PHYSMESSAGE_ID))
                        .where(DBMAIL_MAILBOXES.OWNER_IDNR.eq(user))
                        .fetchSingle()
                        .value1()
                        .longValue();
                changed += db.dsl()
                        .update(DBMAIL_USERS)
                        .set(DBMAIL_USERS.CURMAIL_SIZE, octets)
                        .where(DBMAIL_USERS.USER_IDNR.eq(user))
                        .and(DBMAIL_USERS.CURMAIL_SIZE.ne(octets))
                        .execute();
            }
            return changed;
        });
    }

    /** Messages that DBMail 2.2 left: those that have blocks and no parts. */
    private long throughOldBlocks(long most, Mending mending, LongConsumer step) {
        long sum = 0;
        long after = 0;
        while (sum < most) {
            long from = after;
            List<Long> ids = transactions.read(db -> parts.next(db, from, MESSAGES));
            if (ids.isEmpty()) {
                break;
            }
            List<Long> old = transactions.read(db -> withoutParts(db, ids));
            mending.mend(old);
            step.accept(old.size());
            sum += old.size();
            after = ids.getLast();
        }
        return sum;
    }

    private static List<Long> withoutParts(Db db, List<Long> ids) {
        List<Long> left = new ArrayList<>(ids);
        left.removeAll(db.dsl()
                .selectDistinct(DBMAIL_PARTLISTS.PHYSMESSAGE_ID)
                .from(DBMAIL_PARTLISTS)
                .where(db.among(DBMAIL_PARTLISTS.PHYSMESSAGE_ID, ids))
                .fetch(DBMAIL_PARTLISTS.PHYSMESSAGE_ID));
        return left;
    }

    private record Part(long id, String hash, String wanted) {}

    private Part part(long id, @Nullable String hash, byte @Nullable [] data) {
        return new Part(id, hash == null ? "" : hash.stripTrailing(), digest.of(data == null ? new byte[0] : data));
    }

    private long throughDigests(boolean mends, long most, LongConsumer step) {
        long sum = 0;
        long after = 0;
        while (sum < most) {
            long from = after;
            List<Part> read = transactions.read(db -> db.dsl()
                    .select(DBMAIL_MIMEPARTS.ID, DBMAIL_MIMEPARTS.HASH, DBMAIL_MIMEPARTS.DATA)
                    .from(DBMAIL_MIMEPARTS)
                    .where(DBMAIL_MIMEPARTS.ID.gt(from))
                    .orderBy(DBMAIL_MIMEPARTS.ID)
                    .limit(PARTS)
                    .fetch(row -> part(row.value1(), row.value2(), row.value3())));
            if (read.isEmpty()) {
                break;
            }
            List<Part> different =
                    read.stream().filter(part -> !part.hash.equals(part.wanted)).toList();
            if (mends && !different.isEmpty()) {
                transactions.write(db -> {
                    different.forEach(part -> db.dsl()
                            .update(DBMAIL_MIMEPARTS)
                            .set(DBMAIL_MIMEPARTS.HASH, part.wanted)
                            .where(DBMAIL_MIMEPARTS.ID.eq(part.id))
                            .execute());
                    return different.size();
                });
            }
            step.accept(read.size());
            sum += different.size();
            after = read.getLast().id;
        }
        return sum;
    }
}

package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.JDBMAIL_RETENTION;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Retentions;
import org.jdbmail.sql.jdbc.Db;

/** How long messages stay in mailboxes, over {@code jdbmail_retention}. */
public final class SqlRetentions implements Retentions {
    private final Db db;

    public SqlRetentions(Db db) {
        this.db = db;
    }

    @Override
    public List<Retention> all() {
        AccessReader reader = new AccessReader(db);
        List<Retention> all = new ArrayList<>();
        db.dsl()
                .select(JDBMAIL_RETENTION.MAILBOX_IDNR, JDBMAIL_RETENTION.DAYS)
                .from(JDBMAIL_RETENTION)
                .orderBy(JDBMAIL_RETENTION.MAILBOX_IDNR)
                .fetch()
                .forEach(row ->
                        reader.withId(row.value1()).forEach(mailbox -> all.add(new Retention(mailbox, row.value2()))));
        return all;
    }

    @Override
    public void set(long mailboxId, int days) {
        remove(mailboxId);
        db.dsl()
                .insertInto(JDBMAIL_RETENTION)
                .set(JDBMAIL_RETENTION.MAILBOX_IDNR, mailboxId)
                .set(JDBMAIL_RETENTION.DAYS, days)
                .execute();
    }

    @Override
    public boolean remove(long mailboxId) {
        return db.dsl()
                        .deleteFrom(JDBMAIL_RETENTION)
                        .where(JDBMAIL_RETENTION.MAILBOX_IDNR.eq(mailboxId))
                        .execute()
                > 0;
    }

    @Override
    public List<Mailbox> usedFor(String specialUse, List<String> names) {
        AccessReader reader = new AccessReader(db);
        List<Mailbox> found = new ArrayList<>(reader.usedFor(specialUse));
        Set<Long> owners = new HashSet<>();
        found.forEach(mailbox -> owners.add(mailbox.ownerId()));
        for (Mailbox mailbox : reader.named(names)) {
            boolean isMeant = mailbox.specialUse() == null
                    && names.stream().anyMatch(name -> Mailbox.sameName(name, mailbox.name()));
            if (isMeant && owners.add(mailbox.ownerId())) {
                found.add(mailbox);
            }
        }
        return found;
    }
}

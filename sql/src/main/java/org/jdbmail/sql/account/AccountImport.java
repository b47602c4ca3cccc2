package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_MAILBOXES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_SUBSCRIPTION;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Maintenance.NewAccount;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Makes many accounts in one transaction, in three statements for all of them. These are by hand and go in batches: an import has 20,000
 * accounts (ListingCostTest holds their number).
 */
public final class AccountImport {
    private static final String USER = """
            INSERT INTO {users} (userid, passwd, encryption_type, client_idnr, maxmail_size, active)
            VALUES (?, ?, ?, ?, ?, ?)""";

    private static final String ALIAS = "INSERT INTO {aliases} (alias, deliver_to, client_idnr) VALUES (?, ?, ?)";

    private AccountImport() {}

    /** @throws Refusal ALREADY_EXISTS if one of the names is taken */
    public static void run(Db db, List<NewAccount> accounts) {
        refuseTaken(db, accounts);
        requireRoom(db, accounts);
        List<@Nullable Object[]> users = new ArrayList<>();
        for (NewAccount account : accounts) {
            users.add(new @Nullable Object[] {
                account.login(),
                account.credential().encoded(),
                account.credential().scheme(),
                account.clientId(),
                account.quota(),
                account.active() ? 1 : 0
            });
        }
        long before = db.dsl()
                .select(DSL.coalesce(DSL.max(DBMAIL_USERS.USER_IDNR), 0L))
                .from(DBMAIL_USERS)
                .fetchSingle()
                .value1();
        db.batch(USER, users);
        Map<String, Long> ids = db.dsl()
                .select(DBMAIL_USERS.USERID, DBMAIL_USERS.USER_IDNR)
                .from(DBMAIL_USERS)
                .where(DBMAIL_USERS.USER_IDNR.gt(before))
                .fetchMap(DBMAIL_USERS.USERID, DBMAIL_USERS.USER_IDNR);
        SqlSecrets secrets = new SqlSecrets(db);
        List<@Nullable Object[]> inboxes = new ArrayList<>();
        List<@Nullable Object[]> aliases = new ArrayList<>();
        for (NewAccount account : accounts) {
            Long id = ids.get(account.login());
            if (id == null) {
                throw new Refusal(Reason.UNAVAILABLE, "the account " + account.login() + " was made and is not there");
            }
            account.secrets().forEach(secret -> secrets.put(id, secret));
            inboxes.add(new @Nullable Object[] {id, "INBOX"});
            for (String alias : account.aliases()) {
                aliases.add(new @Nullable Object[] {alias, Long.toString(id), account.clientId()});
            }
        }
        db.batch(SqlMailboxes.create(db.dialect()), inboxes);
        db.dsl()
                .insertInto(DBMAIL_SUBSCRIPTION, DBMAIL_SUBSCRIPTION.USER_ID, DBMAIL_SUBSCRIPTION.MAILBOX_ID)
                .select(DSL.select(DBMAIL_MAILBOXES.OWNER_IDNR, DBMAIL_MAILBOXES.MAILBOX_IDNR)
                        .from(DBMAIL_MAILBOXES)
                        .where(DBMAIL_MAILBOXES.OWNER_IDNR.gt(before))
                        // As every INBOX is that is made.
                        .and(DBMAIL_MAILBOXES.NAME.eq(Mailbox.INBOX)))
                .execute();
        db.batch(ALIAS, aliases);
    }

    /** As for a single account, by domain. */
    private static void requireRoom(Db db, List<NewAccount> accounts) {
        Map<String, Long> logins = new HashMap<>();
        Map<String, Long> aliases = new HashMap<>();
        for (NewAccount account : accounts) {
            logins.merge("@" + SqlDomains.domain(account.login()), 1L, Long::sum);
            account.aliases().forEach(alias -> aliases.merge("@" + SqlDomains.domain(alias), 1L, Long::sum));
        }
        DomainCounts counts = new DomainCounts();
        logins.forEach((domain, count) -> counts.requireRoom(db, DomainCounts.Kind.ACCOUNTS, domain, count));
        aliases.forEach((domain, count) -> counts.requireRoom(db, DomainCounts.Kind.ALIASES, domain, count));
    }

    /** As {@code -a} of a single account does: whatever the case. */
    private static void refuseTaken(Db db, List<NewAccount> accounts) {
        Set<String> taken = new HashSet<>();
        db.dsl()
                .select(DBMAIL_USERS.USERID)
                .from(DBMAIL_USERS)
                .forEach(row -> taken.add(AsciiCase.lower(row.value1())));
        accounts.stream()
                .filter(account -> taken.contains(AsciiCase.lower(account.login())))
                .findFirst()
                .ifPresent(account -> {
                    throw new Refusal(
                            Reason.ALREADY_EXISTS,
                            "there is an account " + account.login() + " already; nothing was done");
                });
    }
}

package org.jdbmail.sql.account;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_ALIASES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_USERS;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_DOMAIN;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_DOMAIN_ADMIN;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.store.Domains;
import org.jdbmail.core.store.User;
import org.jdbmail.sql.jdbc.Db;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What is said of domains, over {@code jdbmail_domain} and {@code jdbmail_domain_admin}. Usages of all are summed
 * up by the database (PageCostTest holds the number of rows that are read).
 */
public final class SqlDomains implements Domains {
    private final Db db;
    private final LimitsInUse inUse;

    /** To look only. */
    public SqlDomains(Db db) {
        this(db, new LimitsInUse());
    }

    /** @param inUse told of changes */
    public SqlDomains(Db db, LimitsInUse inUse) {
        this.db = db;
        this.inUse = inUse;
    }

    @Override
    public Optional<Domain> find(String name) {
        return select(JDBMAIL_DOMAIN.NAME.eq(AsciiCase.lower(name))).stream().findFirst();
    }

    @Override
    public List<Domain> all() {
        return select(DSL.noCondition());
    }

    private List<Domain> select(Condition condition) {
        return db.dsl()
                .select(
                        JDBMAIL_DOMAIN.NAME,
                        JDBMAIL_DOMAIN.ALIAS_OF,
                        JDBMAIL_DOMAIN.ACCOUNTS,
                        JDBMAIL_DOMAIN.ALIASES,
                        JDBMAIL_DOMAIN.QUOTA)
                .from(JDBMAIL_DOMAIN)
                .where(condition)
                .orderBy(JDBMAIL_DOMAIN.NAME)
                .fetch(row -> new Domain(row.value1(), row.value2(), row.value3(), row.value4(), row.value5()));
    }

    @Override
    public void put(Domain domain) {
        inUse.changed(db);
        String name = AsciiCase.lower(domain.name());
        int changed = db.dsl()
                .update(JDBMAIL_DOMAIN)
                .set(JDBMAIL_DOMAIN.ALIAS_OF, AsciiCase.lower(domain.aliasOf()))
                .set(JDBMAIL_DOMAIN.ACCOUNTS, domain.accounts())
                .set(JDBMAIL_DOMAIN.ALIASES, domain.aliases())
                .set(JDBMAIL_DOMAIN.QUOTA, domain.quota())
                .where(JDBMAIL_DOMAIN.NAME.eq(name))
                .execute();
        if (changed == 0 && find(name).isEmpty()) { // MySQL counts only rows that came out different
            db.dsl()
                    .insertInto(JDBMAIL_DOMAIN)
                    .set(JDBMAIL_DOMAIN.NAME, name)
                    .set(JDBMAIL_DOMAIN.ALIAS_OF, AsciiCase.lower(domain.aliasOf()))
                    .set(JDBMAIL_DOMAIN.ACCOUNTS, domain.accounts())
                    .set(JDBMAIL_DOMAIN.ALIASES, domain.aliases())
                    .set(JDBMAIL_DOMAIN.QUOTA, domain.quota())
                    .execute();
        }
    }

    @Override
    public boolean remove(String name) {
        return db.dsl()
                        .deleteFrom(JDBMAIL_DOMAIN)
                        .where(JDBMAIL_DOMAIN.NAME.eq(AsciiCase.lower(name)))
                        .execute()
                > 0;
    }

    @Override
    public List<Long> administrators(String name) {
        return db.dsl()
                .select(JDBMAIL_DOMAIN_ADMIN.USER_IDNR)
                .from(JDBMAIL_DOMAIN_ADMIN)
                .where(JDBMAIL_DOMAIN_ADMIN.DOMAIN.eq(AsciiCase.lower(name)))
                .orderBy(JDBMAIL_DOMAIN_ADMIN.USER_IDNR)
                .fetch(JDBMAIL_DOMAIN_ADMIN.USER_IDNR);
    }

    @Override
    public Map<String, List<Long>> administrators() {
        return db.dsl()
                .select(JDBMAIL_DOMAIN_ADMIN.DOMAIN, JDBMAIL_DOMAIN_ADMIN.USER_IDNR)
                .from(JDBMAIL_DOMAIN_ADMIN)
                .orderBy(JDBMAIL_DOMAIN_ADMIN.USER_IDNR)
                .fetchGroups(JDBMAIL_DOMAIN_ADMIN.DOMAIN, JDBMAIL_DOMAIN_ADMIN.USER_IDNR);
    }

    @Override
    public List<String> administeredBy(long userId) {
        return db.dsl()
                .select(JDBMAIL_DOMAIN_ADMIN.DOMAIN)
                .from(JDBMAIL_DOMAIN_ADMIN)
                .where(JDBMAIL_DOMAIN_ADMIN.USER_IDNR.eq(userId))
                .orderBy(JDBMAIL_DOMAIN_ADMIN.DOMAIN)
                .fetch(JDBMAIL_DOMAIN_ADMIN.DOMAIN);
    }

    @Override
    public void addAdministrator(String name, long userId) {
        if (!administrators(name).contains(userId)) {
            db.dsl()
                    .insertInto(JDBMAIL_DOMAIN_ADMIN)
                    .set(JDBMAIL_DOMAIN_ADMIN.DOMAIN, AsciiCase.lower(name))
                    .set(JDBMAIL_DOMAIN_ADMIN.USER_IDNR, userId)
                    .execute();
        }
    }

    @Override
    public boolean removeAdministrator(String name, long userId) {
        return db.dsl()
                        .deleteFrom(JDBMAIL_DOMAIN_ADMIN)
                        .where(JDBMAIL_DOMAIN_ADMIN.DOMAIN.eq(AsciiCase.lower(name)))
                        .and(JDBMAIL_DOMAIN_ADMIN.USER_IDNR.eq(userId))
                        .execute()
                > 0;
    }

    @Override
    public Map<String, Usage> usages() {
        Map<String, Usage> usages = accounts();
        Field<String> domain = afterAt(DBMAIL_ALIASES.ALIAS);
        db.dsl()
                .select(DSL.min(domain), DSL.count())
                .from(DBMAIL_ALIASES)
                .where(DBMAIL_ALIASES.ALIAS.like("%@%"))
                .groupBy(Folded.exact(db, domain))
                .forEach(row -> add(usages, row.value1(), new Usage(0, row.value2(), 0)));
        return usages;
    }

    /** What each domain has, without its aliases. The database sums it up, so that as many rows are read as there are domains, and no more. */
    private Map<String, Usage> accounts() {
        Map<String, Usage> usages = new HashMap<>();
        Field<String> domain = afterAt(DBMAIL_USERS.USERID);
        db.dsl()
                .select(DSL.min(domain), DSL.count(), DSL.sum(DBMAIL_USERS.CURMAIL_SIZE))
                .from(DBMAIL_USERS)
                .where(DBMAIL_USERS.USERID.like("%@%"))
                .and(DBMAIL_USERS.USERID.ne(User.INTERNAL_DELIVERY))
                .groupBy(Folded.exact(db, domain))
                .forEach(row -> add(usages, row.value1(), new Usage(row.value2(), 0, octets(row.value3()))));
        return usages;
    }

    /** What follows the first {@code @}, which almost always is the last: {@link #add} looks for others. */
    private static Field<String> afterAt(Field<String> address) {
        return DSL.substring(address, DSL.position(address, DSL.inline("@")).add(DSL.inline(1)));
    }

    private static void add(Map<String, Usage> usages, String afterAt, Usage more) {
        String domain = domain("@" + afterAt);
        if (!domain.isEmpty()) {
            usages.merge(
                    domain,
                    more,
                    (one, other) -> new Usage(
                            one.accounts() + other.accounts(),
                            one.aliases() + other.aliases(),
                            one.used() + other.used()));
        }
    }

    @Override
    public Usage usage(String name) {
        Field<Integer> aliases =
                DSL.field(DSL.selectCount().from(DBMAIL_ALIASES).where(of(db, DBMAIL_ALIASES.ALIAS, name)));
        return db.dsl()
                .select(DSL.count(), DSL.sum(DBMAIL_USERS.CURMAIL_SIZE), aliases)
                .from(DBMAIL_USERS)
                .where(of(db, DBMAIL_USERS.USERID, name))
                .fetchOptional(row -> new Usage(row.value1(), row.value3(), octets(row.value2())))
                .orElse(Usage.NONE);
    }

    private static long octets(@Nullable BigDecimal sum) {
        return sum == null ? 0 : sum.longValue();
    }

    /** Whether an address is of that domain, to the byte but for case. */
    static Condition of(Db db, Field<String> address, String name) {
        String end = "@" + AsciiCase.lower(name);
        // The first half is quick, the second keeps apart what a collation takes for the same.
        return Folded.glob(db, address, "*" + end)
                .and(Folded.exact(db, DSL.lower(DSL.right(address, end.length())))
                        .eq(Folded.exact(db, DSL.val(end))));
    }

    /** What follows the last {@code @}, in lower case; empty if there is none. */
    static String domain(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 ? "" : AsciiCase.lower(address.substring(at + 1));
    }

    /** Domains whose accounts keep as much together as they may; one look over all accounts, if any domain has a quota. */
    List<String> full() {
        Map<String, Long> quotas = db.dsl()
                .select(JDBMAIL_DOMAIN.NAME, JDBMAIL_DOMAIN.QUOTA)
                .from(JDBMAIL_DOMAIN)
                .where(JDBMAIL_DOMAIN.QUOTA.gt(0L))
                .fetchMap(JDBMAIL_DOMAIN.NAME, JDBMAIL_DOMAIN.QUOTA);
        if (quotas.isEmpty()) {
            return List.of();
        }
        Map<String, Usage> usages = accounts();
        return quotas.entrySet().stream()
                .filter(quota -> usages.getOrDefault(quota.getKey(), Usage.NONE).used() >= quota.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Those of the accounts that belong to one of the domains. */
    public List<Long> accountsOf(List<String> domains, Collection<Long> users) {
        Condition any = domains.stream()
                .map(domain -> of(db, DBMAIL_USERS.USERID, domain))
                .reduce(DSL.falseCondition(), Condition::or);
        return db.dsl()
                .select(DBMAIL_USERS.USER_IDNR)
                .from(DBMAIL_USERS)
                .where(DBMAIL_USERS.USER_IDNR.in(users))
                .and(any)
                .fetch(DBMAIL_USERS.USER_IDNR);
    }
}

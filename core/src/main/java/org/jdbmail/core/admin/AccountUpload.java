package org.jdbmail.core.admin;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.core.directory.NewPassword;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Maintenance.NewAccount;
import org.jdbmail.core.store.Store;

/** Many accounts at once, from a table (CSV) that somebody who administers them brings along: all or none. */
public final class AccountUpload {
    /** Rows at a time: each password is hashed, which takes some hundredths of a second. */
    public static final int MOST = 500;

    /** The columns that there may be; the first two have to be there. */
    public static final List<String> COLUMNS = List.of("login", "password", "quota", "aliases", "active");

    private static final int NEEDED = 2;

    /** Names that are looked up at once. */
    private static final int NAMES = 25;

    /** What is told of faults at a time. */
    private static final int MOST_FAULTS = 20;

    private final Store store;
    private final PasswordRules rules;
    private final InstantSource clock;

    /** @param rules how new passwords must be */
    public AccountUpload(Store store, PasswordRules rules, InstantSource clock) {
        this.store = store;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * What is to be made.
     *
     * @param faults what is wrong with the table, by its lines; then nothing is made
     */
    public record Read(List<Row> rows, List<String> faults) {
        /** Copies the lists. */
        public Read {
            rows = List.copyOf(rows);
            faults = List.copyOf(faults);
        }
    }

    /** An account to be. */
    public record Row(String login, String password, long quota, List<String> aliases, boolean isActive) {
        /** Copies the list. */
        public Row {
            aliases = List.copyOf(aliases);
        }

        /** Leaves the password out. */
        @Override
        public String toString() {
            return "Row[" + login + "]";
        }
    }

    /** Reads a table, and looks at all that can be known of it without making anything. */
    public Read read(Actor actor, String text) {
        List<List<String>> records;
        try {
            records = Csv.read(text);
        } catch (Csv.Malformed e) {
            return new Read(List.of(), List.of(String.valueOf(e.getMessage())));
        }
        if (records.size() < 2) {
            return new Read(List.of(), List.of("there is no line below the one that names the columns"));
        }
        if (records.size() - 1 > MOST) {
            return new Read(List.of(), List.of("there are more than " + MOST + " lines"));
        }
        List<String> head = records.getFirst().stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (!head.containsAll(COLUMNS.subList(0, NEEDED))
                || !COLUMNS.containsAll(head)
                || new HashSet<>(head).size() < head.size()) {
            return new Read(
                    List.of(),
                    List.of("the first line names the columns: login, password, and of these those that are wanted: "
                            + String.join(", ", COLUMNS.subList(NEEDED, COLUMNS.size()))));
        }
        List<Row> rows = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Set<String> logins = new HashSet<>();
        for (int i = 1; i < records.size(); i++) {
            try {
                Row row = row(actor, head, records.get(i));
                if (!logins.add(AsciiCase.lower(row.login()))) {
                    throw new Refusal(Reason.INVALID, "that name stands twice in it");
                }
                rows.add(row);
            } catch (Refusal refusal) {
                faults.add("line " + (i + 1) + ": " + refusal.text());
            }
        }
        faults.addAll(taken(rows));
        return new Read(rows, faults.size() > MOST_FAULTS ? faults.subList(0, MOST_FAULTS) : faults);
    }

    private static Row row(Actor actor, List<String> head, List<String> record) {
        if (record.size() != head.size()) {
            throw new Refusal(Reason.INVALID, record.size() + " values for " + head.size() + " columns");
        }
        String login = value(head, record, "login");
        if (!AccountRules.isLogin(login)) {
            throw new Refusal(Reason.INVALID, "that name is empty, too long, or has control characters");
        }
        List<String> aliases = Arrays.stream(value(head, record, "aliases").split("\\s+"))
                .filter(alias -> !alias.isEmpty())
                .toList();
        for (String alias : aliases) {
            if (!AccountRules.isAlias(alias)) {
                throw new Refusal(Reason.INVALID, "that can be no address");
            }
        }
        if (!actor.mayUse(login) || !aliases.stream().allMatch(actor::mayUse)) {
            throw new Refusal(Reason.NO_PERMISSION, "that domain is not yours to administer");
        }
        String active = value(head, record, "active").toLowerCase(Locale.ROOT);
        if (!Set.of("", "yes", "no").contains(active)) {
            throw new Refusal(Reason.INVALID, "active is yes or no");
        }
        return new Row(
                login,
                value(head, record, "password"),
                AccountRules.octets(value(head, record, "quota")),
                aliases,
                !active.equals("no"));
    }

    private static String value(List<String> head, List<String> record, String column) {
        int at = head.indexOf(column);
        return at < 0 ? "" : record.get(at).strip();
    }

    private List<String> taken(List<Row> rows) {
        Set<String> there = new TreeSet<>(AsciiCase.ORDER);
        store.read(tx -> {
            for (int from = 0; from < rows.size(); from += NAMES) {
                List<String> names = rows.subList(from, Math.min(rows.size(), from + NAMES)).stream()
                        .map(Row::login)
                        .toList();
                tx.routing().find(names).users().forEach(user -> there.add(user.login()));
            }
            return there;
        });
        return rows.stream()
                .map(Row::login)
                .filter(there::contains)
                .map(login -> login + ": an account of that name exists already")
                .toList();
    }

    /**
     * Makes the accounts of a table, with their INBOXes and aliases.
     *
     * @return how many
     * @throws Refusal INVALID if a password is none, ALREADY_EXISTS, LIMIT; nothing was done then
     */
    public int make(Actor actor, List<Row> rows) {
        Instant now = clock.instant();
        List<NewAccount> accounts = new ArrayList<>();
        for (Row row : rows) {
            NewPassword made = password(row);
            accounts.add(new NewAccount(
                    row.login(), made.inColumn(now), made.secrets(now), 0, row.quota(), row.isActive(), row.aliases()));
        }
        store.maintenance().addAccounts(accounts);
        store.write(tx -> {
            accounts.forEach(account -> actor.note(tx, now, "account.add", account.login(), "from a table"));
            return true;
        });
        return accounts.size();
    }

    private NewPassword password(Row row) {
        try {
            return rules.make(row.password(), row.login());
        } catch (Refusal refusal) {
            throw new Refusal(refusal.reason(), row.login() + ": " + refusal.text(), refusal);
        }
    }
}

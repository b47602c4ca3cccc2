package org.jdbmail.cli.users;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Domains;
import org.jdbmail.core.store.Maintenance.NewAccount;
import org.jdbmail.core.store.Store;
import org.jdbmail.sql.foreign.PostfixadminTables;

/** Accounts, aliases, forwards and alias domains out of PostfixAdmin's tables, as ours. */
final class PostfixadminAccounts {
    private static final Pattern PREFIX = Pattern.compile("\\{([A-Za-z0-9.-]+)\\}(.*)", Pattern.DOTALL);

    private static final Pattern MD5SUM = Pattern.compile("[0-9a-f]{32}");

    private final PostfixadminTables tables;
    private final List<NewAccount> accounts = new ArrayList<>();
    private final List<Alias> forwards = new ArrayList<>();

    /** @param complaints told of passwords in a form that is not known here */
    PostfixadminAccounts(PostfixadminTables tables, Consumer<String> complaints) {
        this.tables = tables;
        Set<String> logins = new HashSet<>();
        tables.mailboxes().forEach(box -> logins.add(box.login().toLowerCase(Locale.ROOT)));
        Map<String, List<String>> names = new HashMap<>();
        tables.targets().forEach((address, targets) -> sort(address, targets, logins, names));
        for (PostfixadminTables.Box box : tables.mailboxes()) {
            Optional<Credential> credential = credential(box.password());
            if (credential.isEmpty()) {
                complaints.accept(
                        "the password of " + box.login() + " is in a form that is not known here: it has none");
            }
            accounts.add(new NewAccount(
                    box.login(),
                    credential.orElseGet(() -> new Credential("", "")),
                    0,
                    box.quota(),
                    box.active(),
                    names.getOrDefault(box.login().toLowerCase(Locale.ROOT), List.of())));
        }
    }

    /** What leads to an account is its alias; what leads elsewhere, a forward. */
    private void sort(String address, List<String> targets, Set<String> logins, Map<String, List<String>> names) {
        boolean isOwnAlone = targets.size() == 1 && targets.getFirst().equalsIgnoreCase(address);
        if (isOwnAlone && logins.contains(address.toLowerCase(Locale.ROOT))) {
            // PostfixAdmin has one for each mailbox; here a login is an address by itself.
            return;
        }
        for (String target : targets) {
            String lower = target.toLowerCase(Locale.ROOT);
            if (logins.contains(lower)) {
                names.computeIfAbsent(lower, none -> new ArrayList<>()).add(address);
            } else {
                forwards.add(new Alias(address, target, 0));
            }
        }
    }

    /** A password as it is stored there; empty if its form is not known. */
    static Optional<Credential> credential(String stored) {
        Matcher prefix = PREFIX.matcher(stored);
        String scheme = prefix.matches() ? prefix.group(1).toUpperCase(Locale.ROOT) : "";
        String text = prefix.matches() ? prefix.group(2) : stored;
        Optional<PasswordScheme> form = Optional.empty();
        if (text.startsWith("$1$")) {
            form = Optional.of(PasswordScheme.MD5);
        } else if (text.startsWith("$2")) {
            form = Optional.of(PasswordScheme.BCRYPT);
        } else if (text.startsWith("$argon2id$")) {
            form = Optional.of(PasswordScheme.ARGON2ID);
        } else if (text.startsWith("$5$") || text.startsWith("$6$") || scheme.equals("CRYPT")) {
            form = Optional.of(PasswordScheme.CRYPT);
        } else if (scheme.startsWith("PLAIN") || scheme.startsWith("CLEAR")) {
            form = Optional.of(PasswordScheme.PLAINTEXT);
        } else if (scheme.isEmpty() && MD5SUM.matcher(text).matches()) {
            form = Optional.of(PasswordScheme.MD5SUM);
        }
        return form.map(known -> new Credential(text, known.storedName()));
    }

    int accounts() {
        return accounts.size();
    }

    int forwards() {
        return forwards.size();
    }

    /** Makes the accounts, all or none, and then what is missing of the rest. */
    void make(Store store) {
        store.maintenance().addAccounts(accounts);
        store.write(tx -> {
            for (Alias forward : forwards) {
                if (tx.aliases().find(forward.alias()).stream()
                        .noneMatch(row -> row.deliverTo().equals(forward.deliverTo()))) {
                    tx.aliases().add(forward);
                }
            }
            tables.aliasDomains().forEach((name, target) -> {
                if (tx.domains().find(name).isEmpty()) {
                    tx.domains().put(new Domains.Domain(name, target, 0, 0, 0));
                }
            });
            return true;
        });
    }
}

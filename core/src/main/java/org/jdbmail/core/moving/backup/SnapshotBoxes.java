package org.jdbmail.core.moving.backup;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jdbmail.core.mail.ModifiedUtf7;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Tables;

/** Accounts and mailboxes of a snapshot, by name. */
record SnapshotBoxes(Snapshot snapshot, Tables.Rows rows) {
    /** The row of an account. @throws Refusal NOT_FOUND */
    Map<String, String> account(String login) {
        return rows.of(Tables.USERS).stream()
                .filter(user -> login.equalsIgnoreCase(user.get("userid")))
                .findFirst()
                .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "the snapshot has no account \"" + login + "\""));
    }

    /** The mailboxes of an account, by name. */
    Map<String, Snapshot.Box> of(Map<String, String> account) {
        Map<Long, Snapshot.Box> byId = new HashMap<>();
        snapshot.mailboxes().forEach(box -> byId.put(box.id(), box));
        Map<String, Snapshot.Box> boxes = new TreeMap<>();
        for (Map<String, String> row : rows.of(Tables.MAILBOXES)) {
            Snapshot.Box box = byId.get(number(row, "mailbox_idnr"));
            if (box != null && number(row, "owner_idnr") == number(account, "user_idnr")) {
                boxes.put(name(row), box);
            }
        }
        return boxes;
    }

    private static String name(Map<String, String> row) {
        String stored = row.getOrDefault("name", "");
        String decoded = ModifiedUtf7.decode(stored);
        return decoded == null ? stored : decoded;
    }

    /** The names of the accounts, by the numbers that they had. */
    Map<Long, String> logins() {
        Map<Long, String> names = new HashMap<>();
        rows.of(Tables.USERS).forEach(row -> names.put(number(row, "user_idnr"), row.getOrDefault("userid", "")));
        return names;
    }

    static long number(Map<String, String> row, String column) {
        return Long.parseLong(row.getOrDefault(column, "0"));
    }
}

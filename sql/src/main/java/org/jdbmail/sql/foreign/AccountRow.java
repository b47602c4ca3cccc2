package org.jdbmail.sql.foreign;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbmail.core.directory.ForeignAccount;
import org.jdbmail.core.password.StoredForms;
import org.jdbmail.core.store.Credential;

/** Reads an account from a row, by the names of its columns. */
final class AccountRow {
    private static final Set<String> NO = Set.of("0", "f", "false", "n", "no");

    private AccountRow() {}

    /**
     * The account in the row.
     *
     * @param asked the name that was asked for, which the account has where no column says another
     * @param scheme how a password is encoded that does not say it
     */
    static Optional<ForeignAccount> read(ResultSet row, String asked, String scheme) throws SQLException {
        Map<String, String> columns = new HashMap<>();
        ResultSetMetaData names = row.getMetaData();
        for (int i = 1; i <= names.getColumnCount(); i++) {
            String value = row.getString(i);
            if (value != null) {
                columns.putIfAbsent(names.getColumnLabel(i).toLowerCase(Locale.ROOT), value);
            }
        }
        String login = columns.getOrDefault("name", asked);
        return Optional.of(new ForeignAccount(
                login,
                number(columns, "id"),
                number(columns, "client"),
                number(columns, "quota"),
                !NO.contains(columns.getOrDefault("active", "1").toLowerCase(Locale.ROOT)),
                Optional.of(credential(columns.getOrDefault("password", ""), scheme)),
                login));
    }

    /** Nothing is no password, and matches none. */
    private static Credential credential(String stored, String scheme) {
        return new Credential(
                stored.isEmpty() || StoredForms.isPrefixed(stored) ? stored : "{" + scheme + "}" + stored, "");
    }

    private static OptionalLong number(Map<String, String> columns, String name) {
        String text = columns.getOrDefault(name, "");
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}

package org.jdbmail.cli.users;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbmail.cli.dbmail.Getopt;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.PasswordType;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.password.ScramHash;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Maintenance.NewAccount;
import org.jdbmail.core.store.Secret;

/** Makes accounts of the records of a CSV file, and says of each that cannot be one where it is and why. */
final class AccountRows {
    private static final List<String> COLUMNS =
            List.of("login", "password", "encoded", "type", "aliases", "quota", "client", "active");

    private static final int MAX_LOGIN = 100;

    private final List<String> columns;
    private final PasswordScheme scheme;
    private final PasswordSource passwords;
    private final Passwords keys = new Passwords();
    private final boolean makesKeys;
    private final Set<String> logins = new HashSet<>();

    /**
     * For the records below a head.
     *
     * @param head the record that names the columns
     * @param scheme how passwords are stored where a record does not say it
     * @param makesKeys whether keys for SCRAM are made beside a hash, as where a password is set ({@code scram_keys})
     */
    AccountRows(List<String> head, PasswordScheme scheme, boolean makesKeys) throws Csv.Malformed {
        this.makesKeys = makesKeys;
        this.columns =
                head.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
        this.scheme = scheme;
        this.passwords =
                new PasswordSource(new Passwords(), new java.io.PrintWriter(java.io.Writer.nullWriter()), false);
        for (String column : columns) {
            if (!COLUMNS.contains(column)) {
                throw new Csv.Malformed(
                        1, "there is no column \"" + column + "\"; there are " + String.join(", ", COLUMNS));
            }
        }
        if (!columns.contains("login")) {
            throw new Csv.Malformed(1, "there must be a column login");
        }
    }

    /** The account of a record. */
    NewAccount account(List<String> record, int number) throws Csv.Malformed {
        if (record.size() != columns.size()) {
            throw new Csv.Malformed(number, record.size() + " values for " + columns.size() + " columns");
        }
        String login = value(record, "login");
        if (login.isEmpty() || login.length() > MAX_LOGIN || login.chars().anyMatch(Character::isISOControl)) {
            throw new Csv.Malformed(number, "the login is empty, too long, or has control characters");
        }
        if (!logins.add(login.toLowerCase(Locale.ROOT))) {
            throw new Csv.Malformed(number, login + " stands twice in the file");
        }
        List<String> aliases = Arrays.stream(value(record, "aliases").split("\\s+"))
                .filter(alias -> !alias.isEmpty())
                .toList();
        if (Aliasing.problem(aliases, List.of()).isPresent()) {
            throw new Csv.Malformed(
                    number, "an alias of " + login + " is too long, or has characters that no address has");
        }
        String active = value(record, "active").toLowerCase(Locale.ROOT);
        if (!active.isEmpty() && !active.equals("yes") && !active.equals("no")) {
            throw new Csv.Malformed(number, "active must be yes or no");
        }
        Credential credential = credential(record, number, login);
        return new NewAccount(
                login,
                credential,
                secrets(
                        value(record, "password"),
                        credential,
                        value(record, "encoded").isEmpty()),
                size(value(record, "client"), number, "client"),
                size(value(record, "quota"), number, "quota"),
                !active.equals("no"),
                aliases);
    }

    private Credential credential(List<String> record, int number, String login) throws Csv.Malformed {
        String encoded = value(record, "encoded");
        String type = value(record, "type");
        PasswordScheme chosen = type.isEmpty()
                ? scheme
                : PasswordType.ofName(type)
                        .orElseThrow(() -> new Csv.Malformed(number, "there is no password type " + type))
                        .scheme();
        try {
            return encoded.isEmpty()
                    ? passwords.encode(value(record, "password"), new PasswordType(chosen, false))
                    : passwords.encode(encoded, new PasswordType(chosen, true));
        } catch (PasswordSource.Unusable unusable) {
            throw new Csv.Malformed(number, "the password of " + login + ": " + unusable.getMessage());
        }
    }

    /** As where a single password is set: a hash alone would keep SCRAM from being shown to everybody. */
    private List<Secret> secrets(String password, Credential credential, boolean isHeard) {
        boolean isHash = !credential.scheme().equals(PasswordScheme.PLAINTEXT.storedName());
        return makesKeys && isHeard && isHash && !password.isEmpty()
                ? List.of(Secret.ofPassword(
                        Secret.Kind.SCRAM_SHA_256,
                        keys.scram(Password.of(password), ScramHash.SHA_256).text(),
                        credential.encoded(),
                        Instant.now()))
                : List.of();
    }

    private static long size(String text, int number, String column) throws Csv.Malformed {
        try {
            return text.isEmpty() ? 0 : UsersOptions.octets(text, column);
        } catch (Getopt.Misuse misuse) {
            throw new Csv.Malformed(number, "'" + text + "' is no possible " + column);
        }
    }

    private String value(List<String> record, String column) {
        int at = columns.indexOf(column);
        return at < 0 ? "" : record.get(at).strip();
    }
}

package org.jdbmail.core.settings;

import java.time.Duration;
import java.util.List;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.PasswordType;

/**
 * How users log in.
 *
 * @param driver where accounts are kept
 * @param keepsLog whether logins are written to {@code dbmail_authlog}
 * @param scheme how new passwords are encoded
 * @param maxSessions how many sessions one user may have at a time
 * @param plaintext networks from which a password in the clear is taken where TLS is offered
 * @param trusted networks that are never barred for wrong passwords
 * @param barAfter how many wrong logins bar a network
 * @param barred for how long
 */
public record LoginSettings(
        Driver driver,
        boolean keepsLog,
        PasswordScheme scheme,
        int maxSessions,
        List<String> plaintext,
        List<String> trusted,
        int barAfter,
        Duration barred) {
    /** Where accounts are kept. */
    public enum Driver {
        /** In {@code dbmail_users}. */
        SQL,
        /** In a directory. */
        LDAP,
        /** In tables of another program. */
        QUERIES
    }

    private static final Setting<Driver> DIRECTORY = new Setting<>(
            Section.DBMAIL,
            "authdriver",
            SettingType.oneOf(Driver.class),
            "sql",
            "Where accounts are kept: `sql` for the database; `ldap` for a directory, as `[LDAP]` says; `queries` for tables of"
                    + " another program, as `[ACCOUNTS]` says.");
    private static final Setting<Boolean> LOG = new Setting<>(
            Section.DBMAIL,
            "authlog",
            SettingType.yesNo(),
            "no",
            "Whether each login, and the end of its session, is written to the table `dbmail_authlog`.");
    private static final Setting<PasswordScheme> SCHEME = new Setting<>(
            Section.DBMAIL,
            "password_type",
            new SettingType<>(
                    "a type of `dbmail-users --pw-type`",
                    name -> PasswordType.ofName(name)
                            .filter(type -> !type.raw())
                            .orElseThrow(IllegalArgumentException::new)
                            .scheme()),
            "argon2id",
            "How new passwords are encoded where nothing else is asked for. DBMail's own programs don't know `argon2id` and"
                    + " `bcrypt`: choose `crypt` or another of its types while they share the database.");

    // A mail program opens up to five or ten, a phone one for each folder that it watches, and a mailbox that a team
    // shares
    // has all of theirs; who has a hundred open leaks them, and would take the room of other users.
    private static final Setting<Integer> MAX_SESSIONS = new Setting<>(
            Section.DBMAIL,
            "max_sessions_per_user",
            SettingType.number(1, 1_000_000),
            "100",
            "Sessions of one user at a time, over IMAP and POP3 together. A login beyond that is refused, with words that ask"
                    + " to come back. Raise it for an account that a large team shares.");

    private static final Setting<List<String>> PLAINTEXT = new Setting<>(
            Section.DBMAIL,
            "plaintext_networks",
            NetworkSettings.networks(),
            "127.0.0.0/8 ::1",
            "From where a password in the clear is taken also with `login_disabled = yes`.");
    private static final Setting<List<String>> TRUSTED = new Setting<>(
            Section.DBMAIL,
            "login_trusted_networks",
            NetworkSettings.networks(),
            "127.0.0.0/8 ::1",
            "Networks that are never barred for wrong passwords, since other people's clients are behind them: a webmail, a"
                    + " proxy. Attempts from there wait by account. A program there is believed when it tells the address of its own"
                    + " client, by `x-originating-ip` in IMAP's ID or by POP3's XCLIENT, which is then the one that is counted.");
    private static final Setting<Integer> BAR_AFTER = new Setting<>(
            Section.DBMAIL,
            "login_failures",
            SettingType.number(3, 1_000_000),
            "20",
            "How many wrong logins bar an address (of IPv6, its /64) for `login_barred` seconds. One is forgiven each minute,"
                    + " and the same wrong password for the same account counts once. Who logged in from there within a week"
                    + " is not concerned.");
    private static final Setting<Duration> BARRED = new Setting<>(
            Section.DBMAIL,
            "login_barred",
            SettingType.seconds(1, 7 * 24 * 3600),
            "900",
            "For how long an address is barred after too many wrong logins.");

    static final List<Setting<?>> ALL =
            List.of(DIRECTORY, LOG, SCHEME, MAX_SESSIONS, PLAINTEXT, TRUSTED, BAR_AFTER, BARRED);

    /** What was chosen. */
    public static LoginSettings from(Settings settings) {
        return new LoginSettings(
                settings.get(DIRECTORY),
                settings.get(LOG),
                settings.get(SCHEME),
                settings.get(MAX_SESSIONS),
                settings.get(PLAINTEXT),
                settings.get(TRUSTED),
                settings.get(BAR_AFTER),
                settings.get(BARRED));
    }
}

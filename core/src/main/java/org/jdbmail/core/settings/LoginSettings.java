package org.jdbmail.core.settings;

import java.util.List;
import org.jdbmail.core.auth.PasswordScheme;
import org.jdbmail.core.auth.PasswordType;

/**
 * How users log in.
 *
 * @param keepsLog whether logins are written to {@code dbmail_authlog}
 * @param scheme how new passwords are encoded
 * @param maxSessions how many sessions one user may have at a time
 */
public record LoginSettings(boolean keepsLog, PasswordScheme scheme, int maxSessions) {
    /** Where accounts are kept. */
    private enum Directory {
        SQL
    }

    private static final Setting<Directory> DIRECTORY = new Setting<>(
            Section.DBMAIL,
            "authdriver",
            SettingType.oneOf(Directory.class),
            "sql",
            "Where accounts are kept: `sql` for the database. DBMail's `ldap` does not exist here yet.");
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

    static final List<Setting<?>> ALL = List.of(DIRECTORY, LOG, SCHEME, MAX_SESSIONS);

    /** What was chosen. */
    public static LoginSettings from(Settings settings) {
        return new LoginSettings(settings.get(LOG), settings.get(SCHEME), settings.get(MAX_SESSIONS));
    }
}

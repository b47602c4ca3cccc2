package org.jdbmail.core.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.core.auth.SecurityActions;
import org.jdbmail.core.sasl.Mechanism;

/**
 * By what one can log in, and as whom.
 *
 * @param mechanisms those that are shown; empty for what all accounts can use
 * @param masters accounts that may act as any other
 * @param securityActions what DBMail's second password does, by {@code saction}
 * @param beforeSmtp services by which a login is noted in {@code dbmail_pbsp}
 * @param rehash whether a password that was right is stored anew as {@code password_type} says
 * @param keys when keys for SCRAM are made of a password
 */
public record SaslSettings(
        Optional<List<Mechanism>> mechanisms,
        List<String> masters,
        Map<Integer, List<String>> securityActions,
        Set<String> beforeSmtp,
        boolean rehash,
        Keys keys) {
    /** When keys for SCRAM are made of a password. */
    public enum Keys {
        /** Never. */
        NEVER,
        /** When it is set. */
        SET,
        /** Also when it was right at a login that told it. */
        LOGIN
    }

    private static final String AUTO = "auto";

    private static final Setting<Optional<List<Mechanism>>> MECHANISMS = new Setting<>(
            Section.DBMAIL,
            "sasl_mechanisms",
            new SettingType<>("`auto`, or names of mechanisms", SaslSettings::mechanisms),
            AUTO,
            "Which SASL mechanisms are shown: `auto` for PLAIN and LOGIN and those that every account can use, as its password"
                    + " is stored: CRAM-MD5 with plain text; SCRAM with plain text, or keys (see `scram_keys`). Otherwise"
                    + " their names. Clients take the strongest that they know, and fail for an account that cannot use"
                    + " it. DIGEST-MD5 is shown only where it is named.");
    private static final Setting<List<String>> MASTERS = new Setting<>(
            Section.DBMAIL,
            "master_users",
            SettingType.listOf("names of accounts", name -> name),
            "",
            "Accounts that may log in as any other, by naming it as the authorization identity: for migrations and backups."
                    + " It is logged.");
    private static final Setting<Map<Integer, List<String>>> SECURITY_ACTION = new Setting<>(
            Section.DBMAIL,
            "security_action",
            new SettingType<>("numbers and flags, as `2:\\Flagged $Secret;3:$Other`", SecurityActions::parse),
            "",
            "What a login by an account's second password (`dbmail-users --security-password`) does, by the account's"
                    + " `--security-action`: messages with one of the flags are removed. 1 is built in and removes all"
                    + " mailboxes.");
    private static final Setting<Boolean> REHASH = new Setting<>(
            Section.DBMAIL,
            "password_rehash",
            SettingType.yesNo(),
            "no",
            "Whether a password that was right is stored anew as `password_type` says, where it is stored otherwise. Leave it"
                    + " off while DBMail's own programs share the database.");
    private static final Setting<Keys> KEYS = new Setting<>(
            Section.DBMAIL,
            "scram_keys",
            SettingType.oneOf(Keys.class),
            "set",
            "When keys for SCRAM-SHA-256 are made beside a password's hash: when it is `set`, also at a `login` that told it,"
                    + " or `never`. Whoever steals the database tries passwords faster by the keys than by argon2id.");

    private static final Setting<Boolean> IMAP_BEFORE_SMTP = beforeSmtp(Section.IMAP, "imap_before_smtp");
    private static final Setting<Boolean> POP_BEFORE_SMTP = beforeSmtp(Section.POP, "pop_before_smtp");

    static final List<Setting<?>> ALL =
            List.of(MECHANISMS, MASTERS, SECURITY_ACTION, REHASH, KEYS, IMAP_BEFORE_SMTP, POP_BEFORE_SMTP);

    private static Setting<Boolean> beforeSmtp(Section section, String name) {
        return new Setting<>(
                section,
                name,
                SettingType.yesNo(),
                "no",
                "Whether the address of a login is noted in the table `dbmail_pbsp`, for a mail server that lets such"
                        + " addresses send.");
    }

    /** What was chosen. */
    public static SaslSettings from(Settings settings) {
        return new SaslSettings(
                settings.get(MECHANISMS),
                settings.get(MASTERS),
                settings.get(SECURITY_ACTION),
                beforeSmtp(settings),
                settings.get(REHASH),
                settings.get(KEYS));
    }

    private static Set<String> beforeSmtp(Settings settings) {
        Set<String> services = new TreeSet<>();
        if (settings.get(IMAP_BEFORE_SMTP)) {
            services.add("imap");
        }
        if (settings.get(POP_BEFORE_SMTP)) {
            services.add("pop3");
        }
        return services;
    }

    private static Optional<List<Mechanism>> mechanisms(String value) {
        if (value.toLowerCase(Locale.ROOT).equals(AUTO)) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(value.strip().split("[\\s,]+"))
                .map(name -> Mechanism.ofName(name).orElseThrow(IllegalArgumentException::new))
                .toList());
    }
}

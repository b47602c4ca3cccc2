package org.jdbmail.core.settings;

import java.util.List;
import java.util.Optional;
import org.jdbmail.core.password.StoredForms;

/**
 * Accounts in tables of another program, by statements of the administrator's.
 *
 * @param url where those tables are; may hold a password
 * @param account the statement that finds an account
 * @param alias the one that finds what an address leads to
 * @param aliasDomain the one that finds the domain that another stands for
 * @param domain the one that finds a domain
 * @param scheme how passwords are encoded that do not say it
 */
public record QuerySettings(
        String url,
        String account,
        Optional<String> alias,
        Optional<String> aliasDomain,
        Optional<String> domain,
        String scheme) {
    private static final Setting<String> URL = new Setting<>(
            Section.ACCOUNTS,
            "dburi",
            SettingType.text(),
            "",
            "With `authdriver = queries`: the database with the accounts, as `dburi` under `[DBMAIL]`. It is only read. Empty for"
                    + " the same as under `[DBMAIL]`.");
    private static final Setting<String> ACCOUNT = new Setting<>(
            Section.ACCOUNTS,
            "user_query",
            SettingType.text(),
            "",
            "The statement that finds an account by `:name` (or its parts, `:local` and `:domain`). Of its row count the columns"
                    + " `password`, and where they are there `name` (as the account is called), `active`, `quota` (octets), `id`"
                    + " and `client`.");
    private static final Setting<Optional<String>> ALIAS = statement(
            "alias_query",
            "The statement that finds where mail for the address `:name` goes: rows whose first column holds addresses, several"
                    + " with commas between them. It is asked for `@domain` as well.");
    private static final Setting<Optional<String>> ALIAS_DOMAIN =
            statement("alias_domain_query", "The statement that finds the domain that `:domain` is another name of.");
    private static final Setting<Optional<String>> DOMAIN = statement(
            "domain_query",
            "The statement that has a row where mail for `:domain` is taken. Without it, every address is looked for.");
    private static final Setting<String> SCHEME = new Setting<>(
            Section.ACCOUNTS,
            "default_scheme",
            new SettingType<>(
                    "a name as in `{SCHEME}` prefixes: MD5-CRYPT, SHA512-CRYPT, MD5, PLAIN, …", QuerySettings::scheme),
            "CRYPT",
            "How passwords are encoded that have no `{SCHEME}` before them.");

    static final List<Setting<?>> ALL = List.of(URL, ACCOUNT, ALIAS, ALIAS_DOMAIN, DOMAIN, SCHEME);

    private static Setting<Optional<String>> statement(String name, String prose) {
        return new Setting<>(Section.ACCOUNTS, name, SettingType.text().orNone(), "", prose);
    }

    /**
     * What was chosen.
     *
     * @throws BadSettings where there is no statement for accounts
     */
    public static QuerySettings from(Settings settings) throws BadSettings {
        if (settings.get(ACCOUNT).isEmpty()) {
            throw new BadSettings(List.of("authdriver = queries needs user_query under [ACCOUNTS]"));
        }
        String url = settings.get(URL);
        return new QuerySettings(
                url.isEmpty() ? DatabaseSettings.from(settings).url() : url,
                settings.get(ACCOUNT),
                settings.get(ALIAS),
                settings.get(ALIAS_DOMAIN),
                settings.get(DOMAIN),
                settings.get(SCHEME));
    }

    private static String scheme(String name) {
        if (!name.matches("[A-Za-z0-9-]{1,24}") || !StoredForms.isPrefixed("{" + name + "}x")) {
            throw new IllegalArgumentException(name);
        }
        return name;
    }

    /** Tells nothing that may hold a password. */
    @Override
    public String toString() {
        return "QuerySettings[" + account + "]";
    }
}

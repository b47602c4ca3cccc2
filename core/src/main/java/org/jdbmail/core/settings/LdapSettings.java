package org.jdbmail.core.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where accounts are in a directory, by DBMail's section {@code [LDAP]}.
 *
 * @param servers tried in this order
 * @param baseDn below which entry is searched
 * @param bindDn as whom; empty for nobody
 * @param bindPassword with what
 * @param scope how deep
 * @param followsReferrals whether other directories are asked where this one names them
 * @param fields names of attributes
 * @param query the filter by which addresses are found, with {@code %s} for the address; empty for name or mail address
 * @param patience how long an answer may take
 * @param authorities a file of PEM with the certificates that vouch for the servers; empty for those that Java knows
 */
public record LdapSettings(
        List<Server> servers,
        String baseDn,
        String bindDn,
        String bindPassword,
        Scope scope,
        boolean followsReferrals,
        Fields fields,
        String query,
        Duration patience,
        Optional<Path> authorities) {
    /** How deep a search goes. */
    public enum Scope {
        /** Everything below. */
        SUBTREE,
        /** One level. */
        ONE,
        /** The entry alone. */
        BASE
    }

    /** Where a directory is. */
    public record Server(String host, int port, boolean isTls) {}

    /** What the attributes are called. */
    public record Fields(String uid, String nid, String cid, String mail, String quota, String forward) {}

    private static final int PORT_IN_THE_CLEAR = 389;
    private static final int PORT_OF_TLS = 636;

    private static final Setting<List<Server>> URI_LIST = new Setting<>(
            Section.LDAP,
            "uri",
            SettingType.listOf(
                    "`ldap://HOST:PORT` or `ldaps://HOST:PORT`, several to be tried in turn", LdapSettings::server),
            "",
            "Where the directory is, with `authdriver = ldap`.");
    private static final Setting<String> HOST = text("hostname", "", "Where it is, without `uri`.");
    private static final Setting<OptionalInt> PORT =
            new Setting<>(Section.LDAP, "port", SettingType.port(), "389", "Its port, without `uri`.");
    private static final Setting<Integer> VERSION = new Setting<>(
            Section.LDAP,
            "version",
            SettingType.number(3, 3),
            "3",
            "The version of the protocol. There is no other than 3 any more.");
    private static final Setting<String> BASE =
            text("base_dn", "", "The entry below which accounts and forwards are searched.");
    private static final Setting<String> BIND_DN = text("bind_dn", "", "As whom is searched; empty for nobody.");
    private static final Setting<String> BIND_PW = text("bind_pw", "", "The password for `bind_dn`.");
    private static final Setting<Scope> SCOPE = new Setting<>(
            Section.LDAP,
            "scope",
            SettingType.oneOf(Scope.class),
            "subtree",
            "How deep is searched: `subtree`, `one` level, or the entry itself (`base`).");
    private static final Setting<Boolean> REFERRALS = new Setting<>(
            Section.LDAP,
            "referrals",
            SettingType.yesNo(),
            "yes",
            "Whether other directories are asked where this one names them.");
    private static final Setting<String> UID = text("field_uid", "uid", "The attribute with an account's name.");
    private static final Setting<String> NID = text(
            "field_nid",
            "uidNumber",
            "The attribute with an account's number, which is its `user_idnr` here: it must be no other account's.");
    private static final Setting<String> CID =
            text("field_cid", "gidNumber", "The attribute with the number of an account's client.");
    private static final Setting<String> MAIL =
            text("field_mail", "mail", "The attribute with addresses under which an account takes mail.");
    private static final Setting<String> QUOTA =
            text("field_quota", "mailQuota", "The attribute with the most octets that an account may keep.");
    private static final Setting<String> FORWARD = text(
            "field_fwdtarget",
            "mailForwardingAddress",
            "The attribute of a forward with the addresses that its mail goes to.");
    private static final Setting<String> QUERY = text(
            "query_string",
            "",
            "The filter by which an address is found, with `%s` for the address; without, what has it as name or as mail"
                    + " address.");
    private static final Setting<Duration> TIMEOUT = new Setting<>(
            Section.LDAP,
            "query_timeout",
            SettingType.seconds(1, 300),
            "10",
            "How long the directory may take to answer, before clients are told that it can't be told now.");

    private static final Setting<Optional<Path>> AUTHORITIES = new Setting<>(
            Section.LDAP,
            "tls_cafile",
            NetworkSettings.path().orNone(),
            "",
            "Certificates, as PEM, that vouch for servers of `ldaps`. Without, those that Java knows.");

    static final List<Setting<?>> ALL = List.of(
            URI_LIST,
            HOST,
            PORT,
            VERSION,
            BASE,
            BIND_DN,
            BIND_PW,
            SCOPE,
            REFERRALS,
            UID,
            NID,
            CID,
            MAIL,
            QUOTA,
            FORWARD,
            QUERY,
            TIMEOUT,
            AUTHORITIES);

    private static Setting<String> text(String name, String ifAbsent, String prose) {
        return new Setting<>(Section.LDAP, name, SettingType.text(), ifAbsent, prose);
    }

    /** Copies the list. */
    public LdapSettings {
        servers = List.copyOf(servers);
    }

    /**
     * What was chosen.
     *
     * @throws BadSettings where no directory is named, or nowhere in it
     */
    public static LdapSettings from(Settings settings) throws BadSettings {
        List<Server> servers = settings.get(URI_LIST);
        if (servers.isEmpty() && !settings.get(HOST).isEmpty()) {
            servers = List.of(new Server(settings.get(HOST), settings.get(PORT).orElse(PORT_IN_THE_CLEAR), false));
        }
        if (servers.isEmpty() || settings.get(BASE).isEmpty()) {
            throw new BadSettings(List.of("authdriver = ldap needs uri (or hostname) and base_dn under [LDAP]"));
        }
        return new LdapSettings(
                servers,
                settings.get(BASE),
                settings.get(BIND_DN),
                settings.get(BIND_PW),
                settings.get(SCOPE),
                settings.get(REFERRALS),
                new Fields(
                        settings.get(UID),
                        settings.get(NID),
                        settings.get(CID),
                        settings.get(MAIL),
                        settings.get(QUOTA),
                        settings.get(FORWARD)),
                settings.get(QUERY),
                settings.get(TIMEOUT),
                settings.get(AUTHORITIES));
    }

    private static Server server(String word) {
        try {
            URI uri = new URI(word);
            boolean isTls = "ldaps".equalsIgnoreCase(uri.getScheme());
            Optional<String> host = Optional.ofNullable(uri.getHost());
            if (host.isEmpty() || !isTls && !"ldap".equalsIgnoreCase(uri.getScheme())) {
                throw new IllegalArgumentException(word);
            }
            int usual = isTls ? PORT_OF_TLS : PORT_IN_THE_CLEAR;
            return new Server(host.get(), uri.getPort() < 0 ? usual : uri.getPort(), isTls);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Tells nothing of the password. */
    @Override
    public String toString() {
        return "LdapSettings" + servers;
    }
}

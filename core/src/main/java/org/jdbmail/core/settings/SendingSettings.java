package org.jdbmail.core.settings;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbmail.core.sending.NextHop;
import org.jdbmail.core.sending.Routes;
import org.jdbmail.core.sending.TlsPolicies;
import org.jdbmail.core.smtp.client.TlsPolicy;
import org.jdbmail.core.table.LookupTables;
import org.jdbmail.core.table.TableName;

/**
 * How mail goes to other servers without another mail system beside this one.
 *
 * @param isDirect whether it does
 * @param relay through whom all mail goes that no table says otherwise of; empty for the servers of each domain
 * @param tables what is said by recipient, sender and next hop
 * @param isBySender whether the sender's password goes before that of the next hop
 * @param port where other servers listen
 * @param tls how TLS is spoken where no table says otherwise
 * @param heedsSts whether the policies of domains are heeded
 * @param concurrency messages at a time to one destination
 * @param messages messages at a time in all
 * @param resolver the name server to ask; none for those of this machine
 */
public record SendingSettings(
        boolean isDirect,
        Optional<NextHop> relay,
        TableNames tables,
        boolean isBySender,
        int port,
        TlsPolicy tls,
        boolean heedsSts,
        int concurrency,
        int messages,
        Optional<InetSocketAddress> resolver) {
    /**
     * Tables.
     *
     * @param transports ways by recipient ({@code transport_maps})
     * @param senderRelays relays by sender
     * @param passwords as whom to log in, by next hop or sender
     * @param tlsPolicies TLS by next hop
     * @param generic other addresses in mail that leaves
     */
    public record TableNames(
            Optional<TableName> transports,
            Optional<TableName> senderRelays,
            Optional<TableName> passwords,
            Optional<TableName> tlsPolicies,
            Optional<TableName> generic) {}

    private static final Setting<Boolean> DIRECT = new Setting<>(
            Section.SENDING,
            "direct",
            SettingType.yesNo(),
            "no",
            "Whether this server itself brings mail to the servers of its recipients, or to `relayhost`. Otherwise it leaves by"
                    + " `smtp_host` or `sendmail`.");
    private static final Setting<Optional<NextHop>> RELAYHOST = new Setting<>(
            Section.SENDING,
            "relayhost",
            new SettingType<>(
                            "a next hop as Postfix writes it: `[host]`, `[host]:port`, or a domain",
                            text -> NextHop.parse(text).orElseThrow(IllegalArgumentException::new))
                    .orNone(),
            "",
            "Where all mail goes that leaves. Without, to the servers of each recipient's domain. Port 465 is spoken to in TLS from the"
                    + " first byte.");
    private static final Setting<Optional<TableName>> TRANSPORTS = table(
            "transport_maps",
            "Where mail for some recipients or domains goes: Postfix's transport table, with `smtp:`, `relay:`, `lmtp:`, `error:`,"
                    + " `retry:` and `discard:`. An address that it has itself leaves even where its domain is local.");
    private static final Setting<Optional<TableName>> SENDER_RELAYS = table(
            "sender_dependent_relayhost_maps",
            "The relay of some senders, by address or `@domain`; it holds before `relayhost`.");
    private static final Setting<Optional<TableName>> PASSWORDS = table(
            "smtp_sasl_password_maps",
            "As whom this server logs in elsewhere: `name:password` by next hop as it is written, or by sender. The password is sent"
                    + " under TLS only, or on this machine.");
    private static final Setting<Boolean> BY_SENDER = new Setting<>(
            Section.SENDING,
            "smtp_sender_dependent_authentication",
            SettingType.yesNo(),
            "no",
            "Whether the sender's entry in `smtp_sasl_password_maps` holds before that of the next hop.");
    private static final SettingType<TlsPolicy.Level> LEVEL = new SettingType<>(
            "`none`, `may`, `encrypt`, `dane`, `dane-only`, `verify` or `secure`",
            word -> TlsPolicy.Level.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')));
    private static final Setting<TlsPolicy.Level> TLS_LEVEL = new Setting<>(
            Section.SENDING,
            "smtp_tls_security_level",
            LEVEL,
            "dane",
            "How much TLS is asked of servers: `none`; `may` where they have it; `encrypt` or the mail waits; `dane` as `may`, but with the certificate"
                    + " that the name system tells of, where DNSSEC vouches for that (RFC 7672; the resolver has to be on this machine); `dane-only` or the"
                    + " mail waits; `verify` with a certificate for the host's name that somebody vouches for; `secure` with one for the next hop's.");
    private static final Setting<Boolean> STS = new Setting<>(
            Section.SENDING,
            "mta_sts",
            SettingType.yesNo(),
            "yes",
            "Whether the policies of domains are heeded (MTA-STS, RFC 8461), which are fetched by HTTPS. Not where `smtp_tls_policy_maps` says"
                    + " something of a domain.");
    private static final Setting<Optional<TableName>> TLS_POLICIES =
            table("smtp_tls_policy_maps", "The same by next hop, domain, or `.` and a domain above.");
    private static final Setting<Optional<Path>> AUTHORITIES = new Setting<>(
            Section.SENDING,
            "smtp_tls_cafile",
            NetworkSettings.path().orNone(),
            "",
            "Certificates, as PEM, that vouch for servers. Without, those that Java knows.");
    private static final Setting<Optional<TableName>> GENERIC = table(
            "smtp_generic_maps",
            "Other addresses in mail that leaves, in its envelope and its header, for addresses that only this machine knows: Postfix's generic"
                    + " table.");
    private static final Setting<Integer> CONCURRENCY = new Setting<>(
            Section.SENDING,
            "destination_concurrency_limit",
            SettingType.number(1, 1000),
            "20",
            "Messages that are sent to one destination at a time, once it has shown that it takes them.");
    private static final Setting<Integer> MESSAGES = new Setting<>(
            Section.SENDING,
            "messages_at_a_time",
            SettingType.number(1, 1000),
            "50",
            "Messages that are sent at a time in all.");
    private static final Setting<Integer> PORT = new Setting<>(
            Section.SENDING,
            "port",
            SettingType.number(1, 65_535),
            "25",
            "The port of other servers, where no table says otherwise. Another than 25 is for trials.");
    private static final Setting<Optional<InetSocketAddress>> RESOLVER = new Setting<>(
            Section.SENDING,
            "resolver",
            new SettingType<>(
                            "an address and perhaps a port, as `127.0.0.1:53` or `[::1]:53`", SendingSettings::resolver)
                    .orNone(),
            "",
            "The name server that is asked for the servers of domains and for block lists. Without, those of this machine.");

    static final List<Setting<?>> ALL = List.of(
            DIRECT,
            RELAYHOST,
            TRANSPORTS,
            SENDER_RELAYS,
            PASSWORDS,
            BY_SENDER,
            TLS_LEVEL,
            TLS_POLICIES,
            STS,
            AUTHORITIES,
            GENERIC,
            CONCURRENCY,
            MESSAGES,
            PORT,
            RESOLVER);

    /** What was chosen. */
    public static SendingSettings from(Settings settings) {
        return new SendingSettings(
                settings.get(DIRECT),
                settings.get(RELAYHOST),
                new TableNames(
                        settings.get(TRANSPORTS),
                        settings.get(SENDER_RELAYS),
                        settings.get(PASSWORDS),
                        settings.get(TLS_POLICIES),
                        settings.get(GENERIC)),
                settings.get(BY_SENDER),
                settings.get(PORT),
                new TlsPolicy(settings.get(TLS_LEVEL), settings.get(AUTHORITIES)),
                settings.get(STS),
                settings.get(CONCURRENCY),
                settings.get(MESSAGES),
                settings.get(RESOLVER));
    }

    /** Through whom mail goes. */
    public Routes routes(LookupTables open) {
        return new Routes(
                relay,
                open.openForBursts(tables.transports()),
                open.openForBursts(tables.senderRelays()),
                open.openForBursts(tables.passwords()),
                isBySender,
                port);
    }

    /** Under which TLS. */
    public TlsPolicies policies(LookupTables open) {
        return new TlsPolicies(tls, open.open(tables.tlsPolicies()));
    }

    private static Setting<Optional<TableName>> table(String name, String prose) {
        return new Setting<>(
                Section.SENDING, name, new SettingType<>(TableName.DESCRIBED, TableName::parse).orNone(), "", prose);
    }

    private static InetSocketAddress resolver(String text) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
        String host = (hasPort ? text.substring(0, colon) : text).replaceAll("[\\[\\]]", "");
        return new InetSocketAddress(
                InetAddress.ofLiteral(host), hasPort ? Integer.parseInt(text.substring(colon + 1)) : 53);
    }
}

package org.jdbmail.core.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.milter.MilterOptions;
import org.jdbmail.core.service.ServicePlace;
import org.jdbmail.core.smtp.client.SmtpPeer;
import org.jdbmail.core.smtp.client.TlsPolicy;

/**
 * What looks at the content of mail that comes by SMTP.
 *
 * @param milters where they listen
 * @param milterTrouble what is done where one does not do its work
 * @param connect how long a connection to a milter may take
 * @param command how long a milter may take with a command
 * @param content how long a milter may take with a message
 * @param filter a server that sends back what it is sent
 * @param program a program that writes anew what it reads; empty for none
 * @param user as whom it runs where we are root
 * @param filterTrouble what is done where filter or program does not do its work
 * @param patience how long filter or program may take with a message
 */
public record FilterSettings(
        List<ServicePlace> milters,
        OriginSettings.Trouble milterTrouble,
        Duration connect,
        Duration command,
        Duration content,
        Optional<SmtpPeer> filter,
        String program,
        String user,
        OriginSettings.Trouble filterTrouble,
        Duration patience) {
    private static final Setting<List<ServicePlace>> MILTERS = new Setting<>(
            Section.SMTPD,
            "smtpd_milters",
            SettingType.listOf(
                    "places, as `unix:/path` and `inet:host:port`",
                    text -> ServicePlace.parse(text).orElseThrow(IllegalArgumentException::new)),
            "",
            "Milters that are asked about mail while it comes, in this order: OpenDKIM, rspamd, clamav-milter.");
    private static final Setting<OriginSettings.Trouble> MILTER_TROUBLE = new Setting<>(
            Section.SMTPD,
            "milter_default_action",
            SettingType.oneOf(OriginSettings.Trouble.class),
            "tempfail",
            "What is done with mail where a milter is away, takes too long, or answers nonsense: it is taken without it, or is to come"
                    + " again.");
    private static final Setting<Duration> CONNECT = new Setting<>(
            Section.SMTPD,
            "milter_connect_timeout",
            SettingType.seconds(1, 3600),
            "30",
            "How long a connection to a milter, and what it says of the client, may take.");
    private static final Setting<Duration> COMMAND = new Setting<>(
            Section.SMTPD,
            "milter_command_timeout",
            SettingType.seconds(1, 3600),
            "30",
            "How long a milter may take with a command of the client.");
    private static final Setting<Duration> CONTENT = new Setting<>(
            Section.SMTPD,
            "milter_content_timeout",
            SettingType.seconds(1, 3600),
            "300",
            "How long a milter may take with the content of a message, in all.");
    private static final Setting<Optional<SmtpPeer>> FILTER = new Setting<>(
            Section.SMTPD,
            "content_filter",
            new SettingType<>("a server, as `[127.0.0.1]:10025`; `smtp:` may stand before it", FilterSettings::peer)
                    .orNone(),
            "",
            "A filter that takes each message by SMTP and sends it back to this server's port for SMTP, as clamsmtp does. The client hears"
                    + " what the filter says. What comes back is known by a signed field, and not filtered again.");
    private static final Setting<String> PROGRAM = new Setting<>(
            Section.SMTPD,
            "content_filter_program",
            SettingType.text(),
            "",
            "A program with its arguments that reads each message and writes it anew, as `/usr/bin/spamc -x`. Any status but 0 is trouble.");
    private static final Setting<String> USER = new Setting<>(
            Section.SMTPD,
            "content_filter_user",
            SettingType.text(),
            "nobody",
            "As whom `content_filter_program` runs where the server is root.");
    private static final Setting<OriginSettings.Trouble> FILTER_TROUBLE = new Setting<>(
            Section.SMTPD,
            "content_filter_default_action",
            SettingType.oneOf(OriginSettings.Trouble.class),
            "tempfail",
            "What is done with mail where `content_filter` or `content_filter_program` is away, fails or takes too long: it is taken without, or"
                    + " is to come again.");
    private static final Setting<Duration> PATIENCE = new Setting<>(
            Section.SMTPD,
            "content_filter_timeout",
            SettingType.seconds(1, 3600),
            "300",
            "How long `content_filter` or `content_filter_program` may take with one message.");

    static final List<Setting<?>> ALL = List.of(
            MILTERS, MILTER_TROUBLE, CONNECT, COMMAND, CONTENT, FILTER, PROGRAM, USER, FILTER_TROUBLE, PATIENCE);

    /** What was chosen. */
    public static FilterSettings from(Settings settings) {
        return new FilterSettings(
                settings.get(MILTERS),
                settings.get(MILTER_TROUBLE),
                settings.get(CONNECT),
                settings.get(COMMAND),
                settings.get(CONTENT),
                settings.get(FILTER),
                settings.get(PROGRAM).strip(),
                settings.get(USER),
                settings.get(FILTER_TROUBLE),
                settings.get(PATIENCE));
    }

    /** The milters, as they are asked. */
    public MilterOptions milterOptions(String hostname) {
        boolean isNeeded = milterTrouble == OriginSettings.Trouble.TEMPFAIL;
        return new MilterOptions(milters, isNeeded, connect, command, content, hostname);
    }

    /** Whether mail waits for filter or program. */
    public boolean isFilterNeeded() {
        return filterTrouble == OriginSettings.Trouble.TEMPFAIL;
    }

    private static SmtpPeer peer(String text) {
        String place = text.startsWith("smtp:") ? text.substring(5) : text;
        SmtpPeer peer = SmtpPeer.parse(place).orElseThrow(IllegalArgumentException::new);
        return new SmtpPeer(
                peer.host(), peer.port(), false, null, null, TlsPolicy.OPPORTUNISTIC.with(TlsPolicy.Level.NONE), false);
    }
}

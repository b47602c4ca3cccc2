package org.jdbmail.core.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.delivery.DeliveryOptions.Rewriting;
import org.jdbmail.core.smtp.client.SmtpPeer;

/**
 * How mail leaves that a delivery makes: forwards, replies, notices and reports, and what programs get.
 *
 * @param smtp the server that takes it; none for the program
 * @param sendmail the program that takes it; empty for none
 * @param rewriting when the sender of what is forwarded is rewritten (SRS)
 * @param secrets what rewritten senders are signed with; none for what the store keeps
 * @param pipeUser as whom programs run where the server runs as root
 * @param pipeShell whether a shell reads their command
 * @param pipeTimeout what a program may take for a message
 * @param lifetime for how long mail is tried
 * @param warning after which time its sender is told that it is late
 * @param isDirect whether this server brings it to the servers of its recipients
 * @param lease for how long what is being sent belongs to a process that shows no more life
 */
public record OutgoingSettings(
        Optional<SmtpPeer> smtp,
        String sendmail,
        Rewriting rewriting,
        List<String> secrets,
        String pipeUser,
        boolean pipeShell,
        Duration pipeTimeout,
        Duration lifetime,
        Duration warning,
        Duration lease,
        boolean isDirect) {
    private static final Setting<Optional<SmtpPeer>> SMTP_HOST = new Setting<>(
            Section.DBMAIL,
            "smtp_host",
            new SettingType<>(
                            "a server as `smtp://host:port`, `smtps://host:port` or `host:port`",
                            value -> SmtpPeer.parse(value).orElseThrow(IllegalArgumentException::new))
                    .orNone(),
            "",
            "The mail server that takes what a delivery makes: forwards, replies, notices and reports. It holds before `sendmail`.");
    private static final Setting<String> SMTP_USER = new Setting<>(
            Section.DBMAIL,
            "smtp_user",
            SettingType.text(),
            "",
            "As whom to log in at `smtp_host`. The password is sent under TLS only, or on this machine.");
    private static final Setting<String> SMTP_PASSWORD =
            new Setting<>(Section.DBMAIL, "smtp_password", SettingType.text(), "", "The password of `smtp_user`.");
    private static final Setting<Boolean> SMTP_VERIFY = new Setting<>(
            Section.DBMAIL,
            "smtp_verify",
            SettingType.yesNo(),
            "yes",
            "Whether `smtp_host` has to show a certificate of that name, from an authority that Java trusts, before the password is sent."
                    + " On this machine it need not, and mail without a password goes by any TLS that there is.");
    private static final Setting<String> SENDMAIL = new Setting<>(
            Section.DBMAIL,
            "sendmail",
            SettingType.text(),
            "",
            "The program that takes what a delivery makes, where there is no `smtp_host`, such as `/usr/sbin/sendmail`. Without"
                    + " either, an address that is forwarded is told to try later.");
    private static final Setting<Rewriting> SRS = new Setting<>(
            Section.DELIVERY,
            "srs",
            SettingType.oneOf(Rewriting.class),
            "foreign",
            "When the sender of a message that is forwarded is rewritten to an address of the domain that it was for (SRS), so that"
                    + " the next server does not take it for forged: `foreign` where it leaves that domain.");
    private static final Setting<List<String>> SRS_SECRET = new Setting<>(
            Section.DELIVERY,
            "srs_secret",
            SettingType.listOf("words of 16 characters or more", word -> {
                if (word.length() < 16) {
                    throw new IllegalArgumentException();
                }
                return word;
            }),
            "",
            "What rewritten senders are signed with: the same on all servers of a site. Of several the first signs, and all are"
                    + " believed, so that a new one can be put before the old. Without one, the servers on a database make one and"
                    + " keep it there, which is believed in any case.");
    private static final Setting<String> PIPE_USER = new Setting<>(
            Section.DELIVERY,
            "pipe_user",
            SettingType.text(),
            "nobody",
            "As whom the programs of `|command` and `!command` run where the server runs as root.");
    private static final Setting<Boolean> PIPE_SHELL = new Setting<>(
            Section.DELIVERY,
            "pipe_shell",
            SettingType.yesNo(),
            "no",
            "Whether a shell reads the commands of `|command` and `!command`. Without, they are parted at blanks, which quotes keep"
                    + " together, and nothing in them means more than it says.");
    private static final Setting<Duration> PIPE_TIMEOUT = new Setting<>(
            Section.DELIVERY,
            "pipe_timeout",
            SettingType.seconds(1, 3600),
            "300",
            "What a program may take for one message; then it is ended, and gets the message again later.");
    private static final Setting<Duration> LIFETIME = new Setting<>(
            Section.DELIVERY,
            "queue_lifetime",
            SettingType.days(1, 30),
            "5",
            "For how long mail is tried again before it goes back to its sender.");
    private static final Setting<Duration> WARNING = new Setting<>(
            Section.DELIVERY,
            "queue_warning",
            SettingType.seconds(600, 30 * 86_400),
            "14400",
            "After which time the sender of mail that waits is told that it is late.");

    private static final Setting<Duration> LEASE = new Setting<>(
            Section.DELIVERY,
            "queue_lease",
            SettingType.seconds(5, 3600),
            "60",
            "For how long mail that a server is sending is left to it when it shows no more life. Then another sends it, or itself after it was"
                    + " started again.");

    static final List<Setting<?>> ALL = List.of(
            SMTP_HOST,
            SMTP_USER,
            SMTP_PASSWORD,
            SMTP_VERIFY,
            SENDMAIL,
            SRS,
            SRS_SECRET,
            PIPE_USER,
            PIPE_SHELL,
            PIPE_TIMEOUT,
            LIFETIME,
            WARNING,
            LEASE);

    /** Copies the list. */
    public OutgoingSettings {
        secrets = List.copyOf(secrets);
    }

    /** What was chosen. */
    public static OutgoingSettings from(Settings settings) {
        String user = settings.get(SMTP_USER);
        return new OutgoingSettings(
                settings.get(SMTP_HOST)
                        .map(peer -> user.isEmpty()
                                ? peer
                                : peer.with(new SmtpPeer.Login(
                                        user,
                                        settings.get(SMTP_PASSWORD),
                                        settings.get(SMTP_VERIFY) && !peer.isHere()))),
                settings.get(SENDMAIL),
                settings.get(SRS),
                settings.get(SRS_SECRET),
                settings.get(PIPE_USER),
                settings.get(PIPE_SHELL),
                settings.get(PIPE_TIMEOUT),
                settings.get(LIFETIME),
                settings.get(WARNING),
                settings.get(LEASE),
                SendingSettings.from(settings).isDirect());
    }

    /** Whether mail can leave at all. */
    public boolean canSend() {
        return isDirect || smtp.isPresent() || !sendmail.isEmpty();
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "OutgoingSettings[" + smtp.map(SmtpPeer::toString).orElse(sendmail) + "]";
    }
}

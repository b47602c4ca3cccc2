package org.jdbmail.imapd.session;

import java.time.Duration;
import java.util.Set;
import org.jdbmail.core.settings.ImapSettings;
import org.jdbmail.imapd.proto.GrammarLimits;

/**
 * How an IMAP server behaves.
 *
 * @param banner the text of the greeting
 * @param version what ID says of us
 * @param limits of commands
 * @param loginTime how long a client has until it is logged in
 * @param silence how long a client that is logged in may be silent (RFC 3501 §5.4: at least 30 minutes)
 * @param idleNews how often a client in IDLE is told that we are still here
 * @param quotaAdministrators names of the accounts that set quotas, in lower case
 * @param failures how many wrong passwords, or bad commands in a row, end a session
 * @param bounds how many messages a command may be about, and how often a long one tells how far it is
 * @param submitters names of the accounts that fetch what others let them send on, in lower case
 * @param ownSeen whether each user of a shared mailbox has a {@code \\Seen} of its own
 */
public record ImapOptions(
        String banner,
        String version,
        GrammarLimits limits,
        Duration loginTime,
        Duration silence,
        Duration idleNews,
        Set<String> quotaAdministrators,
        int failures,
        Bounds bounds,
        Set<String> submitters,
        boolean ownSeen) {

    /**
     * What is said of commands that are about many messages.
     *
     * @param news how often a client that waits for a command is told how far that is (RFC 9585)
     * @param messages the most messages that a command is about (RFC 9738, MESSAGELIMIT); 0 for any number
     * @param saved the most messages of a COPY or APPEND (RFC 9738, SAVELIMIT); 0 for any number
     */
    public record Bounds(Duration news, int messages, int saved) {
        /** What is used unless a setting says otherwise. */
        static final Bounds USUAL = new Bounds(Duration.ofSeconds(10), 0, 0);
    }

    /** What is used unless a setting says otherwise. */
    public static ImapOptions usual(String version) {
        return new ImapOptions(
                "JDBMail ready",
                version,
                GrammarLimits.USUAL,
                Duration.ofMinutes(3),
                Duration.ofMinutes(30),
                Duration.ofMinutes(2),
                Set.of(),
                20,
                Bounds.USUAL,
                Set.of(),
                false);
    }

    /** What a settings file says. */
    public static ImapOptions from(ImapSettings settings, String version) {
        ImapOptions usual = usual(version);
        return new ImapOptions(
                settings.banner().isEmpty() ? usual.banner : settings.banner(),
                version,
                usual.limits.withMessage(settings.maxAppendOctets()).withLiteralMinus(settings.literalMinus()),
                usual.loginTime,
                usual.silence,
                usual.idleNews,
                settings.quotaAdministrators(),
                usual.failures,
                new Bounds(usual.bounds.news(), settings.messageLimit(), settings.saveLimit()),
                settings.submitters(),
                settings.ownSeen());
    }

    /** The same with other limits of commands. */
    public ImapOptions withLimits(GrammarLimits others) {
        return new ImapOptions(
                banner,
                version,
                others,
                loginTime,
                silence,
                idleNews,
                quotaAdministrators,
                failures,
                bounds,
                submitters,
                ownSeen);
    }

    /** The same with another time to log in. */
    public ImapOptions withLoginTime(Duration time) {
        return new ImapOptions(
                banner,
                version,
                limits,
                time,
                silence,
                idleNews,
                quotaAdministrators,
                failures,
                bounds,
                submitters,
                ownSeen);
    }

    /** The same with other times of silence, of clients that are logged in. */
    public ImapOptions withSilence(Duration time, Duration news) {
        return new ImapOptions(
                banner,
                version,
                limits,
                loginTime,
                time,
                news,
                quotaAdministrators,
                failures,
                bounds,
                submitters,
                ownSeen);
    }

    /** The same with accounts, named in lower case, that set quotas. */
    public ImapOptions withQuotaAdministrators(Set<String> logins) {
        return new ImapOptions(
                banner, version, limits, loginTime, silence, idleNews, logins, failures, bounds, submitters, ownSeen);
    }

    /** The same where each user of a shared mailbox has a {@code \\Seen} of its own, or not. */
    public ImapOptions withOwnSeen(boolean on) {
        return new ImapOptions(
                banner,
                version,
                limits,
                loginTime,
                silence,
                idleNews,
                quotaAdministrators,
                failures,
                bounds,
                submitters,
                on);
    }

    /** The same with other bounds of commands about many messages. */
    public ImapOptions withBounds(Bounds others) {
        return new ImapOptions(
                banner,
                version,
                limits,
                loginTime,
                silence,
                idleNews,
                quotaAdministrators,
                failures,
                others,
                submitters,
                ownSeen);
    }

    /** The same with accounts, named in lower case, that fetch what others let them send on. */
    public ImapOptions withSubmitters(Set<String> logins) {
        return new ImapOptions(
                banner,
                version,
                limits,
                loginTime,
                silence,
                idleNews,
                quotaAdministrators,
                failures,
                bounds,
                logins,
                ownSeen);
    }
}

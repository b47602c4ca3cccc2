package org.jdbmail.imapd.session;

import java.time.Duration;
import org.jdbmail.core.settings.ImapSettings;
import org.jdbmail.imapd.proto.GrammarLimits;

/**
 * How an IMAP server behaves.
 *
 * @param banner the text of the greeting
 * @param version what ID says of us
 * @param loginNeedsTls whether passwords are refused in the clear, where TLS is offered (RFC 2595 §3.2)
 * @param limits of commands
 * @param loginTime how long a client has until it is logged in
 * @param silence how long a client that is logged in may be silent (RFC 3501 §5.4: at least 30 minutes)
 * @param idleNews how often a client in IDLE is told that we are still here
 * @param failureDelay how long a wrong password is answered late
 * @param failures how many wrong passwords, or bad commands in a row, end a session
 */
public record ImapOptions(
        String banner,
        String version,
        boolean loginNeedsTls,
        GrammarLimits limits,
        Duration loginTime,
        Duration silence,
        Duration idleNews,
        Duration failureDelay,
        int failures) {

    /** What is used unless a setting says otherwise. */
    public static ImapOptions usual(String version) {
        return new ImapOptions(
                "JDBMail ready",
                version,
                false,
                GrammarLimits.USUAL,
                Duration.ofMinutes(3),
                Duration.ofMinutes(30),
                Duration.ofMinutes(2),
                Duration.ofSeconds(2),
                20);
    }

    /** What a settings file says. */
    public static ImapOptions from(ImapSettings settings, String version) {
        ImapOptions usual = usual(version);
        return new ImapOptions(
                settings.banner().isEmpty() ? usual.banner : settings.banner(),
                version,
                settings.loginNeedsTls(),
                usual.limits.withMessage(settings.maxAppendOctets()),
                usual.loginTime,
                usual.silence,
                usual.idleNews,
                usual.failureDelay,
                usual.failures);
    }

    /** The same with another delay of failed logins. */
    public ImapOptions withFailureDelay(Duration delay) {
        return new ImapOptions(banner, version, loginNeedsTls, limits, loginTime, silence, idleNews, delay, failures);
    }

    /** The same with passwords refused, or not, before TLS. */
    public ImapOptions withLoginNeedsTls(boolean needsTls) {
        return new ImapOptions(banner, version, needsTls, limits, loginTime, silence, idleNews, failureDelay, failures);
    }

    /** The same with other limits of commands. */
    public ImapOptions withLimits(GrammarLimits others) {
        return new ImapOptions(
                banner, version, loginNeedsTls, others, loginTime, silence, idleNews, failureDelay, failures);
    }

    /** The same with another time to log in. */
    public ImapOptions withLoginTime(Duration time) {
        return new ImapOptions(banner, version, loginNeedsTls, limits, time, silence, idleNews, failureDelay, failures);
    }

    /** The same with other times of silence, of clients that are logged in. */
    public ImapOptions withSilence(Duration time, Duration news) {
        return new ImapOptions(banner, version, loginNeedsTls, limits, loginTime, time, news, failureDelay, failures);
    }
}

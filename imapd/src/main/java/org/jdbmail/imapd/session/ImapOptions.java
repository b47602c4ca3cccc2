package org.jdbmail.imapd.session;

import java.time.Duration;
import java.util.Set;
import org.jdbmail.core.settings.ImapSettings;
import org.jdbmail.core.settings.NetworkSettings;
import org.jdbmail.imapd.proto.GrammarLimits;

/**
 * How an IMAP server behaves.
 *
 * @param names what it says of itself
 * @param limits of commands
 * @param patience how long clients may be silent
 * @param failures how many wrong passwords, or bad commands in a row, end a session
 * @param bounds how many messages a command may be about, and how often a long one tells how far it is
 * @param privileges which accounts may do more than others
 * @param ownSeen whether each user of a shared mailbox has a {@code \\Seen} of its own
 */
public record ImapOptions(
        Names names,
        GrammarLimits limits,
        Patience patience,
        int failures,
        Bounds bounds,
        Privileges privileges,
        boolean ownSeen) {

    /**
     * What a server says of itself.
     *
     * @param banner the text of the greeting
     * @param version what ID says of us
     */
    public record Names(String banner, String version) {
        /** The greeting that is used unless a setting says otherwise. */
        static final String BANNER = "JDBMail ready";
    }

    /**
     * How long clients may be silent.
     *
     * @param login how long one has until it is logged in
     * @param silence how long one that is logged in may be silent (RFC 3501 §5.4: at least 30 minutes)
     * @param idleNews how often one in IDLE is told that we are still here
     */
    public record Patience(Duration login, Duration silence, Duration idleNews) {
        /** What is used where nothing else is said. */
        public static final Patience USUAL =
                new Patience(Duration.ofMinutes(3), Duration.ofMinutes(30), Duration.ofMinutes(2));

        private static Patience of(NetworkSettings network) {
            Duration silence = network.timeout().compareTo(USUAL.silence) < 0 ? USUAL.silence : network.timeout();
            return new Patience(network.loginTimeout(), silence, USUAL.idleNews);
        }
    }

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

    /**
     * Which accounts may do more than others; their names are in lower case.
     *
     * @param quotaAdministrators those that set quotas
     * @param submitters those that fetch what others let them send on
     */
    public record Privileges(Set<String> quotaAdministrators, Set<String> submitters) {
        /** None. */
        static final Privileges NONE = new Privileges(Set.of(), Set.of());
    }

    private static final int FAILURES = 20;

    /** What is used unless a setting says otherwise. */
    public static ImapOptions usual(String version) {
        return new ImapOptions(
                new Names(Names.BANNER, version),
                GrammarLimits.USUAL,
                Patience.USUAL,
                FAILURES,
                Bounds.USUAL,
                Privileges.NONE,
                false);
    }

    /** What a settings file says. */
    public static ImapOptions from(ImapSettings settings, NetworkSettings network, String version) {
        return new ImapOptions(
                new Names(settings.banner().isEmpty() ? Names.BANNER : settings.banner(), version),
                GrammarLimits.USUAL.withMessage(settings.maxAppendOctets()).withLiteralMinus(settings.literalMinus()),
                Patience.of(network),
                FAILURES,
                new Bounds(Bounds.USUAL.news(), settings.messageLimit(), settings.saveLimit()),
                new Privileges(settings.quotaAdministrators(), settings.submitters()),
                settings.ownSeen());
    }
}

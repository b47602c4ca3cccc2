package org.jdbmail.pop3d;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.sasl.LineLogin;

/** Everything that the POP3 server says, as lines without their ends. */
final class PopReplies {
    private final PopOptions settings;

    PopReplies(PopOptions settings) {
        this.settings = settings;
    }

    /**
     * The first line.
     *
     * @param challenge for APOP (RFC 1939 §7); empty where nobody can use that
     * @param takesXclient whether XCLIENT will be heard; Dovecot's proxies look for this code, and nowhere else
     */
    String greeting(String challenge, boolean takesXclient) {
        return "+OK " + (takesXclient ? "[XCLIENT] " : "") + settings.hostname() + " POP3 JDBMail"
                + (challenge.isEmpty() ? "" : " " + challenge);
    }

    String ok(String text) {
        return "+OK " + text;
    }

    String mistake(String text) {
        return "-ERR " + text;
    }

    /** The reply for a refusal, with the response codes of RFC 2449 §8 and RFC 3206. */
    String refused(Refusal refusal) {
        return switch (refusal.reason()) {
            case NOT_FOUND, ALREADY_EXISTS, NO_PERMISSION, READ_ONLY, OVER_QUOTA, TOO_BIG, EXPUNGED, INVALID ->
                "-ERR " + refusal.text();
            case IN_USE -> "-ERR [IN-USE] " + refusal.text();
            case LIMIT, UNAVAILABLE -> "-ERR [SYS/TEMP] " + refusal.text();
            case CORRUPT -> "-ERR [SYS/PERM] " + refusal.text();
        };
    }

    /** Why nobody is let in. */
    String refused(LineLogin.Refused why) {
        return switch (why) {
            case LineLogin.Refused.UnknownMechanism() -> mistake("this mechanism is not known");
            case LineLogin.Refused.NeedsTls() -> needsTls();
            case LineLogin.Refused.Broken(String text) -> mistake(text);
            // RFC 3206 §4: AUTH says that the credentials are wrong, and not something else.
            case LineLogin.Refused.Denied() -> "-ERR [AUTH] name or password not right";
            case LineLogin.Refused.NotAuthorized() -> "-ERR [AUTH] you can't log in as that user";
            // RFC 3206 §4: SYS/TEMP, so that no client asks for another password.
            case LineLogin.Refused.Barred(Duration remaining) ->
                "-ERR [SYS/TEMP] too many wrong logins from your network, come again in " + (remaining.toMinutes() + 1)
                        + " minutes";
        };
    }

    // RFC 2449 §8.1.1
    String tooEarly(Duration delay) {
        return "-ERR [LOGIN-DELAY] " + delay.toSeconds() + " seconds between logins, please";
    }

    String needsTls() {
        return "-ERR say STLS first";
    }

    String noSuchMessage() {
        return "-ERR no such message";
    }

    String expunged() {
        return "-ERR the message is gone";
    }

    // RFC 3206 §4
    String damaged() {
        return "-ERR [SYS/PERM] the content of the message is damaged or missing";
    }

    // RFC 1939 §6
    String notAllRemoved(Refusal refusal) {
        return refused(refusal) + ": no deleted message was removed";
    }

    String goodbye() {
        return "+OK " + settings.hostname() + " says goodbye";
    }

    String tooManyErrors() {
        return "-ERR too many errors, closing the connection";
    }

    String stopping() {
        return "-ERR [SYS/TEMP] the server is stopping, closing the connection";
    }

    String tooManyConnections() {
        return "-ERR [SYS/TEMP] no room now, come again later";
    }

    String incident(String incident) {
        return "-ERR [SYS/PERM] failed, incident " + incident;
    }

    /** A line as it is sent. */
    static byte[] bytes(String line) {
        return (line.replace('\r', ' ').replace('\n', ' ') + "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}

package org.jdbmail.sieved;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.sasl.LineLogin;

/** Everything that the ManageSieve server says (RFC 5804 §1.2, §1.3), with the line ends. */
final class SieveReplies {
    private static final int LONGEST_QUOTED = 1024;

    private final ManageSieveOptions settings;

    SieveReplies(ManageSieveOptions settings) {
        this.settings = settings;
    }

    String greeting() {
        return ok(settings.hostname() + " ManageSieve JDBMail");
    }

    String ok(String text) {
        return "OK " + string(text) + "\r\n";
    }

    String no(String text) {
        return "NO " + string(text) + "\r\n";
    }

    private static String no(String code, String text) {
        return "NO (" + code + ") " + string(text) + "\r\n";
    }

    // RFC 5804 §2.13: the tag as a string on the same line, which clients rely on.
    String ok(String code, String argument, String text) {
        return "OK (" + code + " " + quoted(argument) + ") " + string(text) + "\r\n";
    }

    String okWithWarnings(List<String> warnings) {
        return "OK (WARNINGS) " + string(String.join("\r\n", warnings)) + "\r\n";
    }

    String errors(List<String> errors) {
        return no(String.join("\r\n", errors));
    }

    /** The answer for a refusal, with the response codes of RFC 5804 §1.3. */
    String refused(Refusal refusal) {
        return switch (refusal.reason()) {
            case NOT_FOUND -> no("NONEXISTENT", refusal.text());
            case ALREADY_EXISTS -> no("ALREADYEXISTS", refusal.text());
            case IN_USE -> no("ACTIVE", refusal.text());
            case TOO_BIG -> no("QUOTA/MAXSIZE", refusal.text());
            case LIMIT -> no("QUOTA/MAXSCRIPTS", refusal.text());
            case OVER_QUOTA -> no("QUOTA", refusal.text());
            case UNAVAILABLE -> no("TRYLATER", refusal.text());
            case NO_PERMISSION, READ_ONLY, EXPUNGED, INVALID, CORRUPT -> no(refusal.text());
        };
    }

    /** Why nobody is let in. */
    String refused(LineLogin.Refused why) {
        return switch (why) {
            case LineLogin.Refused.UnknownMechanism() -> no("This mechanism is not known");
            case LineLogin.Refused.NeedsTls() -> no("ENCRYPT-NEEDED", "Say STARTTLS first");
            case LineLogin.Refused.Broken(String text) -> no(text);
            case LineLogin.Refused.Denied() -> no("Name or password not right");
            case LineLogin.Refused.NotAuthorized() -> no("You can't log in as that user");
            case LineLogin.Refused.Barred(Duration remaining) ->
                "BYE (TRYLATER) "
                        + string("Too many wrong logins from your network, come again in " + (remaining.toMinutes() + 1)
                                + " minutes")
                        + "\r\n";
        };
    }

    // RFC 5804 §2.1: quoted or a literal; Cyrus' sivtest knows literals only.
    static String challenge(String base64) {
        return "{" + base64.length() + "}\r\n" + base64 + "\r\n";
    }

    String bye(String text) {
        return "BYE " + string(text) + "\r\n";
    }

    String tooManyErrors() {
        return bye("Too many errors");
    }

    String stopping() {
        return "BYE (TRYLATER) " + string("The server is stopping") + "\r\n";
    }

    String tooManyConnections() {
        return "BYE (TRYLATER) " + string("No room now, come again later") + "\r\n";
    }

    String incident(String incident) {
        return bye("Failed, incident " + incident);
    }

    /** A line of a capability. */
    static String capability(String name, String value) {
        return quoted(name) + " " + string(value) + "\r\n";
    }

    /** A string: quoted, or as a literal where it is long or has several lines. */
    static String string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean quotable =
                bytes.length <= LONGEST_QUOTED && text.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0);
        return quotable ? quoted(text) : "{" + bytes.length + "}\r\n" + text;
    }

    static String quoted(String text) {
        String line =
                text.replace('\r', ' ').replace('\n', ' ').replace("\\", "\\\\").replace("\"", "\\\"");
        return '"' + line + '"';
    }

    static byte[] bytes(String reply) {
        return reply.getBytes(StandardCharsets.UTF_8);
    }
}

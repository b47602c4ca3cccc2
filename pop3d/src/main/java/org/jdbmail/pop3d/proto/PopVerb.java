package org.jdbmail.pop3d.proto;

import java.util.List;
import java.util.Optional;
import org.jdbmail.core.mail.AsciiCase;

/** The commands, each with the states in which it is legal. */
public enum PopVerb {
    /** RFC 1939 §7. */
    USER(PopState.AUTHORIZATION),
    /** RFC 1939 §7. */
    PASS(PopState.AUTHORIZATION),
    /** RFC 1939 §7. */
    APOP(PopState.AUTHORIZATION),
    /** RFC 5034. */
    AUTH(PopState.AUTHORIZATION),
    /** Dovecot's: no standard has it. */
    XCLIENT(PopState.AUTHORIZATION),
    /** RFC 2595 §4. */
    STLS(PopState.AUTHORIZATION),
    /** RFC 6856 §2. */
    UTF8(PopState.AUTHORIZATION),
    /** RFC 6856 §3. */
    LANG(PopState.AUTHORIZATION, PopState.TRANSACTION),
    /** RFC 2449 §5. */
    CAPA(PopState.AUTHORIZATION, PopState.TRANSACTION),
    /** RFC 1939 §4 and §6. */
    QUIT(PopState.AUTHORIZATION, PopState.TRANSACTION),
    /** RFC 1939 §5. */
    STAT(PopState.TRANSACTION),
    /** RFC 1939 §5. */
    LIST(PopState.TRANSACTION),
    /** RFC 1939 §5. */
    RETR(PopState.TRANSACTION),
    /** RFC 1939 §5. */
    DELE(PopState.TRANSACTION),
    /** RFC 1939 §5. */
    NOOP(PopState.TRANSACTION),
    /** RFC 1939 §5. */
    RSET(PopState.TRANSACTION),
    /** RFC 1939 §7. */
    TOP(PopState.TRANSACTION),
    /** RFC 1939 §7. */
    UIDL(PopState.TRANSACTION),
    /** RFC 1460 §5: gone from the standard since, but DBMail has it. */
    LAST(PopState.TRANSACTION);

    private final boolean beforeLogin;
    private final boolean afterLogin;

    PopVerb(PopState... states) {
        List<PopState> all = List.of(states);
        this.beforeLogin = all.contains(PopState.AUTHORIZATION);
        this.afterLogin = all.contains(PopState.TRANSACTION);
    }

    /** Whether it may be said in that state. */
    public boolean isLegalIn(PopState state) {
        return switch (state) {
            case AUTHORIZATION -> beforeLogin;
            case TRANSACTION -> afterLogin;
        };
    }

    /** The command of that name, whatever its case. */
    static Optional<PopVerb> of(String name) {
        String upper = AsciiCase.upper(name);
        for (PopVerb verb : values()) {
            if (verb.name().equals(upper)) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }
}

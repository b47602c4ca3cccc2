package org.jdbmail.core.sasl;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.core.password.SaslPrep;

/**
 * The client's first message (RFC 5802 §7).
 *
 * @param flag what the client says of channel binding
 * @param bindingName of the channel binding; empty without one
 * @param header the GS2 header as it was said, which the last message repeats
 * @param bare the message without it
 * @param actAs the authorization identity; empty for none
 * @param name the user's
 * @param nonce the client's
 */
record ScramFirst(Flag flag, String bindingName, String header, String bare, String actAs, String name, String nonce) {
    /** What a client says of channel binding. */
    enum Flag {
        /** It doesn't know any. */
        NOT_SUPPORTED,
        /** It knows some and believes that we don't. */
        NOT_OFFERED,
        /** It binds. */
        BOUND
    }

    // RFC 5802 §7: m= is an extension that must be understood, and none is.
    private static final Pattern FORM = Pattern.compile(
            "((n|y|p=([A-Za-z0-9.-]{1,64})),(?:a=([^,]{1,512}))?,)(n=([^,]{1,512}),r=([!-+\\--~]{1,512})(?:,.{0,512})?)");

    static Optional<ScramFirst> parse(String message) {
        Matcher matcher = FORM.matcher(message);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Flag flag = switch (matcher.group(2).charAt(0)) {
            case 'n' -> Flag.NOT_SUPPORTED;
            case 'y' -> Flag.NOT_OFFERED;
            default -> Flag.BOUND;
        };
        String actAs = matcher.group(4) == null ? "" : matcher.group(4);
        Optional<String> other = actAs.isEmpty() ? Optional.of("") : name(actAs);
        Optional<String> name = name(matcher.group(6)).flatMap(SaslPrep::prepare);
        if (name.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ScramFirst(
                flag,
                matcher.group(3) == null ? "" : matcher.group(3),
                matcher.group(1),
                matcher.group(5),
                other.get(),
                name.get(),
                matcher.group(7)));
    }

    // RFC 5802 §5.1: a comma is said as =2C, an equals sign as =3D, and nothing else follows one.
    private static Optional<String> name(String said) {
        String plain = said.replace("=2C", "").replace("=3D", "");
        return plain.indexOf('=') >= 0
                ? Optional.empty()
                : Optional.of(said.replace("=2C", ",").replace("=3D", "="));
    }
}

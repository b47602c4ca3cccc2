package org.jdbmail.imapd.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jdbmail.core.auth.Password;
import org.jdbmail.imapd.proto.Authenticate;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.ResponseCode.Plain;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/** AUTHENTICATE (RFC 3501 §6.2.2) with PLAIN (RFC 4616) and an initial response (RFC 4959). */
final class AuthenticateHandler {
    private AuthenticateHandler() {}

    static Reply run(Session session, Authenticate command) throws IOException, ImapSyntaxException {
        if (!command.mechanism().equals("PLAIN")) {
            return Reply.no(Plain.CANNOT, "Unknown mechanism");
        }
        if (!session.mayLogin()) {
            return LoginHandler.privacyRequired();
        }
        byte[] response = response(session, command.initial());
        int first = indexOf(response, 0);
        int second = first < 0 ? -1 : indexOf(response, first + 1);
        // RFC 4616 §2: [authzid] NUL authcid NUL passwd
        if (second < 0 || indexOf(response, second + 1) >= 0) {
            throw new ImapSyntaxException("Not a PLAIN response");
        }
        String authorize = text(response, 0, first);
        String name = text(response, first + 1, second);
        Password password = Password.of(Arrays.copyOfRange(response, second + 1, response.length));
        Arrays.fill(response, (byte) 0);
        if (!authorize.isEmpty() && !authorize.equals(name)) {
            return Reply.no(Plain.AUTHORIZATIONFAILED, "You can log in as yourself only");
        }
        return LoginHandler.check(session, name, password);
    }

    private static byte[] response(Session session, @Nullable String initial) throws IOException, ImapSyntaxException {
        byte[] encoded;
        if (initial == null) {
            session.out().continuation("");
            session.out().release();
            encoded = session.in().line();
            // RFC 3501 §6.2.2: the client gives up.
            if (encoded.length == 1 && encoded[0] == '*') {
                throw new ImapSyntaxException("Cancelled");
            }
        } else {
            // RFC 4959 §3: '=' stands for an empty response.
            encoded = initial.equals("=") ? new byte[0] : initial.getBytes(StandardCharsets.US_ASCII);
        }
        try {
            return Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            throw new ImapSyntaxException("Not base64");
        }
    }

    private static int indexOf(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}

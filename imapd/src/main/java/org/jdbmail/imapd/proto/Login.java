package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** LOGIN (RFC 3501 §6.2.3). */
public record Login(String user, String password) implements ImapCommand {
    static Login parse(Tokenizer in) throws IOException, ImapSyntaxException {
        in.space();
        String user = utf8(in.astring());
        in.space();
        return new Login(user, utf8(in.astring()));
    }

    private static String utf8(String octets) {
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "Login[" + user + "]";
    }
}

package org.jdbmail.webd.site;

import java.time.Duration;
import org.jdbmail.webd.http.WebRequest;

/** Spells and reads the cookies that we set (RFC 6265). */
public final class Cookies {
    static final String LANGUAGE = "language";

    /** A browser takes a cookie of that name only over TLS, from this host alone, for all of it: so no neighbour can set it. */
    private static final String PRIVATE = "__Host-session";

    private static final String OPEN = "session";

    private Cookies() {}

    /** The word of a session; empty for none. */
    static String word(WebRequest request, Client client) {
        String word = request.cookie(client.isEncrypted() ? PRIVATE : OPEN).orElse("");
        return word.matches("[A-Za-z0-9_-]{43}") ? word : "";
    }

    /**
     * Keeps a session's word while the browser is open.
     *
     * @param isSecure whether the browser speaks TLS, as far as we know
     */
    public static String keep(String word, boolean isSecure) {
        return (isSecure ? PRIVATE : OPEN) + "=" + word + "; Path=/; HttpOnly; SameSite=Strict"
                + (isSecure ? "; Secure" : "");
    }

    /** Forgets it. */
    public static String forget(boolean isSecure) {
        return keep("", isSecure) + "; Max-Age=0";
    }

    /** Keeps a language for a year. */
    public static String language(Words.Language language, boolean isSecure) {
        return LANGUAGE + "=" + language.code() + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
                + Duration.ofDays(365).toSeconds() + (isSecure ? "; Secure" : "");
    }
}

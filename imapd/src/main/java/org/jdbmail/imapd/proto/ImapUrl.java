package org.jdbmail.imapd.proto;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.mailbox.MailboxName;
import org.jspecify.annotations.Nullable;

/**
 * A link to a message or a part of one (RFC 5092 §6), as CATENATE and URLAUTH have them.
 *
 * @param text as it was written
 * @param user the account that it is a link of; null for one that has no server
 * @param mailbox null for the one that is selected
 * @param uidValidity 0 where it is not said
 * @param from the first octet that is wanted, from 0; -1 for all octets (RFC 5550 §3.1, URL-PARTIAL)
 * @param count how many octets at most; -1 for all
 * @param permission what it lets whom do; null where it says nothing of that
 */
public record ImapUrl(
        String text,
        @Nullable String user,
        @Nullable MailboxName mailbox,
        long uidValidity,
        long uid,
        SectionSpec section,
        long from,
        long count,
        @Nullable Permission permission) {
    private static final String SCHEME = "imap://";

    /**
     * Who may follow a link (RFC 4467 §3).
     *
     * @param expires when it ends; null for never
     * @param kind one of {@code submit+}, {@code user+}, {@code authuser} and {@code anonymous}
     * @param name of the account, for the first two
     * @param mechanism how it is signed; empty where it is not yet
     * @param token the signature
     * @param rump the link as it was signed
     */
    public record Permission(
            @Nullable Instant expires, String kind, String name, String mechanism, String token, String rump) {
        /** For whom a server sends. */
        public static final String SUBMIT = "submit+";

        /** That account. */
        public static final String USER = "user+";

        /** Whoever is logged in; nobody is here who is not. */
        static final Set<String> ANYBODY = Set.of("authuser", "anonymous");
    }

    /** @throws ImapSyntaxException if it is no link to a message */
    public static ImapUrl parse(String text) throws IOException, ImapSyntaxException {
        String user = null;
        Permission permission = permission(text);
        String path = permission == null ? text : text.substring(0, start(text, permission));
        if (path.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            int slash = path.indexOf('/', SCHEME.length());
            int at = path.indexOf('@', SCHEME.length());
            if (slash < 0) {
                throw new ImapSyntaxException("A link to a server alone");
            }
            user = at < 0 || at > slash ? null : user(path.substring(SCHEME.length(), at));
            path = path.substring(slash);
        } else if (path.startsWith("//")) {
            throw new ImapSyntaxException("A link to another server");
        }
        return message(text, user, path.startsWith("/") ? path.substring(1) : path, permission);
    }

    private static String user(String written) throws ImapSyntaxException {
        int auth = indexOf(written, ";AUTH=");
        return decoded(auth < 0 ? written : written.substring(0, auth));
    }

    /** RFC 4467 §9: {@code [;EXPIRE=time];URLAUTH=access[:mechanism:token]} at the end. */
    private static @Nullable Permission permission(String text) throws ImapSyntaxException {
        int at = indexOf(text, ";URLAUTH=");
        if (at < 0) {
            return null;
        }
        String[] parts = text.substring(at + ";URLAUTH=".length()).split(":", -1);
        if (parts.length != 1 && parts.length != 3) {
            throw new ImapSyntaxException("A permission has an access, a mechanism and a token");
        }
        String access = parts[0].toLowerCase(Locale.ROOT);
        int plus = parts[0].indexOf('+');
        String kind = plus < 0 ? access : access.substring(0, plus + 1);
        String name = plus < 0 ? "" : decoded(parts[0].substring(plus + 1));
        boolean named = kind.equals(Permission.SUBMIT) || kind.equals(Permission.USER);
        if (named == name.isEmpty() || !named && !Permission.ANYBODY.contains(kind)) {
            throw new ImapSyntaxException("Nobody has such an access");
        }
        int expire = indexOf(text.substring(0, at), ";EXPIRE=");
        Instant expires = expire < 0 ? null : time(text.substring(expire + ";EXPIRE=".length(), at));
        String rump =
                parts.length == 1 ? text : text.substring(0, text.length() - parts[1].length() - parts[2].length() - 2);
        return new Permission(
                expires, kind, name, parts.length == 1 ? "" : parts[1], parts.length == 1 ? "" : parts[2], rump);
    }

    /** Where what a link says of its permission begins. */
    private static int start(String text, Permission permission) {
        int at = indexOf(text, ";URLAUTH=");
        return permission.expires == null ? at : indexOf(text.substring(0, at), ";EXPIRE=");
    }

    private static Instant time(String written) throws ImapSyntaxException {
        try {
            return OffsetDateTime.parse(written.toUpperCase(Locale.ROOT)).toInstant();
        } catch (DateTimeException e) {
            throw new ImapSyntaxException("That is no time");
        }
    }

    private static ImapUrl message(String text, @Nullable String user, String path, @Nullable Permission permission)
            throws IOException, ImapSyntaxException {
        int at = indexOf(path, ";UID=");
        if (at < 0 || at > 0 && path.charAt(at - 1) != '/') {
            throw new ImapSyntaxException("A link to a message names its UID");
        }
        String box = at == 0 ? "" : path.substring(0, at - 1);
        int validity = indexOf(box, ";UIDVALIDITY=");
        long uidValidity = validity < 0 ? 0 : number(box.substring(validity + ";UIDVALIDITY=".length()), false);
        String name = decoded(validity < 0 ? box : box.substring(0, validity));
        String rest = path.substring(at + ";UID=".length());
        int partial = indexOf(rest, "/;PARTIAL=");
        long[] stretch = partial < 0 ? new long[] {-1, -1} : stretch(rest.substring(partial + "/;PARTIAL=".length()));
        String before = partial < 0 ? rest : rest.substring(0, partial);
        int section = indexOf(before, "/;SECTION=");
        SectionSpec spec = section < 0
                ? SectionSpec.WHOLE
                : SectionSpec.of(decoded(before.substring(section + "/;SECTION=".length())));
        String uid = section < 0 ? before : before.substring(0, section);
        return new ImapUrl(
                text,
                user,
                name.isEmpty() ? null : new MailboxName(name),
                uidValidity,
                number(uid, false),
                spec,
                stretch[0],
                stretch[1],
                permission);
    }

    /** RFC 5092 §11, partial-range. */
    private static long[] stretch(String written) throws ImapSyntaxException {
        int dot = written.indexOf('.');
        return dot < 0
                ? new long[] {number(written, true), -1}
                : new long[] {number(written.substring(0, dot), true), number(written.substring(dot + 1), false)};
    }

    private static long number(String digits, boolean mayBeZero) throws ImapSyntaxException {
        boolean slash = digits.endsWith("/");
        String plain = slash ? digits.substring(0, digits.length() - 1) : digits;
        if (plain.isEmpty() || plain.length() > 15 || !plain.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new ImapSyntaxException("That is no number");
        }
        long number = Long.parseLong(plain);
        if (number == 0 && !mayBeZero) {
            throw new ImapSyntaxException("A number is zero");
        }
        return number;
    }

    private static int indexOf(String text, String upperCase) {
        // Of ASCII alone: there are characters that become two as capitals, and what is behind them would move.
        return AsciiCase.upper(text).indexOf(upperCase);
    }

    /** Octets behind percent signs are UTF-8 (RFC 5092 §8). */
    private static String decoded(String written) throws ImapSyntaxException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c != '%') {
                octets.write(c);
                continue;
            }
            int high = i + 2 <= written.length() - 1 ? Character.digit(written.charAt(i + 1), 16) : -1;
            int low = i + 2 <= written.length() - 1 ? Character.digit(written.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw new ImapSyntaxException("A percent sign without two digits");
            }
            octets.write(high * 16 + low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ImapSyntaxException("A name is not in UTF-8");
        }
    }
}

package org.jdbmail.webd.http;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request, with all of its body.
 *
 * @param method in capitals
 * @param path decoded, without query
 * @param query as it was asked, without the question mark; empty for none
 * @param headers by name in lower case; of several with one name the first, but {@code x-forwarded-for} as one list
 * @param isEncrypted whether it came by TLS
 * @param source the client's address
 * @param target our own
 */
public record WebRequest(
        String method,
        String path,
        String query,
        Map<String, String> headers,
        byte[] body,
        boolean isEncrypted,
        InetSocketAddress source,
        InetSocketAddress target) {
    /** The value of a header field, whatever the case of its name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The same for another path. */
    public WebRequest at(String otherPath) {
        return new WebRequest(method, otherPath, query, headers, body, isEncrypted, source, target);
    }

    /** The same with what it brings along. */
    public WebRequest with(byte[] otherBody) {
        return new WebRequest(method, path, query, headers, otherBody, isEncrypted, source, target);
    }

    /** How large it says that its body is; -1 where it does not say so. */
    public long length() {
        String text = header("content-length").orElse("");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    /** A parameter of the query; the first of those with that name. */
    public Optional<String> parameter(String name) {
        try {
            return new Form(query).text(name);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // badly encoded
        }
    }

    /** A cookie's value (RFC 6265 §5.4); the first of those with that name. */
    public Optional<String> cookie(String name) {
        return Arrays.stream(header("cookie").orElse("").split(";", 200))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> cookie.substring(name.length() + 1))
                .findFirst();
    }
}

package org.jdbmail.webd.http;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request, with all of its body.
 *
 * @param method in capitals
 * @param path decoded, without query
 * @param headers by name in lower case; of several with one name the first
 * @param source the client's address
 * @param target our own
 */
public record WebRequest(
        String method,
        String path,
        Map<String, String> headers,
        byte[] body,
        InetSocketAddress source,
        InetSocketAddress target) {
    /** The value of a header field, whatever the case of its name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}

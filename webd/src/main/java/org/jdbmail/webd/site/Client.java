package org.jdbmail.webd.site;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jdbmail.webd.http.WebRequest;

/**
 * Whose request it is, as far as the connection and proxies that are believed tell.
 *
 * @param address the client's
 * @param isEncrypted whether the client speaks TLS, with us or with a proxy that is believed
 */
public record Client(InetSocketAddress address, boolean isEncrypted) {
    /**
     * Who is behind a request.
     *
     * @param proxies whose word is taken for whom they ask
     */
    public static Client of(WebRequest request, Predicate<InetAddress> proxies) {
        InetSocketAddress source = request.source();
        if (!proxies.test(source.getAddress())) {
            return new Client(source, request.isEncrypted());
        }
        boolean isEncrypted = request.header("x-forwarded-proto")
                .map(scheme -> scheme.strip().toLowerCase(Locale.ROOT).equals("https"))
                .orElse(request.isEncrypted());
        List<String> chain =
                List.of(request.header("x-forwarded-for").orElse("").split(",", -1));
        // The last that is no proxy of ours: what stands before it anybody could have written.
        for (int i = chain.size() - 1; i >= 0; i--) {
            InetAddress address;
            try {
                address = InetAddress.ofLiteral(chain.get(i).strip());
            } catch (IllegalArgumentException e) {
                break;
            }
            if (!proxies.test(address)) {
                return new Client(new InetSocketAddress(address, 0), isEncrypted);
            }
        }
        return new Client(source, isEncrypted);
    }

    /** Whether what is said can't be read on its way: it is encrypted, or stays on this machine. */
    public boolean isPrivate() {
        return isEncrypted || address.getAddress().isLoopbackAddress();
    }

    /** The address as a text. */
    public String text() {
        return address.getAddress().getHostAddress();
    }
}

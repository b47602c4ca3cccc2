package org.jdbmail.core.sending;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.smtp.client.TlsPolicy;
import org.jdbmail.core.table.LookupTable;

/**
 * How TLS is spoken with a next hop.
 *
 * @param usual where the table says nothing
 * @param table by next hop, domain, or {@code .} and a domain above ({@code smtp_tls_policy_maps}); the level is the first word of a value
 */
public record TlsPolicies(TlsPolicy usual, LookupTable table) {
    /** What holds for a next hop. */
    TlsPolicy of(NextHop hop) {
        List<String> parts = new ArrayList<>(List.of(hop.name()));
        for (int dot = hop.name().indexOf('.'); dot >= 0; dot = hop.name().indexOf('.', dot + 1)) {
            parts.add(hop.name().substring(dot));
        }
        return table.first(hop.toString(), parts)
                .map(value -> usual.with(level(value)))
                .orElse(usual);
    }

    /** A level that is not understood is the strictest: whoever wrote it wanted more than nothing. */
    private static TlsPolicy.Level level(String value) {
        return switch (value.strip().split("[\\s,]+")[0]) {
            case "none" -> TlsPolicy.Level.NONE;
            case "may" -> TlsPolicy.Level.MAY;
            case "encrypt" -> TlsPolicy.Level.ENCRYPT;
            default -> TlsPolicy.Level.VERIFY;
        };
    }
}

package org.jdbmail.core.auth;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What both ends of one TLS connection know and nobody else, by the names of RFC 5929 and RFC 9266. Used by one thread. */
public final class ChannelBindings {
    /** RFC 9266. */
    public static final String EXPORTER = "tls-exporter";

    /** RFC 5929 §4. */
    public static final String END_POINT = "tls-server-end-point";

    private final Function<String, Optional<byte[]>> source;
    private boolean isExporterUsed;

    /** @param source gives the data for a name; empty in the clear, and where TLS has none of that name */
    public ChannelBindings(Function<String, Optional<byte[]>> source) {
        this.source = source;
    }

    /** None at all: in the clear, or where TLS ends in front of us. */
    public static ChannelBindings none() {
        return new ChannelBindings(name -> Optional.empty());
    }

    /** The names of which there are data. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        // RFC 9266 §4.1: never for a second exchange.
        if (!isExporterUsed && source.apply(EXPORTER).isPresent()) {
            names.add(EXPORTER);
        }
        if (source.apply(END_POINT).isPresent()) {
            names.add(END_POINT);
        }
        return names;
    }

    /** The data for an exchange that binds to that name. */
    public Optional<byte[]> use(String name) {
        if (!names().contains(name)) {
            return Optional.empty();
        }
        isExporterUsed |= name.equals(EXPORTER);
        return source.apply(name);
    }
}

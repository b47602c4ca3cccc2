package org.jdbmail.wire;

import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a test says of connections holds however they are served: by MINA, or by their sessions' own threads, the first of
 * which is the system's and the others virtual.
 */
@ParameterizedClass(name = "platform threads: {0}")
@ValueSource(ints = {0, 1})
abstract class EachTransport {
    @Parameter
    int platformThreads;

    ListenerConfig loopback(String name) {
        return each(Servers.loopback(name));
    }

    ListenerConfig each(ListenerConfig config) {
        return config.withPlatformThreads(platformThreads);
    }
}

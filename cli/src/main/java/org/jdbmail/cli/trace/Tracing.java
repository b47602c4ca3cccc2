package org.jdbmail.cli.trace;

import java.util.Map;
import java.util.Optional;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.core.watch.Tracer;

/**
 * The traces of a process: by OpenTelemetry where the environment names an exporter, as its specification has it (OTEL_EXPORTER_OTLP_ENDPOINT,
 * OTEL_EXPORTER_OTLP_TRACES_ENDPOINT or OTEL_TRACES_EXPORTER); else none, and none of its classes.
 */
public interface Tracing extends AutoCloseable {
    /** Hears what is done; empty where there are no traces. */
    Optional<Tracer> tracer();

    /** Sends what was not sent yet, for a moment at most. */
    @Override
    void close();

    /**
     * As the environment says.
     *
     * @throws Failure CONFIGURATION if what it says can't be done
     */
    static Tracing of(Map<String, String> environment) throws Failure {
        return isWanted(environment) ? OpenTelemetryTracer.begin(environment) : NONE;
    }

    /** No traces. */
    Tracing NONE = new Tracing() {
        @Override
        public Optional<Tracer> tracer() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    };

    private static boolean isWanted(Map<String, String> environment) {
        if ("true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED"))) {
            return false;
        }
        String exporter = environment.getOrDefault("OTEL_TRACES_EXPORTER", "");
        return exporter.isEmpty()
                ? environment.containsKey("OTEL_EXPORTER_OTLP_ENDPOINT")
                        || environment.containsKey("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
                : !exporter.equals("none");
    }
}

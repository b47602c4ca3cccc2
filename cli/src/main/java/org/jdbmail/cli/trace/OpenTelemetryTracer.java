package org.jdbmail.cli.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jdbmail.cli.dbmail.ProgramVersion;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.core.watch.Tracer;
import org.jdbmail.wire.SessionName;
import org.slf4j.MDC;

/** Traces by OpenTelemetry's SDK, set up by the environment's variables OTEL_…; a trace's id is also in the log. */
final class OpenTelemetryTracer implements Tracer, Tracing {
    private static final String PREFIX = "OTEL_";
    private static final String TRACE = "trace_id";

    /** The end of a process is not held up for longer by a collector that does not answer. */
    private static final long PATIENCE_SECONDS = 2;

    private final OpenTelemetrySdk sdk;
    private final io.opentelemetry.api.trace.Tracer tracer;

    private OpenTelemetryTracer(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("jdbmail", ProgramVersion.TEXT);
    }

    static Tracing begin(Map<String, String> environment) throws Failure {
        Map<String, String> properties = new HashMap<>();
        // By HTTP, which the JDK speaks; metrics are scraped, and the log is gathered, by other ways.
        properties.put("otel.exporter.otlp.protocol", "http/protobuf");
        properties.put("otel.metrics.exporter", "none");
        properties.put("otel.logs.exporter", "none");
        properties.put("otel.service.name", "jdbmail");
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        try {
            return new OpenTelemetryTracer(AutoConfiguredOpenTelemetrySdk.builder()
                    .disableShutdownHook()
                    .addPropertiesSupplier(() -> properties)
                    .build()
                    .getOpenTelemetrySdk());
        } catch (ConfigurationException | IllegalArgumentException | IllegalStateException e) {
            throw new Failure(
                    Failure.CONFIGURATION,
                    "traces can't be sent as OTEL_… in the environment say (" + e.getMessage()
                            + "); mend or unset them",
                    e);
        }
    }

    @Override
    public Optional<Tracer> tracer() {
        return Optional.of(this);
    }

    @Override
    @SuppressWarnings("try") // the scope is there to be closed, and for nothing else
    public <T, E extends Exception> T in(String name, Map<String, String> about, Work<T, E> work) throws E {
        Span span = tracer.spanBuilder(name).startSpan();
        about.forEach(span::setAttribute);
        SessionName.ofThread().ifPresent(session -> span.setAttribute("session", session));
        boolean isRoot = MDC.get(TRACE) == null;
        if (isRoot) {
            MDC.put(TRACE, span.getSpanContext().getTraceId());
        }
        boolean isDone = false;
        try (Scope scope = span.makeCurrent()) {
            T result = work.run();
            isDone = true;
            return result;
        } finally {
            if (!isDone) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
            if (isRoot) {
                MDC.remove(TRACE);
            }
        }
    }

    @Override
    public void close() {
        sdk.getSdkTracerProvider().forceFlush().join(PATIENCE_SECONDS, TimeUnit.SECONDS);
        sdk.shutdown().join(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}

package org.jdbmail.webd.watch;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbmail.webd.http.Router;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.http.WebRequest;

/**
 * {@code /metrics}, in the format of Prometheus, or of OpenMetrics where that is asked for. Never labelled by account, address or
 * mailbox: each label's values are few.
 */
public final class Metrics {
    /** What a number is. */
    public enum Kind {
        /** Goes up and down. */
        GAUGE,
        /** Only grows, from the start of the process. */
        COUNTER,
        /** How many were no larger than each of some bounds, how many there were, and their sum; each only grows. */
        HISTOGRAM
    }

    /**
     * A number of one name, and of one set of labels.
     *
     * @param part which number of a histogram it is: {@code _bucket}, {@code _sum} or {@code _count}; empty otherwise
     * @param labels by name; empty for none
     */
    public record Sample(String part, Map<String, String> labels, double value) {
        /** With labels. */
        public Sample(Map<String, String> labels, double value) {
            this("", labels, value);
        }

        /** Without labels. */
        public static Sample of(double value) {
            return new Sample(Map.of(), value);
        }
    }

    /**
     * Numbers of one name.
     *
     * @param name without {@code _total}; its unit at the end
     * @param samples read when somebody asks
     */
    public record Family(String name, Kind kind, String help, Supplier<List<Sample>> samples) {}

    private static final String OPEN = "application/openmetrics-text";

    private final List<Family> families;

    public Metrics(List<Family> families) {
        this.families = List.copyOf(families);
    }

    /** Adds the path. */
    public Router addTo(Router router) {
        return router.on("GET", "/metrics", (request, parts) -> answer(request));
    }

    private WebAnswer answer(WebRequest request) {
        boolean open = Arrays.stream(request.header("accept").orElse("").split(",", -1))
                .anyMatch(type -> type.strip().startsWith(OPEN));
        return WebAnswer.text(
                200,
                open ? OPEN + "; version=1.0.0; charset=utf-8" : "text/plain; version=0.0.4; charset=utf-8",
                text(open));
    }

    private String text(boolean open) {
        StringBuilder text = new StringBuilder();
        for (Family family : families) {
            String ending = family.kind() == Kind.COUNTER ? "_total" : "";
            // OpenMetrics names a counter without the suffix that its samples have.
            String name = family.name() + (open ? "" : ending);
            text.append("# HELP ")
                    .append(name)
                    .append(' ')
                    .append(family.help())
                    .append('\n');
            text.append("# TYPE ")
                    .append(name)
                    .append(' ')
                    .append(family.kind().name().toLowerCase(Locale.ROOT))
                    .append('\n');
            for (Sample sample : family.samples().get()) {
                text.append(family.name()).append(ending).append(sample.part());
                if (!sample.labels().isEmpty()) {
                    text.append(new TreeMap<>(sample.labels())
                            .entrySet().stream()
                                    .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                                    .collect(Collectors.joining(",", "{", "}")));
                }
                text.append(' ').append(number(sample.value())).append('\n');
            }
        }
        return open ? text.append("# EOF\n").toString() : text.toString();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}

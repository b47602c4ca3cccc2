package org.jdbmail.core.sts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A policy (RFC 8461 §3.2).
 *
 * @param servers patterns of the names that servers for the domain have
 * @param kept for how long it holds
 */
public record StsPolicy(Mode mode, List<String> servers, Duration kept) {
    /** How serious it is. */
    public enum Mode {
        /** Mail goes to those servers alone, under TLS with a certificate for their name. */
        ENFORCE,
        /** Mail goes as it would without. */
        TESTING,
        /** There is none any more. */
        NONE
    }

    private static final long LONGEST_SECONDS = 31_557_600;

    /** Copies the list. */
    public StsPolicy {
        servers = List.copyOf(servers);
    }

    /** Reads one; empty if it is none. */
    public static Optional<StsPolicy> parse(String text) {
        Map<String, String> fields = new HashMap<>();
        List<String> servers = new ArrayList<>();
        for (String line : text.split("\r?\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String key = line.substring(0, colon).strip();
                String value = line.substring(colon + 1).strip();
                // RFC 8461 §3.2: of what stands there twice, other than mx, the first counts.
                if (key.equals("mx")) {
                    servers.add(value.toLowerCase(Locale.ROOT));
                } else {
                    fields.putIfAbsent(key, value);
                }
            }
        }
        Optional<Mode> mode = mode(fields.getOrDefault("mode", ""));
        String age = fields.getOrDefault("max_age", "");
        boolean isWhole = fields.getOrDefault("version", "").equals("STSv1") && age.matches("\\d{1,10}");
        if (!isWhole || mode.isEmpty() || servers.isEmpty() && mode.get() != Mode.NONE) {
            return Optional.empty();
        }
        Duration kept = Duration.ofSeconds(Math.min(LONGEST_SECONDS, Long.parseLong(age)));
        return Optional.of(new StsPolicy(mode.get(), servers, kept));
    }

    private static Optional<Mode> mode(String word) {
        return switch (word) {
            case "enforce" -> Optional.of(Mode.ENFORCE);
            case "testing" -> Optional.of(Mode.TESTING);
            case "none" -> Optional.of(Mode.NONE);
            default -> Optional.empty();
        };
    }

    /** Whether a server is one of the domain's. RFC 8461 §4.1: a star is exactly the first label. */
    public boolean names(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return servers.stream()
                .anyMatch(each -> each.equals(name)
                        || each.startsWith("*.") && dot > 0 && each.substring(1).equals(name.substring(dot)));
    }
}

package org.jdbmail.core.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.sieve.host.FilterVerdict;
import org.jdbmail.sieve.host.FilterVerdict.Reading;
import org.jdbmail.sieve.match.regex.Regex;
import org.jdbmail.sieve.match.regex.RegexSyntaxException;

/** How administrators say where a filter's verdict stands in a message (RFC 5235): by the name of a usual filter, or a field and a pattern. */
final class Verdicts {
    private static final double USUAL_MOST = 10;
    private static final double USUAL_STARS = 5;

    private Verdicts() {}

    private record Place(String field, String pattern) {}

    static String checkedSpam(String text) {
        spam(text, 0);
        return text;
    }

    static String checkedVirus(String text) {
        virus(text, Map.of());
        return text;
    }

    /** The verdict on spam that a setting describes; empty if it is empty. */
    static Optional<FilterVerdict> spam(String text, double most) {
        return switch (text.strip()) {
            case "" -> Optional.empty();
            // X-Spamd-Result: default: False [3.50 / 15.00];
            case "rspamd" ->
                Optional.of(scored(
                        "X-Spamd-Result", "\\[(-?[0-9.]+) */ *[0-9.]+\\]", "\\[-?[0-9.]+ */ *([0-9.]+)\\]", most));
            // X-Spam-Status: Yes, score=7.9 required=5.0 tests=...
            case "spamassassin" ->
                Optional.of(scored("X-Spam-Status", "score=(-?[0-9.]+)", "required=([0-9.]+)", most));
            case "level" ->
                Optional.of(new FilterVerdict(
                        "X-Spam-Level", "(\\**)", Reading.LENGTH, most > 0 ? most : USUAL_STARS, null, null, Map.of()));
            default -> {
                Place place = place(text);
                yield Optional.of(new FilterVerdict(
                        place.field,
                        place.pattern,
                        Reading.NUMBER,
                        most > 0 ? most : USUAL_MOST,
                        null,
                        null,
                        Map.of()));
            }
        };
    }

    private static FilterVerdict scored(String field, String score, String highest, double most) {
        return most > 0
                ? new FilterVerdict(field, score, Reading.NUMBER, most, null, null, Map.of())
                : new FilterVerdict(field, score, Reading.NUMBER, 0, field, highest, Map.of());
    }

    /** The verdict on viruses that a setting describes; empty if it is empty. */
    static Optional<FilterVerdict> virus(String text, Map<String, Integer> words) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        // X-Virus-Status: Infected (Eicar-Signature)
        Place place = text.strip().equals("clamav") ? new Place("X-Virus-Status", "^([A-Za-z]+)") : place(text);
        return Optional.of(new FilterVerdict(place.field, place.pattern, Reading.WORD, 0, null, null, words));
    }

    private static Place place(String text) {
        int colon = text.indexOf(':');
        String field = colon < 0 ? "" : text.substring(0, colon).strip();
        String pattern = text.substring(colon + 1).strip();
        if (field.isEmpty() || field.chars().anyMatch(c -> c <= ' ' || c > 126) || pattern.indexOf('(') < 0) {
            throw new IllegalArgumentException("no field and pattern");
        }
        try {
            Regex.of(pattern, false, false);
        } catch (RegexSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
        return new Place(field, pattern);
    }

    /** A score. */
    static double score(String text) {
        double score = Double.parseDouble(text);
        if (!(score >= 0 && score <= 1_000_000)) {
            throw new IllegalArgumentException("no score");
        }
        return score;
    }

    /** Words with their values. */
    static Map<String, Integer> words(String text) {
        Map<String, Integer> words = new HashMap<>();
        for (String each : text.strip().split("[\\s,]+")) {
            int equals = each.lastIndexOf('=');
            int value = Integer.parseInt(each.substring(equals + 1));
            if (equals < 1 || value < 1 || value > 5) {
                throw new IllegalArgumentException("no word and value");
            }
            words.put(each.substring(0, equals), value);
        }
        return Map.copyOf(words);
    }
}

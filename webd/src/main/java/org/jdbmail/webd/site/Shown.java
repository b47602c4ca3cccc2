package org.jdbmail.webd.site;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Tag;

/** How sizes, numbers and times are shown in a language. */
public final class Shown {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String[] UNITS = {"", "K", "M", "G", "T", "P"};
    private static final long K = 1024;

    private final Words words;

    Shown(Words words) {
        this.words = words;
    }

    private Locale locale() {
        return Locale.forLanguageTag(words.language().code());
    }

    /** Octets with their unit. */
    public String octets(long octets) {
        double value = octets;
        int unit = 0;
        while (value >= K && unit + 1 < UNITS.length) {
            value /= K;
            unit++;
        }
        String number = unit == 0 || value >= 100
                ? String.format(locale(), "%,.0f", value)
                : String.format(locale(), "%.1f", value);
        return number + "\u00a0" + UNITS[unit] + words.say("unit.octet");
    }

    /** A number. */
    public String count(long number) {
        return String.format(locale(), "%,d", number);
    }

    /** A moment, in UTC. */
    public Html time(Instant when) {
        return Tag.tag("time")
                .at("datetime", DateTimeFormatter.ISO_INSTANT.format(when))
                .with(MINUTE.format(when));
    }

    /** A moment, or what stands for none. */
    public Html time(Optional<Instant> when) {
        return when.map(this::time).orElseGet(() -> Html.text(words.say("never")));
    }

    /** A day, in UTC. */
    public String day(Instant when) {
        return DAY.format(when);
    }
}

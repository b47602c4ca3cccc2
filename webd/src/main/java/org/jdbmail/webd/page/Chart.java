package org.jdbmail.webd.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import org.jdbmail.core.store.History;
import org.jdbmail.webd.html.Html;
import org.jdbmail.webd.html.Tag;

/** A chart of figures by the hour, drawn where the page is made: bars for what is counted, a line for what stands. */
final class Chart {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 120;
    private static final int FOOT = 18;
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Chart() {}

    /**
     * Bars, one for each hour until now.
     *
     * @param shown how an amount is written
     */
    static Html bars(String label, List<History.Point> points, Instant now, int hours, LongFunction<String> shown) {
        Map<Instant, Long> amounts = new HashMap<>();
        points.forEach(point -> amounts.put(point.began(), point.amount()));
        long most = Math.max(
                1, points.stream().mapToLong(History.Point::amount).max().orElse(1));
        Instant first = now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(hours - 1L));
        double step = (double) WIDTH / hours;
        List<Html> pieces = new ArrayList<>();
        for (int i = 0; i < hours; i++) {
            long amount = amounts.getOrDefault(first.plus(Duration.ofHours(i)), 0L);
            double height = (double) (HEIGHT - 8) * amount / most;
            if (amount > 0) {
                pieces.add(Tag.tag("rect", "fill")
                        .at("x", number(i * step + step * 0.12))
                        .at("y", number(HEIGHT - Math.max(1.5, height)))
                        .at("width", number(step * 0.76))
                        .at("height", number(Math.max(1.5, height)))
                        .at("rx", "1.5")
                        .with(Tag.tag("title")
                                .with(HOUR.format(first.plus(Duration.ofHours(i))) + ": " + shown.apply(amount))));
            }
        }
        long sum = points.stream()
                .filter(point -> !point.began().isBefore(first))
                .mapToLong(History.Point::amount)
                .sum();
        return figure(label, shown.apply(sum), shown.apply(most), pieces, HOUR.format(first), HOUR.format(now));
    }

    /** A line through what stood at each hour. */
    static Html line(String label, List<History.Point> points, Instant now, Duration back, LongFunction<String> shown) {
        Instant first = now.minus(back);
        long most = Math.max(
                1, points.stream().mapToLong(History.Point::amount).max().orElse(1));
        StringBuilder path = new StringBuilder();
        for (History.Point point : points) {
            double x = (double) WIDTH
                    * Math.max(0, Duration.between(first, point.began()).toSeconds())
                    / back.toSeconds();
            double y = HEIGHT - (double) (HEIGHT - 8) * point.amount() / most;
            path.append(path.isEmpty() ? "M" : "L")
                    .append(number(x))
                    .append(' ')
                    .append(number(y));
        }
        List<Html> pieces =
                path.isEmpty() ? List.of() : List.of(Tag.tag("path", "stroke").at("d", path.toString()));
        long last = points.isEmpty() ? 0 : points.getLast().amount();
        return figure(label, shown.apply(last), shown.apply(most), pieces, DAY.format(first), DAY.format(now));
    }

    private static Html figure(String label, String headline, String top, List<Html> pieces, String from, String to) {
        List<Html> all = new ArrayList<>();
        all.add(rule(8));
        all.add(rule(HEIGHT));
        all.addAll(pieces);
        all.add(text(0, HEIGHT + FOOT - 3, "start", from));
        all.add(text(WIDTH, HEIGHT + FOOT - 3, "end", to));
        all.add(text(WIDTH, 5, "end", top));
        return Tag.tag("figure", "card chart")
                .with(
                        Tag.tag("figcaption")
                                .with(Html.text(label), Tag.tag("strong").with(headline)),
                        Tag.tag("svg")
                                .at("viewBox", "0 -8 " + WIDTH + " " + (HEIGHT + FOOT + 8))
                                .at("role", "img")
                                .at("aria-label", label + ": " + headline)
                                .with(all));
    }

    private static Tag rule(int y) {
        return Tag.tag("line", "rule")
                .at("x1", "0")
                .at("x2", Integer.toString(WIDTH))
                .at("y1", Integer.toString(y))
                .at("y2", Integer.toString(y));
    }

    private static Tag text(int x, int y, String anchor, String text) {
        return Tag.tag("text")
                .at("x", Integer.toString(x))
                .at("y", Integer.toString(y))
                .at("text-anchor", anchor)
                .with(text);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}

package org.jdbmail.cli.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables for people and for programs. */
class TableTest {
    private static Table accounts() {
        return new Table("login", "max_mail", "active", "last_login", "aliases")
                .row(
                        Cell.text("alice"),
                        Cell.limit(50L << 20),
                        Cell.flag(true),
                        Cell.time(Instant.parse("2026-03-04T05:06:07.5Z")),
                        Cell.words(List.of("a@x.test", "b@x.test")))
                .row(Cell.text("日本"), Cell.limit(0), Cell.flag(false), Cell.time(null), Cell.words(List.of()));
    }

    @Test
    void columnsStandUnderTheirNames() {
        assertEquals(
                List.of(
                        "LOGIN  MAX MAIL  ACTIVE  LAST LOGIN           ALIASES",
                        "alice    50 MiB  yes     2026-03-04 05:06:07  a@x.test, b@x.test",
                        "日本          -  no      -"),
                accounts().lines(0, false));
    }

    @Test
    void theWidestColumnIsCutWhereTheTerminalIsNarrow() {
        List<String> lines = accounts().lines(54, false);
        assertEquals("alice    50 MiB  yes     2026-03-04 0…  a@x.test, b@x…", lines.get(1));
        lines.forEach(line -> assertTrue(Shown.width(line) <= 54, line));
    }

    @Test
    void programsReadJson() {
        assertEquals(
                "[{\"login\": \"alice\", \"max_mail\": 52428800, \"active\": true, \"last_login\": \"2026-03-04T05:06:07.500Z\","
                        + " \"aliases\": [\"a@x.test\", \"b@x.test\"]},\n"
                        + " {\"login\": \"日本\", \"max_mail\": null, \"active\": false, \"last_login\": null, \"aliases\": []}]",
                accounts().json());
        assertEquals("[]", new Table("a").json());
    }

    @Test
    void whatWouldSteerATerminalIsHarmless() {
        String evil = "\u001b[2Jx\u202ey\u0085\n\"\\";
        assertEquals("?[2Jx?y??\"\\", Shown.harmless(evil));
        assertEquals("\"\\u001b[2Jx\\u202ey\\u0085\\n\\\"\\\\\"", Json.string(evil));
        assertEquals("\"\\ud83d!\"", Json.string("\ud83d!"));
        assertEquals("\"😀\"", Json.string("😀"));
    }

    @Test
    void aBarFillsUp() {
        assertEquals("Purging [###############...............]  50 % (5 of 10)", Progress.line("Purging", 5, 10));
    }

    @Test
    void sizesHaveTheUnitThatSuitsThem() {
        assertEquals(
                List.of("0 B", "1023 B", "1.0 KiB", "1.5 MiB", "20 GiB"),
                List.of(0L, 1023L, 1024L, 3L << 19, 20L << 30).stream()
                        .map(Cell::size)
                        .toList());
    }
}

package org.jdbmail.testkit.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void whatIsWrittenIsReadAgain() {
        Map<String, Object> value = Map.of(
                "text",
                "a \"quoted\" \\ line\nand a tab\t, ü and \uD83D\uDE00",
                "list",
                List.of(1.0, -2.5e10, true, false, Json.NULL, List.of(), Map.of()));
        assertEquals(value, Json.read(Json.write(value)));
    }

    @Test
    void escapesAndSpaceAreRead() {
        assertEquals(
                Map.of("a", List.of("é/\b\f\r\n\t\"\\", 0.0)),
                Json.read(" { \"a\" : [ \"\\u00e9\\/\\b\\f\\r\\n\\t\\\"\\\\\" , 0 ]\r\n} "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1", "[1 2]", "{\"a\"}", "\"", "\"\\", "\"\\u00", "nul", "1 2", "{a:1}"})
    void whatIsNoJsonIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Json.read(text));
    }
}

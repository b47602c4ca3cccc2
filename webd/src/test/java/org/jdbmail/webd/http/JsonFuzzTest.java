package org.jdbmail.webd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever the body of a request is, it is JSON or refused; and what is written of a value is read as the same. */
class JsonFuzzTest {
    private static final List<String> BODIES = List.of(
            "{\"login\": \"alice@here.test\", \"quota\": 500000000, \"aliases\": [\"a@here.test\", null], \"active\": true}",
            "[1, -0, 2.5e-3, \"\\u00e4\\ud83d\\ude00\\n\\\\\", {}, [], false]",
            "\"text\"",
            " 12 ",
            "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]");

    @Test
    void whateverComesIsReadOrRefused() {
        assertTrue(Fuzz.run(BODIES, bytes -> {
                    Object value;
                    try {
                        value = Json.read(new String(bytes, StandardCharsets.UTF_8));
                    } catch (IllegalArgumentException refused) {
                        assertNotNull(refused.getMessage());
                        return;
                    }
                    // A number beyond all numbers is none that could be written.
                    if (!String.valueOf(value).contains("Infinity")) {
                        assertEquals(value, Json.read(Json.write(value)));
                    }
                })
                > 0);
    }
}

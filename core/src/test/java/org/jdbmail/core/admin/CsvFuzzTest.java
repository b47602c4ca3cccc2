package org.jdbmail.core.admin;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever stands in a file of accounts is read as records, or refused with the place. */
class CsvFuzzTest {
    private static final List<String> FILES = List.of(
            "login,encoded,type,aliases,quota\r\nx@here.test,secret,plaintext,x1@here.test,5M\r\n",
            "a,\"b \"\"quoted\"\", with\r\ntwo lines\",c\n\n,,\n\"\",\"\"",
            "\u00ef\u00bb\u00bflogin;password\n\"x\";y");

    @Test
    void whateverStandsThereIsReadOrRefused() {
        assertTrue(Fuzz.run(FILES, bytes -> {
                    String text = new String(bytes, StandardCharsets.UTF_8);
                    try {
                        long read = 0;
                        for (List<String> record : Csv.read(text)) {
                            assertTrue(!record.isEmpty());
                            read += record.stream().mapToInt(String::length).sum();
                        }
                        assertTrue(read <= text.length());
                    } catch (Csv.Malformed refused) {
                        assertNotNull(refused.getMessage());
                    }
                })
                > 0);
    }
}

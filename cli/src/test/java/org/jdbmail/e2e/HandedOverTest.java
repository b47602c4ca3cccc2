package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison overlooks the fields that a delivery adds, and nothing else. */
class HandedOverTest {
    private static final String ONE = "Received: by mx\r\n\tfor x\r\nSubject: one\r\n\r\nbody\r\n";
    private static final String TWO = "Subject: two\r\n\r\nbody\r\n";

    private final HandedOver handedOver = HandedOver.of(List.of(bytes(ONE), bytes(TWO)));

    @TempDir
    Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void compare(String... got) throws Exception {
        for (int i = 0; i < got.length; i++) {
            Files.write(folder.resolve("message" + i), bytes(got[i]));
        }
        handedOver.assertSameAs(folder, UnaryOperator.identity());
    }

    private String complaint(String... got) {
        return assertThrows(AssertionError.class, () -> compare(got)).getMessage();
    }

    @Test
    void fieldsOnTopMayBeAdded() {
        assertDoesNotThrow(() -> compare(
                "Return-Path: <a@example.org>\r\nDelivered-To: x\r\nReceived: from mx\r\n by us\r\n" + TWO,
                "Return-Path: <>\r\n" + ONE));
    }

    @Test
    void anyOtherDifferenceIsFound() {
        assertTrue(complaint(ONE, TWO.replace("body", "Body")).contains("changed: 1, missing: 1"));
        assertTrue(complaint(ONE, TWO + "\r\n").contains("changed: 1"));
        assertTrue(complaint(ONE, "X-More: yes\r\n" + TWO).contains("changed: 1"));
        assertTrue(
                complaint(ONE, "Return-Path: <a>\r\nReturn-Path: <b>\r\n" + TWO).contains("changed: 1"));
    }

    @Test
    void lostAndDoubledMessagesAreFound() {
        assertTrue(complaint(ONE).contains("1 messages in place of 2; changed: 0, missing: 1"));
        assertTrue(complaint(ONE, TWO, TWO).contains("3 messages in place of 2; changed: 1"));
    }
}

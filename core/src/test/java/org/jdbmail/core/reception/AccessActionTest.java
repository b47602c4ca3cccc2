package org.jdbmail.core.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessActionTest {
    @ParameterizedTest
    @CsvSource({
        "REJECT, 554 5.7.1 access denied",
        "reject go away, 554 5.7.1 go away",
        "550 5.1.1 no such user, 550 5.1.1 no such user",
        "450 not now, 450 4.7.1 not now",
        "421 4.7.0 bye, 421 4.7.0 bye",
        "REJECT 4.7.1 of the wrong class, 554 5.7.1 4.7.1 of the wrong class",
        "REJECT 5.7.9, 554 5.7.9 access denied"
    })
    void refusalsHaveTheirOwnCodes(String value, String reply) {
        AccessAction action = AccessAction.parse(value);
        assertEquals(
                reply,
                assertInstanceOf(AccessAction.Refuse.class, action)
                        .denied()
                        .reply()
                        .toString()
                        .strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PREPEND",
                "PREPEND no colon",
                "PREPEND two words: x",
                "REDIRECT",
                "REDIRECT somebody",
                "BCC <a@b> <c@d>",
                "FILTER smtp:[127.0.0.1]:10025",
                "FROBNICATE",
                "warn_if_reject"
            })
    void whatCannotBeDoneIsNotUnderstood(String value) {
        assertThrows(IllegalArgumentException.class, () -> AccessAction.parse(value));
    }

    @Test
    void timeStampsPermit() {
        assertEquals(new AccessAction.Permit(), AccessAction.parse("1795895906"));
    }

    @Test
    void ordersAddUpAndTheLastRedirectionCounts() {
        EnvelopeAddress one = EnvelopeAddress.ofPlain("one@example.test");
        EnvelopeAddress two = EnvelopeAddress.ofPlain("two@example.test");
        Orders all = Orders.prepend("X-A: 1")
                .and(Orders.hold())
                .and(Orders.redirect(one))
                .and(Orders.prepend("X-B: 2"))
                .and(Orders.prepend("X-A: 1"))
                .and(Orders.redirect(two))
                .and(Orders.NONE);
        assertEquals(new Orders(true, false, List.of("X-A: 1\r\n", "X-B: 2\r\n"), Optional.of(two), List.of()), all);
    }
}

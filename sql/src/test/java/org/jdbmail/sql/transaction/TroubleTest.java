package org.jdbmail.sql.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which failures of a database are tried again, and how often. */
class TroubleTest {
    /** Fails so often before it works. */
    private static int tries(SQLException failure, int failures) {
        int[] made = new int[1];
        return Trouble.retry(
                new FailureLog(),
                () -> {
                    made[0]++;
                    if (made[0] <= failures) {
                        throw failure;
                    }
                    return made[0];
                },
                Trouble::passes);
    }

    /** As Galera's nodes do: by the certification of a commit, by the abort of who holds a lock, and by what has changed since. */
    @ParameterizedTest
    @CsvSource({
        "40001, 1213",
        "HY000, 1020",
        "HY000, 1180",
        "40001, 0",
        "40P01, 0",
    })
    void whoIsSlowerThanOthersTriesAgainManyTimes(String state, int code) {
        assertEquals(13, tries(new SQLException("conflict", state, code), 12));
    }

    @Test
    void whoHasWaitedForALockTriesAgainAFewTimes() {
        SQLException waited = new SQLException("Lock wait timeout exceeded", "HY000", 1205);
        assertEquals(6, tries(waited, 5));
        assertEquals(
                Reason.UNAVAILABLE,
                assertThrows(Refusal.class, () -> tries(waited, 6)).reason());
    }

    /** Also a node that has lost its cluster: nothing will be better in a moment. */
    @ParameterizedTest
    @CsvSource({"08S01, 1047", "23000, 1062", "42000, 1064", "HY000, 0"})
    void whatWouldFailAgainIsNotTriedAgain(String state, int code) {
        SQLException failure = new SQLException("no", state, code);
        assertEquals(
                Reason.UNAVAILABLE,
                assertThrows(Refusal.class, () -> tries(failure, 1)).reason());
    }
}

package org.jdbmail.wire.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BudgetTest {
    @Test
    void the_less_is_left_the_less_one_may_hold() {
        Budget budget = new Budget(64 << 20);
        assertEquals(256 * 1024, budget.portion(256 * 1024));
        budget.take(63 << 20);
        assertEquals(16 * 1024, budget.portion(256 * 1024));
        budget.take(10 << 20);
        assertEquals(Budget.LEAST, budget.portion(256 * 1024));
        assertEquals(100, budget.portion(100));
        assertTrue(budget.isExhausted());
        budget.give(73 << 20);
        assertEquals(0, budget.used());
        assertFalse(budget.isExhausted());
    }
}

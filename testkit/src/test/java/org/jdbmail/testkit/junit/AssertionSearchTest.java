package org.jdbmail.testkit.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The search finds assertions wherever a test reaches them, and misses them where there are none. */
class AssertionSearchTest {
    private final AssertionSearch search = new AssertionSearch(AssertionSearchTest.class.getClassLoader());

    /** Methods as tests have them. */
    static class Samples extends Parent {
        void direct() {
            assertEquals(2, 1 + 1);
        }

        void throughHelper() {
            helper();
        }

        void throughLambda() {
            List.of(1, 2).forEach(each -> assertTrue(each > 0));
        }

        void throughReference() {
            List.of(true).forEach(Samples::check);
        }

        void throughParent() {
            inherited();
        }

        void byThrowing() {
            if (System.nanoTime() == 0) {
                throw new AssertionError("never");
            }
        }

        void nothing() {
            List.of(1, 2).forEach(each -> System.identityHashCode(each));
            idle();
        }

        private void idle() {}

        private void helper() {
            check(true);
        }

        static void check(boolean value) {
            assertTrue(value);
        }
    }

    /** What samples inherit. */
    static class Parent {
        void inherited() {
            assertFalse(false);
        }
    }

    private boolean asserts(String method) {
        return search.asserts(Samples.class.getName(), method);
    }

    @Test
    void assertionsAreFoundDirectlyAndBehindHelpersLambdasReferencesAndParents() {
        for (String method : List.of(
                "direct", "throughHelper", "throughLambda", "throughReference", "throughParent", "byThrowing")) {
            assertTrue(asserts(method), method);
        }
    }

    @Test
    void aMethodWithoutAnyIsFound() {
        assertFalse(asserts("nothing"));
    }

    @Test
    void aClassThatCannotBeReadIsBelieved() {
        assertTrue(search.asserts("org.jdbmail.Nowhere", "test"));
    }
}

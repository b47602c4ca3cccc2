package org.jdbmail.testkit.fuzz;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What Jazzer calls, by these names, in a process of its own ({@link GuidedRun}): the grammar that a test would give to {@link Fuzz}. The test is run
 * up to there, so that it needs to be written once.
 */
public final class Guided {
    /** The test's class and method. */
    static final String CLASS = "jdbmail.fuzz.guided.class";

    static final String METHOD = "jdbmail.fuzz.guided.method";

    private static volatile boolean isWaiting;
    private static volatile Fuzz.@Nullable Grammar grammar;

    private Guided() {}

    /** Ends a test whose grammar has been taken. */
    private static final class Taken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Taken() {
            super("the grammar was taken", null, false, false);
        }
    }

    static boolean isWaiting() {
        return isWaiting;
    }

    static RuntimeException taken(Fuzz.Grammar its) {
        grammar = its;
        return new Taken();
    }

    /** Finds the grammar. */
    public static void fuzzerInitialize() throws ReflectiveOperationException {
        Class<?> test = Class.forName(System.getProperty(CLASS));
        Constructor<?> constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        Method method = test.getDeclaredMethod(System.getProperty(METHOD));
        method.setAccessible(true);
        isWaiting = true;
        try {
            method.invoke(constructor.newInstance());
        } catch (ReflectiveOperationException e) {
            // It was ended, or says below that it gave none.
            if (grammar == null) {
                throw e;
            }
        }
        Objects.requireNonNull(grammar, "the test gives no grammar");
    }

    /** Tries an input. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Objects.requireNonNull(grammar).take(input);
    }
}

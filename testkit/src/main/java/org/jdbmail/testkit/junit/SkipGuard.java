package org.jdbmail.testkit.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Leaves a file behind that names each test which was skipped or aborted, or which asserts nothing, so that the build can fail.
 *
 * <p>Such a test looks like a passed one in a summary that nobody reads to the end. The parent pom's enforcer refuses
 * to package a module whose {@code target/skipped-tests.txt} exists. JUnit finds this listener by its service file, in
 * every module that has the test kit on its test class path.
 *
 * <p>The JVMs that share the tests of a module write to the same file. When the build began that they are of is told by the system property
 * {@code jdbmail.build.began}.
 */
public final class SkipGuard implements TestExecutionListener {
    private final Path report;

    /** Reports to {@code target/skipped-tests.txt} under the module's base directory. */
    public SkipGuard() {
        this(Path.of(System.getProperty("basedir", ""), "target", "skipped-tests.txt"));
    }

    /**
     * Reports to a file of the caller's choice.
     *
     * @param report the file; its folder is made when the first line is written
     */
    public SkipGuard(Path report) {
        this.report = report;
    }

    /** Removes the report of an earlier run. One JVM may run several plans, and several JVMs be of one run: what these wrote stays. */
    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        try {
            if (Files.exists(report)
                    && Files.getLastModifiedTime(report).toInstant().isBefore(began())) {
                Files.deleteIfExists(report);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AssertionSearch search = new AssertionSearch(Thread.currentThread().getContextClassLoader());
        for (TestIdentifier root : testPlan.getRoots()) {
            for (TestIdentifier test : testPlan.getDescendants(root)) {
                if (test.getSource().orElse(null) instanceof MethodSource method
                        && !search.asserts(method.getClassName(), method.getMethodName())) {
                    write("without assertion", test, method.getClassName() + "." + method.getMethodName());
                }
            }
        }
    }

    private static Instant began() {
        String told = System.getProperty("jdbmail.build.began", "");
        return told.isEmpty()
                ? Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime())
                : Instant.parse(told);
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        write("skipped", test, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            write(
                    "aborted",
                    test,
                    result.getThrowable().map(Throwable::toString).orElse("no reason given"));
        }
    }

    private void write(String what, TestIdentifier test, String reason) {
        try {
            Path folder = report.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            String line = what + " " + test.getUniqueId() + " (" + test.getDisplayName() + "): " + reason + "\n";
            Files.writeString(report, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.jdbmail.testkit.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The guard writes down what was skipped or aborted, and nothing else. */
class SkipGuardTest {
    private final TestIdentifier test = TestIdentifier.from(new EngineDescriptor(UniqueId.forEngine("toy"), "a test"));
    private final TestPlan plan = LauncherFactory.create()
            .discover(LauncherDiscoveryRequestBuilder.request().build());

    @TempDir
    Path folder;

    private Path report;
    private SkipGuard guard;

    @BeforeEach
    void make() {
        report = folder.resolve("target/skipped-tests.txt");
        guard = new SkipGuard(report);
    }

    @Test
    void aSkippedAndAnAbortedTestAreNamedWithTheirReasons() throws Exception {
        guard.executionSkipped(test, "too hard");
        guard.executionFinished(test, TestExecutionResult.aborted(new IllegalStateException("no weather")));
        assertEquals("""
                skipped [engine:toy] (a test): too hard
                aborted [engine:toy] (a test): java.lang.IllegalStateException: no weather
                """, Files.readString(report));
    }

    @Test
    void passedAndFailedTestsLeaveNoFile() {
        guard.executionFinished(test, TestExecutionResult.successful());
        guard.executionFinished(test, TestExecutionResult.failed(new AssertionError()));
        assertFalse(Files.exists(report));
    }

    @Test
    void aReportOfAnEarlierRunIsRemovedAndOneOfThisRunIsKept() throws Exception {
        guard.executionSkipped(test, "x");
        guard.testPlanExecutionStarted(plan);
        assertTrue(Files.exists(report));
        Files.setLastModifiedTime(report, FileTime.fromMillis(1_000_000));
        guard.testPlanExecutionStarted(plan);
        assertFalse(Files.exists(report));
    }

    /** Another JVM of the same build may have written it before this one began. */
    @Test
    void aReportThatIsNewerThanTheBuildIsKept() throws Exception {
        String before = System.getProperty("jdbmail.build.began", "");
        System.setProperty("jdbmail.build.began", "2020-01-01T00:00:00Z");
        try {
            guard.executionSkipped(test, "x");
            Files.setLastModifiedTime(report, FileTime.from(Instant.parse("2020-01-01T00:00:01Z")));
            guard.testPlanExecutionStarted(plan);
            assertTrue(Files.exists(report));
            Files.setLastModifiedTime(report, FileTime.from(Instant.parse("2019-12-31T23:59:59Z")));
            guard.testPlanExecutionStarted(plan);
            assertFalse(Files.exists(report));
        } finally {
            System.setProperty("jdbmail.build.began", before);
        }
    }

    @Test
    void junitFindsItByItsServiceFile() {
        assertTrue(ServiceLoader.load(TestExecutionListener.class).stream().anyMatch(p -> p.type() == SkipGuard.class));
    }
}

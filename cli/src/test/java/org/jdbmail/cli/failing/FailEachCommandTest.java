package org.jdbmail.cli.failing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.testkit.database.Fuse;
import org.jdbmail.testkit.database.Fuse.Fault;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * For every command: its i-th call of the database fails, for each i, and it ends with 75 and one line that says so, having done nothing,
 * or what it says was done; and it can be run again, with what it would have come to. With {@code -Djdbmail.failures=all} each call fails
 * in every way, else in one, in turn.
 */
@Tag("full")
class FailEachCommandTest {
    private static final boolean ALL =
            System.getProperty("jdbmail.failures", "").equals("all");
    private static final String ONLY = System.getProperty("jdbmail.failures.only", "");

    private record Failing(int call, Fault fault) {}

    @TempDir
    private Path folder;

    private final Fuse fuse = new Fuse();

    /** On SQLite: what the statements of the store do where servers fail is {@code FailEachTest}'s in {@code sql}. */
    @Test
    void itTellsWhatHappenedAndCanBeRunAgain() throws Exception {
        List<String> wrong = new ArrayList<>();
        try (TestDatabase database = TestDatabases.create("sqlite")) {
            FailingStage stage = FailingStage.set(database, folder);
            for (FailingCommands command : FailingCommands.all()) {
                if (ONLY.isEmpty() || command.toString().matches(ONLY)) {
                    each(database, stage, command).forEach(line -> wrong.add(command + ": " + line));
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    /**
     * Which calls fail, and how. The last one is mostly a commit.
     *
     * @param calls how many there are
     */
    private static List<Failing> faults(boolean isChange, int calls) {
        if (ALL) {
            return IntStream.rangeClosed(1, calls)
                    .boxed()
                    .flatMap(call -> Stream.of(Fault.values()).map(fault -> new Failing(call, fault)))
                    .toList();
        }
        Failing inTheMidst = new Failing(calls / 2 + 1, Fault.LOST_BEFORE);
        return isChange
                ? List.of(inTheMidst, new Failing(calls, Fault.REFUSED), new Failing(calls, Fault.LOST_AFTER))
                : List.of(inTheMidst);
    }

    private List<String> each(TestDatabase database, FailingStage stage, FailingCommands command) throws SQLException {
        Contents contents = stage.contents(command);
        contents.restore();
        fuse.count();
        Ran usual = stage.run(command, stage.newFolder(), fuse::around);
        int calls = fuse.counted();
        List<String> before = contents.picture();
        List<String> after = Contents.picture(database);
        boolean isChange = command.kind() != FailingCommands.Kind.READS;
        if (usual.status() != 0 || calls == 0 || before.equals(after) == isChange) {
            return List.of("without a fault it ends with " + usual + ", and " + difference(before, after));
        }
        List<String> wrong = new ArrayList<>();
        for (Failing each : faults(isChange, calls)) {
            contents.restore();
            // An SQLite database is in this process: no connection is lost between a commit and its answer.
            boolean isOwn = database.name().equals("sqlite") && each.fault == Fault.LOST_AFTER;
            Path fresh = stage.newFolder();
            fuse.set(each.call, isOwn ? Fault.LOST_BEFORE : each.fault);
            Ran ran = stage.run(command, fresh, fuse::around);
            if (!fuse.hasBlown()) {
                wrong.add(each + ": there were fewer calls");
            }
            List<String> now = Contents.picture(database);
            if (ran.status() == 0) {
                if (!now.equals(after)) {
                    wrong.add(each + ": done, but " + difference(after, now));
                }
            } else if (ran.status() != command.failed() || !command.isTold(ran.err())) {
                wrong.add(each + ": ends with " + ran);
            } else {
                if (!command.kind().isBySteps()
                        && !now.equals(before)
                        && !(each.fault == Fault.LOST_AFTER && now.equals(after))) {
                    wrong.add(each + ": refused, but " + difference(before, now));
                }
                Ran again = stage.run(command, fresh, UnaryOperator.identity());
                List<String> then = Contents.picture(database);
                if (!then.equals(after) || again.status() != 0 && !now.equals(after)) {
                    wrong.add(each + ": again it ends with " + again + ", and " + difference(after, then));
                }
            }
        }
        return wrong;
    }

    private static String difference(List<String> wanted, List<String> now) {
        List<String> lacking = new ArrayList<>(wanted);
        now.forEach(lacking::remove);
        List<String> more = new ArrayList<>(now);
        wanted.forEach(more::remove);
        return lacking.isEmpty() && more.isEmpty() ? "nothing differs" : "lacks " + lacking + " and has " + more;
    }
}

package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbmail.core.content.Layout;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.Fuse;
import org.jdbmail.testkit.database.Fuse.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For everything that writes: its i-th call of the database fails, for each i and in each way, and what is answered is what happened.
 * Who is refused and tries again gets what was asked for, once. In the short form each i fails in one way, in turn; with
 * {@code -Djdbmail.failures=all} in every way, and in DBMail's layout too.
 */
@Tag("full")
final class FailEachTest extends StoreContract {
    private static final boolean ALL =
            System.getProperty("jdbmail.failures", "").equals("all");

    /** Nothing takes so many calls. */
    private static final int MOST = 400;

    private final Fuse fuse = new Fuse();
    private final Map<String, StoreCheck> checks = new HashMap<>();
    private int stages;

    @Override
    SqlStoreOptions options() {
        SqlStoreOptions options = SqlStoreOptions.DEFAULT.withConnections(fuse::around);
        return System.getProperty("jdbmail.failures.layout", "").equals("parts")
                ? options.with(SqlStoreOptions.Writing.in(Layout.PARTS))
                : options;
    }

    static Stream<Arguments> cases() {
        return databases().stream()
                .flatMap(database -> UseCase.all().stream().map(each -> Arguments.of(database, each)));
    }

    private List<String> picture(String database, Stage stage) throws SQLException {
        try (Connection connection = opened(database).database().connect()) {
            return StorePicture.of(connection, stage.login());
        }
    }

    private StoreCheck check(String database) throws SQLException {
        StoreCheck check = checks.get(database);
        if (check == null) {
            check = new StoreCheck(opened(database).database());
            checks.put(database, check);
        }
        return check;
    }

    @ParameterizedTest
    @MethodSource("cases")
    <T> void whatIsAnsweredIsWhatHappened(String database, UseCase<T> useCase) throws SQLException {
        SqlStore store = store(database);
        List<String> before;
        List<String> after;
        {
            Stage stage = stage(store);
            T prepared = useCase.prepare().apply(stage);
            before = picture(database, stage);
            useCase.work().on(stage, prepared);
            after = picture(database, stage);
        }
        List<String> wrong = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            boolean isOver = false;
            int step = ALL ? 1 : Fault.values().length;
            for (int call = 1 + (ALL ? 0 : fault.ordinal()); !isOver; call += step) {
                assertTrue(call < MOST, "a run without a fault must come");
                Stage stage = stage(store);
                T prepared = useCase.prepare().apply(stage);
                // An SQLite database is in this process: there is no connection to lose between a commit and its
                // answer.
                fuse.set(call, database.equals("sqlite") && fault == Fault.LOST_AFTER ? Fault.LOST_BEFORE : fault);
                Refusal refusal = run(useCase, stage, prepared);
                isOver = !fuse.hasBlown();
                List<String> now = picture(database, stage);
                String where = "call " + call + " " + fault + ": ";
                if (refusal == null) {
                    differ(wrong, where + "done, but", after, now);
                } else if (refusal.reason() != Reason.UNAVAILABLE) {
                    wrong.add(where + "refused as " + refusal);
                } else if (isRefusedRightly(useCase.kind(), fault, before, after, now)) {
                    if (!now.equals(after) && run(useCase, stage, prepared) == null) {
                        differ(wrong, where + "done the second time, but", after, picture(database, stage));
                    }
                } else {
                    differ(wrong, where + "refused, but", before, now);
                }
            }
        }
        wrong.addAll(check(database).faults());
        assertEquals(List.of(), wrong);
    }

    @AfterAll
    void nothingIsLeftOver() throws SQLException {
        for (Map.Entry<String, StoreCheck> each : checks.entrySet()) {
            List<String> wrong = new ArrayList<>(each.getValue().afterUpkeep(store(each.getKey())));
            wrong.addAll(each.getValue().faults());
            assertEquals(List.of(), wrong, each.getKey());
        }
    }

    private Stage stage(SqlStore store) {
        stages++;
        return Stage.set(store, "s" + stages + "-");
    }

    private static <T> Refusal run(UseCase<T> useCase, Stage stage, T prepared) {
        try {
            useCase.work().on(stage, prepared);
            return null;
        } catch (Refusal refusal) {
            return refusal;
        }
    }

    private static boolean isRefusedRightly(
            UseCase.Kind kind, Fault fault, List<String> before, List<String> after, List<String> now) {
        return switch (kind) {
            case EXACT -> now.equals(before);
            case WHOLE -> now.equals(before) || fault == Fault.LOST_AFTER && now.equals(after);
            case STEPS -> true;
        };
    }

    private static void differ(List<String> wrong, String what, List<String> wanted, List<String> now) {
        if (!wanted.equals(now)) {
            List<String> lacking = new ArrayList<>(wanted);
            now.forEach(lacking::remove);
            List<String> more = new ArrayList<>(now);
            wanted.forEach(more::remove);
            wrong.add(what + " lacks " + lacking + " and has " + more);
        }
    }
}

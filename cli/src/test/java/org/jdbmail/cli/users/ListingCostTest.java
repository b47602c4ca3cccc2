package org.jdbmail.cli.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.function.BiFunction;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Tx;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.database.StatementCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** To list all accounts takes as many statements for few as for many, and reads each account and each alias once. */
class ListingCostTest {
    private static final int FEW = 10;
    private static final int MANY = 60;

    @TempDir
    private Path folder;

    private final StatementCounter counter = new StatementCounter();

    private record Cost(int statements, int rows, int lines) {}

    private Cost cost(SqlStore store, BiFunction<UserAdmin, Tx, Report> mode) {
        counter.clear();
        Report report = store.read(tx -> mode.apply(new UserAdmin(new Report(), false), tx));
        return new Cost(
                counter.statements().size(), counter.rows(), report.lines(true).size());
    }

    private static void accounts(SqlStore store, int from, int to) {
        store.write(tx -> {
            for (int i = from; i < to; i++) {
                long user = tx.users().create("user" + i, new Credential("", ""), 0, 0);
                tx.aliases().add(new Alias("alias" + i + "@example.test", String.valueOf(user), 0));
                tx.aliases().add(new Alias("forward" + i + "@example.test", "somebody" + i + "@example.org", 0));
            }
            return to;
        });
    }

    @Test
    void aConstantNumberOfStatementsReadsEachRowOnce() {
        DatabaseConfig config = DatabaseConfig.of("jdbc:sqlite:" + folder.resolve("mail.db"));
        try (SqlStore store = SqlStore.open(config, SqlStoreOptions.DEFAULT.withConnections(counter::around))) {
            accounts(store, 0, FEW);
            Cost few = cost(store, (admin, tx) -> admin.list(tx, "*"));
            Cost fewOfAll = cost(store, UserAdmin::listAll);
            accounts(store, FEW, MANY);
            Cost many = cost(store, (admin, tx) -> admin.list(tx, "*"));
            Cost manyOfAll = cost(store, UserAdmin::listAll);
            assertTrue(few.lines >= FEW, few.toString());
            assertEquals(few.statements, many.statements);
            assertEquals(fewOfAll.statements, manyOfAll.statements);
            // An account and its two aliases.
            assertEquals(few.rows + 3 * (MANY - FEW), many.rows);
            assertEquals(fewOfAll.rows + 3 * (MANY - FEW), manyOfAll.rows);
        }
    }
}

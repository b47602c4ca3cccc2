package org.jdbmail.sql.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbmail.core.store.Changes;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The database inside one transaction. Statements are texts for {@link TableNames} with {@code ?} for parameters, which may
 * be numbers, strings, bytes, instants or null, and on PostgreSQL arrays. What goes wrong is thrown as {@link SqlFailure}.
 */
public final class Db {
    /** Rows that go at once. MySQL's driver makes one statement of them, which may have 65,535 parameters. */
    private static final int BATCH = 1_000;

    private static final String ANY = " = ANY (?)";

    private static final String ONE = " = ?";

    /** The same of ids that are one text; why so, says {@link Dialect#ids}. */
    private static final String IN_TEXT = " IN (" + Dialect.among("?") + ")";

    /** Tables with fewer rows than this, when SQLite looked, may have any number tomorrow: it looks when it is told to only. */
    private static final int TELLING = 10_000;

    private final Connection connection;
    private final Engine engine;
    private final StatementSource statements;
    private final Set<Long> touched = new LinkedHashSet<>();
    private final List<Runnable> tasks = new ArrayList<>(0);
    private @Nullable Predicate<Db> trace;
    private @Nullable DSLContext dsl;

    /** @param statements where statements come from, so that a connection that is kept can keep them too */
    public Db(Connection connection, Engine engine, StatementSource statements) {
        this.connection = connection;
        this.engine = engine;
        this.statements = statements;
    }

    /** What differs by database. */
    public Dialect dialect() {
        return engine.dialect();
    }

    /** jOOQ on this transaction's connection. */
    public DSLContext dsl() {
        if (dsl == null) {
            dsl = engine.dsl(connection);
        }
        return dsl;
    }

    /** Makes rows this transaction's own until it ends: waits for whoever has them. A writer of SQLite has all anyway. */
    public void lock(Table<?> table, Condition which) {
        if (dialect().locksRows()) {
            dsl().selectOne().from(table).where(which).forUpdate().fetch();
        }
    }

    /** As {@link #lock(Table, Condition)}, in the order of ids, so that no two wait for each other. */
    public void lock(TableField<?, Long> id, Collection<Long> ids) {
        if (dialect().locksRows()) {
            dsl().select(id)
                    .from(id.getTable())
                    .where(id.in(ids))
                    .orderBy(id)
                    .forUpdate()
                    .fetch();
        }
    }

    /**
     * A condition for deleting rows whose ids must never come back; none where the database sees to that. Where it does not
     * ({@link Dialect#reusesIds}), the row with the largest id stays until there is another.
     */
    public Condition unlessIdComesBack(TableField<?, Long> id) {
        Table<?> table = Objects.requireNonNull(id.getTable());
        return dialect().reusesIds()
                ? id.lt(DSL.select(DSL.max(id)).from(table))
                        .or(DSL.condition(
                                "exists (select 1 from sqlite_sequence where name = {0})",
                                DSL.inline(engine.names().of(table.getName()))))
                : DSL.noCondition();
    }

    /** The connection itself, for what this class has no word for. */
    public Connection connection() {
        return connection;
    }

    /** Notes that the watchers of a mailbox are to be woken after the commit. */
    public void touch(long mailboxId) {
        touched.add(mailboxId);
    }

    /** Notes that those are to be woken after the commit who watch what mailboxes there are ({@link Changes#LISTS}). */
    public void touchLists() {
        touched.add(Changes.LISTS);
    }

    /** Notes something that is to be done after the commit, quickly and without the database. */
    public void afterCommit(Runnable task) {
        tasks.add(task);
    }

    /**
     * Notes how to see later that this transaction was committed, should the connection be lost before anybody hears of it: by
     * something that it leaves, and nothing else. One such look is enough for a transaction.
     *
     * @param trace looks for it in another transaction, after it has waited for a lock that this one held
     */
    public void leaves(Predicate<Db> trace) {
        this.trace = trace;
    }

    /** How to see that the transaction was committed; empty where it left nothing that tells. */
    public Optional<Predicate<Db>> trace() {
        return Optional.ofNullable(trace);
    }

    /** What was noted to be done. */
    public List<Runnable> tasks() {
        return tasks;
    }

    /** The mailboxes that were noted. */
    public Set<Long> touched() {
        return touched;
    }

    /** Runs a constant statement that changes rows; returns how many. */
    public int update(String text, @Nullable Object... parameters) {
        return run(engine.names().known(text), true, parameters);
    }

    /** Runs a statement that was put together for this one use; returns how many rows it changed. */
    public int updateOnce(String text, @Nullable Object... parameters) {
        return run(engine.names().in(text), false, parameters);
    }

    /**
     * Runs a statement for a set of UIDs; returns how many rows it changed.
     *
     * @param text a constant statement up to the condition, which comes behind all its parameters
     * @param rest what follows the condition
     */
    public int update(String text, UidCondition condition, String rest, @Nullable Object... parameters) {
        return run(text(text, condition, rest), condition.isConstant(), condition.behind(parameters));
    }

    /** Gives the rows of a statement for a set of UIDs to a consumer; the text is put together as for an update. */
    public void each(
            String text, UidCondition condition, String rest, RowConsumer consumer, @Nullable Object... parameters) {
        each(
                text(text, condition, rest),
                condition.isConstant(),
                engine.fetchSize(),
                consumer,
                condition.behind(parameters));
    }

    private String text(String text, UidCondition condition, String rest) {
        String all = text + condition.text() + rest;
        return condition.isConstant()
                ? engine.names().known(all)
                : engine.names().in(all);
    }

    private int run(String statement, boolean constant, @Nullable Object... parameters) {
        return prepared(statement, constant, prepared -> {
            bind(prepared, parameters);
            return prepared.executeUpdate();
        });
    }

    /** What is done with a prepared statement. */
    private interface Use<T> {
        T of(PreparedStatement prepared) throws SQLException;
    }

    private <T> T prepared(String statement, boolean constant, Use<T> use) {
        try {
            PreparedStatement prepared = statements.prepare(connection, statement, constant);
            boolean worked = false;
            try {
                T result = use.of(prepared);
                worked = true;
                return result;
            } finally {
                // SQLite's driver ends a statement that fails, so that it can't be kept.
                statements.done(connection, statement, prepared, constant && worked);
            }
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** Runs a constant insert of one row and returns the key that the database gave it. */
    public long insert(String text, String keyColumn, @Nullable Object... parameters) {
        return returning(text, keyColumn, parameters).orElseThrow();
    }

    /**
     * Runs a constant statement that inserts or changes one row and returns a column of it; empty if it found no row. On MySQL,
     * which has no RETURNING for that, the column is the generated key or what {@code last_insert_id(…)} was given.
     */
    public Optional<Long> returning(String text, String column, @Nullable Object... parameters) {
        if (dialect() != Dialect.MYSQL) {
            return first(text + " RETURNING " + column, row -> row.getLong(1), parameters);
        }
        try (PreparedStatement prepared =
                connection.prepareStatement(engine.names().known(text), Statement.RETURN_GENERATED_KEYS)) {
            bind(prepared, parameters);
            if (prepared.executeUpdate() == 0) {
                return Optional.empty();
            }
            try (ResultSet keys = prepared.getGeneratedKeys()) {
                return keys.next() ? Optional.of(keys.getLong(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    /** Runs a constant statement once for each list of parameters, many in one go where the driver can. */
    public void batch(String text, List<@Nullable Object[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        prepared(engine.names().known(text), true, prepared -> {
            for (int i = 0; i < rows.size(); i++) {
                bind(prepared, rows.get(i));
                prepared.addBatch();
                if ((i + 1) % BATCH == 0 || i == rows.size() - 1) {
                    prepared.executeBatch();
                }
            }
            return rows.size();
        });
    }

    /** Runs a constant compound statement, which ends by selecting one row. Only some databases know such statements. */
    public <T> T compound(String text, RowReader<T> reader, @Nullable Object... parameters) {
        return prepared(engine.names().known(text), true, prepared -> {
            bind(prepared, parameters);
            // Not executeQuery(), which MySQL's driver refuses for whatever isn't a query at first sight.
            if (!prepared.execute()) {
                throw new SQLException("a compound statement selected nothing");
            }
            try (ResultSet row = prepared.getResultSet()) {
                row.next();
                return reader.read(row);
            }
        });
    }

    /**
     * Runs constant statements, parted by semicolons, on PostgreSQL: in one round trip, and where no transaction is under way, in
     * one of their own. Gives whatever rows they return to a consumer.
     */
    public void pipeline(String text, RowConsumer consumer, @Nullable Object... parameters) {
        prepared(engine.names().known(text), true, prepared -> {
            bind(prepared, parameters);
            boolean returned = prepared.execute();
            while (returned || prepared.getUpdateCount() >= 0) {
                if (returned) {
                    try (ResultSet rows = prepared.getResultSet()) {
                        while (rows.next()) {
                            consumer.accept(rows);
                        }
                    }
                }
                returned = prepared.getMoreResults();
            }
            return 0;
        });
    }

    /** Has the database look anew at how the rows of tables are spread. */
    public void analyze(List<String> tables) {
        switch (dialect()) {
            case POSTGRESQL -> updateOnce("ANALYZE " + String.join(", ", tables));
            // Which answers with a row for each.
            case MYSQL -> list("ANALYZE TABLE " + String.join(", ", tables), row -> row.getString(1));
            case SQLITE -> {
                updateOnce("ANALYZE");
                // The number begins each row's text.
                updateOnce("DELETE FROM sqlite_stat1 WHERE cast(stat AS integer) < " + TELLING);
                updateOnce("ANALYZE sqlite_schema");
            }
        }
    }

    /** The rows of a constant statement as values. */
    public <T> List<T> list(String text, RowReader<T> reader, @Nullable Object... parameters) {
        List<T> list = new ArrayList<>();
        each(engine.names().known(text), true, 0, row -> list.add(reader.read(row)), parameters);
        return list;
    }

    /** The first row of a constant statement. */
    public <T> Optional<T> first(String text, RowReader<T> reader, @Nullable Object... parameters) {
        List<T> list = list(text, reader, parameters);
        return list.isEmpty() ? Optional.empty() : Optional.of(list.getFirst());
    }

    /** Gives the rows of a constant statement to a consumer, never holding many of them. */
    public void each(String text, RowConsumer consumer, @Nullable Object... parameters) {
        each(engine.names().known(text), true, engine.fetchSize(), consumer, parameters);
    }

    /** As {@link #each}, with a statement that was put together for this one use. */
    public void eachOnce(String text, RowConsumer consumer, @Nullable Object... parameters) {
        each(engine.names().in(text), false, engine.fetchSize(), consumer, parameters);
    }

    /**
     * Runs a statement that changes the rows of some ids; returns how many. One id, the usual case, is a statement that is the same for all.
     *
     * @param text a constant statement up to the column that is compared with the ids, which comes behind all its parameters
     * @param rest what follows the comparison
     */
    public int updateOf(String text, Collection<Long> ids, String rest, @Nullable Object... parameters) {
        if (ids.size() != 1 && dialect() == Dialect.MYSQL) {
            return updateOnce(text + " IN (" + UidCondition.list(ids) + ")" + rest, parameters);
        }
        @Nullable Object[] all = Arrays.copyOf(parameters, parameters.length + 1);
        all[parameters.length] = ids.size() == 1 ? ids.iterator().next() : parameter(ids);
        return update(text + (ids.size() == 1 ? ONE : ofMany()) + rest, all);
    }

    /** How a column is compared with many ids that are one parameter. */
    private String ofMany() {
        return dialect() == Dialect.POSTGRESQL ? ANY : IN_TEXT;
    }

    private Object parameter(Collection<Long> ids) {
        return dialect() == Dialect.POSTGRESQL ? ids.toArray(Long[]::new) : Dialect.listed(ids);
    }

    /** A condition for jOOQ that a column is one of these ids; why it is not jOOQ's own, says {@link Dialect#ids}. */
    public Condition among(Field<Long> column, Collection<Long> ids) {
        return switch (dialect()) {
            case POSTGRESQL, MYSQL -> column.in(ids);
            case SQLITE -> DSL.condition("{0} IN (" + Dialect.among("{1}") + ")", column, DSL.val(Dialect.listed(ids)));
        };
    }

    /**
     * Gives the rows of some ids to a consumer. But on MySQL the statement stays the same whatever the ids, so that it is prepared
     * once, and on PostgreSQL bytes travel as bytes and not as text.
     *
     * @param text a constant statement up to the column that is compared with the ids
     * @param rest what follows the comparison
     */
    public void eachOf(String text, Collection<Long> ids, String rest, RowConsumer consumer) {
        if (ids.size() == 1 && dialect() != Dialect.POSTGRESQL) {
            each(text + ONE + rest, consumer, ids.iterator().next());
        } else if (dialect() == Dialect.MYSQL) {
            eachOnce(text + " IN (" + UidCondition.list(ids) + ")" + rest, consumer);
        } else {
            each(text + ofMany() + rest, consumer, parameter(ids));
        }
    }

    /**
     * As {@link #eachOf(String, Collection, String, RowConsumer)} with two lists of ids.
     *
     * @param text a constant statement up to the column that is compared with the first ids
     * @param second what follows, up to the column that is compared with the others
     */
    public void eachOf(
            String text, Collection<Long> ids, String second, Collection<Long> others, RowConsumer consumer) {
        if (dialect() == Dialect.MYSQL) {
            eachOnce(
                    text + " IN (" + UidCondition.list(ids) + ")" + second + " IN (" + UidCondition.list(others) + ")",
                    consumer);
        } else {
            each(text + ofMany() + second + ofMany(), consumer, parameter(ids), parameter(others));
        }
    }

    private void each(
            String statement, boolean constant, int fetchSize, RowConsumer consumer, @Nullable Object... parameters) {
        prepared(statement, constant, prepared -> {
            prepared.setFetchSize(fetchSize);
            bind(prepared, parameters);
            try (ResultSet rows = prepared.executeQuery()) {
                while (rows.next()) {
                    consumer.accept(rows);
                }
            }
            return 0;
        });
    }

    private void bind(PreparedStatement prepared, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            switch (value) {
                case null -> prepared.setObject(i + 1, null);
                case Long number -> prepared.setLong(i + 1, number);
                case Integer number -> prepared.setInt(i + 1, number);
                case String text -> prepared.setString(i + 1, text);
                case byte[] bytes when dialect() == Dialect.MYSQL -> prepared.setObject(i + 1, bytes, Types.BLOB);
                case byte[] bytes -> prepared.setBytes(i + 1, bytes);
                case Long[] numbers -> prepared.setArray(i + 1, connection.createArrayOf("bigint", numbers));
                case String[] texts -> prepared.setArray(i + 1, connection.createArrayOf("varchar", texts));
                case byte[][] pieces -> prepared.setArray(i + 1, connection.createArrayOf("bytea", pieces));
                case Instant instant -> prepared.setObject(i + 1, dialect().timestamp(instant));
                default -> throw new IllegalArgumentException("a parameter of " + value.getClass());
            }
        }
    }
}

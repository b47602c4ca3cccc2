package org.jdbmail.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jdbmail.core.content.Layout;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.core.store.BulkIntake;
import org.jdbmail.core.store.Changes;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Work;
import org.jdbmail.sql.account.DomainCounts;
import org.jdbmail.sql.account.LimitsInUse;
import org.jdbmail.sql.account.Removal;
import org.jdbmail.sql.change.ChangeFeed;
import org.jdbmail.sql.content.CompactLayout;
import org.jdbmail.sql.content.ContentLayout;
import org.jdbmail.sql.content.LayoutConverter;
import org.jdbmail.sql.database.Database;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.sql.database.SignOfLife;
import org.jdbmail.sql.delivery.AccountGate;
import org.jdbmail.sql.delivery.Deliveries;
import org.jdbmail.sql.delivery.Intakes;
import org.jdbmail.sql.delivery.MessageLimits;
import org.jdbmail.sql.delivery.QuickPath;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.Dialect;
import org.jdbmail.sql.jdbc.Engine;
import org.jdbmail.sql.jdbc.SqlFailure;
import org.jdbmail.sql.jdbc.TableNames;
import org.jdbmail.sql.parts.PartsLayout;
import org.jdbmail.sql.schema.Facts;
import org.jdbmail.sql.schema.Schema;
import org.jdbmail.sql.transaction.Pulse;
import org.jdbmail.sql.transaction.Transactions;
import org.jdbmail.sql.upkeep.Collector;
import org.jdbmail.sql.upkeep.Forgetting;
import org.jdbmail.sql.upkeep.Remover;
import org.jdbmail.sql.upkeep.SqlMaintenance;
import org.jdbmail.sql.upkeep.Tombstones;
import org.jdbmail.sql.upkeep.Upkeep;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mail store over a relational database: opens it and puts its parts together. */
public final class SqlStore implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(SqlStore.class);

    private final Database database;
    private final Transactions transactions;
    private final ChangeFeed feed;
    private final List<ContentLayout> layouts;
    private final Deliveries deliveries;
    private final Intakes intakes;
    private final LimitsInUse limits = new LimitsInUse();
    private final DomainCounts counts = new DomainCounts();
    private final MessageLimits messageLimits;
    private final Duration expunged;
    private final Duration undelete;
    private final TextDigest hash;
    private volatile @Nullable Remover remover;
    private @Nullable Upkeep upkeep;

    private SqlStore(
            Database database,
            Transactions transactions,
            ChangeFeed feed,
            List<ContentLayout> layouts,
            Deliveries deliveries,
            Intakes intakes,
            SqlStoreOptions options) {
        this.database = database;
        this.transactions = transactions;
        this.feed = feed;
        this.layouts = layouts;
        this.deliveries = deliveries;
        this.intakes = intakes;
        this.messageLimits = new MessageLimits(transactions, limits);
        this.expunged = options.keeping().expunged();
        this.undelete = options.keeping().undelete();
        this.hash = options.writing().hash();
    }

    /**
     * Opens a store, after its schema was created, adopted or upgraded as needed.
     *
     * @throws org.jdbmail.sql.database.DatabaseException if that can't be, with a sentence that says what to do
     */
    public static SqlStore open(DatabaseConfig config, SqlStoreOptions options) {
        Database database = Schema.open(config);
        Dialect dialect = Dialect.of(database.kind());
        Engine engine = new Engine(dialect, new TableNames(config.tablePrefix()), database.configuration());
        DataSource readers = options.connections().apply(database.readers());
        DataSource writers = options.connections().apply(database.writers());
        ChangeFeed feed =
                new ChangeFeed(dialect, database::dedicatedConnection, "j" + config.tablePrefix() + "changes");
        Transactions transactions = switch (dialect) {
            case POSTGRESQL, MYSQL ->
                Transactions.onServer(engine, readers, writers, pulse(database.signOfLife()), feed::committed);
            case SQLITE ->
                Transactions.onSqlite(
                        engine, readers, () -> writer(writers), database::dedicatedConnection, feed::committed);
        };
        feed.startPolling(dialect, transactions, database::dedicatedConnection, options.pollInterval());
        CompactLayout compact = new CompactLayout(transactions);
        PartsLayout parts =
                new PartsLayout(compact, transactions, options.writing().hash());
        List<ContentLayout> layouts = List.of(compact, parts);
        Layout layout = options.writing().layout().orElseGet(() -> transactions.look(SqlMaintenance::written));
        ContentLayout written = switch (layout) {
            case COMPACT -> compact;
            case PARTS -> parts;
        };
        LOG.info(
                "new messages are written in the layout {}, as the {} says",
                Facts.word(layout),
                options.writing().layout().isPresent() ? "setting content_layout" : "database");
        AccountGate gate = new AccountGate(dialect.locksRows() ? 2 : Integer.MAX_VALUE);
        Deliveries deliveries = new Deliveries(
                transactions, gate, quickPath(dialect, database.hasCompoundStatements(), transactions, gate), written);
        Intakes intakes = new Intakes(transactions, gate, written);
        return new SqlStore(database, transactions, feed, layouts, deliveries, intakes, options);
    }

    private static QuickPath quickPath(
            Dialect dialect, boolean compoundStatements, Transactions transactions, AccountGate gate) {
        return switch (dialect) {
            case POSTGRESQL -> new QuickPath.OnPostgresql(transactions, gate);
            case MYSQL -> compoundStatements ? new QuickPath.OnMariadb(transactions, gate) : new QuickPath.None();
            case SQLITE -> new QuickPath.None();
        };
    }

    private static Pulse pulse(SignOfLife life) {
        return Pulse.of(life, life::close);
    }

    /** The one connection that writes to an SQLite database; the pool of writers has room for no second. */
    private static Connection writer(DataSource writers) {
        try {
            return writers.getConnection();
        } catch (SQLException e) {
            throw new SqlFailure(e);
        }
    }

    private SqlTx tx(Db db) {
        return new SqlTx(db, layouts, limits, counts, this::removalIsDue);
    }

    @Override
    public <T> T read(Work<T> work) {
        return transactions.read(db -> work.run(tx(db)));
    }

    @Override
    public <T> T look(Work<T> work) {
        return transactions.look(db -> work.run(tx(db)));
    }

    @Override
    public <T> T write(Work<T> work) {
        return transactions.write(db -> work.run(tx(db)));
    }

    @Override
    public List<PortionOutcome> deliver(Delivery delivery) {
        return messageLimits.heed(delivery, deliveries);
    }

    @Override
    public List<BulkIntake.Taken> takeIn(BulkIntake intake) {
        return intakes.takeIn(intake);
    }

    /** Moves messages that are in the other layout into this one, while the store is in use. */
    public LayoutConverter converter(Layout target) {
        ContentLayout compact = layouts.getFirst();
        ContentLayout parts = layouts.getLast();
        return switch (target) {
            case COMPACT -> new LayoutConverter(transactions, parts, compact);
            case PARTS -> new LayoutConverter(transactions, compact, parts);
        };
    }

    @Override
    public Maintenance maintenance() {
        return new SqlMaintenance(transactions, layouts.getFirst(), layouts.getLast(), hash, undelete);
    }

    @Override
    public Changes changes() {
        return feed.changes();
    }

    /**
     * Takes away what nothing refers to any more, when it is run; an hour between two runs is plenty. One object is to be
     * kept for all runs.
     *
     * @param grace how long nothing must have referred to a row; with zero the first run takes away what it finds
     */
    public Collector collector(Duration grace) {
        return new Collector(transactions, grace);
    }

    private void removalIsDue() {
        Remover removing = remover;
        if (removing != null) {
            removing.isDue();
        }
    }

    /** Takes away large mailboxes that were deleted, when it is run. */
    public Removal removal() {
        return new Removal(transactions);
    }

    /** Takes away the marks that expunged messages leave, when it is run. */
    public Tombstones tombstones() {
        return new Tombstones(transactions, undelete);
    }

    /** Takes away what deliveries have remembered for long enough, when it is run. */
    public Forgetting forgetting() {
        return new Forgetting(transactions);
    }

    @Override
    public synchronized void startUpkeep() {
        if (upkeep == null) {
            upkeep = new Upkeep(transactions, expunged, undelete);
            remover = new Remover(removal());
        }
    }

    @Override
    public synchronized void close() {
        if (upkeep != null) {
            upkeep.close();
        }
        Remover removing = remover;
        if (removing != null) {
            removing.close();
        }
        deliveries.close();
        feed.close();
        transactions.close();
        database.close();
    }
}

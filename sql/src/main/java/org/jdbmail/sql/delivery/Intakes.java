package org.jdbmail.sql.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbmail.core.store.BulkIntake;
import org.jdbmail.sql.content.ContentLayout;
import org.jdbmail.sql.transaction.Transactions;

/** Takes in many messages at a time: what can be done without the database is done before the transaction. */
public final class Intakes {
    private final Transactions transactions;
    private final AccountGate gate;
    private final ContentLayout layout;

    /**
     * @param gate what goes through for an account
     * @param layout how new messages are written
     */
    public Intakes(Transactions transactions, AccountGate gate, ContentLayout layout) {
        this.transactions = transactions;
        this.gate = gate;
        this.layout = layout;
    }

    /** As {@link org.jdbmail.core.store.Store#takeIn}. */
    public List<BulkIntake.Taken> takeIn(BulkIntake intake) {
        if (intake.items().isEmpty()) {
            return List.of();
        }
        List<Integer> places = new ArrayList<>();
        List<BulkIntake.Fresh> fresh = new ArrayList<>();
        for (int i = 0; i < intake.items().size(); i++) {
            if (intake.items().get(i).content() instanceof BulkIntake.Fresh content) {
                places.add(i);
                fresh.add(content);
            }
        }
        List<ContentLayout.Ready> ready = layout.prepareAll(fresh);
        // Here, and not in the transaction.
        fresh.parallelStream().forEach(each -> each.message().summary());
        Map<Integer, ContentLayout.Ready> contents = new HashMap<>();
        for (int i = 0; i < ready.size(); i++) {
            contents.put(places.get(i), ready.get(i));
        }
        AtomicReference<IntakeRun> last = new AtomicReference<>();
        return transactions.unlessDone(
                () -> gate.through(
                        List.of(intake.chargedUserId()),
                        () -> transactions.write(db -> {
                            IntakeRun run = new IntakeRun(db, intake, contents);
                            last.set(run);
                            return run.run();
                        })),
                db -> Optional.ofNullable(last.get()).flatMap(run -> run.find(db)));
    }
}

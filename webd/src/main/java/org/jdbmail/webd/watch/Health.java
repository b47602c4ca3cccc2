package org.jdbmail.webd.watch;

import java.util.function.BooleanSupplier;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Store;
import org.jdbmail.webd.http.Router;
import org.jdbmail.webd.http.WebAnswer;

/**
 * {@code /health/live}: the process answers. {@code /health/ready}: it takes work, which is so when its database answers and it is not
 * stopping. For load balancers, and whoever starts what has died.
 */
public final class Health {
    private final Store store;
    private final BooleanSupplier stopping;

    /** @param stopping whether the process takes no more work */
    public Health(Store store, BooleanSupplier stopping) {
        this.store = store;
        this.stopping = stopping;
    }

    /** Adds both. */
    public Router addTo(Router router) {
        return router.on("GET", "/health/live", (request, parts) -> WebAnswer.line(200, "alive"))
                .on("GET", "/health/ready", (request, parts) -> ready());
    }

    private WebAnswer ready() {
        if (stopping.getAsBoolean()) {
            return WebAnswer.line(503, "stopping");
        }
        try {
            store.look(tx -> tx.users().find(0));
            return WebAnswer.line(200, "ready");
        } catch (Refusal refusal) {
            return WebAnswer.line(503, "the database does not answer");
        }
    }
}

package org.jdbmail.core.sasl;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.BulkIntake;
import org.jdbmail.core.store.Changes;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.core.store.Secrets;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.Work;

/** A store that knows the server's own secrets and can write nothing down, which keeps nobody from logging in. */
final class SecretsOnlyStore implements Store {
    private static final String SECRET = "00112233445566778899aabbccddeeff";

    @Override
    public <T> T read(Work<T> work) {
        Secrets secrets = fake(Secrets.class, "own", Optional.of(SECRET));
        return work.run(fake(Tx.class, "secrets", secrets));
    }

    private static <T> T fake(Class<T> type, String method, Object answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, args) -> {
            if (!called.getName().equals(method)) {
                throw new AssertionError("an exchange does not need " + called);
            }
            return answer;
        }));
    }

    @Override
    public <T> T write(Work<T> work) {
        throw new Refusal(Reason.UNAVAILABLE, "nothing is written here");
    }

    @Override
    public List<BulkIntake.Taken> takeIn(BulkIntake intake) {
        throw new AssertionError("an exchange takes nothing in");
    }

    @Override
    public Maintenance maintenance() {
        throw new AssertionError("an exchange maintains nothing");
    }

    @Override
    public List<PortionOutcome> deliver(Delivery delivery) {
        throw new AssertionError("an exchange delivers nothing");
    }

    @Override
    public Changes changes() {
        throw new AssertionError("an exchange watches nothing");
    }

    @Override
    public void close() {}
}

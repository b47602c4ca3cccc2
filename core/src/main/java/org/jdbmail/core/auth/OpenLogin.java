package org.jdbmail.core.auth;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A login from its beginning to its end: what the log of logins has of it, and how its session is ended from outside. */
public final class OpenLogin {
    private final long userId;
    private final @Nullable Fingerprint fingerprint;
    private final Entry entry;
    private final @Nullable BooleanSupplier holds;
    private volatile @Nullable Runnable ending;
    private volatile boolean isRevoked;

    /** What stands in the log of logins. */
    record Entry(
            String name,
            String service,
            InetSocketAddress source,
            InetSocketAddress target,
            boolean failed,
            Instant when) {}

    // Guarded by the journal's writer, which alone writes rows.
    private OptionalLong row = OptionalLong.empty();
    private Optional<Closing> closing = Optional.empty();

    /** How it ended. */
    record Closing(long received, long sent, Instant when) {}

    OpenLogin(long userId, @Nullable Fingerprint fingerprint, Entry entry) {
        this(userId, fingerprint, entry, null);
    }

    /** @param holds whether an account that is kept elsewhere is still what it was; null for one of ours */
    OpenLogin(long userId, @Nullable Fingerprint fingerprint, Entry entry, @Nullable BooleanSupplier holds) {
        this.holds = holds;
        this.userId = userId;
        this.fingerprint = fingerprint;
        this.entry = entry;
    }

    long userId() {
        return userId;
    }

    /** What the account was when it logged in; null where that is not known. */
    @Nullable
    Fingerprint fingerprint() {
        return fingerprint;
    }

    /** Whether whoever keeps the account still has it as it was at the login; may ask another server. */
    boolean holds() {
        return holds == null || holds.getAsBoolean();
    }

    boolean isElsewhere() {
        return holds != null;
    }

    Entry entry() {
        return entry;
    }

    synchronized OptionalLong row() {
        return row;
    }

    synchronized void written(long id) {
        row = OptionalLong.of(id);
    }

    synchronized Optional<Closing> closing() {
        return closing;
    }

    synchronized void closed(Closing how) {
        closing = Optional.of(how);
    }

    /** What ends the session, from any thread, when its account may no longer be used. */
    public void whenRevoked(Runnable end) {
        ending = end;
        if (isRevoked) {
            end.run();
        }
    }

    /** Ends the session. */
    void revoke() {
        isRevoked = true;
        Runnable end = ending;
        if (end != null) {
            end.run();
        }
    }
}

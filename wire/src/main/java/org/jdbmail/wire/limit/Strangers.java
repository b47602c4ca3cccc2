package org.jdbmail.wire.limit;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections whose peers have not yet shown who they are, over all listeners. There may be so many of one {@link PeerOrigin} and
 * so many in all. Who comes when the limit is reached takes the place of the one that came first and keeps silent: a peer that
 * means to log in does so within a moment, so that connections held open in great number only shut each other out.
 */
public final class Strangers {
    /** One of them. */
    public interface Stranger {
        /** Whether it keeps silent: nothing that it said is being answered. Any thread; never waits. */
        boolean isSilent();

        /** Ends it, since its place is needed. Any thread; never waits. */
        void dismiss();
    }

    private final int most;
    private final int mostOfOne;
    private final LinkedHashMap<Stranger, String> all = new LinkedHashMap<>();
    private final Map<String, LinkedHashSet<Stranger>> byOrigin = new HashMap<>();
    private long dismissed;

    /**
     * @param most how many there may be
     * @param mostOfOne how many of one origin
     */
    public Strangers(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /**
     * One more.
     *
     * @return false if there are too many, none of which keeps silent; it is then not counted
     */
    public boolean enter(Stranger stranger, String origin) {
        @Nullable Stranger leaves = null;
        synchronized (this) {
            LinkedHashSet<Stranger> ofOne = byOrigin.getOrDefault(origin, new LinkedHashSet<>());
            if (!origin.equals(PeerOrigin.NONE) && ofOne.size() >= mostOfOne) {
                leaves = silent(ofOne);
            } else if (all.size() >= most) {
                leaves = silent(all.keySet());
            } else {
                add(stranger, origin);
                return true;
            }
            if (leaves == null) {
                return false;
            }
            dismissed++;
            leave(leaves);
            add(stranger, origin);
        }
        leaves.dismiss();
        return true;
    }

    private void add(Stranger stranger, String origin) {
        all.put(stranger, origin);
        byOrigin.computeIfAbsent(origin, o -> new LinkedHashSet<>()).add(stranger);
    }

    private static @Nullable Stranger silent(Collection<Stranger> them) {
        for (Stranger each : them) {
            if (each.isSilent()) {
                return each;
            }
        }
        return null;
    }

    /** It is over, or is no stranger any more; nothing happens if it is none. */
    public synchronized void leave(Stranger stranger) {
        String origin = all.remove(stranger);
        LinkedHashSet<Stranger> ofOne = origin == null ? null : byOrigin.get(origin);
        if (origin != null && ofOne != null && ofOne.remove(stranger) && ofOne.isEmpty()) {
            byOrigin.remove(origin);
        }
    }

    /** How many there are. */
    public synchronized int count() {
        return all.size();
    }

    /** How many were ended so far since their places were needed. */
    public synchronized long dismissed() {
        return dismissed;
    }
}

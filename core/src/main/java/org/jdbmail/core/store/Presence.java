package org.jdbmail.core.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Who is there now, on every process of the store ({@code jdbmail_process}, {@code jdbmail_session}). */
public interface Presence {
    /**
     * A server process.
     *
     * @param id drawn at its start, at most 36 characters
     * @param host the machine that it runs on
     */
    record Host(String id, String host, long pid, Instant started) {}

    /**
     * A session, as its process has it.
     *
     * @param number its number in that process
     * @param address of its client
     */
    record Session(long number, long userId, String service, String address, int port, Instant since) {}

    /**
     * A session as others see it.
     *
     * @param id by which it can be ended
     * @param login the account's name
     * @param isEnding whether it was told to end
     */
    record Seen(long id, String login, Session session, String host, long pid, boolean isEnding) {}

    /** The sessions that are there, by account: of an account with that login, or of all where it is empty. */
    List<Seen> sessions(String login, Instant now);

    /** One of them, if it is still there. */
    Optional<Seen> session(long id, Instant now);

    /** What a page of sessions is sorted by; what is alike, by when it began. */
    enum Order {
        LOGIN,
        SINCE,
        SERVICE,
        ADDRESS,
        SERVER
    }

    /**
     * Which sessions are looked for.
     *
     * @param text what the account's name, service, address or server has in it, whatever its case; empty for all
     */
    record Search(String text, Order order, boolean isDescending, int offset, int most) {}

    /**
     * Some of them.
     *
     * @param total how many there are in all, as {@link Paging} counts them
     */
    record Page(long total, List<Seen> rows) {}

    /** A page of the sessions that are there. */
    Page page(Search search, Instant now);

    /**
     * Tells sessions to end; their processes do it within seconds.
     *
     * @return how many there were
     */
    int end(Collection<Long> ids);

    /** Says that a process is there; returns whether that was known. */
    boolean alive(Host process, Instant now);

    /** Notes sessions that have begun. */
    void begun(String processId, Collection<Session> sessions);

    /** Takes away sessions that have ended, by their numbers. */
    void ended(String processId, Collection<Long> numbers);

    /** The numbers of those sessions of a process that are to end. */
    List<Long> toEnd(String processId);

    /** Takes away a process with its sessions. */
    void gone(String processId);

    /** Takes away processes that have not been seen since then. */
    int forget(Instant before);
}

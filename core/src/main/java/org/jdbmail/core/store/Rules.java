package org.jdbmail.core.store;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** What administrators and programs write into tables by hand about new mail ({@code dbmail_filters}, {@code dbmail_auto_…}). */
public interface Rules {
    /**
     * Whether there is anything in the tables at all.
     *
     * @param filters in {@code dbmail_filters}
     * @param notices in {@code dbmail_auto_notifications}
     * @param replies in {@code dbmail_auto_replies}
     */
    record Present(boolean filters, boolean notices, boolean replies) {}

    /**
     * Mail with that field goes into that mailbox.
     *
     * @param field the name of a header field
     * @param pattern what its value is like, whatever the case: {@code %} stands for any text, {@code _} for any character
     * @param mailbox the mailbox's name, in Unicode
     */
    record Filter(String field, String pattern, String mailbox) {}

    /**
     * What there is for one account.
     *
     * @param filters its own in the order of their ids, then those for everybody
     * @param notice whom to tell of new mail
     * @param reply what to answer now
     */
    record Found(List<Filter> filters, Optional<String> notice, Optional<String> reply) {}

    /** Which of the tables have rows. */
    Present present();

    /** @param now the time on the wall, in which an administrator writes dates */
    Found of(long userId, LocalDateTime now);

    /** Whether it is remembered that an account saw something ({@link Memory}). */
    boolean isRemembered(Memory memory, Instant now);
}

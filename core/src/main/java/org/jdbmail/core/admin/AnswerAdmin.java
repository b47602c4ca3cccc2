package org.jdbmail.core.admin;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Answers;
import org.jdbmail.core.store.Rules;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;

/** What the tables say is done about new mail of an account: into which mailbox it goes, what is answered, and who is told. */
public final class AnswerAdmin {
    /** Columns of {@code dbmail_filters} and {@code dbmail_auto_notifications}. */
    private static final int FIELD = 128;

    private static final int PATTERN = 255;
    private static final int MAILBOX = 100;
    private static final int NOTICE = 100;

    /** Each is tried on every message. */
    private static final int MOST_FILTERS = 200;

    private static final int MOST_REPLY = 4_000;

    private final Store store;
    private final InstantSource clock;

    public AnswerAdmin(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * All that the tables say of an account.
     *
     * @param filters in the order in which they are tried; their mailboxes as people write them
     * @param notice who is told of new mail
     */
    public record View(
            User user, List<Answers.Filter> filters, Optional<Answers.Reply> reply, Optional<String> notice) {}

    /** @throws Refusal NOT_FOUND */
    public View view(Actor actor, long id) {
        return store.read(tx -> {
            User user = AccountRules.account(tx, actor, id);
            Answers answers = tx.answers();
            return new View(
                    user,
                    answers.filters(Optional.of(id)),
                    answers.replies(Optional.of(id)).stream().findFirst(),
                    answers.notices(Optional.of(id)).stream()
                            .map(Answers.Notice::address)
                            .findFirst());
        });
    }

    /**
     * Has mail go into a mailbox when a field of its header is like a pattern.
     *
     * @param pattern {@code %} in it stands for any text, {@code _} for any character
     * @return the filter's number
     * @throws Refusal NOT_FOUND, INVALID, ALREADY_EXISTS, LIMIT
     */
    public long addFilter(Actor actor, long id, String field, String pattern, String mailbox) {
        Rules.Filter rule = rule(field, pattern, mailbox);
        return store.write(tx -> {
            User user = AccountRules.account(tx, actor, id);
            List<Answers.Filter> all = tx.answers().filters(Optional.of(id));
            if (all.stream().anyMatch(filter -> filter.rule().equals(rule))) {
                throw new Refusal(Reason.ALREADY_EXISTS, "there is that filter already");
            }
            if (all.size() >= MOST_FILTERS) {
                throw new Refusal(Reason.LIMIT, "there are too many filters already");
            }
            actor.note(tx, clock.instant(), "filter.add", user.login(), field + " " + pattern + " to " + mailbox);
            return tx.answers().addFilter(id, rule);
        });
    }

    /** What a filter says, if it can be one. @throws Refusal INVALID */
    public static Rules.Filter rule(String field, String pattern, String mailbox) {
        // RFC 5322 §2.2
        if (!field.matches("[!-9;-~]+") || field.length() > FIELD) {
            throw new Refusal(Reason.INVALID, "'" + field + "' is not the name of a header field");
        }
        if (pattern.isEmpty() || pattern.length() > PATTERN || mailbox.isEmpty() || mailbox.length() > MAILBOX) {
            throw new Refusal(
                    Reason.INVALID, "a pattern has 1 to " + PATTERN + " characters, a mailbox here 1 to " + MAILBOX);
        }
        return new Rules.Filter(field, pattern, mailbox);
    }

    /** @throws Refusal NOT_FOUND, also for a filter that is another's */
    public void removeFilter(Actor actor, long id, long filterId) {
        store.write(tx -> {
            User user = AccountRules.account(tx, actor, id);
            if (tx.answers().filters(Optional.of(id)).stream().noneMatch(filter -> filter.id() == filterId)) {
                throw new Refusal(Reason.NOT_FOUND, "there is no such filter");
            }
            actor.note(tx, clock.instant(), "filter.remove", user.login(), Long.toString(filterId));
            return tx.answers().removeFilter(filterId);
        });
    }

    /**
     * Answers everybody who writes, from a day until another.
     *
     * @param last the last day, which counts
     * @throws Refusal NOT_FOUND, INVALID
     */
    public void setReply(Actor actor, long id, LocalDate first, LocalDate last, String text) {
        Answers.Reply reply = reply(id, first, last, text);
        store.write(tx -> {
            User user = AccountRules.account(tx, actor, id);
            tx.answers().setReply(reply);
            actor.note(tx, clock.instant(), "reply.set", user.login(), first + " to " + last);
            return user;
        });
    }

    /** An answer from a day until another, both whole. @throws Refusal INVALID */
    static Answers.Reply reply(long userId, LocalDate first, LocalDate last, String text) {
        if (last.isBefore(first)) {
            throw new Refusal(Reason.INVALID, "the last day is before the first");
        }
        if (text.isBlank() || text.length() > MOST_REPLY) {
            throw new Refusal(Reason.INVALID, "an answer has 1 to " + MOST_REPLY + " characters");
        }
        return new Answers.Reply(userId, first.atStartOfDay(), last.atTime(23, 59, 59), text);
    }

    /** @throws Refusal NOT_FOUND */
    public void removeReply(Actor actor, long id) {
        store.write(tx -> {
            User user = AccountRules.account(tx, actor, id);
            if (tx.answers().removeReply(id)) {
                actor.note(tx, clock.instant(), "reply.remove", user.login(), "");
            }
            return user;
        });
    }

    /** Has an address told of each new mail, in place of who was told before. @throws Refusal NOT_FOUND, INVALID */
    public void setNotice(Actor actor, long id, String address) {
        Forwards.requireAddress(address);
        if (address.length() > NOTICE) {
            throw new Refusal(Reason.INVALID, "that can be no address");
        }
        store.write(tx -> {
            User user = AccountRules.account(tx, actor, id);
            if (address.equalsIgnoreCase(user.login())) {
                throw new Refusal(Reason.INVALID, "mail to oneself would go round in a circle");
            }
            tx.answers().setNotice(new Answers.Notice(id, address));
            actor.note(tx, clock.instant(), "notice.set", user.login(), address);
            return user;
        });
    }

    /** @throws Refusal NOT_FOUND */
    public void removeNotice(Actor actor, long id) {
        store.write(tx -> {
            User user = AccountRules.account(tx, actor, id);
            if (tx.answers().removeNotice(id)) {
                actor.note(tx, clock.instant(), "notice.remove", user.login(), "");
            }
            return user;
        });
    }
}

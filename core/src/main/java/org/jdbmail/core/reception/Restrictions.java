package org.jdbmail.core.reception;

import java.io.IOException;
import java.util.List;
import org.jdbmail.core.policy.PolicyServices;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.table.LookupTables;
import org.jdbmail.core.table.TableName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the lists of restrictions, all at RCPT, where most is known (Postfix's {@code smtpd_delay_reject}). A word of permission ends its
 * own list only; none of them can let mail through that may not be relayed, which is looked at before.
 */
final class Restrictions {
    private static final Logger LOG = LoggerFactory.getLogger(Restrictions.class);

    /** How many lists of words tables and services may lead to for one recipient: one that leads back to itself ends there. */
    private static final int MOST_LED_TO = 50;

    /**
     * What a client wants to do.
     *
     * @param id our name for the transaction
     * @param size octets of the message as far as is known; not above 0 where it is not
     */
    record Wish(Caller caller, EnvelopeAddress sender, EnvelopeAddress recipient, String id, long size) {}

    private final ReceptionOptions.Restricted lists;
    private final RestrictionWords words;
    private final LookupTables tables;
    private final PolicyQuestion questions;
    private final PolicyServices services = new PolicyServices();

    /**
     * The lists of a server.
     *
     * @param questions what policy services are asked
     * @param tables opens the tables that lists name
     */
    Restrictions(
            ReceptionOptions.Restricted lists, RestrictionWords words, PolicyQuestion questions, LookupTables tables) {
        this.lists = lists;
        this.words = words;
        this.questions = questions;
        this.tables = tables;
    }

    /** What was found out while the lists were gone through for one wish. */
    private static final class Findings {
        private Orders orders = Orders.NONE;
        private @Nullable Denied ifPermit;
        private @Nullable Denied ifReject;
        private int ledTo;
    }

    /**
     * Goes through the lists.
     *
     * @return what is to be done with the message, should it come
     * @throws Denied where the lists don't allow it
     */
    Orders check(Wish wish) {
        Findings findings = new Findings();
        try {
            for (List<Restriction> list : List.of(lists.client(), lists.helo(), lists.sender(), lists.recipient())) {
                for (Restriction each : list) {
                    if (isPermitted(each, wish, findings)) {
                        break;
                    }
                }
            }
        } catch (Denied denied) {
            throw findings.ifReject != null && denied.reply().code() >= 500 ? findings.ifReject : denied;
        }
        if (findings.ifPermit != null) {
            throw findings.ifPermit;
        }
        return findings.orders;
    }

    /** Whether the rest of the list does not matter. */
    private boolean isPermitted(Restriction restriction, Wish wish, Findings findings) {
        return switch (restriction) {
            case Restriction.Word word -> words.isPermitted(word, wish);
            case Restriction.BlockList list -> words.isPermitted(list, wish);
            case Restriction.Access(Restriction.Subject what, TableName table) ->
                AccessKeys.find(tables.open(table), what, wish)
                        .filter(value -> isPermitted(action(value), wish, findings))
                        .isPresent();
            case Restriction.Policy policy -> isPermitted(action(asked(policy, wish)), wish, findings);
            case Restriction.Warned(Restriction what) -> isPermittedWarned(what, wish, findings);
        };
    }

    /** Carries out what may only warn: neither now nor, by what it has found out, in the end is anything refused by it. */
    private boolean isPermittedWarned(Restriction what, Wish wish, Findings findings) {
        Denied before = findings.ifPermit;
        findings.ifPermit = null;
        try {
            return isPermitted(what, wish, findings);
        } catch (Denied denied) {
            warn(wish, denied);
            return false;
        } finally {
            if (findings.ifPermit != null) {
                warn(wish, findings.ifPermit);
            }
            findings.ifPermit = before;
        }
    }

    private static void warn(Wish wish, Denied denied) {
        note(wish, "would be refused: " + denied.getMessage());
    }

    /** Does what a table says. */
    private boolean isPermitted(AccessAction action, Wish wish, Findings findings) {
        return switch (action) {
            case AccessAction.Permit() -> true;
            case AccessAction.Dunno() -> false;
            case AccessAction.Refuse(Denied denied) -> throw denied;
            case AccessAction.DeferIfPermit(Denied denied) -> {
                findings.ifPermit = findings.ifPermit == null ? denied : findings.ifPermit;
                yield false;
            }
            case AccessAction.DeferIfReject(Denied denied) -> {
                findings.ifReject = findings.ifReject == null ? denied : findings.ifReject;
                yield false;
            }
            case AccessAction.Order(Orders orders, boolean isEnough) -> {
                findings.orders = findings.orders.and(orders);
                yield isEnough;
            }
            case AccessAction.Words(List<Restriction> list) -> {
                // Counted, and not only how deep: two words that each lead back are as many as there is patience for.
                if (++findings.ledTo > MOST_LED_TO) {
                    note(wish, "restrictions of a table lead round in a circle");
                    throw notSetUp();
                }
                yield list.stream().anyMatch(each -> isPermitted(each, wish, findings));
            }
            case AccessAction.Note(String text) -> {
                note(wish, text);
                yield false;
            }
        };
    }

    /** What a policy service says, or what is done where it says nothing. */
    private String asked(Restriction.Policy policy, Wish wish) {
        try {
            return services.at(policy.place())
                    .ask(questions.of(wish, policy.context()), policy.patience().orElse(lists.patience()));
        } catch (IOException e) {
            LOG.warn("the policy service {} {}", policy.place(), e.getMessage());
            return policy.ifAway().orElse(lists.ifAway());
        }
    }

    private static void note(Wish wish, String text) {
        Caller caller = wish.caller();
        LOG.warn(
                "{} ({}) from <{}> to <{}>: {}",
                caller.address(),
                caller.helo(),
                wish.sender(),
                wish.recipient(),
                text);
    }

    private static AccessAction action(String value) {
        try {
            return AccessAction.parse(value);
        } catch (IllegalArgumentException e) {
            LOG.warn("a table or service of restrictions says what is not understood: {} ({})", value, e.getMessage());
            throw notSetUp();
        }
    }

    private static Denied notSetUp() {
        return new Denied(451, "4.3.5", "this server has to be set up first, come again later");
    }
}

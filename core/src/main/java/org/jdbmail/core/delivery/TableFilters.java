package org.jdbmail.core.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.store.Rules.Filter;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.field.MailAddress;
import org.jdbmail.mime.structure.HeaderField;

/**
 * Files mail as {@code dbmail_filters} says: the first row whose pattern a field is like names the mailbox; where there is none of that name,
 * mail stays in the INBOX. An address that names a mailbox itself ({@code user+mailbox}) goes before.
 */
public final class TableFilters implements Decider {
    private final RecentRules rules;

    public TableFilters(RecentRules rules) {
        this.rules = rules;
    }

    @Override
    public List<Action> decide(Arrival arrival, List<Action> soFar) {
        List<Filter> filters = rules.of(arrival.target().user().id()).filters();
        if (filters.isEmpty() || !arrival.target().detail().isEmpty()) {
            return soFar;
        }
        Optional<String> mailbox = mailbox(filters, arrival.message().bytes());
        if (mailbox.isEmpty()) {
            return soFar;
        }
        List<Action> actions = new ArrayList<>();
        for (Action action : soFar) {
            actions.add(
                    action instanceof Action.Keep(FlagSet flags, Version version)
                            ? new Action.FileInto(mailbox.get(), Action.Insistence.IF_THERE, flags, version)
                            : action);
        }
        return actions;
    }

    private static Optional<String> mailbox(List<Filter> filters, MessageBytes message) {
        List<HeaderField> fields = HeaderField.list(message);
        return filters.stream()
                .filter(filter -> fields.stream().anyMatch(field -> matches(filter, field)))
                .map(Filter::mailbox)
                .findFirst();
    }

    /** A pattern that is an address means it also where a name stands beside it. */
    private static boolean matches(Filter filter, HeaderField field) {
        return field.is(filter.field())
                && (Like.matches(filter.pattern(), field.text())
                        || (filter.pattern().contains("@")
                                && field.addresses().stream()
                                        .map(MailAddress::address)
                                        .anyMatch(address ->
                                                address != null && Like.matches(filter.pattern(), address))));
    }
}

package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbmail.core.mailbox.QuotaRules;
import org.jdbmail.core.store.Quotas;
import org.jdbmail.imapd.proto.ImapBytes;
import org.jdbmail.imapd.proto.QuotaCommand;
import org.jdbmail.imapd.proto.QuotaCommand.Resource;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** GETQUOTA, GETQUOTAROOT and SETQUOTA (RFC 9208 §4.1). */
final class QuotaHandler {
    /** The unit of STORAGE (RFC 9208 §5.1). */
    private static final long UNIT = 1024;

    private QuotaHandler() {}

    static Reply run(Session session, QuotaCommand command) throws IOException {
        QuotaRules rules = new QuotaRules(
                session.user(),
                session.shared()
                        .options()
                        .privileges()
                        .quotaAdministrators()
                        .contains(session.user().login().toLowerCase(Locale.ROOT)));
        return switch (command) {
            case QuotaCommand.Get get -> {
                session.out().untagged(quota(session.store().read(tx -> rules.named(tx, ImapBytes.text(get.root())))));
                yield Reply.ok("That is the quota");
            }
            case QuotaCommand.Of of -> {
                Quotas.Usage usage = session.store().read(tx -> rules.ofMailbox(tx, of.mailbox()));
                // RFC 9208 §7: a list of resources is never empty, and Thunderbird stumbles over one; so what is
                // without limits has no root.
                boolean isLimited = usage.limits().isAny();
                session.out()
                        .untagged(new Untagged.MailboxWords(
                                "QUOTAROOT",
                                of.mailbox().name(),
                                isLimited ? List.of(ImapBytes.ofText(usage.login())) : List.of()));
                if (isLimited) {
                    session.out().untagged(quota(usage));
                }
                yield Reply.ok("That is the quota");
            }
            case QuotaCommand.Set set -> {
                Quotas.Limits limits = limits(set.limits());
                session.out()
                        .untagged(quota(
                                session.store().write(tx -> rules.limit(tx, ImapBytes.text(set.root()), limits))));
                yield Reply.ok("The quota is set");
            }
        };
    }

    private static Quotas.Limits limits(Map<Resource, Long> limits) {
        long units = Math.min(limits.getOrDefault(Resource.STORAGE, 0L), Long.MAX_VALUE / UNIT);
        return new Quotas.Limits(
                units * UNIT, limits.getOrDefault(Resource.MESSAGE, 0L), limits.getOrDefault(Resource.MAILBOX, 0L));
    }

    /** What is not limited is not named (RFC 9208 §4.2.1). */
    private static Untagged quota(Quotas.Usage usage) {
        List<String> triplets = new ArrayList<>();
        Quotas.Limits limits = usage.limits();
        limited(
                triplets,
                Resource.STORAGE,
                Math.ceilDiv(usage.octets(), UNIT),
                limits.octets() / UNIT,
                limits.octets());
        limited(triplets, Resource.MESSAGE, usage.messages(), limits.messages(), limits.messages());
        limited(triplets, Resource.MAILBOX, usage.mailboxes(), limits.mailboxes(), limits.mailboxes());
        return new Untagged.Quota(ImapBytes.ofText(usage.login()), triplets);
    }

    private static void limited(List<String> triplets, Resource resource, long used, long most, long limit) {
        if (limit > 0) {
            triplets.add(resource.name() + " " + used + " " + most);
        }
    }
}

package org.jdbmail.core.upkeep;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.compose.LetterWriter;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Domains;
import org.jdbmail.core.store.Inboxes;
import org.jdbmail.core.store.QuotaWarnings;
import org.jdbmail.core.store.QuotaWarnings.Kind;
import org.jdbmail.core.store.QuotaWarnings.Level;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jdbmail.mime.bytes.MessageBytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells by a mail in the INBOX when an account's quota is nearly used up, once at each level; those who administer a domain when the
 * quota of the domain is. Who has room again is told again when it is used up once more.
 */
public final class QuotaWatch {
    private static final Logger LOG = LoggerFactory.getLogger(QuotaWatch.class);

    /** Somebody who is just below a level again has not made room yet. */
    private static final int ROOM = 5;

    /**
     * How it is told.
     *
     * @param levels percent, in ascending order; empty for telling nobody
     * @param hostname for Message-IDs
     * @param sender in whose name
     */
    public record Options(List<Integer> levels, String hostname, EnvelopeAddress sender) {}

    private final Store store;
    private final Options options;
    private final Inboxes inboxes;

    public QuotaWatch(Store store, Options options) {
        this.store = store;
        this.options = options;
        this.inboxes = new Inboxes(store);
    }

    /** Looks at all quotas; returns how many mails that made. */
    public int run(Instant now) {
        if (options.levels().isEmpty()) {
            return 0;
        }
        int told = 0;
        for (Level level : store.read(this::levels)) {
            int reached = reached(level.percent());
            if (reached > level.told()) {
                // Noted first: to be told twice is worse than not to be told when the machine dies in between.
                store.write(tx -> note(tx, level, reached, now));
                told += tell(level, now);
            } else if (level.told() > 0 && level.percent() < level.told() - ROOM) {
                store.write(tx -> note(tx, level, reached, now));
            }
        }
        return told;
    }

    private static boolean note(Tx tx, Level level, int reached, Instant now) {
        if (reached == 0) {
            tx.quotaWarnings().forget(level.kind(), level.subject());
        } else {
            tx.quotaWarnings().told(level.kind(), level.subject(), reached, now);
        }
        return true;
    }

    private List<Level> levels(Tx tx) {
        QuotaWarnings warnings = tx.quotaWarnings();
        List<Level> levels = new ArrayList<>(warnings.accounts(options.levels().getFirst()));
        List<Domains.Domain> limited =
                tx.domains().all().stream().filter(domain -> domain.quota() > 0).toList();
        // One look over all accounts, and not one for each domain.
        Map<String, Domains.Usage> usages =
                limited.isEmpty() ? Map.of() : tx.domains().usages();
        for (Domains.Domain domain : limited) {
            levels.add(new Level(
                    Kind.DOMAIN,
                    domain.name(),
                    usages.getOrDefault(domain.name(), Domains.Usage.NONE).used(),
                    domain.quota(),
                    warnings.told(Kind.DOMAIN, domain.name())));
        }
        return levels;
    }

    private int reached(int percent) {
        return options.levels().stream()
                .filter(level -> percent >= level)
                .reduce((lower, higher) -> higher)
                .orElse(0);
    }

    private int tell(Level level, Instant now) {
        return switch (level.kind()) {
            case USER ->
                user(Long.parseLong(level.subject()))
                        .map(user -> tell(user, now, "Your mailbox is " + level.percent() + " % full", """
                        Your mail takes %s of the %s that you may have.

                        When there is no room left, mail to you goes back to its senders. Delete what you
                        don't need any more, and empty the trash.
                        """.formatted(
                                        size(level.used()), size(level.quota()))))
                        .orElse(0);
            case DOMAIN -> {
                String text = """
                        The accounts of %s keep %s of the %s that they may have together.

                        When there is no room left, mail to any of them goes back to its senders.
                        """.formatted(level.subject(), size(level.used()), size(level.quota()));
                int told = 0;
                for (Long id : store.read(tx -> tx.domains().administrators(level.subject()))) {
                    told += user(id).map(user ->
                                    tell(user, now, level.subject() + " is " + level.percent() + " % full", text))
                            .orElse(0);
                }
                yield told;
            }
        };
    }

    private Optional<User> user(long id) {
        return store.read(tx -> tx.users().find(id)).filter(User::active);
    }

    private int tell(User user, Instant now, String subject, String text) {
        byte[] mail = new LetterWriter()
                .address("From", options.sender())
                .address("To", EnvelopeAddress.ofPlain(user.login()))
                .field("Subject", subject)
                .identity(now, options.hostname())
                .known("Auto-Submitted", "auto-generated") // RFC 3834 §5
                .known("Precedence", "bulk")
                .text(text);
        long inbox = inboxes.findOrCreate(user.id());
        store.deliver(
                PreparedMessage.prepare(MessageBytes.of(mail)), now, List.of(Destination.plain(inbox, user.id())));
        LOG.info("{} was told: {}", user.login(), subject);
        return 1;
    }

    private static String size(long octets) {
        return octets < 1024 * 1024
                ? String.format(Locale.ROOT, "%.1f KiB", octets / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", octets / 1024.0 / 1024);
    }
}

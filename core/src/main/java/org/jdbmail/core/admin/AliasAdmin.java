package org.jdbmail.core.admin;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.delivery.AliasTree;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Aliases;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.core.store.Users;

/** What administrators do with aliases and forwards. */
public final class AliasAdmin {
    private final Store store;
    private final InstantSource clock;

    public AliasAdmin(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * A page of rows.
     *
     * @param logins the logins of the accounts that rows deliver to, by id
     */
    public record Page(Aliases.Page page, Map<Long, String> logins) {}

    /** A page of the rows whose alias is in somebody's power. */
    public Page search(Actor actor, String text, Aliases.Order order, boolean isDescending, int offset, int most) {
        return store.read(tx -> {
            Aliases.Page page =
                    tx.aliases().search(new Aliases.Search(text, actor.domains(), order, isDescending, offset, most));
            List<Long> ids = page.rows().stream()
                    .map(Alias::deliverTo)
                    .filter(AccountRules::isUserId)
                    .map(Long::valueOf)
                    .toList();
            Map<Long, String> logins = new HashMap<>();
            Map<Long, Users.Login> found = ids.isEmpty() ? Map.of() : tx.users().logins(ids);
            found.forEach((id, login) -> logins.put(id, login.user().login()));
            return new Page(page, logins);
        });
    }

    /**
     * Lets an address lead to an account or to another address.
     *
     * @param target a login, or an address
     * @throws Refusal INVALID, NO_PERMISSION, ALREADY_EXISTS, LIMIT
     */
    public void add(Actor actor, String alias, String target) {
        if (!AccountRules.isAlias(alias)) {
            throw new Refusal(Reason.INVALID, "that can be no address");
        }
        if (!actor.mayUse(alias)) {
            throw new Refusal(Reason.NO_PERMISSION, "that domain is not yours to administer");
        }
        store.write(tx -> {
            Optional<User> account = tx.users()
                    .find(target)
                    .filter(user -> !AccountRules.isDbmailsOwn(user.login()))
                    .filter(user -> actor.mayUse(user.login()));
            if (account.isEmpty()) {
                Forwards.requireAddress(target);
            }
            String deliverTo = account.map(user -> Long.toString(user.id())).orElse(target);
            tx.aliases()
                    .add(new Alias(alias, deliverTo, account.map(User::clientId).orElse(0L)));
            actor.note(tx, clock.instant(), "alias.add", alias, "to " + target);
            return true;
        });
    }

    /** @throws Refusal NOT_FOUND, NO_PERMISSION, INVALID */
    public void remove(Actor actor, String alias, String deliverTo) {
        if (!actor.mayUse(alias)) {
            throw new Refusal(Reason.NO_PERMISSION, "that domain is not yours to administer");
        }
        store.write(tx -> {
            AliasBookkeeping.remove(tx, alias, deliverTo);
            actor.note(tx, clock.instant(), "alias.remove", alias, "to " + deliverTo);
            return true;
        });
    }

    /** Draws where an address leads, as far as that is in somebody's power. @throws Refusal NO_PERMISSION, INVALID */
    public AliasTree.Drawing draw(Actor actor, String address) {
        if (!actor.mayUse(address)) {
            throw new Refusal(Reason.NO_PERMISSION, "that domain is not yours to administer");
        }
        if (!AccountRules.isTarget(address) || address.chars().anyMatch(c -> c <= ' ')) {
            throw new Refusal(Reason.INVALID, "that can be no address");
        }
        return new AliasTree(store, true, List.of(), actor::mayUse).draw(EnvelopeAddress.ofPlain(address));
    }
}

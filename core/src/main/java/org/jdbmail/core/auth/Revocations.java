package org.jdbmail.core.auth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Users;
import org.jdbmail.core.work.Repeating;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the sessions of accounts that were disabled, deleted or given another password, by whatever program: looks every few seconds at the
 * accounts that have sessions in this process, which costs one small query for hundreds of them.
 */
public final class Revocations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);
    private static final int AT_ONCE = 500;

    /** Another server is asked for each account: not as often as one statement for all. */
    private static final int ELSEWHERE_EVERY = 5;

    private final Store store;
    private final Set<OpenLogin> open = ConcurrentHashMap.newKeySet();
    private final Map<OpenLogin, Fingerprint> first = new ConcurrentHashMap<>();
    private final Repeating watch;
    private int looks;

    /** @param every how long a change may go unnoticed */
    public Revocations(Store store, Duration every) {
        this.store = store;
        this.watch = new Repeating("revocations", every, every, this::lookAtAll);
    }

    /** Begins to look. */
    public Revocations start() {
        watch.start();
        return this;
    }

    void opened(OpenLogin login) {
        open.add(login);
    }

    void closed(OpenLogin login) {
        open.remove(login);
        first.remove(login);
    }

    /** Who is there now. */
    List<OpenLogin> open() {
        return List.copyOf(open);
    }

    private void lookAtAll() {
        try {
            look();
            if (++looks % ELSEWHERE_EVERY == 0) {
                lookElsewhere();
            }
        } catch (Refusal trouble) {
            // Who can't be looked at stays in: an outage is no reason to end sessions.
            LOG.debug("accounts with sessions can't be looked at: {}", trouble.text());
        }
    }

    /** Asks for all accounts that are kept elsewhere and have sessions now; each of them once. */
    public void lookElsewhere() {
        Map<Long, Boolean> hold = new HashMap<>();
        for (OpenLogin login : List.copyOf(open)) {
            if (login.isElsewhere() && !hold.computeIfAbsent(login.userId(), id -> holds(login))) {
                LOG.info(
                        "a session of {} ends: the account is not what it was any more",
                        login.entry().name());
                closed(login);
                login.revoke();
            }
        }
    }

    /** One account that can't be asked for is no reason not to ask for the others. */
    private static boolean holds(OpenLogin login) {
        try {
            return login.holds();
        } catch (Refusal trouble) {
            throw trouble;
        } catch (RuntimeException bug) {
            LOG.error(
                    "whether {} may still be here could not be found out",
                    login.entry().name(),
                    bug);
            return true;
        }
    }

    /** Looks at all accounts that have sessions now. */
    public void look() {
        List<OpenLogin> logins = List.copyOf(open);
        List<Long> ids = logins.stream().map(OpenLogin::userId).distinct().toList();
        Map<Long, Users.Login> found = new HashMap<>();
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<Long> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
            found.putAll(store.look(tx -> tx.users().logins(some)));
        }
        List<OpenLogin> ended = new ArrayList<>();
        Set<Long> told = new HashSet<>();
        for (OpenLogin login : logins) {
            Users.Login now = found.get(login.userId());
            if (now == null || !now.user().active() || hasOtherPassword(login, now.credential())) {
                ended.add(login);
                if (told.add(login.userId())) {
                    LOG.info(
                            "the sessions of {} end: it is disabled, deleted, or has another password",
                            now == null
                                    ? "account " + login.userId()
                                    : now.user().login());
                }
            }
        }
        ended.forEach(login -> {
            closed(login);
            login.revoke();
        });
    }

    private boolean hasOtherPassword(OpenLogin login, Credential stored) {
        Fingerprint now = Fingerprint.of(stored);
        Fingerprint known = login.fingerprint();
        if (known == null) {
            Fingerprint before = first.putIfAbsent(login, now);
            return before != null && !before.equals(now);
        }
        return !known.equals(now);
    }

    /** Looks no more. */
    @Override
    public void close() {
        watch.close();
    }
}

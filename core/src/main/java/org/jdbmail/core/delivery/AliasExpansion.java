package org.jdbmail.core.delivery;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.compose.LetterWriter;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.User;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the targets of an alias until only accounts and foreign addresses are left, a level at a time, so that a level
 * costs one statement. A target in digits is an account's id; another is an alias, or else an account's name, or else
 * foreign.
 */
final class AliasExpansion {
    private static final Logger LOG = LoggerFactory.getLogger(AliasExpansion.class);

    /** Aliases that lead to aliases: as deep as DBMail follows them. */
    private static final int MAX_DEPTH = 20;
    /** Accounts and foreign addresses that one address may stand for. */
    private static final int MAX_TARGETS = 1000;

    private final Lookups directory;
    private final Map<Long, User> users = new LinkedHashMap<>();
    private final Set<Forward> forwards = new LinkedHashSet<>();
    private final Set<String> followed = new HashSet<>();
    private boolean disabled;
    private boolean endless;

    AliasExpansion(Lookups directory) {
        this.directory = directory;
    }

    /** Follows an alias if there is one of that name; whether anything was found by that. */
    boolean follow(String alias) {
        followed.add(alias);
        List<String> level = directory.targetsOf(alias);
        for (int depth = 1; !level.isEmpty(); depth++) {
            if (depth > MAX_DEPTH) {
                endless = true;
                break;
            }
            level = next(level);
            if (users.size() + forwards.size() > MAX_TARGETS) {
                throw new Refusal(Reason.LIMIT, "the address stands for too many others");
            }
        }
        return !users.isEmpty() || !forwards.isEmpty();
    }

    /** Takes accounts and foreign addresses out of a level; the targets of its aliases are the next one. */
    private List<String> next(List<String> level) {
        directory.ask(level.stream()
                .filter(target -> !isId(target))
                .map(Lookups::lower)
                .toList());
        List<String> next = new ArrayList<>();
        for (String target : level) {
            if (isId(target)) {
                addUser(directory.user(Long.parseLong(target)));
                continue;
            }
            String name = Lookups.lower(target);
            List<String> further = directory.targetsOf(name);
            User user = directory.user(name);
            if (!further.isEmpty()) {
                if (followed.add(name)) {
                    next.addAll(further);
                    // Who has a mailbox and a forward under one name gets both.
                    if (user != null && further.stream().noneMatch(AliasExpansion::isId)) {
                        addUser(user);
                    }
                } else {
                    endless = true;
                }
            } else if (user != null) {
                addUser(user);
            } else {
                addForward(target);
            }
        }
        return next;
    }

    private void addUser(@Nullable User user) {
        if (user == null) {
            return; // the alias outlived its account
        }
        if (user.active()) {
            users.put(user.id(), user);
        } else {
            disabled = true;
        }
    }

    private void addForward(String target) {
        Optional<Forward> forward = Forward.parse(target);
        if (forward.isEmpty()) {
            LOG.warn("an alias leads to what is neither an address nor a command: {}", LetterWriter.clean(target));
        }
        forward.ifPresent(forwards::add);
    }

    private static boolean isId(String target) {
        return !target.isEmpty() && target.length() <= 18 && target.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    List<User> users() {
        return List.copyOf(users.values());
    }

    List<Forward> forwards() {
        return List.copyOf(forwards);
    }

    /** What to say where nothing was found. */
    Resolution nothing() {
        return disabled ? new Resolution.Disabled() : endless ? new Resolution.Endless() : new Resolution.Unknown();
    }
}

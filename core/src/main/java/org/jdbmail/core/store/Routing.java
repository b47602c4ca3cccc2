package org.jdbmail.core.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The lookups by which a recipient is resolved, made so that a common recipient costs one statement. */
public interface Routing {
    /**
     * What the directory holds for some names.
     *
     * @param aliases every alias row whose alias is one of the names
     * @param users every account whose name is one of the names, or that one of those aliases names by its id
     * @param inboxes for each of those accounts that has one, the id of its INBOX
     */
    record Found(List<Alias> aliases, List<User> users, Map<Long, Long> inboxes) {}

    /** Looks all those names up at once, whatever their case; at most a few dozen names. */
    Found find(Collection<String> names);

    /** The domains of all addresses that are aliases or names of accounts, in small letters; looks through all of them. */
    Set<String> domains();
}

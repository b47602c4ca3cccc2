package org.jdbmail.core.delivery;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.store.Domains;
import org.jdbmail.core.store.Mailboxes;
import org.jdbmail.core.store.Routing;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.Work;

/** A store that answers lookups of recipients, and nothing else; there are no mailboxes for details in it. */
final class RoutingOnlyStore {
    private RoutingOnlyStore() {}

    /** Where no domain is another one's alias. */
    static Store of(Routing routing) {
        return of(routing, Map.of());
    }

    /** @param aliasDomains the domain that is meant, by each that is another name of it */
    static Store of(Routing routing, Map<String, String> aliasDomains) {
        Mailboxes mailboxes = only(Mailboxes.class, Map.of("access", arguments -> Optional.empty()));
        Domains domains = only(
                Domains.class,
                Map.of(
                        "find",
                        arguments -> Optional.ofNullable(aliasDomains.get((String) arguments[0]))
                                .map(domain -> new Domains.Domain((String) arguments[0], domain, 0, 0, 0))));
        Tx tx = only(
                Tx.class,
                Map.of(
                        "routing", arguments -> routing,
                        "mailboxes", arguments -> mailboxes,
                        "domains", arguments -> domains));
        return only(
                Store.class,
                Map.of(
                        "read",
                        arguments -> ((Work<?>) arguments[0]).run(tx),
                        "look",
                        arguments -> ((Work<?>) arguments[0]).run(tx),
                        "close",
                        arguments -> ""));
    }

    /** What one method answers. */
    @FunctionalInterface
    private interface Answer {
        Object to(Object[] arguments);
    }

    private static <T> T only(Class<T> type, Map<String, Answer> answers) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Answer answer = answers.get(method.getName());
            if (answer == null) {
                throw new AssertionError(
                        "resolving a recipient does not need " + type.getSimpleName() + "." + method.getName());
            }
            return answer.to(arguments);
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}

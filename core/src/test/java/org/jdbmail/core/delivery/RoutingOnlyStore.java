package org.jdbmail.core.delivery;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.store.AccessLists;
import org.jdbmail.core.store.Aliases;
import org.jdbmail.core.store.Annotations;
import org.jdbmail.core.store.Answers;
import org.jdbmail.core.store.AuthLog;
import org.jdbmail.core.store.Changes;
import org.jdbmail.core.store.Contents;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.DkimKeys;
import org.jdbmail.core.store.Domains;
import org.jdbmail.core.store.Failures;
import org.jdbmail.core.store.LoginRules;
import org.jdbmail.core.store.Mailboxes;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Presence;
import org.jdbmail.core.store.QuotaWarnings;
import org.jdbmail.core.store.Quotas;
import org.jdbmail.core.store.Retentions;
import org.jdbmail.core.store.Routing;
import org.jdbmail.core.store.Secrets;
import org.jdbmail.core.store.SieveScripts;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Subscriptions;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.Users;
import org.jdbmail.core.store.Work;

/** A store that answers lookups of recipients, and nothing else; there are no mailboxes for details in it. */
record RoutingOnlyStore(Routing routing, Map<String, String> aliasDomains) implements Store, Tx {
    RoutingOnlyStore(Routing routing) {
        this(routing, Map.of());
    }

    private static AssertionError unused() {
        return new AssertionError("resolving a recipient does not need this");
    }

    @Override
    public <T> T read(Work<T> work) {
        return work.run(this);
    }

    @Override
    public Mailboxes mailboxes() {
        return (Mailboxes) Proxy.newProxyInstance(
                Mailboxes.class.getClassLoader(), new Class<?>[] {Mailboxes.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("access")) {
                        throw unused();
                    }
                    return Optional.empty();
                });
    }

    @Override
    public <T> T write(Work<T> work) {
        throw unused();
    }

    @Override
    public List<Delivered> deliver(PreparedMessage message, Instant date, List<Destination> destinations) {
        throw unused();
    }

    @Override
    public List<org.jdbmail.core.store.PortionOutcome> deliver(org.jdbmail.core.store.Delivery delivery) {
        throw unused();
    }

    @Override
    public org.jdbmail.core.store.Audit audit() {
        throw unused();
    }

    @Override
    public org.jdbmail.core.store.WebAccess web() {
        throw unused();
    }

    @Override
    public org.jdbmail.core.store.Rules rules() {
        throw unused();
    }

    @Override
    public org.jdbmail.core.store.MailQueue queue() {
        throw unused();
    }

    @Override
    public Changes changes() {
        throw unused();
    }

    @Override
    public DkimKeys dkimKeys() {
        throw unused();
    }

    @Override
    public Users users() {
        throw unused();
    }

    @Override
    public Aliases aliases() {
        throw unused();
    }

    @Override
    public AccessLists accessLists() {
        throw unused();
    }

    @Override
    public Quotas quotas() {
        throw unused();
    }

    @Override
    public Annotations annotations() {
        throw unused();
    }

    @Override
    public Subscriptions subscriptions() {
        throw unused();
    }

    @Override
    public SieveScripts sieveScripts() {
        throw unused();
    }

    @Override
    public Messages messages() {
        throw unused();
    }

    @Override
    public Contents contents() {
        throw unused();
    }

    @Override
    public Failures failures() {
        throw unused();
    }

    @Override
    public Secrets secrets() {
        throw unused();
    }

    @Override
    public LoginRules loginRules() {
        throw unused();
    }

    @Override
    public AuthLog authLog() {
        throw unused();
    }

    @Override
    public void close() {}

    @Override
    public Domains domains() {
        return (Domains) Proxy.newProxyInstance(
                Domains.class.getClassLoader(), new Class<?>[] {Domains.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("find")) {
                        throw unused();
                    }
                    String other = aliasDomains.get((String) arguments[0]);
                    return Optional.ofNullable(other)
                            .map(domain -> new Domains.Domain((String) arguments[0], domain, 0, 0, 0));
                });
    }

    @Override
    public Answers answers() {
        throw unused();
    }

    @Override
    public Presence presence() {
        throw unused();
    }

    @Override
    public Retentions retentions() {
        throw unused();
    }

    @Override
    public QuotaWarnings quotaWarnings() {
        throw unused();
    }
}

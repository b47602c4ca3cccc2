package org.jdbmail.core.sending;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jdbmail.core.queue.Transport;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.NotReached;
import org.jdbmail.core.smtp.client.Patience;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.smtp.client.SmtpClient;
import org.jdbmail.core.smtp.client.SmtpMail;
import org.jdbmail.core.smtp.client.SmtpPeer;
import org.jdbmail.core.smtp.client.TlsPolicy;
import org.jdbmail.core.smtp.client.Watchdog;
import org.jdbmail.core.store.MailTarget;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends mail to the servers of its recipients. The recipients of a message that have the same next hop go in one transaction; the next hops of
 * a message are gone to side by side. Connections are used again, and hosts that can't be reached are tried last for a while.
 */
public final class ServerTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTransport.class);

    /** RFC 5321 §4.5.3.1.8: every server takes that many recipients at a time. */
    private static final int MOST_RECIPIENTS = 100;

    /** Next hops of one message that are gone to at a time. */
    private static final int SIDE_BY_SIDE = 20;

    private static final int MOST_CLIENTS = 1000;
    private static final Duration CLIENTS_KEPT = Duration.ofMinutes(1);
    private static final Duration DEAD = Duration.ofMinutes(1);

    private final Routes routes;
    private final Hosts hosts;
    private final TlsChooser chooser;
    private final Patience patience;
    private final InstantSource clock;
    private final Lanes lanes;
    private final Watchdog watchdog = new Watchdog();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("jdbmail-hop").factory());

    /** What connections to a server have in common. */
    private record Key(InetSocketAddress address, String name, TlsPolicy tls, String login, boolean isLmtp) {}

    private final Cache<Key, SmtpClient> clients = Caffeine.newBuilder()
            .maximumSize(MOST_CLIENTS)
            .expireAfterAccess(CLIENTS_KEPT)
            .<Key, SmtpClient>removalListener((key, client, cause) -> forget(client, cause))
            .build();
    private final Cache<InetSocketAddress, Boolean> dead = Caffeine.newBuilder()
            .maximumSize(MOST_CLIENTS * 10L)
            .expireAfterWrite(DEAD)
            .build();

    /**
     * By these ways.
     *
     * @param concurrency messages at a time to one destination
     * @param rest for how long a destination is left alone where nobody was reached
     */
    public ServerTransport(
            Routes routes,
            Hosts hosts,
            TlsChooser chooser,
            Patience patience,
            int concurrency,
            Duration rest,
            InstantSource clock) {
        this.routes = routes;
        this.hosts = hosts;
        this.chooser = chooser;
        this.patience = patience;
        this.clock = clock;
        this.lanes = new Lanes(concurrency, rest, clock);
    }

    private static void forget(@org.jspecify.annotations.Nullable SmtpClient client, RemovalCause cause) {
        if (client != null) {
            LOG.trace("connections are closed: {}", cause);
            client.closeIdle();
        }
    }

    @Override
    public List<SendResult> send(QueuedMail mail, MailContent content) {
        Map<Route, List<QueuedRecipient>> byRoute = new LinkedHashMap<>();
        for (QueuedRecipient each : mail.recipients()) {
            Route route = routes.of(mail.sender(), each.address());
            byRoute.computeIfAbsent(route, key -> new ArrayList<>()).add(each);
        }
        Map<Long, SendResult> results = Collections.synchronizedMap(new HashMap<>());
        if (byRoute.size() == 1) {
            byRoute.forEach((route, all) -> goAlone(route, mail, all, content, results));
        } else {
            goSideBySide(byRoute, mail, content, results);
        }
        return mail.recipients().stream()
                .map(each -> results.getOrDefault(
                        each.id(), SendResult.later("4.3.0", "not sent for a fault of this server")))
                .toList();
    }

    private void goSideBySide(
            Map<Route, List<QueuedRecipient>> byRoute,
            QueuedMail mail,
            MailContent content,
            Map<Long, SendResult> results) {
        Semaphore free = new Semaphore(SIDE_BY_SIDE);
        List<java.util.concurrent.Future<?>> running = new ArrayList<>();
        try {
            for (Map.Entry<Route, List<QueuedRecipient>> each : byRoute.entrySet()) {
                free.acquire();
                running.add(threads.submit(() -> {
                    try {
                        go(each.getKey(), mail, each.getValue(), content, results);
                    } finally {
                        free.release();
                    }
                }));
            }
            for (java.util.concurrent.Future<?> one : running) {
                await(one, mail);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void goAlone(
            Route route,
            QueuedMail mail,
            List<QueuedRecipient> all,
            MailContent content,
            Map<Long, SendResult> results) {
        try {
            go(route, mail, all, content, results);
        } catch (RuntimeException e) {
            // Of those whom it has reached that is known, and they don't get it again.
            LOG.error("{}: could not be sent", mail.origin(), e);
        }
    }

    /** One part after the other: a message takes one place at a destination, however many it is for. */
    private void go(
            Route route,
            QueuedMail mail,
            List<QueuedRecipient> all,
            MailContent content,
            Map<Long, SendResult> results) {
        for (List<QueuedRecipient> some : parts(all)) {
            put(results, some, go(route, mail.with(some), content));
        }
    }

    /** A fault on one way is no end of the others: who gets the message on these would get it again. */
    private static void await(java.util.concurrent.Future<?> one, QueuedMail mail) throws InterruptedException {
        try {
            one.get();
        } catch (java.util.concurrent.ExecutionException e) {
            LOG.error("{}: could not be sent", mail.origin(), e);
        }
    }

    @Override
    public Set<String> lanes(QueuedMail mail) {
        Set<String> lanes = new HashSet<>();
        for (QueuedRecipient each : mail.recipients()) {
            if (each.target() instanceof MailTarget.Address
                    && routes.of(mail.sender(), each.address()) instanceof Route.Server server) {
                lanes.add(server.hop().toString());
            }
        }
        return lanes;
    }

    @Override
    public int limit(String lane) {
        return lanes.of(lane).limit();
    }

    @Override
    public Optional<SendResult.Failed> rest(String lane) {
        return lanes.of(lane).isResting()
                ? Optional.of(
                        new SendResult.Failed(false, "4.4.1", "", "nobody could be reached a moment ago at " + lane))
                : Optional.empty();
    }

    private static List<List<QueuedRecipient>> parts(List<QueuedRecipient> all) {
        List<List<QueuedRecipient>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MOST_RECIPIENTS) {
            parts.add(all.subList(from, Math.min(all.size(), from + MOST_RECIPIENTS)));
        }
        return parts;
    }

    private static void put(Map<Long, SendResult> results, List<QueuedRecipient> some, List<SendResult> came) {
        for (int i = 0; i < some.size(); i++) {
            results.put(some.get(i).id(), came.get(i));
        }
    }

    private List<SendResult> go(Route route, QueuedMail mail, MailContent content) {
        int count = mail.recipients().size();
        return switch (route) {
            case Route.Discard() ->
                Collections.nCopies(
                        count, new SendResult.Sent("250 2.0.0 thrown away, as the transport table says", true));
            case Route.Refuse(boolean isFinal, String status, String text) ->
                Collections.nCopies(count, new SendResult.Failed(isFinal, status, "", text));
            case Route.Server server -> go(server, mail, content);
        };
    }

    private List<SendResult> go(Route.Server server, QueuedMail mail, MailContent content) {
        int count = mail.recipients().size();
        Lanes.Lane lane = lanes.of(server.hop().toString());
        Optional<SendResult.Failed> rest = rest(server.hop().toString());
        if (rest.isPresent()) {
            return Collections.nCopies(count, rest.get());
        }
        boolean wasReached = true;
        try {
            if (!lane.enter(Lanes.patience())) {
                return Collections.nCopies(
                        count, SendResult.later("4.4.5", "as much as it takes is on its way to " + server.hop()));
            }
            try {
                return switch (hosts.of(server.hop())) {
                    case Hosts.None(SendResult.Failed why) -> Collections.nCopies(count, why);
                    case Hosts.Some(List<Hosts.Target> targets) -> {
                        try {
                            yield send(server, targets, smtp(mail, content));
                        } catch (NotReached e) {
                            wasReached = false;
                            yield Collections.nCopies(count, e.result());
                        }
                    }
                };
            } finally {
                lane.leave(wasReached);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Collections.nCopies(count, SendResult.later("4.3.2", "the server is stopping"));
        }
    }

    /** Those that were not reached a moment ago come last. */
    private List<Hosts.Target> ordered(List<Hosts.Target> targets) {
        List<Hosts.Target> order = new ArrayList<>(targets);
        order.sort(java.util.Comparator.comparing(each -> dead.getIfPresent(each.address()) != null));
        return order;
    }

    private List<SendResult> send(Route.Server server, List<Hosts.Target> targets, SmtpMail mail) throws NotReached {
        TlsChooser.Choice choice = chooser.of(server.hop());
        List<Hosts.Target> own = choice.own(targets);
        if (own.isEmpty()) {
            // RFC 8461 §5: as if none of them could be reached.
            throw new NotReached(
                    SendResult.later(
                            "4.7.5", "the policy of " + server.hop().name() + " (MTA-STS) names none of its servers"),
                    true);
        }
        NotReached last = null;
        for (Hosts.Target target : ordered(own)) {
            try {
                TlsPolicy tls = chooser.of(choice, server.hop(), target);
                List<SendResult> results = client(server, target, tls).sendIfReached(mail);
                dead.invalidate(target.address());
                return results;
            } catch (NotReached e) {
                LOG.info(
                        "{} [{}]: {}",
                        target.name(),
                        target.address().getAddress().getHostAddress(),
                        e.result().reply());
                if (!e.hasAnswered()) {
                    dead.put(target.address(), true);
                }
                last = e;
            }
        }
        if (last == null) {
            throw new IllegalStateException("there is at least one target");
        }
        throw last;
    }

    private SmtpClient client(Route.Server server, Hosts.Target target, TlsPolicy tls) {
        SmtpPeer.Login login = server.login();
        Key key = new Key(
                target.address(),
                target.name(),
                tls,
                login == null ? "" : login.user() + "\0" + login.password(),
                server.isLmtp());
        return clients.get(key, made -> {
            // RFC 8314 §7.3: TLS begins with the first byte on that port.
            boolean isTls = target.address().getPort() == 465;
            SmtpPeer peer = new SmtpPeer(
                    target.name(),
                    target.address().getPort(),
                    isTls,
                    login,
                    target.address().getAddress(),
                    tls,
                    server.isLmtp());
            return new SmtpClient(peer, hosts.hostname(), patience, clock, watchdog);
        });
    }

    private static SmtpMail smtp(QueuedMail mail, MailContent content) {
        Outgoing.Due due = mail.due();
        return new SmtpMail(
                mail.sender(),
                mail.parameters(),
                due == null ? null : new SmtpMail.DeliverBy(due.by(), due.isReturned()),
                mail.recipients().stream()
                        .map(each -> new SmtpMail.Recipient(each.address(), each.parameters()))
                        .toList(),
                content);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        clients.asMap().values().forEach(SmtpClient::closeIdle);
        clients.invalidateAll();
        watchdog.close();
    }
}

package org.jdbmail.core.policy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jdbmail.core.service.ServiceChannel;
import org.jdbmail.core.service.ServicePlace;
import org.jdbmail.core.service.ServiceTrouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A policy service, and the connections to it, which are used again. For any number of threads: each asks on a connection of its own, and there are never more than threads that ask at
 * the same time.
 */
public final class PolicyService {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyService.class);

    /** Postfix's smtpd_policy_service_max_idle and max_ttl. */
    private static final long MOST_IDLE = TimeUnit.SECONDS.toNanos(300);

    private static final long OLDEST = TimeUnit.SECONDS.toNanos(1000);

    private static final int MOST_KEPT = 20;

    /** Postfix's smtpd_policy_service_retry_delay: a service may just be started anew. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private static final int LONGEST_ANSWER = 1 << 16;

    private static final String ACTION = "action=";

    private final ServicePlace place;
    private final LongSupplier clock;
    private final ConcurrentLinkedDeque<Kept> kept = new ConcurrentLinkedDeque<>();

    /** The service at a place. Nobody is connected to before there is something to ask. */
    public PolicyService(ServicePlace place) {
        this(place, System::nanoTime);
    }

    /** @param clock nanoseconds by which connections grow old */
    PolicyService(ServicePlace place, LongSupplier clock) {
        this.place = place;
        this.clock = clock;
    }

    /** A connection, since when there is it, and when it was used last. */
    private record Kept(ServiceChannel channel, long opened, long used) {}

    /**
     * Asks.
     *
     * @param attributes names and values, in their order
     * @param patience how long all of it may take
     * @return what is to be done, in the words of access(5)
     * @throws IOException where the service is away, takes too long, or answers nonsense
     */
    public String ask(Map<String, String> attributes, Duration patience) throws IOException {
        byte[] question = question(attributes);
        long deadline = System.nanoTime() + patience.toNanos();
        Kept known = take();
        if (known != null) {
            try {
                return ask(known.channel, known.opened, question, deadline);
            } catch (IOException e) {
                // It was closed there while nobody asked, which tells nothing of the service.
                if (deadline - System.nanoTime() <= 0) {
                    throw e;
                }
            }
        }
        try {
            return ask(question, deadline);
        } catch (IOException e) {
            if (deadline - System.nanoTime() <= AGAIN.toNanos()) {
                throw e;
            }
            LockSupport.parkNanos(AGAIN.toNanos());
            return ask(question, deadline);
        }
    }

    private String ask(byte[] question, long deadline) throws IOException {
        ServiceChannel channel = ServiceChannel.open(place, Duration.ofNanos(deadline - System.nanoTime()));
        return ask(channel, clock.getAsLong(), question, deadline);
    }

    private String ask(ServiceChannel channel, long opened, byte[] question, long deadline) throws IOException {
        boolean isWhole = false;
        try {
            channel.within(Duration.ofNanos(deadline - System.nanoTime()));
            channel.write(ByteBuffer.wrap(question));
            String action = action(answer(channel));
            isWhole = true;
            return action;
        } finally {
            long now = clock.getAsLong();
            if (isWhole && now - opened < OLDEST && kept.size() < MOST_KEPT) {
                kept.addFirst(new Kept(channel, opened, now));
            } else {
                close(channel);
            }
        }
    }

    /** One that can be asked; null where there is none. Those that nobody has used for too long end here. */
    private @Nullable Kept take() {
        for (Kept each : kept) {
            if (clock.getAsLong() - each.used > MOST_IDLE && kept.remove(each)) {
                close(each.channel);
            }
        }
        Kept next = kept.pollFirst();
        // What was said without a question would be taken for the answer to the next.
        while (next != null && !next.channel.isQuiet()) {
            close(next.channel);
            next = kept.pollFirst();
        }
        return next;
    }

    /** However that ends, it says nothing of what was asked. */
    private void close(ServiceChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("a connection to the policy service {} could not be closed", place, e);
        }
    }

    private static byte[] question(Map<String, String> attributes) {
        StringBuilder lines = new StringBuilder();
        attributes.forEach((name, value) -> lines.append(name)
                .append('=')
                .append(value.replaceAll("[\\r\\n\\x00]", " "))
                .append('\n'));
        return lines.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The lines up to the empty one, with which an answer ends. */
    private static String answer(ServiceChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        int inLine = 0;
        while (all.size() < LONGEST_ANSWER) {
            buffer.clear();
            channel.readSome(buffer);
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte octet = buffer.get();
                if (octet == '\n' && inLine == 0) {
                    if (buffer.hasRemaining()) {
                        throw new ServiceTrouble("says more than it was asked");
                    }
                    return all.toString(StandardCharsets.UTF_8);
                }
                inLine = octet == '\n' ? 0 : octet == '\r' ? inLine : inLine + 1;
                all.write(octet);
            }
        }
        throw new ServiceTrouble("answers without an end");
    }

    private static String action(String answer) throws IOException {
        return answer.lines()
                .filter(line -> line.startsWith(ACTION))
                .map(line -> line.substring(ACTION.length()).strip())
                .findFirst()
                .orElseThrow(() -> new ServiceTrouble("answers without an action"));
    }

    @Override
    public String toString() {
        return place.toString();
    }
}

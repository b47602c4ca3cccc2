package org.jdbmail.core.delivery;

import java.time.Duration;
import java.util.List;
import org.jdbmail.core.smtp.EnvelopeAddress;

/**
 * What an administrator decides about deliveries.
 *
 * @param hostname our own name
 * @param postmaster in whose name reports are written
 * @param canSend whether there is a way by which mail leaves; without one nothing is taken that would have to
 * @param canPipe whether aliases may lead to programs
 * @param rewriting when the sender of what is forwarded is rewritten
 * @param secrets what rewritten senders are signed with, the first, and believed by, all; with none one that the store keeps
 * @param suppressDuplicates whether a message that is in a mailbox already is not put there again
 * @param memory how long it may be relied on where an address led; zero for not at all
 */
public record DeliveryOptions(
        String hostname,
        EnvelopeAddress postmaster,
        boolean canSend,
        boolean canPipe,
        Rewriting rewriting,
        List<String> secrets,
        boolean suppressDuplicates,
        Duration memory) {
    /** When a sender is rewritten (SRS). */
    public enum Rewriting {
        NEVER,
        /** Where the message leaves the domain that it was for. */
        FOREIGN,
        ALWAYS
    }

    /** Copies the list. */
    public DeliveryOptions {
        secrets = List.copyOf(secrets);
    }

    /** Without anything that leaves. */
    public static DeliveryOptions local(String hostname, Duration memory) {
        return new DeliveryOptions(
                hostname,
                new EnvelopeAddress("postmaster", hostname),
                false,
                false,
                Rewriting.FOREIGN,
                List.of(),
                false,
                memory);
    }
}

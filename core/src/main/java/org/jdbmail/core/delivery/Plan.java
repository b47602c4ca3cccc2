package org.jdbmail.core.delivery;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Memory;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.OutgoingRecipient;
import org.jdbmail.core.store.Placement;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.core.store.Store;

/**
 * What a message leaves for its recipients, gathered for one transaction. Recipients whose message would go to the same place are
 * taken together: there it is put once, and what becomes of it becomes of all of them.
 */
final class Plan {
    private static final Outcome NOT_YET =
            new Outcome.Refused(new Refusal(Reason.UNAVAILABLE, "cannot be delivered to now"));

    private final ContentList contents;
    private final Map<Integer, Portion> portions = new LinkedHashMap<>();
    private final Map<Integer, Outcome> outcomes = new HashMap<>();

    Plan(PreparedMessage message, Instant received) {
        this.contents = new ContentList(message, received);
    }

    ContentList contents() {
        return contents;
    }

    /** Notes what a recipient is to get. */
    void add(int recipient, Portion portion) {
        portions.put(recipient, portion);
    }

    /** Notes that a recipient gets nothing. */
    void refuse(int recipient, Refusal refusal) {
        outcomes.put(recipient, new Outcome.Refused(refusal));
    }

    /** What became of a recipient. */
    Outcome outcome(int recipient) {
        return outcomes.getOrDefault(recipient, NOT_YET);
    }

    /** Whether a recipient was refused because a mailbox or an account went away since it was looked up. */
    boolean isGone(int recipient) {
        return portions.containsKey(recipient)
                && outcome(recipient) instanceof Outcome.Refused(Refusal refusal)
                && refusal.reason() == Reason.NOT_FOUND;
    }

    /** Carries all of it out; whether mail was put into the queue by that. */
    boolean carryOut(Store store) {
        if (portions.isEmpty()) {
            return false;
        }
        List<Set<Integer>> groups = groups();
        List<Portion> all = groups.stream().map(this::joined).toList();
        List<PortionOutcome> done = store.deliver(new Delivery(contents.all(), all));
        for (int i = 0; i < done.size(); i++) {
            Outcome outcome = switch (done.get(i)) {
                case PortionOutcome.Done ignored -> new Outcome.Delivered();
                case PortionOutcome.Refused(Refusal refusal) -> new Outcome.Refused(refusal);
            };
            groups.get(i).forEach(recipient -> outcomes.put(recipient, outcome));
        }
        return done.stream().anyMatch(each -> each instanceof PortionOutcome.Done one && one.queued() > 0);
    }

    /** Recipients by what they have in common: no group shares a mailbox with another. */
    private List<Set<Integer>> groups() {
        Map<Integer, Integer> leaders = new HashMap<>();
        Map<Long, Integer> byMailbox = new HashMap<>();
        portions.forEach((recipient, portion) -> {
            for (Placement place : portion.places()) {
                Integer other = byMailbox.putIfAbsent(place.destination().mailboxId(), recipient);
                if (other != null) {
                    int leader = leader(leaders, recipient);
                    int before = leader(leaders, other);
                    leaders.put(Math.max(leader, before), Math.min(leader, before));
                }
            }
        });
        // A message that only travels on is queued once for all of them, and so goes to each server once.
        List<Integer> onward = portions.entrySet().stream()
                .filter(each -> isOnward(each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        onward.forEach(recipient -> leaders.put(recipient, onward.getFirst()));
        Map<Integer, Set<Integer>> groups = new LinkedHashMap<>();
        portions.keySet()
                .forEach(
                        recipient -> groups.computeIfAbsent(leader(leaders, recipient), leader -> new LinkedHashSet<>())
                                .add(recipient));
        return List.copyOf(groups.values());
    }

    private static boolean isOnward(Portion portion) {
        return portion.places().isEmpty()
                && portion.memories().isEmpty()
                && portion.outgoing().stream()
                        .allMatch(each -> each.once() == null && each.prefix().isEmpty());
    }

    private static int leader(Map<Integer, Integer> leaders, int recipient) {
        int at = recipient;
        for (int next = leaders.getOrDefault(at, at); next != at; next = leaders.getOrDefault(at, at)) {
            at = next;
        }
        return at;
    }

    private Portion joined(Set<Integer> group) {
        if (group.size() == 1) {
            return portions.getOrDefault(group.iterator().next(), Portion.NOTHING);
        }
        Map<List<Long>, Placement> places = new LinkedHashMap<>();
        Map<Outgoing, Set<OutgoingRecipient>> outgoing = new LinkedHashMap<>();
        Set<Memory> memories = new LinkedHashSet<>();
        for (int recipient : group) {
            Portion portion = portions.getOrDefault(recipient, Portion.NOTHING);
            portion.places()
                    .forEach(place ->
                            places.put(List.of(place.destination().mailboxId(), (long) place.content()), place));
            portion.outgoing()
                    .forEach(each -> outgoing.computeIfAbsent(
                                    each.once() == null ? each.to(List.of()) : each, key -> new LinkedHashSet<>())
                            .addAll(each.recipients()));
            memories.addAll(portion.memories());
        }
        List<Outgoing> mails = outgoing.entrySet().stream()
                .map(each -> each.getKey().to(List.copyOf(each.getValue())))
                .toList();
        return new Portion(List.copyOf(places.values()), mails, List.copyOf(memories));
    }
}

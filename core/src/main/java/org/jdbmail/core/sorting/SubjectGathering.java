package org.jdbmail.core.sorting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Joins threads with the same base subject (RFC 5256 §3, REFERENCES step 5). */
final class SubjectGathering {
    private final Map<String, MessageThread> table = new HashMap<>();

    private SubjectGathering() {}

    /** @param roots in the order of their dates, their children too */
    static List<MessageThread> gather(List<MessageThread> roots) {
        SubjectGathering gathering = new SubjectGathering();
        roots.forEach(gathering::enter);
        List<MessageThread> gathered = new ArrayList<>();
        // The threads that stay, in their order; one that is made of two takes the place of the earlier.
        Map<MessageThread, Integer> places = new HashMap<>();
        for (MessageThread root : roots) {
            MessageThread chosen = gathering.table.getOrDefault(subject(root), root);
            if (chosen == root || subject(root).isEmpty()) {
                places.put(root, gathered.size());
                gathered.add(root);
            }
        }
        for (MessageThread root : roots) {
            gathering.merge(root, gathered, places);
        }
        return gathered;
    }

    private static String subject(MessageThread thread) {
        return first(thread).keys().subject();
    }

    private static Sortable first(MessageThread thread) {
        Sortable message = thread.message();
        return message != null
                ? message
                : Objects.requireNonNull(thread.children().getFirst().message());
    }

    private static boolean isDummy(MessageThread thread) {
        return thread.message() == null;
    }

    private static boolean isReply(MessageThread thread) {
        return first(thread).keys().isReply();
    }

    /** Step 5 (B). */
    private void enter(MessageThread root) {
        String subject = subject(root);
        MessageThread there = table.get(subject);
        boolean better = there == null || !isDummy(there) && (isDummy(root) || isReply(there) && !isReply(root));
        if (!subject.isEmpty() && better) {
            table.put(subject, root);
        }
    }

    /** Step 5 (C). */
    private void merge(MessageThread root, List<MessageThread> gathered, Map<MessageThread, Integer> places) {
        String subject = subject(root);
        MessageThread there = table.get(subject);
        if (there == null || there == root) {
            return;
        }
        if (isDummy(root)) {
            // Then so is the other, since it would have taken its place.
            there.children().addAll(root.children());
        } else if (isDummy(there) || isReply(root) && !isReply(there)) {
            there.children().add(root);
        } else {
            MessageThread both = new MessageThread(null);
            both.children().add(there);
            both.children().add(root);
            int place = Objects.requireNonNull(places.get(there));
            gathered.set(place, both);
            places.put(both, place);
            table.put(subject, both);
        }
    }
}

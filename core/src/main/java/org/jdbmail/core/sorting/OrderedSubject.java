package org.jdbmail.core.sorting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.mime.Checkpoint;

/**
 * THREAD=ORDEREDSUBJECT (RFC 5256 §3): messages with one base subject are a thread, whose first message by sent date is the
 * parent of all others; threads stand in the order of their first messages.
 */
public final class OrderedSubject {
    private OrderedSubject() {}

    /** The threads of messages. */
    public static List<MessageThread> threads(List<Sortable> messages, Checkpoint checkpoint) {
        List<Sortable> sorted = new ArrayList<>(messages);
        Comparator<Sortable> order = Sorter.watched(Sortable.BY_SENT, checkpoint);
        sorted.sort(order);
        // In the order of their first messages, since that is the order in which they come.
        Map<String, MessageThread> threads = new LinkedHashMap<>();
        for (Sortable message : sorted) {
            MessageThread node = new MessageThread(message);
            MessageThread first = threads.putIfAbsent(message.keys().subject(), node);
            if (first != null) {
                first.children().add(node);
            }
        }
        return List.copyOf(threads.values());
    }
}

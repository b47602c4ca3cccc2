package org.jdbmail.core.sorting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.mime.Checkpoint;
import org.jspecify.annotations.Nullable;

/**
 * THREAD=REFERENCES (RFC 5256 §3) and THREAD=REFS (draft-ietf-morg-inthread), which is the same without joining threads by their
 * subjects, and puts the thread with the newest message last. Nothing is recursive, and the time is all but linear, whatever the
 * references say.
 */
public final class ReferenceThreads {
    private final Checkpoint checkpoint;
    private final ReplyForest forest = new ReplyForest();

    private ReferenceThreads(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    /** The threads of messages by THREAD=REFERENCES. */
    public static List<MessageThread> references(List<Sortable> messages, Checkpoint checkpoint) {
        ReferenceThreads threads = new ReferenceThreads(checkpoint);
        List<MessageThread> roots = threads.link(messages);
        // Step 4, whose order decides which message stands for a subject.
        threads.sort(roots);
        List<MessageThread> gathered = SubjectGathering.gather(roots);
        threads.sort(gathered);
        return gathered;
    }

    /** The threads of messages by THREAD=REFS. */
    public static List<MessageThread> refs(List<Sortable> messages, Checkpoint checkpoint) {
        ReferenceThreads threads = new ReferenceThreads(checkpoint);
        List<MessageThread> roots = threads.link(messages);
        threads.sort(roots);
        Map<MessageThread, Sortable> newest = new HashMap<>();
        roots.forEach(root -> newest.put(root, newest(root)));
        roots.sort(Comparator.comparing(newest::get, Sortable.BY_SENT));
        return roots;
    }

    /** Steps 1 to 3. */
    private List<MessageThread> link(List<Sortable> messages) {
        int count = 0;
        for (Sortable message : messages) {
            if (++count % 256 == 0) {
                checkpoint.pass();
            }
            link(message);
        }
        return forest.threads();
    }

    private void link(Sortable message) {
        ReplyForest.@Nullable Node last = null;
        for (String id : message.keys().references()) {
            ReplyForest.Node node = forest.named(id);
            if (last != null && node.isRoot()) {
                forest.link(last, node);
            }
            last = node;
        }
        ReplyForest.Node node = forest.add(message);
        if (last != null) {
            // Step 1 (B): what a message says of its own parent counts more than what others say.
            forest.relink(last, node);
        } else {
            forest.cut(node);
        }
    }

    /** Puts the messages of each level into the order of their sent dates; one that isn't there counts as its first child. */
    private void sort(List<MessageThread> roots) {
        Comparator<MessageThread> order = (one, other) -> Sortable.BY_SENT.compare(first(one), first(other));
        List<List<MessageThread>> levels = new ArrayList<>();
        levels.add(roots);
        for (int i = 0; i < levels.size(); i++) {
            for (MessageThread thread : levels.get(i)) {
                if (thread.children().size() > 0) {
                    levels.add(thread.children());
                }
            }
        }
        for (List<MessageThread> level : levels.reversed()) {
            checkpoint.pass();
            level.sort(order);
        }
    }

    /** Only a root may be a message that isn't there, and has children then. */
    private static Sortable first(MessageThread thread) {
        Sortable message = thread.message();
        return message != null ? message : first(thread.children().getFirst());
    }

    private static Sortable newest(MessageThread root) {
        Sortable newest = first(root);
        List<MessageThread> all = new ArrayList<>(List.of(root));
        for (int i = 0; i < all.size(); i++) {
            Sortable message = all.get(i).message();
            if (message != null && Sortable.BY_SENT.compare(message, newest) > 0) {
                newest = message;
            }
            all.addAll(all.get(i).children());
        }
        return newest;
    }
}

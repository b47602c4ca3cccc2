package org.jdbmail.core.sorting;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message in a tree of replies, or the place of one that isn't there, with what answers it. */
public final class MessageThread {
    private final @Nullable Sortable message;
    private final List<MessageThread> children = new ArrayList<>(1);

    MessageThread(@Nullable Sortable message) {
        this.message = message;
    }

    /** The message; null for one that isn't there. */
    public @Nullable Sortable message() {
        return message;
    }

    /** What answers it, in order. */
    public List<MessageThread> children() {
        return children;
    }
}

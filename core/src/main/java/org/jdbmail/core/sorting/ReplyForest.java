package org.jdbmail.core.sorting;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Message ids and which answers which (RFC 5256 §3, REFERENCES steps 1 to 3). A link that would close a circle is not made. To
 * see that, the way up to a root is gone only where the two may be in one tree, which is remembered as sets that grow together;
 * and no further than {@value #FURTHEST} steps, beyond which a link is not made either.
 */
final class ReplyForest {
    private static final int FURTHEST = 20_000;

    /** A message id, with the message of that id if there is one. */
    static final class Node {
        private @Nullable Sortable message;
        private @Nullable Node parent;
        /** Towards the representative of the set of nodes that may be in one tree. */
        private Node set = this;

        boolean isRoot() {
            return parent == null;
        }
    }

    private final Map<String, Node> byId = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    /** The node of an id. */
    Node named(String id) {
        return byId.computeIfAbsent(id, key -> node());
    }

    private Node node() {
        Node node = new Node();
        nodes.add(node);
        return node;
    }

    /** The node of a message: that of its id, unless it has none or another message has the same. */
    Node add(Sortable message) {
        String id = message.keys().messageId();
        Node node = id == null ? node() : named(id);
        if (node.message != null) {
            node = node();
        }
        node.message = message;
        return node;
    }

    /** Makes one the parent of a root. */
    void link(Node parent, Node child) {
        if (!isAbove(child, parent)) {
            child.parent = parent;
            set(child).set = set(parent);
        }
    }

    /** Makes one the parent of another, which may have had another parent. */
    void relink(Node parent, Node child) {
        child.parent = null;
        link(parent, child);
    }

    /** Makes it a root. */
    void cut(Node child) {
        child.parent = null;
    }

    private static boolean isAbove(Node node, Node below) {
        if (set(node) != set(below)) {
            return false;
        }
        Node at = below;
        for (int steps = 0; at != null; steps++) {
            if (at == node || steps > FURTHEST) {
                return true;
            }
            at = at.parent;
        }
        return false;
    }

    private static Node set(Node node) {
        Node at = node;
        while (at.set != at) {
            at.set = at.set.set;
            at = at.set;
        }
        return at;
    }

    /** The trees, with messages that aren't there only as roots, and then with several children. */
    List<MessageThread> threads() {
        Map<Node, List<Node>> children = new LinkedHashMap<>();
        List<Node> order = new ArrayList<>();
        for (Node node : nodes) {
            if (node.parent == null) {
                order.add(node);
            } else {
                children.computeIfAbsent(node.parent, key -> new ArrayList<>(1)).add(node);
            }
        }
        for (int i = 0; i < order.size(); i++) {
            order.addAll(children.getOrDefault(order.get(i), List.of()));
        }
        // From the leaves up: what a node stands for is itself, or, where no message is, its children.
        Map<Node, List<MessageThread>> kept = new HashMap<>();
        List<MessageThread> roots = new ArrayList<>();
        for (Node node : order.reversed()) {
            List<MessageThread> below = joined(children.getOrDefault(node, List.of()), kept);
            if (node.message != null) {
                below = under(new MessageThread(node.message), below);
            }
            if (node.parent != null) {
                kept.put(node, below);
            } else if (node.message == null && below.size() > 1) {
                roots.addAll(under(new MessageThread(null), below));
            } else {
                roots.addAll(below);
            }
        }
        Collections.reverse(roots);
        return roots;
    }

    private static List<MessageThread> under(MessageThread parent, List<MessageThread> children) {
        parent.children().addAll(children);
        List<MessageThread> one = new ArrayList<>(1);
        one.add(parent);
        return one;
    }

    /** All lists in one, the shorter ones added to the longest, so that no long one is copied again and again. */
    private static List<MessageThread> joined(List<Node> children, Map<Node, List<MessageThread>> kept) {
        List<MessageThread> longest = new ArrayList<>(0);
        for (Node child : children) {
            List<MessageThread> list = kept.remove(child);
            if (list == null) {
                continue;
            }
            if (list.size() > longest.size()) {
                list.addAll(longest);
                longest = list;
            } else {
                longest.addAll(list);
            }
        }
        return longest;
    }
}

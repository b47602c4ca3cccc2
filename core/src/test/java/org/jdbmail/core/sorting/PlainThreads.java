package org.jdbmail.core.sorting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** THREAD=REFERENCES, written down from RFC 5256 §3 step by step, without a thought of speed. */
final class PlainThreads {
    static final class Node {
        Sortable message;
        Node parent;
        List<Node> children = new ArrayList<>();

        void attach(Node child) {
            child.detach();
            child.parent = this;
            children.add(child);
        }

        void detach() {
            if (parent != null) {
                parent.children.remove(this);
                parent = null;
            }
        }

        boolean isAbove(Node other) {
            for (Node at = other; at != null; at = at.parent) {
                if (at == this) {
                    return true;
                }
            }
            return false;
        }

        Sortable first() {
            return message != null ? message : children.getFirst().first();
        }
    }

    private PlainThreads() {}

    static String references(List<Sortable> messages) {
        Map<String, Node> table = new LinkedHashMap<>();
        int unique = 0;
        for (Sortable message : messages) {
            List<String> ids = message.keys().references();
            for (int i = 0; i < ids.size(); i++) {
                Node node = table.computeIfAbsent(ids.get(i), key -> new Node());
                if (i > 0) {
                    Node before = table.get(ids.get(i - 1));
                    if (node.parent == null && !node.isAbove(before)) {
                        before.attach(node);
                    }
                }
            }
            String id = Objects.requireNonNullElse(message.keys().messageId(), "none " + unique++);
            if (table.containsKey(id) && table.get(id).message != null) {
                id = "unique " + unique++;
            }
            Node node = table.computeIfAbsent(id, key -> new Node());
            node.message = message;
            node.detach();
            if (!ids.isEmpty()) {
                Node last = table.get(ids.getLast());
                if (!node.isAbove(last)) {
                    last.attach(node);
                }
            }
        }
        Node root = new Node();
        table.values().stream().filter(node -> node.parent == null).toList().forEach(root::attach);
        prune(root, true);
        sort(root);
        gather(root);
        sort(root);
        StringBuilder out = new StringBuilder();
        root.children.forEach(child -> write(child, out));
        return out.toString();
    }

    private static void prune(Node node, boolean isRoot) {
        for (Node child : List.copyOf(node.children)) {
            prune(child, false);
            if (child.message == null && (child.children.isEmpty() || !isRoot || child.children.size() == 1)) {
                List.copyOf(child.children).forEach(node::attach);
                child.detach();
            }
        }
    }

    private static void sort(Node node) {
        node.children.forEach(PlainThreads::sort);
        node.children.sort(Comparator.comparing(Node::first, Sortable.BY_SENT));
    }

    private static void gather(Node root) {
        Map<String, Node> table = new HashMap<>();
        for (Node node : root.children) {
            String subject = node.first().keys().subject();
            if (subject.isEmpty()) {
                continue;
            }
            Node there = table.get(subject);
            if (there == null
                    || there.message != null
                            && (node.message == null
                                    || there.message.keys().isReply()
                                            && !node.message.keys().isReply())) {
                table.put(subject, node);
            }
        }
        for (Node node : List.copyOf(root.children)) {
            String subject = node.first().keys().subject();
            Node there = table.get(subject);
            if (subject.isEmpty() || there == node) {
                continue;
            }
            if (there.message == null && node.message == null) {
                List.copyOf(node.children).forEach(there::attach);
                node.detach();
            } else if (there.message == null) {
                there.attach(node);
            } else if (node.message.keys().isReply() && !there.message.keys().isReply()) {
                there.attach(node);
            } else {
                Node both = new Node();
                root.attach(both);
                both.attach(there);
                both.attach(node);
                table.put(subject, both);
            }
        }
    }

    private static void write(Node node, StringBuilder out) {
        out.append('(');
        Node at = node;
        while (true) {
            if (at.message != null) {
                out.append(at.message.place());
            }
            if (at.children.isEmpty()) {
                break;
            }
            if (at.message != null) {
                out.append(' ');
            }
            if (at.children.size() > 1) {
                at.children.forEach(child -> write(child, out));
                break;
            }
            at = at.children.getFirst();
        }
        out.append(')');
    }
}

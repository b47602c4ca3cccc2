package org.jdbmail.testkit.mail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** THREAD, written down from RFC 5256 §3 step by step, without a thought of speed. */
public final class PlainThreads {
    /**
     * What a message says of its thread.
     *
     * @param id null for none
     * @param references ids, the parent last
     * @param subject the base subject, as it is compared
     * @param sent in seconds since 1970
     */
    public record Mail(
            int number, @Nullable String id, List<String> references, String subject, boolean reply, long sent) {}

    private static final Comparator<Mail> BY_SENT =
            Comparator.comparingLong(Mail::sent).thenComparingInt(Mail::number);

    private static final class Node {
        @Nullable
        Mail message;

        @Nullable
        Node parent;

        final List<Node> children = new ArrayList<>();

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
            for (@Nullable Node at = other; at != null; at = at.parent) {
                if (at == this) {
                    return true;
                }
            }
            return false;
        }

        boolean isReply() {
            return message != null && message.reply();
        }

        Mail first() {
            return message != null ? message : children.getFirst().first();
        }
    }

    private PlainThreads() {}

    /** RFC 5256 §3, REFERENCES. */
    public static String references(List<Mail> messages) {
        Node root = linked(messages);
        gather(root);
        sort(root);
        return written(root.children);
    }

    /** draft-ietf-morg-inthread: nothing is joined by subjects, and threads are in the order of their newest messages. */
    public static String refs(List<Mail> messages) {
        List<Node> threads = new ArrayList<>(linked(messages).children);
        threads.sort(Comparator.comparing(PlainThreads::newest, BY_SENT));
        return written(threads);
    }

    /** RFC 5256 §3, ORDEREDSUBJECT. */
    public static String orderedSubject(List<Mail> messages) {
        Map<String, List<Mail>> threads = new LinkedHashMap<>();
        messages.stream()
                .sorted(BY_SENT)
                .forEach(mail -> threads.computeIfAbsent(mail.subject(), key -> new ArrayList<>())
                        .add(mail));
        List<Node> roots = new ArrayList<>();
        for (List<Mail> thread : threads.values()) {
            Node root = new Node();
            root.message = thread.getFirst();
            for (Mail answer : thread.subList(1, thread.size())) {
                Node node = new Node();
                node.message = answer;
                root.attach(node);
            }
            roots.add(root);
        }
        return written(roots);
    }

    private static Mail newest(Node node) {
        @Nullable Mail newest = node.message;
        for (Node child : node.children) {
            Mail other = newest(child);
            newest = newest == null || BY_SENT.compare(other, newest) > 0 ? other : newest;
        }
        return Objects.requireNonNull(newest);
    }

    private static String written(List<Node> threads) {
        StringBuilder out = new StringBuilder();
        threads.forEach(thread -> write(thread, out));
        return out.toString();
    }

    private static Node linked(List<Mail> messages) {
        Map<String, Node> table = new LinkedHashMap<>();
        int unique = 0;
        for (Mail message : messages) {
            List<String> ids = message.references();
            for (int i = 0; i < ids.size(); i++) {
                Node node = table.computeIfAbsent(ids.get(i), key -> new Node());
                if (i > 0) {
                    Node before = Objects.requireNonNull(table.get(ids.get(i - 1)));
                    if (node.parent == null && !node.isAbove(before)) {
                        before.attach(node);
                    }
                }
            }
            String id = Objects.requireNonNullElse(message.id(), "none " + unique++);
            Node known = table.get(id);
            if (known != null && known.message != null) {
                id = "unique " + unique++;
            }
            Node node = table.computeIfAbsent(id, key -> new Node());
            node.message = message;
            node.detach();
            if (!ids.isEmpty()) {
                Node last = Objects.requireNonNull(table.get(ids.getLast()));
                if (!node.isAbove(last)) {
                    last.attach(node);
                }
            }
        }
        Node root = new Node();
        table.values().stream().filter(node -> node.parent == null).toList().forEach(root::attach);
        prune(root, true);
        sort(root);
        return root;
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
        node.children.sort(Comparator.comparing(Node::first, BY_SENT));
    }

    private static void gather(Node root) {
        Map<String, Node> table = new HashMap<>();
        for (Node node : root.children) {
            String subject = node.first().subject();
            if (subject.isEmpty()) {
                continue;
            }
            Node there = table.get(subject);
            if (there == null
                    || there.message != null && (node.message == null || there.isReply() && !node.isReply())) {
                table.put(subject, node);
            }
        }
        for (Node node : List.copyOf(root.children)) {
            String subject = node.first().subject();
            if (subject.isEmpty()) {
                continue;
            }
            Node there = Objects.requireNonNull(table.get(subject));
            if (there == node) {
                continue;
            }
            if (there.message == null && node.message == null) {
                List.copyOf(node.children).forEach(there::attach);
                node.detach();
            } else if (there.message == null) {
                there.attach(node);
            } else if (node.isReply() && !there.isReply()) {
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
                out.append(at.message.number());
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

package org.jdbmail.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What Postfix handed over, to compare with what a client got, byte for byte. */
final class HandedOver {
    /** The fields that a delivery puts before a message, each at most once. */
    private static final List<String> ADDED = List.of("Return-Path:", "Delivered-To:", "Received:");

    private final List<String> messages;

    private HandedOver(List<String> messages) {
        this.messages = messages;
    }

    /** The messages as they were handed over. */
    static HandedOver of(List<byte[]> messages) {
        return new HandedOver(messages.stream().map(HandedOver::text).toList());
    }

    /** The same, for a client that is known to change messages in a certain way. */
    HandedOver changedBy(UnaryOperator<String> change) {
        return new HandedOver(messages.stream().map(change).toList());
    }

    /**
     * Fails unless the folder's files and the messages are the same, one for one, but for the fields that the delivery
     * added on top and what the client itself is known to add.
     *
     * @param undo takes off what the client added
     */
    void assertSameAs(Path folder, UnaryOperator<String> undo) throws IOException {
        Map<String, Integer> expected = new HashMap<>();
        messages.forEach(message -> expected.merge(message, 1, Integer::sum));
        List<String> strangers = new ArrayList<>();
        int count = 0;
        for (Path file : files(folder)) {
            String got = undo.apply(text(Files.readAllBytes(file)));
            String match = match(expected, got);
            if (match.isEmpty()) {
                strangers.add(got);
            } else {
                expected.merge(match, -1, (old, one) -> old + one == 0 ? null : old + one);
            }
            count++;
        }
        if (!strangers.isEmpty() || !expected.isEmpty() || count != messages.size()) {
            throw new AssertionError(count + " messages in place of " + messages.size() + "; changed: "
                    + strangers.size() + ", missing: " + expected.size() + "\n"
                    + firstDifference(strangers, expected.keySet()));
        }
    }

    /** The message that is left when the added fields are taken off one after another; empty when there is none. */
    private static String match(Map<String, Integer> expected, String got) {
        String rest = got;
        if (expected.containsKey(rest)) {
            return rest;
        }
        List<String> allowed = new ArrayList<>(ADDED);
        while (allowed.removeIf(startOf(rest))) {
            rest = withoutFirstField(rest);
            if (expected.containsKey(rest)) {
                return rest;
            }
        }
        return "";
    }

    private static Predicate<String> startOf(String text) {
        return name -> text.startsWith(name);
    }

    private static String withoutFirstField(String text) {
        int end = text.indexOf('\n') + 1;
        while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end = text.indexOf('\n', end) + 1;
        }
        return text.substring(end);
    }

    /** Shows where the first changed message leaves the one that it is most like. */
    private static String firstDifference(List<String> strangers, Iterable<String> missing) {
        if (strangers.isEmpty()) {
            return "";
        }
        String got = strangers.getFirst();
        String best = "";
        int same = -1;
        for (String each : missing) {
            int length = commonEnd(got, each);
            if (length > same) {
                same = length;
                best = each;
            }
        }
        int at = got.length() - same;
        return "the last " + same + " bytes are the same; before them\ngot      " + around(got, at) + "\nexpected "
                + around(best, best.length() - same) + "\nwhich begins\n"
                + got.substring(0, Math.min(1500, got.length()));
    }

    private static int commonEnd(String a, String b) {
        int count = 0;
        while (count < Math.min(a.length(), b.length())
                && a.charAt(a.length() - 1 - count) == b.charAt(b.length() - 1 - count)) {
            count++;
        }
        return count;
    }

    private static String around(String text, int at) {
        return text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 100))
                .replace("\r", "\\r")
                .replace("\n", "\\n");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

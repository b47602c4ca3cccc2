package org.jdbmail.testkit.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Gives a grammar what is almost right: good inputs, changed in a few places, put together of two, or with a piece that comes again and
 * again. A grammar takes it or refuses it in the way that it declares; anything else is a failure, which shows the input and how to make it
 * again.
 *
 * <p>An everyday run tries some thousands, always the same, and before them what once did harm or led somewhere new: the files of
 * {@code src/test/fuzz/TEST}. {@code -Djdbmail.fuzz.seconds} goes on for so long, and {@code -Djdbmail.fuzz.seed} begins elsewhere. With
 * {@code -Djdbmail.fuzz.guided} the inputs are, for so many seconds, those that lead to code that no other has reached: see {@link GuidedRun}.
 */
public final class Fuzz {
    private static final int INPUTS = 20_000;
    private static final String SPICE =
            "(){}[]<>\"\\*%+:;,.@#$&!?|/'`~^=-_ 0129AaZz\r\n\t\0\u007f\u0080\u00c3\u00e2\u00ff";
    private static final List<String> WORDS = List.of(
            "-1",
            "0",
            "1",
            "2147483648",
            "4294967296",
            "9223372036854775808",
            "{5}",
            "{0+}",
            "\r\n",
            "=?utf-8?q?=",
            "\u00ef\u00bb\u00bf");

    private final Random random;
    private final List<String> good;

    private Fuzz(long seed, List<String> good) {
        this.random = new Random(seed);
        this.good = good;
    }

    /** What is tried. */
    public interface Grammar {
        /** Takes the input, or refuses it; throws nothing for either. */
        void take(byte[] input) throws Exception;
    }

    /**
     * Tries a grammar.
     *
     * @param good inputs that it takes, in ISO 8859-1
     * @return how many inputs there were
     * @throws AssertionError if it does not stand one of them
     */
    public static long run(List<String> good, Grammar grammar) {
        return run(INPUTS, good, grammar);
    }

    /**
     * The same with another number of inputs, for what is slow.
     *
     * @param inputs of an everyday run
     */
    public static long run(int inputs, List<String> good, Grammar grammar) {
        if (Guided.isWaiting()) {
            throw Guided.taken(grammar);
        }
        StackWalker.StackFrame test = caller();
        long kept = play(Path.of(System.getProperty("basedir", ""), "src/test/fuzz", simpleName(test)), grammar);
        int guided = Integer.getInteger("jdbmail.fuzz.guided", 0);
        if (guided > 0) {
            return kept + GuidedRun.of(test.getClassName(), test.getMethodName(), good, guided);
        }
        long first = Long.getLong("jdbmail.fuzz.seed", 1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("jdbmail.fuzz.seconds", 0));
        long done = 0;
        for (long seed = first; done == 0 || System.nanoTime() < end; seed++) {
            Fuzz fuzz = new Fuzz(seed, good);
            for (int i = 0; i < inputs; i++) {
                String input = fuzz.next();
                try {
                    grammar.take(input.getBytes(StandardCharsets.ISO_8859_1));
                } catch (Exception | StackOverflowError | AssertionError e) {
                    throw new AssertionError("seed " + seed + ", input " + i + ": " + shown(input), e);
                }
                done++;
            }
        }
        return kept + done;
    }

    private static StackWalker.StackFrame caller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !frame.getClassName().equals(Fuzz.class.getName()))
                        .findFirst())
                .orElseThrow();
    }

    private static String simpleName(StackWalker.StackFrame test) {
        return test.getClassName().substring(test.getClassName().lastIndexOf('.') + 1);
    }

    /** Tries the inputs that are kept. */
    private static long play(Path folder, Grammar grammar) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        long played = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                try {
                    grammar.take(Files.readAllBytes(file));
                } catch (Exception | StackOverflowError | AssertionError e) {
                    throw new AssertionError(file.toString(), e);
                }
                played++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return played;
    }

    private String any() {
        return good.get(random.nextInt(good.size()));
    }

    private String next() {
        StringBuilder text = new StringBuilder(any());
        if (random.nextInt(8) == 0) {
            String other = any();
            text.setLength(random.nextInt(text.length() + 1));
            text.append(other.substring(random.nextInt(other.length() + 1)));
        }
        for (int n = random.nextInt(5); n > 0; n--) {
            change(text);
        }
        return text.toString();
    }

    private void change(StringBuilder text) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + 1 + random.nextInt(20));
        switch (random.nextInt(7)) {
            case 0 -> text.insert(at, SPICE.charAt(random.nextInt(SPICE.length())));
            case 1 -> text.delete(at, Math.min(end, at + 4));
            case 2 -> text.replace(at, Math.min(text.length(), at + 1), String.valueOf((char) random.nextInt(256)));
            case 3 -> text.insert(at, text.substring(at, end));
            case 4 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
            case 5 -> text.setLength(at);
            default -> {
                // Seldom, since it takes long: what is not linear, or goes as deep as the input is long, shows.
                if (random.nextInt(50) == 0) {
                    text.insert(at, text.substring(at, end).repeat(1 + random.nextInt(3_000)));
                }
            }
        }
    }

    private static String shown(String input) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(input.length(), 2_000); i++) {
            char c = input.charAt(i);
            shown.append(c >= ' ' && c < 0x7f ? String.valueOf(c) : "\\x%02x".formatted((int) c));
        }
        return shown + (input.length() > 2_000 ? "… (" + input.length() + ")" : "");
    }
}

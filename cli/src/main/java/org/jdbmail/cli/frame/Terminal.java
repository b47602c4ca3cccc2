package org.jdbmail.cli.frame;

import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where a command prints.
 *
 * @param isThere whether that is a terminal, with somebody before it
 * @param width how many columns it has; 0 for as many as are needed
 * @param hasColour whether bold type and colours are wanted
 */
public record Terminal(boolean isThere, int width, boolean hasColour) {
    /** No terminal: a file, or another program. */
    public static final Terminal NONE = new Terminal(false, 0, false);

    private static final int USUAL_WIDTH = 80;

    /** That of this process. Colour is not used where NO_COLOR asks for none. */
    public static Terminal ofProcess() {
        boolean isThere = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        if (!isThere) {
            return NONE;
        }
        boolean isPlain = Optional.ofNullable(System.getenv("NO_COLOR"))
                .filter(value -> !value.isEmpty())
                .isPresent();
        return new Terminal(true, widthOfProcess(), !isPlain && !"dumb".equals(System.getenv("TERM")));
    }

    /** What COLUMNS says, else what the terminal itself says by {@code stty}. */
    private static int widthOfProcess() {
        Optional<Integer> said = Optional.ofNullable(System.getenv("COLUMNS")).flatMap(Terminal::number);
        return said.or(Terminal::asked).orElse(USUAL_WIDTH);
    }

    private static Optional<Integer> asked() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return Optional.empty();
            }
            String[] words = stty.inputReader().readAllAsString().strip().split(" ", -1);
            return words.length == 2 ? number(words[1]) : Optional.empty();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // there is no stty; the usual width will do
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.valueOf(text)).filter(columns -> columns >= 20);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}

package org.jdbmail.core.queue;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.charset.Texts;

/**
 * Gives a message to a program and hears what it says. Whatever the program does (never reads, never ends, writes without end, leaves
 * children behind), this ends within the time that it has, and leaves neither threads nor open files behind: the program reads
 * the message from a nameless file, and what it says comes by a {@link Said} that is asked now and then and never waited for.
 *
 * @param user as whom it runs where we are root; empty for as ourselves
 * @param shell whether a shell reads the command; otherwise it is parted into words
 * @param timeout what it may take
 */
public record Program(String user, boolean shell, Duration timeout) {
    /** Octets of what it says that are kept. */
    private static final int MOST_OUTPUT = 2_000;

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** runuser's status for a program that is missing says that it failed for good; a shell's says what it was (127, 126). */
    private static final List<String> EXEC = List.of("/bin/sh", "-c", "exec \"$@\"", "sh");

    /** How often it is looked whether it has ended, or said something. */
    private static final long LOOK_MILLIS = 20;

    /** How often what a program has begun is ended: it may begin more meanwhile. */
    private static final int ROUNDS = 5;

    /**
     * Runs it.
     *
     * @param first written before the message; may be empty
     * @param environment what it finds there beside PATH
     */
    SendResult run(List<String> command, String first, MailContent content, Map<String, String> environment) {
        try {
            Path folder = Files.createTempDirectory("jdbmail-pipe-");
            Path message = folder.resolve("message");
            try (Said said = Said.in(folder)) {
                write(message, first, content);
                Process process = start(command, environment, message, said.path());
                remove(folder, message, said.path());
                return hear(process, said);
            } finally {
                remove(folder, message, folder.resolve(Said.NAME));
            }
        } catch (IOException e) {
            return SendResult.later("4.3.5", "the command cannot be started: " + clean(String.valueOf(e.getMessage())));
        }
    }

    /**
     * Runs it for what it makes of a message.
     *
     * @param message what it reads, as it is
     * @param result a file into which it writes
     * @return the status with which it has ended
     * @throws IOException if it can't be started, does not end in time, or writes more than that
     */
    public int filter(List<String> command, MessageBytes message, Path result, long most) throws IOException {
        Path input = Files.createTempFile("jdbmail-filter-", ".eml");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(input))) {
                message.writeTo(out, 0, message.size());
            }
            Process process = builder(command, Map.of())
                    .redirectInput(input.toFile())
                    .redirectOutput(result.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            long deadline = System.nanoTime() + timeout.toNanos();
            try {
                while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    if (System.nanoTime() - deadline > 0) {
                        throw new IOException("it did not end within " + timeout.toSeconds() + " s");
                    }
                    if (Files.size(result) > most) {
                        throw new IOException("it writes without end");
                    }
                }
                return process.exitValue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the server is stopping", e);
            } finally {
                end(process);
            }
        } finally {
            Files.deleteIfExists(input);
        }
    }

    private static void write(Path file, String first, MailContent content) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(first.getBytes(StandardCharsets.UTF_8));
            content.write(new LfStream(out), false);
        }
    }

    /** Takes names away; whoever has the files open keeps them. */
    private static void remove(Path folder, Path message, Path said) throws IOException {
        Files.deleteIfExists(message);
        Files.deleteIfExists(said);
        Files.deleteIfExists(folder);
    }

    private SendResult hear(Process process, Said said) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                said.read(kept, MOST_OUTPUT);
                if (System.nanoTime() - deadline > 0) {
                    return SendResult.later("4.3.0", "the command did not end within " + timeout.toSeconds() + " s");
                }
            }
            said.read(kept, MOST_OUTPUT);
            return result(process.exitValue(), clean(kept.toString(StandardCharsets.UTF_8)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SendResult.later("4.3.2", "the server is stopping");
        } finally {
            end(process);
        }
    }

    /** The words of a command as it stands in a table. */
    public List<String> words(String command) {
        return shell ? List.of("/bin/sh", "-c", command) : CommandLine.words(command);
    }

    private Process start(List<String> command, Map<String, String> environment, Path message, Path said)
            throws IOException {
        return builder(command, environment)
                .redirectErrorStream(true)
                .redirectInput(message.toFile())
                .redirectOutput(said.toFile())
                .start();
    }

    private ProcessBuilder builder(List<String> command, Map<String, String> environment) {
        List<String> words = new ArrayList<>();
        if (!user.isEmpty() && Superuser.isUs()) {
            words.addAll(List.of("runuser", "-u", user, "--"));
            words.addAll(EXEC);
        }
        words.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(Path.of("/").toFile());
        // Nothing of ours, such as a password, is for it.
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        return builder;
    }

    /** Its children go with it, and those that they have begun meanwhile. */
    private static void end(Process process) {
        for (int i = 0; i < ROUNDS && process.isAlive(); i++) {
            List<ProcessHandle> children = process.descendants().toList();
            children.forEach(ProcessHandle::destroyForcibly);
            if (children.isEmpty()) {
                break;
            }
        }
        process.destroyForcibly();
    }

    private static String clean(String text) {
        return Texts.cut(text.replaceAll("[\\p{Cntrl}]+", " ").strip(), 500);
    }

    /** What an exit status means: those of sysexits.h, as Postfix reads them. */
    static SendResult result(int status, String said) {
        String text = said.isEmpty() ? "the command ended with status " + status : said;
        return switch (status) {
            case 0 -> new SendResult.Sent(said.isEmpty() ? "taken by the command" : said, false);
            case 64 -> SendResult.never("5.3.3", text);
            case 65 -> SendResult.never("5.6.0", text);
            case 67 -> SendResult.never("5.1.1", text);
            case 68 -> SendResult.never("5.1.2", text);
            case 69, 70, 72, 73 -> SendResult.never("5.3.0", text);
            case 76 -> SendResult.never("5.5.0", text);
            case 77 -> SendResult.never("5.7.0", text);
            case 66, 71, 74, 75 -> SendResult.later("4.3.0", text);
            // Its settings, or that it is not there, is our own trouble; so is what a signal ended.
            case 78, 126, 127 -> SendResult.later("4.3.5", text);
            default -> status > 128 ? SendResult.later("4.3.0", text) : SendResult.never("5.3.0", text);
        };
    }
}

package org.jdbmail.core.queue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;

/**
 * Gives a message to a program and hears what it says. Whatever the program does (never reads, never ends, writes without end, leaves
 * children behind), this ends within the time that it has.
 *
 * @param user as whom it runs where we are root; empty for as ourselves
 * @param shell whether a shell reads the command; otherwise it is parted into words
 * @param timeout what it may take
 */
public record Program(String user, boolean shell, Duration timeout) {
    /** Octets of what it says that are kept. */
    private static final int MOST_OUTPUT = 2_000;

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** How long its last words are waited for. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /**
     * Runs it.
     *
     * @param first written before the message; may be empty
     * @param environment what it finds there beside PATH
     */
    SendResult run(List<String> command, String first, MailContent content, Map<String, String> environment) {
        Process process;
        try {
            process = start(command, environment);
        } catch (IOException e) {
            return SendResult.later("4.3.5", "the command cannot be started: " + clean(String.valueOf(e.getMessage())));
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Thread feeder = Thread.ofPlatform().daemon().name("jdbmail-pipe-in").start(() -> feed(process, first, content));
        Thread listener = Thread.ofPlatform().daemon().name("jdbmail-pipe-out").start(() -> listen(process, said));
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return SendResult.later("4.3.0", "the command did not end within " + timeout.toSeconds() + " s");
            }
            listener.join(LAST_WORDS);
            return result(process.exitValue(), text(said));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SendResult.later("4.3.2", "the server is stopping");
        } finally {
            end(process);
            feeder.interrupt();
        }
    }

    /** The words of a command as it stands in a table. */
    List<String> words(String command) {
        return shell ? List.of("/bin/sh", "-c", command) : CommandLine.words(command);
    }

    private Process start(List<String> command, Map<String, String> environment) throws IOException {
        List<String> words = new ArrayList<>();
        if (!user.isEmpty() && "root".equals(System.getProperty("user.name"))) {
            words.addAll(List.of("runuser", "-u", user, "--"));
        }
        words.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(Path.of("/").toFile()).redirectErrorStream(true);
        // Nothing of ours, such as a password, is for it.
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Its children go with it. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.getOutputStream().close();
            process.getInputStream().close();
        } catch (IOException e) {
            return; // it has ended, and its pipes with it
        }
    }

    private static void feed(Process process, String first, MailContent content) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(first.getBytes(StandardCharsets.UTF_8));
            content.write(new LfStream(in), false);
        } catch (IOException e) {
            return; // it does not want to read, which its exit status speaks of
        }
    }

    private static boolean listen(Process process, ByteArrayOutputStream said) {
        byte[] buffer = new byte[1024];
        try (InputStream out = process.getInputStream()) {
            for (int count = out.read(buffer); count >= 0; count = out.read(buffer)) {
                synchronized (said) {
                    said.write(buffer, 0, Math.min(count, MOST_OUTPUT - said.size()));
                }
            }
            return true;
        } catch (IOException e) {
            return false; // it was ended
        }
    }

    private static String text(ByteArrayOutputStream said) {
        synchronized (said) {
            return clean(said.toString(StandardCharsets.UTF_8));
        }
    }

    private static String clean(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}]+", " ").strip();
        return clean.length() > 500 ? clean.substring(0, 500) : clean;
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

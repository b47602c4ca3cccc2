package org.jdbmail.core.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.MailTarget;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that get mail: what they see, what their statuses mean, and those that misbehave. */
@Timeout(60)
class PipeTransportTest {
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String MESSAGE = "Return-Path: <s@remote.test>\r\nSubject: x\r\n\r\n.dot\r\nFrom here\r\n";

    @TempDir
    private Path folder;

    @BeforeEach
    void letEverybodyIn() throws IOException {
        for (Path each = folder; each.getNameCount() > 1 && Files.isWritable(each); each = each.getParent()) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** A program of the test's own, in the shell's language. */
    private String program(String text) throws IOException {
        Path program = Files.createTempFile(folder, "program", ".sh");
        Files.writeString(program, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program.toString();
    }

    private static SendResult run(boolean shell, Duration timeout, String target, String message) {
        PipeTransport transport =
                new PipeTransport(new Program("nobody", shell, timeout), () -> Instant.parse("2026-04-01T09:08:07Z"));
        QueuedRecipient recipient = new QueuedRecipient(
                1,
                MailTarget.ofStored(target),
                new RecipientParameters(Set.of(), false, "rfc822", "list@here.test"),
                false,
                1,
                Instant.EPOCH,
                "",
                false);
        QueuedMail mail = new QueuedMail(
                1,
                1,
                Instant.EPOCH,
                "id",
                new EnvelopeAddress("s", "remote.test"),
                0,
                "",
                MailParameters.NONE,
                null,
                List.of(recipient));
        return transport
                .send(mail, new MailContent("", MessageBytes.of(message.getBytes(StandardCharsets.UTF_8)), 0))
                .getFirst();
    }

    private static String sent(SendResult result) {
        return assertInstanceOf(SendResult.Sent.class, result).reply();
    }

    private static SendResult.Failed failed(SendResult result) {
        return assertInstanceOf(SendResult.Failed.class, result);
    }

    /** Postfix's local(8): mbox, with what begins like its first line marked; Maildir where a slash is at the end. */
    @Test
    void aFileGetsTheMessageAtItsEnd() throws IOException {
        Path file = folder.resolve("archive");
        Files.writeString(file, "before\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        sent(run(false, LONG, ">" + file, MESSAGE));
        assertEquals(
                "before\nFrom s@remote.test Wed Apr  1 09:08:07 2026\nReturn-Path: <s@remote.test>\nSubject: x\n\n.dot\n>From here\n\n",
                Files.readString(file));
        sent(run(false, LONG, ">/dev/null", MESSAGE));
        Path maildir = Files.createDirectory(folder.resolve("maildir"));
        Files.setPosixFilePermissions(maildir, PosixFilePermissions.fromString("rwxrwxrwx"));
        sent(run(false, LONG, ">" + maildir + "/", MESSAGE));
        try (Stream<Path> all = Files.list(maildir.resolve("new"))) {
            assertEquals(
                    "Return-Path: <s@remote.test>\nSubject: x\n\n.dot\nFrom here\n",
                    Files.readString(all.findFirst().orElseThrow()));
        }
        assertEquals(
                false,
                failed(run(false, LONG, ">" + folder + "/no/such", MESSAGE)).isFinal());
    }

    @Test
    void aProgramReadsTheMessageInLinesOfUnix() throws IOException {
        assertEquals(
                "Return-Path: <s@remote.test>|Subject: x||.dot|From here|",
                sent(run(false, LONG, "|" + program("tr '\\n' '|'"), MESSAGE)));
        assertEquals(
                "From s@remote.test Wed Apr  1 09:08:07 2026|Return-Path: <s@remote.test>|Subject: x||.dot|From here|",
                sent(run(false, LONG, "!" + program("tr '\\n' '|'"), MESSAGE)));
    }

    @Test
    void aProgramSeesWhomItIsForAndNothingOfOurs() throws IOException {
        List<String> seen = List.of(sent(run(false, LONG, "|" + program("env | sort | tr '\\n' ' '"), MESSAGE))
                .split(" "));
        assertTrue(seen.contains("SENDER=s@remote.test"), seen.toString());
        assertTrue(seen.contains("ORIGINAL_RECIPIENT=list@here.test"), seen.toString());
        assertEquals(
                List.of("LC_ALL", "ORIGINAL_RECIPIENT", "PATH", "PWD", "SENDER"),
                seen.stream()
                        .map(each -> each.split("=", 2)[0])
                        .filter(name -> !List.of("HOME", "LOGNAME", "OLDPWD", "SHLVL", "USER", "_")
                                .contains(name))
                        .toList());
    }

    @Test
    void asRootItRunsAsTheUserThatIsSet() throws IOException {
        boolean isRoot = Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        assertEquals(
                isRoot ? "nobody" : System.getProperty("user.name"),
                sent(run(false, LONG, "|/usr/bin/id -un", MESSAGE)));
        assertEquals(isRoot ? "nogroup" : "", isRoot ? sent(run(false, LONG, "|/usr/bin/id -Gn", MESSAGE)) : "");
    }

    // No shell reads a command, unless that is wanted.
    @Test
    void withoutAShellNothingMeansMoreThanItSays() throws IOException {
        String echo = program("printf '%s|' \"$@\"");
        assertEquals(
                "$(id)|;|a b|c\"d|`x`|>/tmp/y|",
                sent(run(false, LONG, "|" + echo + " $(id) ; 'a b' c\\\"d  `x` >/tmp/y", MESSAGE)));
        assertEquals("yes", sent(run(true, LONG, "|test \"$(echo a)\" = a && echo yes", MESSAGE)));
        assertFalse(failed(run(false, LONG, "|cat 'without end", MESSAGE)).isFinal());
        assertEquals(
                "4.3.5", failed(run(false, LONG, "|/no/such/program", MESSAGE)).status());
    }

    // sysexits.h
    @Test
    void statusesMeanWhatTheyMeanElsewhere() throws IOException {
        Map<Integer, String> meanings = Map.ofEntries(
                Map.entry(64, "5.3.3"),
                Map.entry(65, "5.6.0"),
                Map.entry(66, "4.3.0"),
                Map.entry(67, "5.1.1"),
                Map.entry(68, "5.1.2"),
                Map.entry(69, "5.3.0"),
                Map.entry(70, "5.3.0"),
                Map.entry(71, "4.3.0"),
                Map.entry(72, "5.3.0"),
                Map.entry(73, "5.3.0"),
                Map.entry(74, "4.3.0"),
                Map.entry(75, "4.3.0"),
                Map.entry(76, "5.5.0"),
                Map.entry(77, "5.7.0"),
                Map.entry(78, "4.3.5"),
                Map.entry(1, "5.3.0"),
                Map.entry(126, "4.3.5"),
                Map.entry(127, "4.3.5"));
        String exit = program("echo because >&2; exit $1");
        for (Map.Entry<Integer, String> each : meanings.entrySet()) {
            SendResult.Failed result = failed(run(false, LONG, "|" + exit + " " + each.getKey(), MESSAGE));
            assertEquals(each.getValue(), result.status(), "status " + each.getKey());
            assertEquals(each.getValue().startsWith("5"), result.isFinal(), "status " + each.getKey());
            assertEquals("because", result.reply());
        }
        assertEquals(
                "4.3.0",
                failed(run(false, LONG, "|" + program("kill -9 $$"), MESSAGE)).status());
        assertEquals("taken by the command", sent(run(false, LONG, "|/bin/true", MESSAGE)));
    }

    @Test
    void aProgramNeedNotRead() throws IOException {
        String large = MESSAGE + "A line of text that says nothing.\r\n".repeat(60_000);
        assertEquals("done", sent(run(false, LONG, "|" + program("echo done"), large)));
        SendResult.Failed asleep = failed(run(false, SHORT, "|/bin/sleep 1000", large));
        assertFalse(asleep.isFinal());
        assertTrue(asleep.reply().contains("did not end within"), asleep.reply());
    }

    @Test
    void aProgramThatDoesNotEndIsEndedWithItsChildren() throws IOException {
        Path pids = Files.createFile(folder.resolve("pids"));
        Files.setPosixFilePermissions(pids, PosixFilePermissions.fromString("rw-rw-rw-"));
        String program = program("trap '' TERM INT HUP\necho $$ >>" + pids + "\nsh -c 'echo $$ >>" + pids
                + "; while :; do sleep 1; done' &\nwhile :; do sleep 1; done");
        assertFalse(failed(run(false, SHORT, "|" + program, MESSAGE)).isFinal());
        List<String> all = Files.readAllLines(pids);
        assertEquals(2, all.size());
        for (String pid : all) {
            ProcessHandle.of(Long.parseLong(pid))
                    .ifPresent(each -> each.onExit().join());
        }
        assertEquals(
                List.of(),
                all.stream()
                        .filter(pid -> ProcessHandle.of(Long.parseLong(pid))
                                .filter(ProcessHandle::isAlive)
                                .isPresent())
                        .toList());
    }

    @Test
    void whatAProgramWritesIsBounded() throws IOException {
        SendResult.Failed endless = failed(run(false, SHORT, "|/usr/bin/yes", MESSAGE));
        assertFalse(endless.isFinal());
        String much = sent(run(false, LONG, "|" + program("head -c 3000000 /dev/zero | tr '\\0' x"), MESSAGE));
        assertEquals(500, much.length());
        assertEquals("a b", sent(run(false, LONG, "|/usr/bin/printf a\\\\r\\\\n\\\\0b", MESSAGE)));
    }

    /** A child that is left behind and writes on must not be heard for ever. */
    @Test
    void whatAProgramLeavesBehindIsNotWaitedFor() throws Exception {
        int before = Thread.activeCount();
        long files = openFiles();
        String program = program("echo left; yes & exit 0");
        for (int i = 0; i < 3; i++) {
            assertTrue(sent(run(false, LONG, "|" + program, MESSAGE)).contains("left"));
        }
        String quiet = program("sleep 1000 & echo $!; exit 0");
        String pid = sent(run(false, LONG, "|" + quiet, MESSAGE));
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        assertTrue(Thread.activeCount() <= before, "no thread is left");
        assertTrue(openFiles() <= files + 1, "no file is left open");
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(PipeTransportTest::target)
                    .filter(each -> each.contains("jdbmail-pipe-"))
                    .collect(Collectors.toSet())
                    .size();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }
}

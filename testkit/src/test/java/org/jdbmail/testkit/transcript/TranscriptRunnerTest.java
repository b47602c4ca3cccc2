package org.jdbmail.testkit.transcript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transcript fails where the server does something else, and says all that is needed to see why. */
class TranscriptRunnerTest {
    @TempDir
    Path folder;

    private ToyServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ToyServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void play(String text) throws Exception {
        Path file = folder.resolve("case.imap");
        Files.writeString(file, text);
        new TranscriptRunner(server.services(), server, Duration.ofMillis(500)).run(Transcript.read(file));
    }

    private String failureOf(String text) {
        return assertThrows(TranscriptFailure.class, () -> play(text)).getMessage();
    }

    private String mistakeOf(String text) {
        return assertThrows(TranscriptSyntaxException.class, () -> play(text)).getMessage();
    }

    @Test
    void aMismatchShowsThePlaceTheSectionBothLinesAndTheDialogue() {
        String message = failureOf("# RFC 2177 §3\nS: * hello\nC: ECHO 3 EXISTS\nS: 4 EXISTS\n");
        assertTrue(message.contains("case.imap:4: (RFC 2177 §3)"), message);
        assertTrue(message.contains("expected\n  S: 4 EXISTS\ngot\n  3 EXISTS"), message);
        assertTrue(message.contains("C1: ECHO 3 EXISTS\nS1: 3 EXISTS"), message);
    }

    @Test
    void aLiteralOfAnotherSizeIsAMismatch() {
        assertTrue(failureOf("S: * hello\nC: SIZE {\"abc\"+}\nS: GOT {\"abcd\"} thanks\n")
                .contains("GOT {3}\n  abc"));
    }

    @Test
    void anUnorderedBlockShowsWhatIsStillOpen() {
        String message = failureOf("S: * hello\nC: ECHO one|four\nS~: two\nS~: one\n");
        assertTrue(message.contains("expected\n  S~: two\ngot\n  four"), message);
    }

    @Test
    void aSilentServerFailsAtTheTimeOut() {
        assertTrue(failureOf("S: * hello\nwait up to 50ms\nS: more\n").contains("nothing within the time"));
    }

    @Test
    void aServerThatSpeaksWhereQuietIsDueFails() {
        assertTrue(failureOf("quiet 2s\n").contains("* hello"));
    }

    @Test
    void anOpenConnectionIsNoEof() {
        assertTrue(failureOf("S: * hello\nwait up to 50ms\neof\n").contains("nothing within the time"));
    }

    @Test
    void anAnswerLeftUnreadFailsAtTheEnd() {
        String message = failureOf("S: * hello\nC: ECHO one|two\nS: one\nC2: ECHO sync\nS2: * hello\nS2: sync\n");
        assertTrue(message.contains("client 1 has answers that nothing expected:\n  two"), message);
    }

    @Test
    void aClosedConnectionIsSaidToBeClosed() {
        assertTrue(failureOf("S: * hello\nC: BYE\nS: x\n").contains("the server closed the connection"));
    }

    @Test
    void mistakesInAFileAreNamedWithTheirLine() {
        assertTrue(mistakeOf("\nfrobnicate\n").contains("case.imap:2: unknown directive frobnicate"));
        assertTrue(mistakeOf("C: ${nobody}\n").contains("case.imap:1: the variable nobody has no value"));
        assertTrue(mistakeOf("C: <<END\nx\n").contains("case.imap:1: block without its end"));
        assertTrue(mistakeOf("C: {\"x\n").contains("case.imap:1: literal without its"));
        assertTrue(mistakeOf("C: ${x\n").contains("case.imap:1: ${ without its }"));
        assertTrue(mistakeOf("C: ${a:\\d+}\n").contains("can only be expected"));
        assertTrue(mistakeOf("connect 1 gopher\n").contains("no service gopher here"));
        assertTrue(mistakeOf("fixture dragon x\n").contains("case.imap:1: unknown fixture dragon"));
        assertTrue(mistakeOf("wait 5s\n").contains("write: wait up to 5s"));
        assertTrue(mistakeOf("C?: x\n").contains("unknown directive"));
        assertTrue(mistakeOf("S: ${x:(}\n").contains("case.imap:1: "));
    }

    @Test
    void fixturesGetTheirWordsAndBytes() throws Exception {
        Files.write(folder.resolve("raw.eml"), new byte[] {0, (byte) 0xff, '\n', '\r', '$', '{'});
        play("""
                set who alice
                fixture user ${who} "two words"
                fixture message ${who} (\\Seen \\Draft) file raw.eml
                fixture message bob <<END
                To: ${who}
                END
                """);
        assertEquals(List.of("alice", "two words"), server.made.get(0).words());
        assertEquals("(\\Seen \\Draft)", server.made.get(1).word(1));
        assertArrayEquals(
                new byte[] {0, (byte) 0xff, '\n', '\r', '$', '{'},
                server.made.get(1).content());
        assertEquals("To: alice\r\n", new String(server.made.get(2).content(), StandardCharsets.UTF_8));
    }

    @Test
    void aFolderWithoutTranscriptsIsAMistake() {
        assertThrows(IllegalArgumentException.class, () -> TranscriptTests.in(folder, database -> new ToyServer()));
    }
}

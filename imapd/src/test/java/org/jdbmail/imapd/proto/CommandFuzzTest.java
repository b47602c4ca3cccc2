package org.jdbmail.imapd.proto;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever comes, the grammar answers with a command or with what is wrong, in bounded time. */
class CommandFuzzTest {
    private static final List<String> SEEDS = List.of(
            "a LOGIN {5+}\r\nalice \"sec\\\"ret\"",
            "a AUTHENTICATE PLAIN AGEAYg==",
            "a SELECT \"INBOX\"",
            "a LIST \"\" {3+}\r\n%/*",
            "a STATUS x (MESSAGES RECENT)",
            "a APPEND x (\\Seen $a) \"01-Feb-1994 22:00:00 -0800\" {4+}\r\nabcd",
            "a UID FETCH 1:*,5 (FLAGS BODY.PEEK[1.2.HEADER.FIELDS (A \"b\")]<0.9> ENVELOPE)",
            "a SEARCH CHARSET UTF-8 OR (NOT SEEN 1:3) HEADER {1+}\r\nX \"y\" ON 1-Jan-2024",
            "a STORE 1 +FLAGS.SILENT (\\Deleted x)",
            "a UID COPY 4 y",
            "a ID (\"name\" NIL)",
            "a ENABLE X Y");
    private static final String SPICE = "(){}[]<>\"\\*%+:,.0123456789 \r\n\0\u00ff-=~AaZz";

    /** In each state; the first octet says in which. */
    @Test
    void whatever_comes_is_a_command_or_refused() {
        GrammarLimits limits = new GrammarLimits(4_096, 1_024, 8_192, 4_096, 8, 50, false);
        List<String> commands = SEEDS.stream()
                .flatMap(seed -> Stream.of("0" + seed + "\r\n", "1" + seed + "\r\n", "2" + seed + "\r\n"))
                .toList();
        assertTrue(Fuzz.run(commands, input -> {
                    if (input.length > 0) {
                        State state = State.values()[input[0] % 3 < 0 ? 0 : input[0] % 3];
                        try {
                            assertNotNull(Bytes.parse(Arrays.copyOfRange(input, 1, input.length), state, limits));
                        } catch (EOFException e) {
                            // The command asks for more than there is: a server would wait.
                            assertNotNull(e);
                        }
                    }
                })
                > 0);
    }

    @Test
    void mutated_commands_are_read_or_refused() throws Exception {
        Random random = new Random(20240229);
        GrammarLimits limits = new GrammarLimits(4_096, 1_024, 8_192, 4_096, 8, 50, false);
        for (int i = 0; i < 200_000; i++) {
            byte[] command = mutate(SEEDS.get(random.nextInt(SEEDS.size())), random);
            State state = State.values()[random.nextInt(3)];
            try {
                assertNotNull(Bytes.parse(command, state, limits));
            } catch (EOFException e) {
                // The command asks for more than there is: a server would wait.
                assertNotNull(e);
            }
        }
    }

    @Test
    void hostile_commands_take_bounded_time() {
        List<String> hostile = List.of(
                "a SEARCH " + "(".repeat(60_000),
                "a SEARCH " + "NOT ".repeat(15_000) + "ALL",
                "a SEARCH " + "OR ".repeat(20_000),
                "a FETCH " + "1,".repeat(30_000) + "1 FLAGS",
                "a FETCH 1 BODY[" + "1.".repeat(30_000) + "1]",
                "a FETCH 1 (" + "BODY[1] BODY[2] ".repeat(3_000) + ")",
                "a STORE 1 FLAGS (" + "a b ".repeat(15_000) + ")",
                "a SELECT \"" + "\\\\".repeat(30_000) + "\"",
                "a ENABLE" + " X".repeat(30_000));
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (String command : hostile) {
                assertNotNull(Bytes.parse(command + "\r\n", State.SELECTED));
            }
        });
    }

    private static byte[] mutate(String seed, Random random) {
        StringBuilder text = new StringBuilder(seed);
        for (int n = random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, SPICE.charAt(random.nextInt(SPICE.length())));
                case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(4)));
                case 2 -> {
                    if (at < text.length()) {
                        text.setCharAt(at, SPICE.charAt(random.nextInt(SPICE.length())));
                    }
                }
                default -> {
                    int end = Math.min(text.length(), at + random.nextInt(20));
                    text.insert(at, text.substring(at, end));
                }
            }
            if (text.isEmpty()) {
                text.append(' ');
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }
}

package org.jdbmail.core.milter;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.jdbmail.core.service.ServiceTrouble;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever a milter answers is an answer, or trouble with that milter. */
class MilterFuzzTest {
    private static final List<String> PACKETS = List.of(
            "c",
            "a",
            "t",
            "f",
            "y550 5.7.1 not %% wanted\0",
            "y451-4.7.1 two\r\n451 4.7.1 lines\0",
            "hSubject\0changed\0",
            "m\0\0\0\1Subject\0other\0",
            "+<a@b.test>\0SIZE=1\0",
            "bbody\r\n");

    @Test
    void whateverItAnswersIsUnderstoodOrTrouble() {
        assertTrue(Fuzz.run(PACKETS, bytes -> {
                    if (bytes.length > 0) {
                        byte[] data = Arrays.copyOfRange(bytes, 1, bytes.length);
                        MilterPacket packet = new MilterPacket((char) (bytes[0] & 0xff), data);
                        try {
                            if (MilterAnswer.of(packet) instanceof MilterAnswer.Refuse(var reply)) {
                                // What goes to the client is one answer, whatever stood in it.
                                assertTrue(reply.code() >= 400 && reply.code() <= 599);
                                assertTrue(reply.lines().stream().allMatch(line -> line.matches("[ -~]{1,400}")));
                            }
                            assertNotNull(packet.texts(Math.min(4, data.length)));
                        } catch (ServiceTrouble trouble) {
                            assertNotNull(trouble.getMessage());
                        }
                    }
                })
                > 0);
    }
}

package org.jdbmail.imapd.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.imapd.proto.ResponseWriter.Outcome;
import org.junit.jupiter.api.Test;

class ResponseWriterTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ResponseWriter out = new ResponseWriter(new OutputBuffer(bytes));

    private String written() throws Exception {
        out.release();
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void strings_are_quoted_or_literals() throws Exception {
        out.untagged(new Untagged.Mailbox(false, List.of("\\Noselect"), "a\"b\\c", List.of()));
        out.untagged(new Untagged.Mailbox(true, List.of(), "\u00fc\r\n", List.of()));
        assertEquals("* LIST (\\Noselect) \"/\" \"a\\\"b\\\\c\"\r\n* LSUB () \"/\" \"&APwADQAK-\"\r\n", written());
        bytes.reset();
        out.untagged(new Untagged.Id(Map.of("name", "\u00fc\r\n")));
        assertEquals("* ID (\"name\" {3}\r\n\u00fc\r\n)\r\n", written());
    }

    @Test
    void texts_never_break_the_line() throws Exception {
        out.tagged("a", Outcome.NO, ResponseCode.Plain.LIMIT, "one\r\ntwo");
        out.tagged("b", Outcome.OK, null, "");
        assertEquals("a NO [LIMIT] one  two\r\nb OK -\r\n", written());
    }

    @Test
    void copyuid_keeps_the_order_of_both_sides() throws Exception {
        long[] from = {3, 4, 5, 9};
        long[] to = {20, 21, 7, 8};
        out.tagged("a", Outcome.OK, new ResponseCode.CopyUid(1, from, to), "Copied");
        assertEquals("a OK [COPYUID 1 3:5,9 20:21,7:8] Copied\r\n", written());
    }

    @Test
    void a_fetch_response_has_its_items_in_the_order_they_come() throws Exception {
        FetchResponse fetch = out.fetch();
        fetch.begin(12, 100);
        fetch.flags(Flag.SEEN.bit() | Flag.DRAFT.bit(), List.of("x"), true);
        fetch.uid(4_294_967_295L);
        fetch.size(0);
        fetch.end();
        fetch.begin(1, 100);
        fetch.flags(0, List.of(), true);
        fetch.end();
        assertEquals(
                "* 12 FETCH (FLAGS (\\Seen \\Draft x \\Recent) UID 4294967295 RFC822.SIZE 0)\r\n"
                        + "* 1 FETCH (FLAGS (\\Recent))\r\n",
                written());
    }

    @Test
    void dates_are_those_of_the_calendar() throws Exception {
        DateTimeFormatter format = DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", Locale.ROOT)
                .withZone(ZoneOffset.UTC);
        Random random = new Random(7);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            long second = random.nextLong(-2_000_000_000L, 20_000_000_000L);
            out.fetch().begin(1, 100);
            out.fetch().internalDate(second);
            out.fetch().end();
            String text = format.format(Instant.ofEpochSecond(second));
            expected.append("* 1 FETCH (INTERNALDATE \"")
                    .append(text.startsWith("0") ? " " + text.substring(1) : text)
                    .append("\")\r\n");
        }
        assertEquals(expected.toString(), written());
    }

    @Test
    void long_texts_pass_in_pieces() throws Exception {
        String name = "x".repeat(50_000);
        out.untagged(new Untagged.Mailbox(false, List.of(), name, List.of()));
        assertEquals("* LIST () \"/\" \"" + name + "\"\r\n", written());
    }
}

package org.jdbmail.sieve.action;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.effect.Edition;
import org.jdbmail.sieve.letter.Draft;
import org.jdbmail.sieve.letter.Words;
import org.jdbmail.sieve.message.Address;
import org.jdbmail.sieve.message.Field;
import org.jdbmail.sieve.message.Mail;
import org.jdbmail.sieve.run.Digests;
import org.jdbmail.sieve.run.Flow;
import org.jdbmail.sieve.run.Instruction;
import org.jdbmail.sieve.run.Run;
import org.jdbmail.sieve.run.ScriptException;
import org.jdbmail.sieve.run.Text;
import org.jspecify.annotations.Nullable;

/** {@code replace} and {@code enclose} (RFC 5703 §5, §6): other text in place of a part, and the message inside another. */
public final class Rewrite {
    private static final int LONGEST_SUBJECT = 900;

    private Rewrite() {}

    /** Understands {@code replace}. */
    public static Instruction replace(Arguments arguments) throws InvalidScript {
        boolean mime = arguments.flag("mime");
        Text subject = arguments.string("subject", null);
        Text from = arguments.string("from", null);
        if (mime && (subject != null || from != null)) {
            arguments.error(arguments.at(), "':subject' and ':from' can't stand beside ':mime'");
        }
        String fixed = from == null ? null : from.constant();
        if (fixed != null && Address.parse(fixed, true) == null) {
            arguments.error(arguments.at(), "'" + fixed + "' is no address");
        }
        Text text = arguments.string("a text");
        return run -> {
            MimePart part = run.part();
            if (part != null && part.parent() != null) {
                run.mail(run.mail().with(part, part(text.value(run), mime)));
                run.note("replace a part");
            } else {
                whole(run, text.value(run), mime, subject, from);
                run.note("replace the message");
            }
            return Flow.NEXT;
        };
    }

    /** A part's header and body, without the line end before the boundary. */
    private static byte[] part(String text, boolean mime) {
        byte[] bytes = mime
                ? entity(text).getBytes(StandardCharsets.UTF_8)
                : new Draft().textPart(text).bytes();
        int end = bytes.length;
        while (end > 1 && bytes[end - 1] == '\n' && bytes[end - 2] == '\r' && end - 2 > headerEnd(bytes)) {
            end -= 2;
        }
        return Arrays.copyOf(bytes, end);
    }

    private static int headerEnd(byte[] bytes) {
        int end = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        return end < 0 ? 0 : end + 2;
    }

    /** RFC 2045 §2.4: fields, a blank line, a body. */
    private static String entity(String text) {
        String lines = Draft.lines(text);
        return lines.startsWith("\r\n") || lines.contains("\r\n\r\n") ? lines : lines + "\r\n";
    }

    private static void whole(Run run, String text, boolean mime, @Nullable Text subject, @Nullable Text from)
            throws ScriptException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String newSubject = subject == null ? null : Words.cut(Words.decoded(subject.value(run)), LONGEST_SUBJECT);
        String newFrom = from == null ? null : Words.clean(from.value(run));
        if (newFrom != null && Address.parse(newFrom, true) == null) {
            throw new ScriptException("'" + newFrom + "' is no address");
        }
        for (Field field : run.mail().fields().all()) {
            String key = field.key();
            if (key.startsWith("content-") || key.equals("mime-version")) {
                continue;
            }
            if (key.equals("subject") && newSubject != null || key.equals("from") && newFrom != null) {
                // RFC 5703 §5: what was there is kept under another name.
                out.writeBytes("Original-".getBytes(StandardCharsets.US_ASCII));
            }
            write(out, field);
        }
        Draft draft = new Draft();
        if (newSubject != null) {
            draft.text("Subject", newSubject);
        }
        if (newFrom != null) {
            draft.text("From", newFrom);
        }
        out.writeBytes(mime ? draft.entity(entity(text)) : draft.plainBody(text));
        run.replace(Mail.instead(out.toByteArray()));
    }

    private static void write(ByteArrayOutputStream out, Field field) {
        out.write(field.bytes(), field.from(), field.to() - field.from());
        if (field.to() > field.from() && field.bytes()[field.to() - 1] != '\n') {
            out.writeBytes(new byte[] {'\r', '\n'});
        }
    }

    /** Understands {@code enclose}. */
    public static Instruction enclose(Arguments arguments) throws InvalidScript {
        Text subject = arguments.string("subject", null);
        List<Text> headers = arguments.taggedStrings("headers", null);
        Text text = arguments.string("a text");
        return run -> {
            List<String> copied = headers == null ? List.of() : Text.values(headers, run);
            run.enclose(around(run, subject == null ? null : subject.value(run), copied, text.value(run)));
            run.note("enclose the message");
            return Flow.NEXT;
        };
    }

    private static Mail around(Run run, @Nullable String subject, List<String> copied, String text) {
        Edition inside = run.mail().edition();
        byte[] message = inside.bytes().slice(0, inside.bytes().size());
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + 2_048);
        Set<String> kept = Set.copyOf(
                copied.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
        for (Field field : kept(run, kept, subject == null)) {
            write(out, field);
        }
        Draft draft = kept.contains("date")
                ? new Draft().plain("Message-ID", run.nextMessageId())
                : new Draft(
                        run.nextMessageId(),
                        run.delivery().received(),
                        run.delivery().zone());
        if (!kept.contains("from")) {
            String owner = run.delivery().owner();
            draft.address(
                    "From",
                    "",
                    Address.ofEnvelope(owner == null ? run.delivery().recipient() : owner));
        }
        if (subject != null) {
            draft.text("Subject", Words.cut(Words.decoded(subject), LONGEST_SUBJECT));
        }
        // Nobody who writes a message can tell the digest of all of it and what stands around it.
        String boundary =
                "=_" + Digests.of(HexFormat.of().formatHex(message), text).substring(0, 32);
        draft.plain("MIME-Version", "1.0");
        draft.plain("Content-Type", "multipart/mixed; boundary=\"" + boundary + '"');
        out.writeBytes(draft.bytes());
        out.writeBytes(ascii("\r\n--" + boundary + "\r\n"));
        out.writeBytes(new Draft().textPart(text).bytes());
        out.writeBytes(ascii("\r\n--" + boundary + "\r\nContent-Type: message/rfc822\r\n\r\n"));
        out.writeBytes(message);
        out.writeBytes(ascii("\r\n--" + boundary + "--\r\n"));
        return Mail.instead(out.toByteArray());
    }

    /** What is copied of the message's header; the trace of its way stays where the message is. */
    private static List<Field> kept(Run run, Set<String> names, boolean withSubject) {
        List<Field> fields = new ArrayList<>();
        for (Field field : run.mail().fields().all()) {
            String key = field.key();
            boolean structure = key.startsWith("content-") || key.equals("mime-version") || key.equals("message-id");
            if (!structure
                    && (names.contains(key) && (withSubject || !key.equals("subject"))
                            || withSubject && key.equals("subject"))) {
                fields.add(field);
            }
        }
        return fields;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

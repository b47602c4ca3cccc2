package org.jdbmail.core.milter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.authenticity.field.RawField;
import org.jdbmail.core.delivery.Spool;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.reception.Arriving;
import org.jdbmail.core.reception.Caller;
import org.jdbmail.core.service.ServicePlace;
import org.jdbmail.core.service.ServiceTrouble;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.User;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;

/**
 * What one milter is told of one connection of SMTP, step by step, and what it says. A milter that has accepted hears no more of what it has accepted;
 * one that had trouble is left alone for the rest of the connection. Used by one thread.
 */
final class MilterDialogue implements AutoCloseable {
    private static final int PIECE = 65_535;

    /** Of what a milter has said that it wants to hear no more. */
    private enum Extent {
        NOTHING,
        MESSAGE,
        CONNECTION
    }

    private final ServicePlace place;
    private final MilterOptions options;
    private final Spools spools;
    private @Nullable MilterConnection connection;
    private Extent accepted = Extent.NOTHING;
    private MilterAnswer ofConnection = MilterAnswer.GO_ON;
    private boolean isInMessage;
    private Map<String, String> values = Map.of();

    MilterDialogue(ServicePlace place, MilterOptions options, Spools spools) {
        this.place = place;
        this.options = options;
        this.spools = spools;
    }

    ServicePlace place() {
        return place;
    }

    private String value(String name) {
        return values.getOrDefault(name, "");
    }

    /** A step that has a time of its own. */
    private MilterAnswer step(Duration patience, char command, byte[] data) throws IOException {
        MilterConnection talk = connection;
        if (talk != null) {
            talk.within(patience);
        }
        return step(command, data);
    }

    private MilterAnswer step(char command, byte[] data) throws IOException {
        MilterConnection talk = connection;
        if (talk == null) {
            return MilterAnswer.GO_ON;
        }
        if (!talk.leavesOut(command)) {
            talk.macros(command, this::value);
        }
        return talk.step(command, data);
    }

    /** Connects and tells of the client. */
    MilterAnswer connected(Caller caller) throws IOException {
        values = values(caller, "", "", "");
        connection = MilterConnection.open(place, options.connect());
        ofConnection = MilterAnswer.GO_ON;
        accepted = Extent.NOTHING;
        ofConnection = heard(step(options.connect(), 'C', client(caller)), Extent.CONNECTION);
        return ofConnection;
    }

    private MilterAnswer heard(MilterAnswer answer, Extent extent) {
        if (answer instanceof MilterAnswer.Accept) {
            accepted = extent;
            return MilterAnswer.GO_ON;
        }
        return answer;
    }

    private static byte[] client(Caller caller) {
        String address = caller.address().getHostAddress();
        boolean isFour = caller.address() instanceof Inet4Address;
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(MilterConnection.octets(caller.name().isEmpty() ? "[" + address + "]" : caller.name()));
        data.write(isFour ? '4' : '6');
        data.write(0);
        data.write(0);
        data.writeBytes(MilterConnection.octets(isFour ? address : "IPv6:" + address));
        return data.toByteArray();
    }

    private Map<String, String> values(Caller caller, String id, String sender, String recipient) {
        String login = caller.login().map(User::login).orElse("");
        String address = caller.address().getHostAddress();
        String name = caller.name().isEmpty() ? "unknown" : caller.name();
        return Map.ofEntries(
                Map.entry("j", options.hostname()),
                Map.entry("daemon_name", options.hostname()),
                Map.entry("v", "JDBMail"),
                Map.entry("_", name + " [" + address + "]"),
                Map.entry("client_addr", address),
                Map.entry("client_name", name),
                Map.entry("client_ptr", name),
                Map.entry("tls_version", caller.isTls() ? "TLS" : ""),
                Map.entry("i", id),
                Map.entry("auth_type", login.isEmpty() ? "" : "PLAIN"),
                Map.entry("auth_authen", login),
                Map.entry("mail_addr", sender),
                Map.entry("rcpt_addr", recipient));
    }

    MilterAnswer greeted(Caller caller) throws IOException {
        if (accepted == Extent.CONNECTION) {
            return MilterAnswer.GO_ON;
        }
        return heard(step(options.command(), 'H', MilterConnection.octets(caller.helo())), Extent.CONNECTION);
    }

    /** A message begins; a milter that has closed since the last is called again. */
    MilterAnswer sender(Caller caller, String id, EnvelopeAddress sender) throws IOException {
        if (accepted == Extent.CONNECTION) {
            return MilterAnswer.GO_ON;
        }
        if (connection == null) {
            throw new ServiceTrouble("is away");
        }
        // One whose content it was never asked about is over, or its recipients would count for this one.
        reset();
        accepted = Extent.NOTHING;
        isInMessage = true;
        values = values(caller, id, sender.plain(), "");
        return heard(step(options.command(), 'M', MilterConnection.octets("<" + sender.plain() + ">")), Extent.MESSAGE);
    }

    MilterAnswer recipient(Caller caller, EnvelopeAddress recipient) throws IOException {
        if (accepted != Extent.NOTHING) {
            return MilterAnswer.GO_ON;
        }
        values = values(caller, value("i"), value("mail_addr"), recipient.plain());
        return heard(
                step(options.command(), 'R', MilterConnection.octets("<" + recipient.plain() + ">")), Extent.MESSAGE);
    }

    /** What came of the content. */
    record Heard(MilterAnswer answer, @Nullable MilterEdits edits) {
        private static Heard of(MilterAnswer answer) {
            return new Heard(answer, null);
        }
    }

    /** Tells of the content. Whatever comes of it, the message is over then. */
    Heard message(Arriving arriving, MessageBytes message, long mostBody) throws IOException {
        MilterConnection talk = connection;
        if (accepted != Extent.NOTHING || talk == null) {
            return Heard.of(MilterAnswer.GO_ON);
        }
        talk.within(options.content());
        HeaderBlock block = HeaderBlock.of(message);
        MilterAnswer answer = step('T', new byte[0]);
        for (int i = 0; i < block.fields().size() && answer instanceof MilterAnswer.GoOn; i++) {
            answer = talk.step('L', field(block.fields().get(i), talk.hasLeadingSpace()));
        }
        if (answer instanceof MilterAnswer.GoOn) {
            answer = step('N', new byte[0]);
        }
        byte[] piece = new byte[Math.min(PIECE, Math.max(0, message.size() - block.body()))];
        for (int at = block.body(); at < message.size() && answer instanceof MilterAnswer.GoOn; ) {
            int count = Math.min(piece.length, message.size() - at);
            message.read(at, piece, 0, count);
            answer = talk.step('B', count == piece.length ? piece : Arrays.copyOf(piece, count));
            at += count;
        }
        if (answer instanceof MilterAnswer.Skip) {
            answer = MilterAnswer.GO_ON;
        }
        if (!(answer instanceof MilterAnswer.GoOn)) {
            reset();
            return Heard.of(heard(answer, Extent.MESSAGE));
        }
        Heard heard = end(talk, block, mostBody);
        isInMessage = false;
        return heard;
    }

    private Heard end(MilterConnection talk, HeaderBlock block, long mostBody) throws IOException {
        talk.macros('E', this::value);
        talk.send('E', new byte[0]);
        MilterEdits edits = new MilterEdits(talk, spools, mostBody, block);
        try {
            while (true) {
                MilterPacket packet = talk.next();
                if (edits.take(packet)) {
                    continue;
                }
                MilterAnswer answer = MilterAnswer.of(packet);
                if (answer == null || answer instanceof MilterAnswer.Skip) {
                    throw new ServiceTrouble("answers " + packet.command() + " to the end of a message");
                }
                boolean isTaken = answer instanceof MilterAnswer.GoOn || answer instanceof MilterAnswer.Accept;
                return new Heard(isTaken ? MilterAnswer.GO_ON : answer, isTaken ? edits : null);
            }
        } catch (IOException e) {
            Spool body = edits.body();
            if (body != null) {
                body.close();
            }
            throw e;
        }
    }

    private static byte[] field(RawField field, boolean hasLeadingSpace) {
        String value = field.colon() < 0 ? field.text() : field.value();
        String shown = hasLeadingSpace ? value : value.startsWith(" ") ? value.substring(1) : value;
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes((field.name() + "\0").getBytes(StandardCharsets.ISO_8859_1));
        data.writeBytes((shown.replace("\r\n", "\n").replace('\0', '?') + "\0").getBytes(StandardCharsets.ISO_8859_1));
        return data.toByteArray();
    }

    /** The message is given up. */
    void reset() throws IOException {
        MilterConnection talk = connection;
        if (isInMessage && talk != null) {
            isInMessage = false;
            talk.within(options.command());
            talk.send('A', new byte[0]);
        }
    }

    @Override
    public void close() {
        MilterConnection talk = connection;
        connection = null;
        if (talk != null) {
            talk.close();
        }
    }
}

package org.jdbmail.core.milter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jdbmail.core.service.ServiceChannel;
import org.jdbmail.core.service.ServicePlace;
import org.jdbmail.core.service.ServiceTrouble;

/** A conversation with a milter: packets, what was agreed on, and macros. Used by one thread. */
final class MilterConnection implements AutoCloseable {
    /** Which macros are told with which step, where the milter does not ask for others. */
    private static final Map<Character, List<String>> USUAL = Map.of(
            'C', List.of("j", "{daemon_name}", "v", "_", "{client_addr}", "{client_name}"),
            'H', List.of("{tls_version}"),
            'M', List.of("i", "{auth_type}", "{auth_authen}", "{mail_addr}"),
            'R', List.of("{rcpt_addr}"),
            'T', List.of("i"),
            'N', List.of("i"),
            'E', List.of("i"));

    /** The steps of the lists of macros that a milter may send (SMFIR_SETSYMLIST). */
    private static final String STAGES = "CHMRTEN";

    private static final int VERSION = 6;

    /** All that may be done to a message: bits 0 to 8. */
    private static final int ACTIONS = 0x1ff;

    /** Steps and answers that may be left out (0 to 9, 12 to 19), SKIP (10), and the space before values (20). */
    private static final int STEPS = 0x3ff | 0x400 | 0xff000 | 0x100000;

    private static final int MOST = 1 << 20;

    private final ServiceChannel channel;
    private final Map<Character, List<String>> macros = new HashMap<>(USUAL);
    private int actions;
    private int steps;

    private MilterConnection(ServiceChannel channel) {
        this.channel = channel;
    }

    /** Connects, and agrees on what is said. */
    static MilterConnection open(ServicePlace place, Duration patience) throws IOException {
        MilterConnection made = new MilterConnection(ServiceChannel.open(place, patience));
        try {
            made.negotiate();
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    private void negotiate() throws IOException {
        send(
                'O',
                ByteBuffer.allocate(12)
                        .putInt(VERSION)
                        .putInt(ACTIONS)
                        .putInt(STEPS)
                        .array());
        MilterPacket answer = receive();
        if (answer.command() != 'O' || answer.data().length < 12) {
            throw new ServiceTrouble("does not speak the protocol");
        }
        int version = answer.number();
        actions = answer.number(4);
        steps = answer.number(8);
        if (version < 2 || version > VERSION || (actions & ~ACTIONS) != 0 || (steps & ~STEPS) != 0) {
            throw new ServiceTrouble("wants what was not offered");
        }
        byte[] data = answer.data();
        for (int at = 12; at + 4 < data.length; ) {
            int stage = answer.number(at);
            int end = at + 4;
            while (end < data.length && data[end] != 0) {
                end++;
            }
            String names = new String(data, at + 4, end - at - 4, StandardCharsets.ISO_8859_1);
            if (stage >= 0 && stage < STAGES.length()) {
                macros.put(STAGES.charAt(stage), List.of(names.strip().split("\\s+")));
            }
            at = end + 1;
        }
    }

    void within(Duration patience) {
        channel.within(patience);
    }

    /** Whether the milter does not want to hear of a step. */
    boolean leavesOut(char command) {
        return (steps & bit(command)) != 0;
    }

    private static int bit(char command) {
        return switch (command) {
            case 'C' -> 1;
            case 'H' -> 1 << 1;
            case 'M' -> 1 << 2;
            case 'R' -> 1 << 3;
            case 'B' -> 1 << 4;
            case 'L' -> 1 << 5;
            case 'N' -> 1 << 6;
            case 'T' -> 1 << 9;
            default -> 0;
        };
    }

    /** Whether it answers nothing to a step. */
    private boolean isSilent(char command) {
        int bit = switch (command) {
            case 'L' -> 1 << 7;
            case 'C' -> 1 << 12;
            case 'H' -> 1 << 13;
            case 'M' -> 1 << 14;
            case 'R' -> 1 << 15;
            case 'T' -> 1 << 16;
            case 'N' -> 1 << 18;
            case 'B' -> 1 << 19;
            default -> 0;
        };
        return (steps & bit) != 0;
    }

    /** Whether values of fields are told with the white space before them. */
    boolean hasLeadingSpace() {
        return (steps & 1 << 20) != 0;
    }

    /** Whether the milter has said that it may do that: a bit. */
    boolean mayDo(int action) {
        return (actions & action) != 0;
    }

    /** Tells macros for a step that follows: those that have a value. */
    void macros(char command, UnaryOperator<String> values) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.write(command);
        for (String name : macros.getOrDefault(command, List.of())) {
            String bare = name.length() > 3 && name.startsWith("{") ? name.substring(1, name.length() - 1) : name;
            String value = values.apply(bare);
            if (!value.isEmpty()) {
                data.writeBytes(octets(name));
                data.writeBytes(octets(value));
            }
        }
        send('D', data.toByteArray());
    }

    /** Text with its NUL. */
    static byte[] octets(String text) {
        return (text.replace('\0', '?') + "\0").getBytes(StandardCharsets.UTF_8);
    }

    /** Says something to which no answer is heard. */
    void send(char command, byte[] data) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(5).putInt(data.length + 1).put((byte) command);
        channel.write(head.flip());
        channel.write(ByteBuffer.wrap(data));
    }

    /** Takes a step and hears what the milter says of it. */
    MilterAnswer step(char command, byte[] data) throws IOException {
        if (leavesOut(command)) {
            return MilterAnswer.GO_ON;
        }
        send(command, data);
        if (isSilent(command)) {
            return MilterAnswer.GO_ON;
        }
        MilterPacket packet = next();
        MilterAnswer answer = MilterAnswer.of(packet);
        if (answer == null) {
            throw new ServiceTrouble("answers " + packet.command() + " to " + command);
        }
        return answer;
    }

    /** What it says next, when it does not only say that it is still at it. */
    MilterPacket next() throws IOException {
        while (true) {
            MilterPacket packet = receive();
            if (packet.command() != 'p') {
                return packet;
            }
        }
    }

    private MilterPacket receive() throws IOException {
        ByteBuffer head = ByteBuffer.allocate(5);
        channel.read(head);
        head.flip();
        int length = head.getInt() - 1;
        char command = (char) (head.get() & 0xff);
        if (length < 0 || length > MOST) {
            throw new ServiceTrouble("sends a packet of " + length + " octets");
        }
        ByteBuffer data = ByteBuffer.allocate(length);
        channel.read(data);
        return new MilterPacket(command, data.array());
    }

    @Override
    public void close() {
        try {
            channel.within(Duration.ofMillis(100));
            send('Q', new byte[0]);
        } catch (IOException e) {
            // It is over either way.
            channel.within(Duration.ZERO);
        }
        try {
            channel.close();
        } catch (IOException e) {
            channel.within(Duration.ZERO);
        }
    }
}

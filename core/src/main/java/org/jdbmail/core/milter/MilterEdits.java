package org.jdbmail.core.milter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.authenticity.field.RawField;
import org.jdbmail.core.delivery.Spool;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.reception.Judgement;
import org.jdbmail.core.service.ServiceTrouble;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;

/** What one milter changes of a message: gathered while it says so, and done when it has ended. Used by one thread. */
final class MilterEdits {
    private static final int ADD_FIELDS = 1;
    private static final int CHANGE_BODY = 1 << 1;
    private static final int ADD_RECIPIENTS = 1 << 2;
    private static final int REMOVE_RECIPIENTS = 1 << 3;
    private static final int CHANGE_FIELDS = 1 << 4;
    private static final int HOLD = 1 << 5;
    private static final int CHANGE_SENDER = 1 << 6;
    private static final int ADD_RECIPIENTS_WITH = 1 << 7;

    /** Changes of one milter: more than that is a fault of it. */
    private static final int MOST = 10_000;

    private final MilterConnection milter;
    private final Spools spools;
    private final long mostBody;
    private final HeaderBlock block;
    private final List<RawField> fields;
    private final List<RawField> top = new ArrayList<>();
    private final List<EnvelopeAddress> added = new ArrayList<>();
    private final List<EnvelopeAddress> removed = new ArrayList<>();
    private Optional<EnvelopeAddress> sender = Optional.empty();
    private @Nullable Spool body;
    private boolean areFieldsChanged;
    private boolean isHeld;
    private int count;

    /**
     * None yet.
     *
     * @param mostBody octets of another body at most
     */
    MilterEdits(MilterConnection milter, Spools spools, long mostBody, HeaderBlock block) {
        this.milter = milter;
        this.spools = spools;
        this.mostBody = mostBody;
        this.block = block;
        this.fields = new ArrayList<>(block.fields());
    }

    /** Takes a change; false if it is none. */
    boolean take(MilterPacket packet) throws IOException {
        int needed = switch (packet.command()) {
            case 'h', 'i' -> ADD_FIELDS;
            case 'm' -> CHANGE_FIELDS;
            case '+' -> ADD_RECIPIENTS;
            case '2' -> ADD_RECIPIENTS_WITH;
            case '-' -> REMOVE_RECIPIENTS;
            case 'e' -> CHANGE_SENDER;
            case 'b' -> CHANGE_BODY;
            case 'q' -> HOLD;
            default -> 0;
        };
        if (needed == 0) {
            return false;
        }
        boolean isBody = needed == CHANGE_BODY;
        if (!milter.mayDo(needed) || !isBody && ++count > MOST) {
            throw new ServiceTrouble("changes what it has not said that it would");
        }
        switch (packet.command()) {
            case 'h' -> add(packet.texts(0));
            case 'i' -> insert(packet.number(), packet.texts(4));
            case 'm' -> change(packet.number(), packet.texts(4));
            case '+', '2' -> added.add(address(packet.texts(0)));
            case '-' -> removed.add(address(packet.texts(0)));
            case 'e' -> sender = Optional.of(address(packet.texts(0)));
            case 'b' -> replace(packet.data());
            default -> isHeld = true;
        }
        return true;
    }

    private static EnvelopeAddress address(List<String> texts) throws ServiceTrouble {
        if (texts.isEmpty()) {
            throw new ServiceTrouble("names nobody");
        }
        String text =
                new String(texts.getFirst().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).strip();
        String plain = text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
        if (plain.length() > 320 || plain.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new ServiceTrouble("names nobody");
        }
        return plain.isEmpty() ? EnvelopeAddress.NULL : EnvelopeAddress.ofPlain(plain);
    }

    private RawField field(List<String> texts) throws ServiceTrouble {
        if (texts.size() < 2 || !texts.getFirst().matches("[!-9;-~]{1,200}")) {
            throw new ServiceTrouble("adds a field that is none");
        }
        // Who has asked for the space before values writes it.
        return RawField.of(texts.getFirst() + (milter.hasLeadingSpace() ? ":" : ": ") + folded(texts.get(1)));
    }

    /** Lines end in LF where a milter folds; each that follows must begin with white space, or it would be a field of its own. */
    private static String folded(String value) {
        StringBuilder all = new StringBuilder();
        for (String line : value.replace("\r\n", "\n").replace('\r', ' ').split("\n", -1)) {
            boolean isFirst = all.isEmpty();
            if (isFirst) {
                all.append(line);
            } else if (!line.isBlank()) {
                all.append("\r\n")
                        .append(line.startsWith(" ") || line.startsWith("\t") ? "" : "\t")
                        .append(line);
            }
            if (isFirst && all.isEmpty()) {
                all.append(' ');
            }
        }
        return all.toString();
    }

    private void add(List<String> texts) throws ServiceTrouble {
        areFieldsChanged = true;
        fields.add(field(texts));
    }

    /** 0 is above our own Received, 1 below it, and so on. */
    private void insert(int index, List<String> texts) throws ServiceTrouble {
        RawField field = field(texts);
        if (index <= 0) {
            top.addFirst(field);
        } else {
            areFieldsChanged = true;
            fields.add(Math.min(index - 1, fields.size()), field);
        }
    }

    /** Changes the field of that name that is so many from above; an empty value takes it away. */
    private void change(int index, List<String> texts) throws ServiceTrouble {
        if (texts.isEmpty()) {
            throw new ServiceTrouble("changes a field without a name");
        }
        String name = texts.getFirst();
        boolean isRemoved = texts.size() < 2 || texts.get(1).isEmpty();
        int left = Math.max(1, index);
        areFieldsChanged = true;
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).is(name) && --left == 0) {
                if (isRemoved) {
                    fields.remove(i);
                } else {
                    fields.set(i, field(texts));
                }
                return;
            }
        }
        if (!isRemoved) {
            fields.add(field(texts));
        }
    }

    private void replace(byte[] octets) throws IOException {
        Spool into = body;
        if (into == null) {
            into = spools.open(octets.length, mostBody);
            body = into;
        }
        into.write(octets);
        if (into.isTooBig()) {
            throw new ServiceTrouble("makes the body too large");
        }
    }

    /** Another body, for its owner to close; null for the same. */
    @Nullable
    Spool body() {
        return body;
    }

    /** The message as it is now. */
    MessageBytes message(MessageBytes before) {
        Spool other = body;
        if (!areFieldsChanged && other == null) {
            return before;
        }
        return MessageBytes.joined(block.with(fields), other == null ? before.after(block.body()) : other.bytes());
    }

    /** What goes above our own Received, each field ended by CRLF. */
    String above() {
        StringBuilder all = new StringBuilder();
        top.forEach(each ->
                all.append(new String(each.octets(), StandardCharsets.UTF_8)).append("\r\n"));
        return all.toString();
    }

    boolean isHeld() {
        return isHeld;
    }

    Judgement.Changes changes() {
        return sender.isEmpty() && added.isEmpty() && removed.isEmpty()
                ? Judgement.Changes.NONE
                : new Judgement.Changes(sender, added, removed);
    }
}

package org.jdbmail.sieve.message;

import java.io.ByteArrayOutputStream;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.mime.structure.MimeScanner;
import org.jdbmail.sieve.effect.Edition;
import org.jspecify.annotations.Nullable;

/**
 * A message that a script looks at and may change. Each change gives another one; what is read of a message is read when
 * it is first asked for, and kept. Parts and their offsets stay those of the message before the changes, so that a loop
 * over them can go on, until {@link #settled} reads the message anew.
 */
public final class Mail {
    private final MessageBytes source;
    private final boolean edited;
    private @Nullable MimePart root;
    /** The fields of the header block where they were changed. */
    private final @Nullable Fields changed;
    /** Whole parts, with their headers, that stand in place of others. */
    private final Map<MimePart, byte[]> replaced;
    /** Whether the changes may give the message another structure. */
    private final boolean restructured;

    private final Map<MimePart, Fields> fields = new HashMap<>(4);
    private @Nullable Edition edition;
    private @Nullable Mail settled;

    private Mail(
            MessageBytes source,
            boolean edited,
            @Nullable MimePart root,
            @Nullable Fields changed,
            Map<MimePart, byte[]> replaced,
            boolean restructured) {
        this.source = source;
        this.edited = edited;
        this.root = root;
        this.changed = changed;
        this.replaced = replaced;
        this.restructured = restructured;
    }

    /** The message as it came. */
    public static Mail of(MessageBytes bytes) {
        return new Mail(bytes, false, null, null, Map.of(), false);
    }

    /** The same, whose structure is known. */
    public static Mail of(MessageBytes bytes, MimePart root) {
        return new Mail(bytes, false, root, null, Map.of(), false);
    }

    /** Another message in place of the one that came. */
    public static Mail instead(byte[] message) {
        return new Mail(MessageBytes.of(message), true, null, null, Map.of(), false);
    }

    /** Its structure. */
    public MimePart root() {
        if (root == null) {
            root = MimeScanner.scan(source);
        }
        return root;
    }

    /** The bytes that offsets of {@link #root} count in. */
    public MessageBytes source() {
        return source;
    }

    /** The same message with all changes made, and read anew where they matter for its structure. */
    public Mail settled() {
        if (!restructured) {
            return this;
        }
        if (settled == null) {
            settled = new Mail(edition().bytes(), true, null, null, Map.of(), false);
        }
        return settled;
    }

    /** The fields of the message's header block, as it is now. */
    public Fields fields() {
        return changed == null ? fields(root()) : changed;
    }

    /** The fields of a part's header block, as they are now. */
    public Fields fields(MimePart part) {
        if (changed != null && part.parent() == null) {
            return changed;
        }
        return fields.computeIfAbsent(part, each -> {
            byte[] instead = replaced.get(each);
            return Fields.read(instead == null ? source.slice(each.headerStart(), each.headerEnd()) : instead);
        });
    }

    /** The fields of a name of the message's header block. */
    public List<Field> named(String name) {
        return fields().named(name);
    }

    /** Bytes of the whole message as it is now. */
    public long size() {
        if (changed == null && replaced.isEmpty()) {
            return source.size();
        }
        return replaced.isEmpty() && changed != null
                ? changed.bytes().length + (long) source.size() - root().headerEnd()
                : edition().bytes().size();
    }

    /** Adds a field at the top or the bottom of the header block. */
    public Mail with(String name, String value, boolean last) {
        return with(fields().with(Field.made(name, value), last), name);
    }

    /** Takes fields out of the header block. */
    public Mail without(List<Field> gone) {
        return gone.isEmpty()
                ? this
                : with(fields().without(gone), gone.getFirst().name());
    }

    private Mail with(Fields now, String name) {
        // What the body is made of may be another thing from now on.
        boolean structure = Field.lower(name).startsWith("content-");
        return new Mail(source, true, root(), now, replaced, restructured || structure);
    }

    /** Puts another part, with its header, in place of one; not of the message itself. */
    public Mail with(MimePart part, byte[] instead) {
        Map<MimePart, byte[]> all = new HashMap<>(replaced);
        all.put(part, instead);
        return new Mail(source, true, root(), changed, all, true);
    }

    /** Whether a part no longer is: another message has taken the place of its, or another part of one around it. */
    public boolean isGone(MimePart part) {
        MimePart top = part;
        for (MimePart around = part.parent(); around != null; around = around.parent()) {
            if (replaced.containsKey(around)) {
                return true;
            }
            top = around;
        }
        return !top.equals(root());
    }

    /** The message as it is now, to be stored or sent. */
    public Edition edition() {
        if (edition == null) {
            edition = changed == null && replaced.isEmpty() ? new Edition(source, edited) : written();
        }
        return edition;
    }

    private Edition written() {
        byte[] header = changed == null ? source.slice(0, root().headerEnd()) : changed.bytes();
        if (replaced.isEmpty()) {
            return Edition.withHeader(header, source, root().headerEnd());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(source.size() + 1_024);
        out.writeBytes(header);
        int at = root().headerEnd();
        List<MimePart> parts = replaced.keySet().stream()
                .sorted(Comparator.comparingInt(MimePart::headerStart))
                .toList();
        for (MimePart part : parts) {
            if (part.headerStart() >= at) {
                out.writeBytes(source.slice(at, part.headerStart()));
                out.writeBytes(replaced.getOrDefault(part, new byte[0]));
                at = part.bodyEnd();
            }
        }
        out.writeBytes(source.slice(at, source.size()));
        return new Edition(MessageBytes.of(out.toByteArray()), true);
    }
}

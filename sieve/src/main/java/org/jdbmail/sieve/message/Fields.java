package org.jdbmail.sieve.message;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of one header block. Not one byte of it is lost, whatever it looks like. */
public final class Fields {
    private static final int MOST = 20_000;
    private static final byte[] LINE_END = {'\r', '\n'};

    private final List<Field> list;
    private final Map<String, List<Field>> byName = new HashMap<>();

    private Fields(List<Field> list) {
        this.list = list;
        for (Field field : list) {
            if (!field.name().isEmpty()) {
                byName.computeIfAbsent(field.key(), _ -> new ArrayList<>(1)).add(field);
            }
        }
    }

    /** Reads a header block, with or without its blank line. */
    static Fields read(byte[] block) {
        List<Field> fields = new ArrayList<>();
        int at = 0;
        while (at < block.length && !isBlank(block, at)) {
            if (fields.size() == MOST) {
                int end = block.length - (endsBlank(block) ? 2 : 0);
                fields.add(Field.rest(block, at, end));
                break;
            }
            int end = lineEnd(block, at);
            while (end < block.length && (block[end] == ' ' || block[end] == '\t')) {
                end = lineEnd(block, end);
            }
            fields.add(Field.read(block, at, end));
            at = end;
        }
        return new Fields(fields);
    }

    private static boolean endsBlank(byte[] block) {
        int length = block.length;
        return length >= 4 && block[length - 1] == '\n' && block[length - 2] == '\r' && block[length - 3] == '\n';
    }

    private static boolean isBlank(byte[] block, int at) {
        return block[at] == '\n' || block[at] == '\r' && at + 1 < block.length && block[at + 1] == '\n';
    }

    private static int lineEnd(byte[] block, int from) {
        for (int i = from; i < block.length; i++) {
            if (block[i] == '\n') {
                return i + 1;
            }
        }
        return block.length;
    }

    /** All of them, in their order. */
    public List<Field> all() {
        return list;
    }

    /** Those of a name, in their order, whatever its case. */
    public List<Field> named(String name) {
        return byName.getOrDefault(Field.lower(name), List.of());
    }

    Fields with(Field field, boolean last) {
        List<Field> fields = new ArrayList<>(list.size() + 1);
        fields.addAll(list);
        fields.add(last ? fields.size() : 0, field);
        return new Fields(fields);
    }

    Fields without(List<Field> gone) {
        List<Field> fields = new ArrayList<>(list);
        // Fields are the same only if they stand in the same place.
        fields.removeIf(gone::contains);
        return new Fields(fields);
    }

    /** The block with its blank line. */
    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Field field : list) {
            out.write(field.bytes(), field.from(), field.to() - field.from());
            if (field.to() > field.from() && field.bytes()[field.to() - 1] != '\n') {
                out.writeBytes(LINE_END);
            }
        }
        out.writeBytes(LINE_END);
        return out.toByteArray();
    }
}

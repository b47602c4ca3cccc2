package org.jdbmail.sql.upkeep;

import java.time.LocalDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Rows as text, the same on every database. */
final class RowText {
    private RowText() {}

    /** The values of a row that are not null, by column. */
    static Map<String, String> of(Table<?> table, Record record) {
        Map<String, String> row = new TreeMap<>();
        for (Field<?> field : table.fields()) {
            Object value = record.get(field);
            if (value != null) {
                row.put(
                        field.getName(),
                        value instanceof byte[] octets ? Base64.getEncoder().encodeToString(octets) : value.toString());
            }
        }
        return row;
    }

    /** A value for its column; null for none. */
    static Field<?> value(Field<?> field, @Nullable String text) {
        Class<?> type = field.getType();
        Object value = text == null
                ? null
                : type == byte[].class
                        ? Base64.getDecoder().decode(text)
                        : type == LocalDateTime.class ? LocalDateTime.parse(text) : text;
        return DSL.val(value, field);
    }
}

package org.jdbmail.sql.upkeep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.sql.jooq.DefaultSchema;
import org.jooq.ForeignKey;
import org.jooq.Table;
import org.jooq.TableField;

/** Which tables a backup keeps row by row, in an order in which none refers to a later one. */
final class TableModel {
    private static final String MESSAGES = "dbmail_messages";

    /**
     * What a backup does not keep as rows: messages and their contents, which it keeps in a form of its own; caches that are made of
     * them; logs; what lives for a while; and what is so of this database only.
     */
    private static final Set<String> OTHERS = Set.of(
            MESSAGES,
            "dbmail_keywords",
            "dbmail_physmessage",
            "dbmail_messageblks",
            "dbmail_mimeparts",
            "dbmail_partlists",
            "dbmail_headername",
            "dbmail_headervalue",
            "dbmail_header",
            "dbmail_referencesfield",
            "dbmail_envelope",
            "jdbmail_content",
            "jdbmail_content_piece",
            "jdbmail_blob",
            "jdbmail_repair",
            "jdbmail_summary",
            "jdbmail_saved",
            "jdbmail_imported",
            "jdbmail_expunge",
            "dbmail_authlog",
            "dbmail_pbsp",
            "dbmail_replycache",
            "jdbmail_memory",
            "jdbmail_guard",
            "jdbmail_process",
            "jdbmail_session",
            "jdbmail_upkeep",
            "jdbmail_removal",
            "jdbmail_quota_warning",
            "dbmail_upgrade_steps",
            "jdbmail_schema",
            "jdbmail_fact");

    /** The others. What is on its way out is not kept either: its messages would be sent twice. */
    static final List<Table<?>> KEPT = ordered();

    private TableModel() {}

    private static List<Table<?>> ordered() {
        List<Table<?>> left = new ArrayList<>();
        for (Table<?> table : DefaultSchema.DEFAULT_SCHEMA.getTables()) {
            boolean isView = table.getPrimaryKey() == null
                    && table.getReferences().isEmpty()
                    && table.getName().endsWith("field");
            if (!OTHERS.contains(table.getName()) && !isView && !refersToContent(table)) {
                left.add(table);
            }
        }
        List<Table<?>> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            Table<?> next = left.stream()
                    .filter(table -> table.getReferences().stream()
                            .map(key -> key.getKey().getTable())
                            .noneMatch(other -> !other.equals(table) && left.contains(other)))
                    .findFirst()
                    .orElseThrow();
            ordered.add(next);
            left.remove(next);
        }
        return List.copyOf(ordered);
    }

    /** Mail on its way out, and what else belongs to contents and not to messages. */
    private static boolean refersToContent(Table<?> table) {
        for (ForeignKey<?, ?> key : table.getReferences()) {
            String other = key.getKey().getTable().getName();
            if (other.equals("dbmail_physmessage") || other.equals("jdbmail_queue")) {
                return true;
            }
        }
        return false;
    }

    /** Whether its rows belong to messages. */
    static boolean isOfMessages(Table<?> table) {
        return table.getReferences().stream()
                .anyMatch(key -> key.getKey().getTable().getName().equals(MESSAGES));
    }

    /** The column that is a number and nothing else than the row's key. */
    static Optional<String> generated(Table<?> table) {
        if (table.getPrimaryKey() == null || table.getPrimaryKey().getFields().size() != 1) {
            return Optional.empty();
        }
        TableField<?, ?> field = table.getPrimaryKey().getFields().getFirst();
        boolean isReference = table.getReferences().stream()
                .anyMatch(key -> key.getFields().getFirst().getName().equals(field.getName()));
        return field.getType() == Long.class && !isReference ? Optional.of(field.getName()) : Optional.empty();
    }
}

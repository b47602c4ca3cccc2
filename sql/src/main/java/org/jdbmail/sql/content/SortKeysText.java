package org.jdbmail.sql.content;

import java.time.Instant;
import java.util.List;
import org.jdbmail.mime.listing.SortKeys;
import org.jspecify.annotations.Nullable;

/**
 * Sort keys as they stand in {@code jdbmail_summary.sort_keys}: one on each line, in the order of the record, the references on
 * the last with blanks between them. They are read together or not at all, so that one column does, and a delivery pays for
 * one value more and not for eight.
 */
final class SortKeysText {
    private static final int LINES = 8;

    private SortKeysText() {}

    static String write(SortKeys keys) {
        return String.join(
                "\n",
                keys.subject(),
                keys.isReply() ? "re" : "",
                keys.from(),
                keys.to(),
                keys.cc(),
                keys.displayFrom(),
                keys.displayTo(),
                String.join(" ", keys.references()));
    }

    static SortKeys read(String text, @Nullable String messageId, @Nullable Instant sent, String threadId) {
        String[] lines = text.split("\n", -1);
        if (lines.length != LINES) {
            throw new IllegalArgumentException("sort keys of " + lines.length + " lines");
        }
        List<String> references = lines[7].isEmpty() ? List.of() : List.of(lines[7].split(" "));
        return new SortKeys(
                lines[0],
                !lines[1].isEmpty(),
                lines[2],
                lines[3],
                lines[4],
                lines[5],
                lines[6],
                messageId,
                references,
                sent,
                threadId);
    }
}

package org.jdbmail.core.queue;

import java.nio.charset.StandardCharsets;
import org.jdbmail.core.compose.Report;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.mime.structure.MimeScanner;

/** Cuts out what of a message goes back with a report. */
final class Returned {
    private Returned() {}

    /**
     * The message, or its header if that is all that is wanted, or it is too large.
     *
     * @param isFailure whether the report is one of failure: RFC 3461 §4.3 speaks of no others
     */
    static Report.Returned of(QueuedMail queued, MailContent content, boolean isFailure, int most) {
        byte[] prefix = content.prefix().getBytes(StandardCharsets.UTF_8);
        int headerEnd =
                Math.max(content.from(), MimeScanner.scan(content.message()).headerEnd());
        boolean isSmall = content.size() <= most;
        int end = isSmall ? content.message().size() : headerEnd;
        byte[] bytes = new byte[prefix.length + end - content.from()];
        System.arraycopy(prefix, 0, bytes, 0, prefix.length);
        content.message().read(content.from(), bytes, prefix.length, end - content.from());
        Boolean isWhole = !isFailure || !isSmall
                ? Boolean.FALSE
                : switch (queued.parameters().returned()) {
                    case FULL -> Boolean.TRUE;
                    case HEADERS -> Boolean.FALSE;
                    case UNSPECIFIED -> null;
                };
        return new Report.Returned(bytes, prefix.length + headerEnd - content.from(), isWhole);
    }
}

package org.jdbmail.imapd.command;

import java.io.IOException;
import java.io.OutputStream;
import org.jdbmail.core.index.MailboxIndex;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.mailbox.UserMailboxes;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.reading.Slice;
import org.jdbmail.core.reading.SliceReader;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.imapd.proto.ImapUrl;
import org.jdbmail.imapd.proto.SectionSpec;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.mime.structure.MimeScanner;
import org.jdbmail.mime.structure.SectionContent;
import org.jdbmail.mime.structure.Sections;
import org.jspecify.annotations.Nullable;

/** What a link leads to (RFC 5092 §6): a message, or a part of one, or some octets of that, as they are. */
final class Linked {
    private final MessageBytes message;
    private final @Nullable SectionContent section;
    private final int from;
    private final int to;

    private Linked(MessageBytes message, @Nullable SectionContent section, int from, int to) {
        this.message = message;
        this.section = section;
        this.from = from;
        this.to = to;
    }

    /** Octets. */
    long size() {
        return (long) to - from;
    }

    void writeTo(OutputStream out) throws IOException {
        SectionContent content = section;
        if (content == null) {
            message.writeTo(out, from, to);
        } else {
            content.writeTo(out, from, to);
        }
    }

    /**
     * Follows a link.
     *
     * @param mailboxes what that user may do who follows it
     * @throws Refusal NOT_FOUND, NO_PERMISSION
     */
    static Linked follow(Session session, UserMailboxes mailboxes, ImapUrl url, MailboxName mailbox) {
        MailboxAccess access = session.store().look(tx -> mailboxes.findWith(tx, mailbox, Right.READ));
        if (url.uidValidity() != 0 && url.uidValidity() != access.mailbox().id()) {
            throw nowhere();
        }
        MessageBytes message = message(session, access, url.uid());
        SectionSpec spec = url.section();
        if (spec.equals(SectionSpec.WHOLE)) {
            return new Linked(message, null, start(url, message.size()), end(url, message.size()));
        }
        MimePart root = session.work().takeApart(message, MimeScanner::scan);
        if (!spec.part().isEmpty() && Sections.part(root, spec.partNumbers()) == null) {
            throw nowhere();
        }
        SectionContent content = Sections.find(message, root, spec.partNumbers(), spec.text(), spec.fields());
        return new Linked(message, content, start(url, content.size()), end(url, content.size()));
    }

    private static Refusal nowhere() {
        return new Refusal(Reason.NOT_FOUND, "There is no such message, or no such part of it");
    }

    private static MessageBytes message(Session session, MailboxAccess access, long uid) {
        MailboxIndexes indexes = session.shared().indexes();
        Readings readings = session.work().readings();
        MailboxIndex index = indexes.open(access.mailbox().id());
        try {
            MailboxSnapshot told = index.refresh();
            int place = told.placeOf(uid);
            Slice slice = place < 0
                    ? null
                    : SliceReader.messages(readings, told, new int[] {place}).next();
            MessageBytes message = slice == null ? null : slice.contents().get(told.physId(place));
            if (message == null) {
                throw nowhere();
            }
            return message;
        } finally {
            indexes.close(index);
        }
    }

    private static int start(ImapUrl url, int size) {
        return url.from() < 0 ? 0 : (int) Math.min(url.from(), size);
    }

    private static int end(ImapUrl url, int size) {
        int start = start(url, size);
        return url.from() < 0 || url.count() < 0 ? size : (int) Math.min((long) start + url.count(), size);
    }
}

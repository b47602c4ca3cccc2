package org.jdbmail.imapd.command;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.delivery.Spool;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.imapd.proto.Append;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.ImapUrl;
import org.jdbmail.imapd.proto.LinkCommand;
import org.jdbmail.imapd.proto.MessagePiece;
import org.jdbmail.imapd.proto.NewMessage;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.State;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;

/** Puts messages together of what the client brings and of what is here (RFC 4469), octet by octet. */
final class Catenator implements AutoCloseable {
    private final Session session;
    private final List<Spool> spools = new ArrayList<>();
    private long room;
    private int links;
    private @Nullable Reply refusal;

    Catenator(Session session) {
        this.session = session;
        this.room = Append.LARGE_ONES * session.shared().options().limits().message();
    }

    /**
     * The octets of the messages, until this is closed; none where {@link #refusal} says why.
     *
     * @throws Refusal UNAVAILABLE
     */
    List<MessageBytes> join(List<NewMessage> messages) throws IOException {
        List<MessageBytes> joined = new ArrayList<>();
        for (NewMessage message : messages) {
            List<MessagePiece> pieces = message.pieces();
            MessageBytes bytes = pieces.size() == 1 && pieces.getFirst() instanceof MessagePiece.Text text
                    ? text.literal().bytes()
                    : whole(pieces);
            if (bytes == null) {
                return List.of();
            }
            joined.add(bytes);
        }
        return joined;
    }

    /** Why there are none: a link leads nowhere, or the message would be too large. */
    @Nullable
    Reply refusal() {
        return refusal;
    }

    private @Nullable MessageBytes joined(List<MessagePiece> pieces, Spool spool) throws IOException {
        OutputStream out = new SpoolStream(spool);
        for (MessagePiece piece : pieces) {
            switch (piece) {
                case MessagePiece.Text text -> {
                    MessageBytes bytes = text.literal().bytes();
                    bytes.writeTo(out, 0, bytes.size());
                }
                case MessagePiece.Link link -> {
                    Linked linked = follow(link.url());
                    if (linked == null) {
                        return null;
                    }
                    linked.writeTo(out);
                }
            }
            if (spool.isTooBig()) {
                refusal = Reply.no(ResponseCode.Plain.TOOBIG, "The message would be too large");
                return null;
            }
        }
        return spool.bytes();
    }

    private @Nullable MessageBytes whole(List<MessagePiece> pieces) throws IOException {
        // What links bring counts like what the client brings: else a line of them would fill the disk.
        Spool spool = session.shared()
                .spools()
                .open(0, Math.min(room, session.shared().options().limits().message()));
        spools.add(spool);
        MessageBytes joined = joined(pieces, spool);
        room -= joined == null ? 0 : joined.size();
        return joined;
    }

    /** RFC 4469 §3: of this server, and of this user. */
    private @Nullable Linked follow(String text) throws IOException {
        // For each a whole message is read and taken apart, however little of it is wanted.
        if (++links > LinkCommand.MOST) {
            refusal = Reply.no(ResponseCode.Plain.LIMIT, "These are too many links");
            return null;
        }
        try {
            ImapUrl url = ImapUrl.parse(text);
            MailboxName mailbox = url.mailbox();
            if (mailbox == null && session.state() == State.SELECTED) {
                mailbox = new MailboxName(
                        session.mailboxes().names().nameOf(session.selected().mailbox()));
            }
            if (mailbox != null && url.user() == null && url.permission() == null && text.indexOf("://") < 0) {
                return Linked.follow(session, session.mailboxes(), url, mailbox);
            }
        } catch (ImapSyntaxException e) {
            // Like one that leads nowhere.
        } catch (Refusal e) {
            if (e.reason() == Reason.UNAVAILABLE || e.reason() == Reason.LIMIT) {
                throw e;
            }
        }
        refusal = Reply.no(new ResponseCode.BadUrl(text), "That leads to nothing that you may read");
        return null;
    }

    @Override
    public void close() {
        spools.forEach(Spool::close);
    }

    /** Fills a spool. */
    private static final class SpoolStream extends OutputStream {
        private final Spool spool;

        SpoolStream(Spool spool) {
            this.spool = spool;
        }

        @Override
        public void write(int octet) {
            spool.write(new byte[] {(byte) octet});
        }

        @Override
        public void write(byte[] octets, int from, int count) {
            spool.write(octets, from, count);
        }
    }
}

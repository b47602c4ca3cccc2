package org.jdbmail.core.delivery;

import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.MailReplies;
import org.jdbmail.core.smtp.SmtpCommand;
import org.jdbmail.core.smtp.SmtpReply;
import org.jspecify.annotations.Nullable;

/** What may come next in a mail transaction, and what is said to a step that may not: alike in LMTP and SMTP. */
public final class TransactionSteps {
    private final MailReplies replies;
    private final int mostRecipients;

    /** @param mostRecipients of one message */
    public TransactionSteps(MailReplies replies, int mostRecipients) {
        this.replies = replies;
        this.mostRecipients = mostRecipients;
    }

    /**
     * Why a step can't be.
     *
     * @param isMistake whether the peer should have known, which it may not do often
     */
    public record Objection(SmtpReply reply, boolean isMistake) {}

    /** What stands against a recipient for now; null for nothing. */
    public @Nullable Objection recipient(@Nullable Transaction current, SmtpCommand.Recipient command) {
        if (current == null) {
            return new Objection(replies.sequence("say MAIL first"), true);
        }
        if (current.spool() != null) {
            return new Objection(replies.sequence("the message is under way"), true);
        }
        if (!current.mail().parameters().utf8() && !command.recipient().isAscii()) {
            return new Objection(replies.needsUtf8(), false);
        }
        return current.recipients().size() >= mostRecipients ? new Objection(replies.tooManyRecipients(), false) : null;
    }

    /** Why DATA is a mistake now, be there recipients or not; null if it is none. */
    public @Nullable SmtpReply data(@Nullable Transaction current) {
        if (current == null) {
            return replies.sequence("say MAIL first");
        }
        // RFC 3030 §2: DATA and BDAT don't mix; §3: a binary message comes by BDAT.
        if (current.spool() != null) {
            return replies.sequence("the message is under way by BDAT");
        }
        return current.mail().parameters().body() == MailParameters.Body.BINARY_MIME
                ? replies.sequence("a binary message must come by BDAT")
                : null;
    }
}

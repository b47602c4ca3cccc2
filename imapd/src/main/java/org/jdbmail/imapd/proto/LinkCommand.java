package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jdbmail.core.mailbox.MailboxName;
import org.jspecify.annotations.Nullable;

/** What makes and follows links to messages (RFC 4467 §7). */
public sealed interface LinkCommand extends ImapCommand {
    /**
     * RESETKEY: no link that was signed before counts any more.
     *
     * @param mailbox links to messages there; null for all
     * @param mechanisms by which new ones are to be signed; none for the usual one
     */
    record Reset(@Nullable MailboxName mailbox, List<String> mechanisms) implements LinkCommand {
        static Reset parse(Tokenizer in) throws IOException, ImapSyntaxException {
            in.skipSpaces();
            if (in.atEnd()) {
                return new Reset(null, List.of());
            }
            MailboxName mailbox = MailboxNames.parse(in);
            List<String> mechanisms = new ArrayList<>();
            while (!in.atEnd() && mechanisms.size() < in.limits().items()) {
                in.space();
                mechanisms.add(in.word());
            }
            return new Reset(mailbox, List.copyOf(mechanisms));
        }
    }

    /** GENURLAUTH: signs links. */
    record Sign(List<ImapUrl> urls) implements LinkCommand {
        static Sign parse(Tokenizer in) throws IOException, ImapSyntaxException {
            List<ImapUrl> urls = new ArrayList<>();
            do {
                in.space();
                ImapUrl url = ImapUrl.parse(in.astring());
                in.space();
                if (!in.atom().toUpperCase(Locale.ROOT).equals("INTERNAL")) {
                    throw new ImapSyntaxException("Links are signed by the mechanism INTERNAL");
                }
                urls.add(url);
            } while (in.peek() == ' ' && urls.size() < MOST);
            return new Sign(List.copyOf(urls));
        }
    }

    /** URLFETCH: follows links, as they are written. */
    record Follow(List<String> urls) implements LinkCommand {
        static Follow parse(Tokenizer in) throws IOException, ImapSyntaxException {
            List<String> urls = new ArrayList<>();
            do {
                in.space();
                urls.add(in.astring());
            } while (in.peek() == ' ' && urls.size() < MOST);
            return new Follow(List.copyOf(urls));
        }
    }

    /** Links in one command. */
    int MOST = 100;
}

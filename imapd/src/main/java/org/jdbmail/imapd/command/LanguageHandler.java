package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jdbmail.imapd.proto.Language;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** LANGUAGE (RFC 5255 §3.2): all texts are in English, which is what {@code i-default} means here, too. */
final class LanguageHandler {
    private static final String ENGLISH = "EN";
    private static final String DEFAULT = "i-default";

    private LanguageHandler() {}

    static Reply run(Session session, Language command) throws IOException {
        if (command.ranges().isEmpty()) {
            session.out().untagged(new Untagged.Languages(List.of(ENGLISH, DEFAULT)));
            return Reply.ok("These are the languages");
        }
        for (String range : command.ranges()) {
            String lower = range.toLowerCase(Locale.ROOT);
            // RFC 4647 §3.4: a longer range stands for the shorter ones, too.
            boolean english = lower.equals("en") || lower.startsWith("en-") || lower.equals("*");
            if (english || lower.equals("default") || lower.equals(DEFAULT)) {
                session.out().untagged(new Untagged.Languages(List.of(lower.equals(DEFAULT) ? DEFAULT : ENGLISH)));
                return Reply.ok("English it is");
            }
        }
        return Reply.no(ResponseCode.Plain.CANNOT, "No such language is spoken here");
    }
}

package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jdbmail.imapd.proto.Enable;
import org.jdbmail.imapd.proto.Extension;
import org.jdbmail.imapd.proto.State;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.imapd.session.Targets;
import org.jspecify.annotations.Nullable;

/** ENABLE (RFC 5161 §3.1): what we don't know, or can't switch on, is passed over. */
final class EnableHandler {
    private EnableHandler() {}

    static Reply run(Session session, Enable command) throws IOException {
        Set<String> switched = new LinkedHashSet<>();
        for (String name : command.capabilities()) {
            @Nullable Extension extension = Extension.named(name);
            if (extension != null) {
                enable(session, extension);
                switched.add(extension.imapName());
            }
        }
        session.out().untagged(new Untagged.Enabled(switched));
        return Reply.ok("Enabled");
    }

    private static void enable(Session session, Extension extension) throws IOException {
        if (extension == Extension.QRESYNC || extension == Extension.CONDSTORE) {
            // RFC 7162 §3.2.3: who resynchronizes hears of MODSEQ, too.
            condstore(session);
        }
        session.enable(extension);
    }

    /** Lets the client hear of MODSEQ from now on, whatever it was that showed that it wants to (RFC 7162 §3.1.2). */
    static void condstore(Session session) throws IOException {
        if (!session.isOn(Extension.CONDSTORE)) {
            session.enable(Extension.CONDSTORE);
            if (session.state() == State.SELECTED) {
                session.out()
                        .untagged(new Untagged.Message(
                                Untagged.Kind.OK,
                                Targets.highestModseq(session.selected().view().told()),
                                "Up to here"));
            }
        }
    }
}

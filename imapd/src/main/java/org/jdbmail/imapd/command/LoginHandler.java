package org.jdbmail.imapd.command;

import java.io.IOException;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.auth.LoginResult.Accepted;
import org.jdbmail.core.auth.LoginResult.Barred;
import org.jdbmail.core.auth.LoginResult.Denied;
import org.jdbmail.core.auth.LoginResult.NotAuthorized;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.store.Inboxes;
import org.jdbmail.imapd.proto.Login;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.ResponseCode.Plain;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** LOGIN (RFC 3501 §6.2.3), and what AUTHENTICATE has in common with it. */
final class LoginHandler {
    private LoginHandler() {}

    static Reply run(Session session, Login login) throws IOException {
        if (!session.mayLogin()) {
            return privacyRequired();
        }
        return reply(
                session, session.shared().logins().login(login.user(), Password.of(login.password()), session.peer()));
    }

    // RFC 5530 §3: a password must not be said in the clear here.
    static Reply privacyRequired() {
        return Reply.no(Plain.PRIVACYREQUIRED, "Begin TLS first");
    }

    /** Lets in who is to be, and says how it ended. */
    static Reply reply(Session session, LoginResult login) {
        return switch (login) {
            case Accepted accepted -> {
                begin(session, accepted);
                yield Reply.ok(new ResponseCode.Capability(session.capabilities()), "Logged in");
            }
            case Denied() -> Reply.no(Plain.AUTHENTICATIONFAILED, "Wrong name or password");
            case NotAuthorized() -> Reply.no(Plain.AUTHORIZATIONFAILED, "You can't log in as that user");
            // Not AUTHENTICATIONFAILED, at which clients ask for another password.
            case Barred(var remaining) ->
                Reply.no(
                        Plain.UNAVAILABLE,
                        "Too many wrong logins from your network, come again in " + (remaining.toMinutes() + 1)
                                + " minutes");
        };
    }

    private static void begin(Session session, Accepted accepted) {
        boolean begun = false;
        try {
            // Also who has just been made has one (RFC 3501 §5.1).
            new Inboxes(session.store()).findOrCreate(accepted.user().id());
            session.begin(accepted);
            begun = true;
        } finally {
            if (!begun) {
                session.shared()
                        .logins()
                        .closed(
                                accepted,
                                session.connection().bytesRead(),
                                session.connection().bytesWritten());
            }
        }
    }
}

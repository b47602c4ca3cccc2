package org.jdbmail.imapd.command;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jdbmail.core.auth.Attempt;
import org.jdbmail.core.auth.Password;
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
        return session.mayLogin() ? check(session, login.user(), Password.of(login.password())) : privacyRequired();
    }

    // RFC 5530 §3: a password must not be said in the clear here.
    static Reply privacyRequired() {
        return Reply.no(Plain.PRIVACYREQUIRED, "Begin TLS first");
    }

    /** Checks a name and a password; a wrong one is told late. */
    static Reply check(Session session, String name, Password password) throws IOException {
        Attempt attempt = new Attempt(
                "imap",
                inet(session.connection().remoteAddress()),
                inet(session.connection().localAddress()));
        return switch (session.shared().authenticator().login(name, password, attempt)) {
            case org.jdbmail.core.auth.Login.Accepted accepted -> {
                begin(session, accepted);
                yield Reply.ok(new ResponseCode.Capability(session.capabilities()), "Logged in");
            }
            case org.jdbmail.core.auth.Login.Denied denied -> {
                wait(session);
                yield Reply.no(Plain.AUTHENTICATIONFAILED, "Wrong name or password");
            }
        };
    }

    private static void begin(Session session, org.jdbmail.core.auth.Login.Accepted accepted) {
        boolean begun = false;
        try {
            // Also who has just been made has one (RFC 3501 §5.1).
            new Inboxes(session.store()).findOrCreate(accepted.user().id());
            session.begin(accepted);
            begun = true;
        } finally {
            if (!begun) {
                session.shared()
                        .authenticator()
                        .closed(
                                accepted,
                                session.connection().bytesRead(),
                                session.connection().bytesWritten());
            }
        }
    }

    private static void wait(Session session) throws InterruptedIOException {
        try {
            Thread.sleep(session.shared().options().failureDelay());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private static InetSocketAddress inet(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}

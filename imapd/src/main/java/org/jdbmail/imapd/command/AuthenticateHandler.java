package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.Optional;
import org.jdbmail.core.sasl.Mechanism;
import org.jdbmail.core.sasl.SaslDialogue;
import org.jdbmail.core.sasl.SaslExchange;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.imapd.proto.Authenticate;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.ResponseCode.Plain;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** AUTHENTICATE (RFC 3501 §6.2.2), with an initial response (RFC 4959). */
final class AuthenticateHandler {
    private AuthenticateHandler() {}

    static Reply run(Session session, Authenticate command) throws IOException, ImapSyntaxException {
        SaslGate logins = session.shared().logins();
        Optional<SaslExchange> exchange = logins.begin(command.mechanism(), session.peer());
        if (exchange.isEmpty()) {
            boolean isKnown = Mechanism.ofName(command.mechanism()).isPresent();
            return isKnown && !session.mayLogin()
                    ? LoginHandler.privacyRequired()
                    : Reply.no(Plain.CANNOT, "Unknown mechanism");
        }
        SaslExchange.Step end = SaslDialogue.run(exchange.get(), command.initial(), challenge -> {
            session.out().continuation(challenge);
            session.out().release();
            return session.in().response();
        });
        return switch (end) {
            case SaslExchange.Finished(var login) -> LoginHandler.reply(session, login);
            // RFC 3501 §6.2.2: whatever is no response of the mechanism is BAD.
            case SaslExchange.Broken(String text) -> throw new ImapSyntaxException(text);
            case SaslExchange.Challenge challenge -> throw new IllegalStateException("a dialogue goes to its end");
        };
    }
}

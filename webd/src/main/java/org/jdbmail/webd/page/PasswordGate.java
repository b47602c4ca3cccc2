package org.jdbmail.webd.page;

import java.util.Optional;
import org.jdbmail.core.auth.ChannelBindings;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.directory.Account;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.store.User;
import org.jdbmail.webd.site.Visit;

/** Tries passwords that were typed into pages, at the one gate of all logins: so it delays and bars here as everywhere. */
public final class PasswordGate {
    private final SaslGate gate;

    public PasswordGate(SaslGate gate) {
        this.gate = gate;
    }

    /** What became of it. */
    sealed interface Tried {
        /** It was right. */
        record In(User user) implements Tried {}

        /** It was not, with what is told. */
        record Out(int status, String text) implements Tried {}
    }

    /** Whether a password may be typed as things are. */
    boolean isOpen(Visit visit) {
        return gate.takesPasswords(peer(visit));
    }

    private static Peer peer(Visit visit) {
        return new Peer(
                Account.WEB,
                visit.client().address(),
                visit.request().target(),
                visit.client().isPrivate(),
                true,
                ChannelBindings.none(),
                Optional.empty());
    }

    /** Tries one. */
    Tried attempt(Visit visit, String login, String password) {
        Peer peer = peer(visit);
        if (!gate.takesPasswords(peer)) {
            return new Tried.Out(403, visit.say("login.open"));
        }
        return switch (gate.login(login, Password.of(password), peer)) {
            case LoginResult.Accepted accepted -> {
                // The session of the web is another: it is long, and holds none of the account's connections.
                gate.closed(accepted, visit.request().body().length, 0);
                yield new Tried.In(accepted.user());
            }
            case LoginResult.Denied() -> new Tried.Out(401, visit.say("login.wrong"));
            case LoginResult.NotAuthorized() -> new Tried.Out(401, visit.say("login.wrong"));
            case LoginResult.Barred(var remaining) ->
                new Tried.Out(429, visit.say("login.barred", Math.max(1, remaining.toMinutes())));
        };
    }

    /** Lets pass who types his own password once more. @throws Refusal INVALID if it is wrong, LIMIT if too many were */
    void requireOwn(Visit visit, String field) {
        switch (attempt(visit, visit.actor().user().login(), visit.secret(field))) {
            case Tried.In(User user) -> {
                if (user.id() != visit.actor().user().id()) {
                    throw new Refusal(Reason.INVALID, "the password is wrong");
                }
            }
            case Tried.Out(int status, String text) ->
                throw status == 401
                        ? new Refusal(Reason.INVALID, "the password is wrong")
                        : new Refusal(Reason.LIMIT, text);
        }
    }
}

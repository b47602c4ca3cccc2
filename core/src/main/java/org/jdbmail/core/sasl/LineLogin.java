package org.jdbmail.core.sasl;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.auth.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The logins of one connection whose protocol has lines: carries exchanges through, counts what fails, and knows who is in, whose session ends
 * once, also where there was no room for it after all. A front has the framing and the words. Used by one thread.
 */
public final class LineLogin {
    private final SaslGate gate;
    private final Front front;
    private final int mostFailures;
    private int failures;
    private LoginResult.@Nullable Accepted present;

    /** What a protocol says, and does for a login. */
    public interface Front extends SaslDialogue.Line {
        /** Who is at the other end, as things are. */
        Peer peer();

        /**
         * Lets a user in and says so.
         *
         * @return false for one who found no room, who was told
         */
        boolean enter(LoginResult.Accepted login) throws IOException;

        /** Says why nobody is let in. */
        void refuse(Refused why) throws IOException;

        /** Says that it was tried too often. */
        void tooManyFailures() throws IOException;

        /** Ends the connection. */
        void end();

        /** Octets that came, and that went, over the connection. */
        Octets octets();
    }

    /** Octets of a connection. */
    public record Octets(long received, long sent) {}

    /** Why nobody is let in. */
    public sealed interface Refused {
        /** There is no such mechanism, or none that is open to this client. */
        record UnknownMechanism() implements Refused {}

        /** The mechanism waits for TLS. */
        record NeedsTls() implements Refused {}

        /**
         * What the client said is no answer of the mechanism.
         *
         * @param text a few words for people
         */
        record Broken(String text) implements Refused {}

        /** As {@link LoginResult.Denied}. */
        record Denied() implements Refused {}

        /** As {@link LoginResult.NotAuthorized}. */
        record NotAuthorized() implements Refused {}

        /** As {@link LoginResult.Barred}; the connection ends. */
        record Barred(Duration remaining) implements Refused {}
    }

    /** @param mostFailures how many refused logins end the connection */
    public LineLogin(SaslGate gate, Front front, int mostFailures) {
        this.gate = gate;
        this.front = front;
        this.mostFailures = mostFailures;
    }

    /**
     * Carries an exchange through.
     *
     * @param initial the initial response in base64, as {@link SaslDialogue#run} has it
     * @throws org.jdbmail.core.mail.Refusal to be answered, as {@link org.jdbmail.core.auth.Authenticator#login} throws it
     */
    public void authenticate(String mechanism, @Nullable String initial) throws IOException {
        Peer peer = front.peer();
        Optional<SaslExchange> exchange = gate.begin(mechanism, peer);
        if (exchange.isEmpty()) {
            boolean waits = Mechanism.ofName(mechanism).isPresent() && !gate.takesPasswords(peer);
            front.refuse(waits ? new Refused.NeedsTls() : new Refused.UnknownMechanism());
            return;
        }
        switch (SaslDialogue.run(exchange.get(), initial, front)) {
            case SaslExchange.Finished(LoginResult login) -> settle(login);
            case SaslExchange.Broken(String text) -> front.refuse(new Refused.Broken(text));
            case SaslExchange.Challenge challenge -> throw new IllegalStateException("a dialogue goes to its end");
        }
    }

    /** Does what follows from a login. */
    public void settle(LoginResult login) throws IOException {
        switch (login) {
            case LoginResult.Accepted accepted -> enter(accepted);
            case LoginResult.Denied() -> failed(new Refused.Denied());
            case LoginResult.NotAuthorized() -> failed(new Refused.NotAuthorized());
            case LoginResult.Barred(Duration remaining) -> {
                front.refuse(new Refused.Barred(remaining));
                front.end();
            }
        }
    }

    private void enter(LoginResult.Accepted accepted) throws IOException {
        present = accepted;
        boolean isIn = false;
        try {
            isIn = front.enter(accepted);
        } finally {
            if (!isIn) {
                leave();
            }
        }
    }

    /** Who is in. */
    public Optional<LoginResult.Accepted> present() {
        return Optional.ofNullable(present);
    }

    /** Ends the session of who is in, if anybody is. */
    public void leave() {
        LoginResult.Accepted ended = present;
        present = null;
        if (ended != null) {
            Octets octets = front.octets();
            gate.closed(ended, octets.received(), octets.sent());
        }
    }

    private void failed(Refused why) throws IOException {
        front.refuse(why);
        if (++failures >= mostFailures) {
            front.tooManyFailures();
            front.end();
        }
    }
}

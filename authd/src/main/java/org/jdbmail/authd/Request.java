package org.jdbmail.authd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbmail.authd.proto.AuthReply;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.sasl.SaslDialogue;
import org.jdbmail.core.sasl.SaslExchange;
import org.jdbmail.core.sasl.SaslExchange.Broken;
import org.jdbmail.core.sasl.SaslExchange.Challenge;
import org.jdbmail.core.sasl.SaslExchange.Finished;
import org.jdbmail.core.sasl.SaslExchange.Step;
import org.jdbmail.core.sasl.SaslGate;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of a client that may have several at a time. Each step runs on a thread of its own, since a refusal is told late, and
 * the others of the connection don't wait for it. Who is let in has no session here: it is the client that serves him.
 */
final class Request {
    private final long id;
    private final SaslExchange exchange;
    private final SaslGate logins;
    private final boolean takesLast;
    private boolean isRunning;
    private boolean isCancelled;

    /** @param takesLast whether the client takes data along with success */
    Request(long id, SaslExchange exchange, SaslGate logins, boolean takesLast) {
        this.id = id;
        this.exchange = exchange;
        this.logins = logins;
        this.takesLast = takesLast;
    }

    /**
     * Takes what the client said, in the background.
     *
     * @param response in base64; null for nothing yet
     * @param answer takes what the client is to be told, from another thread; not called for what was cancelled meanwhile
     * @return false if the client says more before it was answered
     */
    synchronized boolean step(@Nullable String response, Consumer<AuthReply> answer) {
        if (isRunning) {
            return false;
        }
        isRunning = true;
        Thread.ofVirtual().name("auth-request").start(() -> {
            // What is not foreseen is for the log of threads; the client may come again.
            AuthReply reply = new AuthReply.Fail(id, AuthReply.Why.NOT_NOW, "");
            try {
                reply = take(response);
            } finally {
                if (finish()) {
                    answer.accept(reply);
                }
            }
        });
        return true;
    }

    /** Whether anybody still wants to know. */
    private synchronized boolean finish() {
        isRunning = false;
        if (isCancelled) {
            exchange.abandon();
        }
        return !isCancelled;
    }

    /** Nobody wants to know any more. */
    synchronized void cancel() {
        isCancelled = true;
        if (!isRunning) {
            exchange.abandon();
        }
    }

    private AuthReply take(@Nullable String text) {
        byte[] response = text == null ? null : SaslDialogue.decode(text.getBytes(ISO_8859_1));
        if (text != null && response == null) {
            exchange.abandon();
            return new AuthReply.Fail(id, AuthReply.Why.CREDENTIALS, "not base64");
        }
        try {
            Step step = exchange.next(response);
            if (step instanceof Challenge last && last.isLast() && takesLast) {
                return reply(exchange.next(new byte[0]), Optional.of(last.data()));
            }
            return reply(step, Optional.empty());
        } catch (Refusal refusal) {
            return new AuthReply.Fail(id, AuthReply.Why.NOT_NOW, refusal.text());
        } finally {
            if (response != null) {
                Arrays.fill(response, (byte) 0); // it may hold a password
            }
        }
    }

    private AuthReply reply(Step step, Optional<byte[]> last) {
        return switch (step) {
            case Challenge challenge -> new AuthReply.Go(id, challenge.data());
            case Broken broken -> new AuthReply.Fail(id, AuthReply.Why.CREDENTIALS, broken.text());
            case Finished finished -> ended(finished.login(), last);
        };
    }

    private AuthReply ended(LoginResult login, Optional<byte[]> last) {
        return switch (login) {
            case LoginResult.Accepted accepted -> {
                logins.closed(accepted, 0, 0);
                yield new AuthReply.Ok(id, accepted.user().login(), last);
            }
            case LoginResult.Denied denied -> new AuthReply.Fail(id, AuthReply.Why.CREDENTIALS, "");
            case LoginResult.NotAuthorized notAuthorized ->
                new AuthReply.Fail(id, AuthReply.Why.AUTHORIZATION, "not for that account");
            // Never a word of a wrong password: nobody looked at it.
            case LoginResult.Barred barred ->
                new AuthReply.Fail(
                        id,
                        AuthReply.Why.NOT_NOW,
                        "too many wrong logins from your network, come again in "
                                + (barred.remaining().toMinutes() + 1) + " minutes");
        };
    }
}

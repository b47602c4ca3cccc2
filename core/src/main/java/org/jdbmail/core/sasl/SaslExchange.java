package org.jdbmail.core.sasl;

import org.jdbmail.core.auth.LoginResult;
import org.jspecify.annotations.Nullable;

/** One exchange of challenges and responses, from the choice of a mechanism to its end. Used by one thread at a time. */
public interface SaslExchange {
    /** What comes next. */
    sealed interface Step {}

    /**
     * The client is to be told this and answers it.
     *
     * @param data not yet encoded; empty for a mechanism in which the client speaks first
     * @param isLast whether only an empty answer is awaited: a protocol that can say so sends this with its success
     */
    @SuppressWarnings("ArrayRecordComponent") // sent once and never compared
    record Challenge(byte[] data, boolean isLast) implements Step {
        /** One that is answered with something. */
        static Challenge of(byte[] data) {
            return new Challenge(data, false);
        }
    }

    /** It is over. */
    record Finished(LoginResult login) implements Step {}

    /**
     * What the client said is no answer of this mechanism, or it gave up; it is over.
     *
     * @param text a few words for people
     */
    record Broken(String text) implements Step {}

    /**
     * Takes what the client said. May take a while, where it is refused.
     *
     * @param response decoded; null at the start, where the client said nothing yet
     * @throws org.jdbmail.core.mail.Refusal as {@link org.jdbmail.core.auth.Authenticator#login}
     */
    Step next(byte @Nullable [] response);

    /** The client does not go on: who was let in already, before the last answer, has no session. */
    default void abandon() {}
}

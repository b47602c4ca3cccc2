package org.jdbmail.frontkit;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbmail.core.auth.Guard;
import org.jdbmail.core.auth.LoginOptions;
import org.jdbmail.core.sasl.CertificateUsers;
import org.jdbmail.core.sasl.Mechanism;
import org.jdbmail.core.sasl.MechanismOffer;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.sasl.TokenCheck;

/**
 * How one logs in at a server of a test.
 *
 * @param methods by what
 * @param options what an account may do, and how long a refusal takes
 * @param rules when an address is barred
 * @param trusted which address never is
 * @param passwordsNeedTls whether a password is refused in the clear where TLS is offered
 * @param plaintext from where one is taken all the same
 */
public record TestLogins(
        SaslGate.Methods methods,
        LoginOptions options,
        Guard.Rules rules,
        Predicate<InetAddress> trusted,
        boolean passwordsNeedTls,
        Predicate<InetAddress> plaintext) {
    /** The name of every server of a test. */
    public static final String HOST = "mail.example.test";

    /** By any mechanism, with refusals that don't take long; passwords only over TLS where there is TLS; {@code master} may act as others. */
    public static TestLogins usual() {
        return new TestLogins(
                by(Arrays.asList(Mechanism.values()), Optional.of(new GoodTokens())),
                new LoginOptions(100, Duration.ofMillis(10)).withMasters(Set.of("master")),
                Guard.Rules.USUAL,
                address -> true,
                true,
                address -> false);
    }

    private static SaslGate.Methods by(List<Mechanism> mechanisms, Optional<TokenCheck> tokens) {
        return new SaslGate.Methods(HOST, MechanismOffer.of(mechanisms), CertificateUsers.nobody(), tokens);
    }

    /** The same by these mechanisms, where nobody has an access token. */
    public TestLogins by(Mechanism... mechanisms) {
        return new TestLogins(
                by(List.of(mechanisms), Optional.empty()), options, rules, trusted, passwordsNeedTls, plaintext);
    }

    /** The same with other options. */
    public TestLogins with(LoginOptions other) {
        return new TestLogins(methods, other, rules, trusted, passwordsNeedTls, plaintext);
    }

    /** The same, where one account may have so many sessions. */
    public TestLogins withMaxSessions(int count) {
        return with(new LoginOptions(count, options.refusalTime()).withMasters(options.masters()));
    }

    /** The same with a guard that does not trust everybody. */
    public TestLogins guarded(Guard.Rules others, Predicate<InetAddress> trusting) {
        return new TestLogins(methods, options, others, trusting, passwordsNeedTls, plaintext);
    }

    /** The same, where a password is taken in the clear from there. */
    public TestLogins inTheClear(Predicate<InetAddress> from) {
        return new TestLogins(methods, options, rules, trusted, passwordsNeedTls, from);
    }

    /** The same, where TLS is for who likes it. */
    public TestLogins withoutNeedOfTls() {
        return new TestLogins(methods, options, rules, trusted, false, plaintext);
    }
}

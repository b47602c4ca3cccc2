package org.jdbmail.smtpd;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbmail.core.delivery.Trace;
import org.jdbmail.core.reception.Caller;
import org.jdbmail.core.smtp.SmtpCommand;
import org.jdbmail.core.smtp.Speaker;
import org.jdbmail.core.smtp.XclientAttributes;
import org.jdbmail.core.store.User;
import org.jdbmail.wire.Connection;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of a connection, as far as it or a trusted peer has told until now. */
final class Visitor {
    /** The address of a client whose address nobody knows: in no network that anybody trusts. */
    private static final InetAddress NOWHERE = InetAddress.ofLiteral("0.0.0.0");

    private final Connection connection;
    private final SmtpLogin login;

    private Speaker client;
    /** From whom the peer has the next message; null for from itself. */
    private @Nullable Speaker forwarded;

    /** As whom a trusted peer says that its client has logged in. */
    private Optional<User> told = Optional.empty();

    private SmtpCommand.@Nullable Hello hello;

    Visitor(Connection connection, SmtpLogin login) {
        this.connection = connection;
        this.login = login;
        this.client = Speaker.at(connection.remoteAddress());
    }

    /** Whether it has said who it is. */
    boolean hasGreeted() {
        return hello != null;
    }

    void greets(SmtpCommand.Hello greeting) {
        hello = greeting;
    }

    /** Its greeting was not granted. */
    void hasNotGreeted() {
        hello = null;
    }

    /** A trusted peer says for whom it speaks: the session begins anew (Postfix's XCLIENT_README). */
    void speaksFor(XclientAttributes attributes, Optional<User> user) {
        client = client.with(attributes);
        told = user;
        hello = null;
    }

    // Postfix's XFORWARD_README: what is told is of the next message, and may come in several commands.
    void forwards(XclientAttributes attributes) {
        Speaker known = forwarded == null ? client : forwarded;
        forwarded = known.with(attributes);
    }

    /** The message that it has told of is over. */
    void hasForwarded() {
        forwarded = null;
    }

    /**
     * RFC 3207 §4.2: what was said before TLS never was. For whom a trusted peer speaks stays what it is, as with Postfix: a proxy passes on what its client says, who
     * would else become the proxy itself by STARTTLS.
     */
    void beginsAnew() {
        hello = null;
        told = Optional.empty();
        forwarded = null;
    }

    /** What it is to those who decide. */
    Caller caller() {
        SmtpCommand.Hello said = hello;
        String helo = client.helo().isEmpty() && said != null ? said.domain() : client.helo();
        // A proxy that does not know its client's address does not lend it its own.
        boolean isUnknown = client.address().isEmpty() && connection.remoteAddress() instanceof InetSocketAddress;
        return new Caller(
                isUnknown ? NOWHERE : client.inet(),
                client.address().equals(Speaker.at(connection.remoteAddress()).address())
                        ? connection.origin()
                        : client.address(),
                client.name(),
                helo,
                protocol(),
                connection.isTls(),
                told.or(login::user),
                connection.peerCertificates().stream()
                        .findFirst()
                        .map(Visitor::fingerprint)
                        .orElse(""));
    }

    private String protocol() {
        SmtpCommand.Hello said = hello;
        if (!client.protocol().isEmpty() || said == null) {
            return client.protocol();
        }
        return said.greeting() == SmtpCommand.Greeting.EHLO ? "ESMTP" : "SMTP";
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was shown has a form", e);
        }
    }

    /**
     * The trace of its next message.
     *
     * @param hostname our own name
     * @param id our name for the transaction
     * @param isUtf8 whether addresses and fields may be UTF-8
     */
    Trace trace(String hostname, String id, boolean isUtf8) {
        SmtpCommand.Hello said = hello;
        boolean isExtended = said != null && said.greeting() == SmtpCommand.Greeting.EHLO;
        // RFC 3848 and RFC 6531 §4.3
        String ours = (isUtf8 ? "UTF8SMTP" : isExtended ? "ESMTP" : "SMTP")
                + (isExtended && connection.isTls() ? "S" : "")
                + (isExtended && login.user().isPresent() ? "A" : "");
        Speaker from = forwarded == null ? client : forwarded;
        return new Trace(
                from.helo().isEmpty() && said != null ? said.domain() : from.helo(),
                from.name(),
                from.address(),
                hostname,
                from.protocol().isEmpty() ? ours : from.protocol(),
                id);
    }
}

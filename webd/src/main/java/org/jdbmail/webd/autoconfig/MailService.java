package org.jdbmail.webd.autoconfig;

/**
 * A service that mail programs use.
 *
 * @param isImplicit whether TLS begins with the first byte; otherwise by STARTTLS, where it is offered
 * @param isEncrypted whether there is TLS at all
 */
public record MailService(Kind kind, int port, boolean isImplicit, boolean isEncrypted) {
    /** What it is for. */
    public enum Kind {
        IMAP,
        POP3,
        SUBMISSION,
        SIEVE
    }
}

package org.jdbmail.core.domain;

/** What a domain is to this server. */
public sealed interface MailDomain {
    /** Its addresses are accounts and aliases here. */
    record Local() implements MailDomain {}

    /**
     * All its addresses are those of another domain.
     *
     * @param of that domain
     */
    record Alias(String of) implements MailDomain {}

    /** Its mail is taken, and sent on to its own servers: we are a backup for it, or a gate before it. */
    record Relayed() implements MailDomain {}

    /** It is nothing to us. */
    record Foreign() implements MailDomain {}
}

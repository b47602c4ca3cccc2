package org.jdbmail.core.origin;

import java.net.InetAddress;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is checked of mail that comes by SMTP, and what follows.
 *
 * @param id the name under which we tell what was found
 * @param trusted whose mail is as good as our users': it is not checked but signed
 * @param spf what is done about hosts that may not send for a domain
 * @param isDkimChecked whether signatures are checked; ARC's too
 * @param dmarc what is done about mail that is not from its author's domain
 * @param believed the domains whose seals are believed where DMARC fails (RFC 8617)
 * @param isUnsureLater whether mail is to come again where DNS doesn't answer; otherwise it is taken
 * @param sealing the domain of ours that seals what is sent on; empty for none
 */
public record OriginOptions(
        String id,
        Predicate<InetAddress> trusted,
        Spf spf,
        boolean isDkimChecked,
        Dmarc dmarc,
        Set<String> believed,
        boolean isUnsureLater,
        String sealing) {
    /** What is done about hosts that may not send for a domain. */
    public enum Spf {
        /** Nobody asks. */
        OFF,
        /** The result is told. */
        TELL,
        /** What a domain forbids is refused. */
        REJECT
    }

    /** What is done about mail that is not from its author's domain: as the domain wants, but no more than this. */
    public enum Dmarc {
        /** Nobody asks. */
        OFF,
        /** The result is told. */
        TELL,
        /** It is filed as junk. */
        QUARANTINE,
        /** It is refused. */
        REJECT
    }

    /** Copies the set. */
    public OriginOptions {
        believed = Set.copyOf(believed);
    }

    /** Whether anything is checked at all. */
    boolean isAny() {
        return spf != Spf.OFF || isDkimChecked || dmarc != Dmarc.OFF;
    }
}

package org.jdbmail.core.reception;

/**
 * Looks at mail that comes by SMTP, beside the rules that {@link Reception} has itself: what a check of signatures, a virus scanner or a
 * milter hooks into. A server has one; it is asked by many threads, and gives each connection an {@link Inspection} of its own.
 *
 * <p>Restrictions and the question whether mail may be relayed come first: what they refuse an inspector does not get to see.
 */
@FunctionalInterface
public interface Inspector {
    /** Somebody has connected, or a trusted peer has said by XCLIENT for whom it speaks from now on. Does nothing that takes time. */
    Inspection open(Caller caller);

    /** One that has nothing to say. */
    static Inspector none() {
        return caller -> Inspection.SILENT;
    }
}

package org.jdbmail.wire.transport;

import org.apache.mina.util.ExceptionMonitor;
import org.jdbmail.wire.limit.Seldom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What MINA's loops met and survived: a line in the log, and not one for each of a thousand times a minute. */
public final class LoopTrouble extends ExceptionMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(LoopTrouble.class);

    private final Seldom seldom = new Seldom();

    @Override
    public void exceptionCaught(Throwable cause) {
        int untold = seldom.cause();
        if (untold >= 0) {
            LOG.error("unexpected on an I/O thread{}", Seldom.andMore(untold), cause);
        }
    }
}

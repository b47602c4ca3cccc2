package org.jdbmail.core.sts;

import java.io.IOException;

/** Fetches a policy's text from the domain that it is of. */
@FunctionalInterface
public interface PolicyFetcher {
    /**
     * Fetches it, within a time and a size.
     *
     * @throws IOException if there is none, or it can't be had now
     */
    String fetch(String domain) throws IOException, InterruptedException;
}

package org.jdbmail.webd.page;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is shown of the server itself, found out by the program that it runs in.
 *
 * @param doctor looks at all that a server needs; takes a while
 * @param settings every setting as it is now
 * @param certificates what TLS shows
 * @param sessions open connections by protocol
 */
public record ServerFacts(
        Supplier<List<Finding>> doctor,
        Supplier<List<Setting>> settings,
        Supplier<List<Certificate>> certificates,
        Supplier<Map<String, Integer>> sessions) {
    /** What was found out about something. */
    public record Finding(String what, boolean isWell, String text) {}

    /**
     * A setting.
     *
     * @param value as it may be shown: no password
     * @param origin where it was said; empty for a default
     * @param prose what it means
     */
    public record Setting(String section, String name, String value, String origin, String prose) {}

    /**
     * A certificate.
     *
     * @param file where it lies
     * @param subject whose it is
     * @param names what it is for
     * @param ends when it ends
     */
    public record Certificate(String file, String subject, String names, Instant ends) {}
}

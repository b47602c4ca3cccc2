package org.jdbmail.core.sts;

import java.util.List;
import java.util.Optional;

/** The record of a domain, at {@code _mta-sts} below it, that says that it has a policy, and which (RFC 8461 §3.1). */
public final class StsRecord {
    private StsRecord() {}

    /**
     * The policy's number; empty if these say of none, or not clearly.
     *
     * @param texts all that are there
     */
    // RFC 8461 §3.1: of several records, or another than one, none counts.
    public static Optional<String> id(List<String> texts) {
        List<String> records =
                texts.stream().filter(text -> text.matches("v=STSv1\\s*;.*")).toList();
        if (records.size() != 1) {
            return Optional.empty();
        }
        for (String field : records.getFirst().split(";")) {
            String[] pair = field.strip().split("\\s*=\\s*", 2);
            if (pair.length == 2 && pair[0].equals("id") && pair[1].matches("[A-Za-z0-9]{1,32}")) {
                return Optional.of(pair[1]);
            }
        }
        return Optional.empty();
    }
}

package org.jdbmail.core.moving.source;

import java.time.Instant;
import org.jdbmail.core.mail.FlagSet;

/**
 * What is known of a message that is elsewhere, before it is read.
 *
 * @param origin by which it is known again, at most 64 characters
 * @param uid its UID; 0 where that is not known
 * @param received its internal date
 * @param uniqueId by which POP3 knows it again, at most 70 characters; empty where that is not known
 * @param size about how many octets it has
 * @param place where it is, for who has to look for it
 */
public record AboutMessage(
        String origin,
        long uid,
        FlagSet flags,
        boolean recent,
        Instant received,
        String uniqueId,
        long size,
        String place) {}

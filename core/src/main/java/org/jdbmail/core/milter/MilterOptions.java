package org.jdbmail.core.milter;

import java.time.Duration;
import java.util.List;
import org.jdbmail.core.service.ServicePlace;

/**
 * Which milters are asked.
 *
 * @param places in the order in which they are asked
 * @param isNeeded whether mail is to come again where one does not do its work; otherwise it is taken without
 * @param connect how long a connection, and what is said of it, may take
 * @param command how long the answer to a command may take
 * @param content how long the answers to the content may take together
 * @param hostname our own name
 */
public record MilterOptions(
        List<ServicePlace> places,
        boolean isNeeded,
        Duration connect,
        Duration command,
        Duration content,
        String hostname) {
    /** Copies the list. */
    public MilterOptions {
        places = List.copyOf(places);
    }
}

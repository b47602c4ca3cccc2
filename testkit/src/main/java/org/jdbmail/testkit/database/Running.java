package org.jdbmail.testkit.database;

import java.nio.file.Path;
import java.util.List;

/**
 * A server with what it was started by.
 *
 * @param user the user of the system that it runs as
 * @param folder where its files are
 * @param command starts it
 * @param process it
 */
record Running(Server server, String user, Path folder, List<String> command, Process process) {
    /** Copies the command. */
    Running {
        command = List.copyOf(command);
    }
}

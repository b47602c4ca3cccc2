package org.jdbmail.core.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether this process may do everything on its machine. */
public final class Superuser {
    private Superuser() {}

    /** Whether it runs as root. */
    public static boolean isUs() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return "root".equals(System.getProperty("user.name")); // not Linux
        }
    }
}

package org.jdbmail.testkit.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A small file system in memory that one process sees, and what it starts, until that ends. Part of it is taken by a file that stands for
 * what an administrator would clear away.
 *
 * @param folder where it is; an empty folder to everybody else
 * @param megabytes how large it is
 * @param clutter how many of these are taken
 */
public record SmallDisk(Path folder, int megabytes, int clutter) {
    private static final String CLUTTER = "clutter";

    private static final String MOUNT = "mount -t tmpfs -o size=\"$1\"M,mode=1777 tmpfs \"$2\""
            + " && head -c \"$3\"M /dev/zero >\"$2/" + CLUTTER + "\" && shift 3 && exec \"$@\"";

    /** What a command stands behind that becomes that process. */
    public List<String> launcher() {
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        // Who is not root is so in a namespace of users, and in one inside of that somebody else again, since servers
        // refuse to run as root.
        return isRoot
                ? List.of("unshare", "--mount", "sh", "-c", MOUNT, "sh", size(), place(), taken())
                : List.of(
                        "unshare",
                        "--map-root-user",
                        "--mount",
                        "sh",
                        "-c",
                        MOUNT,
                        "sh",
                        size(),
                        place(),
                        taken(),
                        "unshare",
                        "--map-user=1000",
                        "--map-group=1000");
    }

    private String size() {
        return Integer.toString(megabytes);
    }

    private String taken() {
        return Integer.toString(clutter);
    }

    private String place() {
        return folder.toString();
    }

    /** A path on it, as the others can reach it. */
    public Path seenBy(Process process, String name) {
        return Path.of("/proc/" + process.pid() + "/root" + folder.toAbsolutePath(), name);
    }

    /** Makes room. */
    public void clear(Process process) throws IOException {
        Files.delete(seenBy(process, CLUTTER));
    }
}

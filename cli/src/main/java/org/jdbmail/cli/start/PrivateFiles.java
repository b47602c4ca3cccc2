package org.jdbmail.cli.start;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders with mail, passwords or names of users in them: made so that nobody else may read them, whatever the umask. */
public final class PrivateFiles {
    private PrivateFiles() {}

    /** Makes an empty file, with folders, unless there is one. */
    public static void make(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            makeFolders(folder);
        }
        try {
            Files.createFile(file, only("rw-------"));
        } catch (FileAlreadyExistsException e) {
            // Its permissions are its owner's choice; the server warns of bad ones.
            return;
        }
    }

    /** Makes a folder and those above it that are missing. */
    public static void makeFolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, only("rwx------"));
        }
    }

    /** Whether others than its owner and its group may read it. */
    public static boolean isOpenToOthers(Path file) throws IOException {
        if (!isPosix()) {
            return false;
        }
        Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
        return granted.contains(PosixFilePermission.OTHERS_READ) || granted.contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static FileAttribute<?>[] only(String permissions) {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}

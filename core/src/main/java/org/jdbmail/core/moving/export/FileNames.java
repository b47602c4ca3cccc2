package org.jdbmail.core.moving.export;

/** Names of files that are made of names in a database. */
public final class FileNames {
    private FileNames() {}

    /** A name that leads nowhere else. */
    public static String harmless(String name) {
        String bare = name.replace('/', '_').replace('\0', '_');
        return bare.isEmpty() || bare.equals(".") || bare.equals("..") ? "_" + bare : bare;
    }
}

package org.jdbmail.core.moving.copy;

import java.io.Closeable;
import java.io.IOException;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.imapclient.ImapConnection;

/** A connection to each side, both logged in. */
record Pair(ImapConnection from, ImapConnection to, RemoteBox.Naming fromNaming, RemoteBox.Naming toNaming)
        implements Closeable {
    static Pair open(CopyJob job, Spools spools) throws IOException {
        ImapConnection from = login(job.from(), spools);
        try {
            ImapConnection to = login(job.to(), spools);
            return new Pair(from, to, RemoteBox.naming(from), RemoteBox.naming(to));
        } catch (IOException e) {
            from.close();
            throw e;
        }
    }

    private static ImapConnection login(CopyJob.End end, Spools spools) throws IOException {
        ImapConnection connection = ImapConnection.open(end.server(), spools);
        try {
            connection.login(end.login(), end.master(), end.password());
            return connection;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try (to) {
            from.close();
        }
    }
}

package org.jdbmail.imapd.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.auth.Login;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.index.MailboxIndex;
import org.jdbmail.core.index.SessionView;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mailbox.UserMailboxes;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.imapd.proto.OutputBuffer;
import org.jdbmail.imapd.proto.ResponseWriter;
import org.jdbmail.imapd.proto.State;
import org.jdbmail.wire.Connection;
import org.jspecify.annotations.Nullable;

/** One client's session: its state (RFC 3501 §3), and what its commands need to be carried out. Used by one thread. */
public final class Session {
    private final Shared shared;
    private final Connection connection;
    private final ResponseWriter out;
    private final ClientInput in;
    private Login.@Nullable Accepted login;
    private @Nullable UserMailboxes mailboxes;
    private @Nullable Selected selected;
    private boolean over;
    private int failures;

    public Session(Shared shared, Connection connection) {
        this.shared = shared;
        this.connection = connection;
        this.out = new ResponseWriter(new OutputBuffer(connection.out().stream()));
        this.in = new ClientInput(
                connection.in(), out, shared.spools(), shared.options().limits());
    }

    public Shared shared() {
        return shared;
    }

    public Store store() {
        return shared.store();
    }

    public Connection connection() {
        return connection;
    }

    public ResponseWriter out() {
        return out;
    }

    public ClientInput in() {
        return in;
    }

    public State state() {
        return login == null ? State.NOT_AUTHENTICATED : selected == null ? State.AUTHENTICATED : State.SELECTED;
    }

    /** What the server can do for this client now (RFC 3501 §7.2.1). */
    public List<String> capabilities() {
        List<String> capabilities = new ArrayList<>(List.of("IMAP4rev1", "LITERAL+", "SASL-IR", "ID", "ENABLE"));
        if (login != null) {
            capabilities.addAll(List.of("IDLE", "NAMESPACE", "CHILDREN", "UIDPLUS", "UNSELECT", "MOVE", "SPECIAL-USE"));
            capabilities.addAll(List.of(
                    "CREATE-SPECIAL-USE",
                    "LIST-EXTENDED",
                    "LIST-STATUS",
                    "LIST-MYRIGHTS",
                    "LIST-METADATA",
                    "ACL",
                    "RIGHTS=kxte",
                    "QUOTA",
                    "QUOTASET",
                    "QUOTA=RES-STORAGE",
                    "QUOTA=RES-MESSAGE",
                    "QUOTA=RES-MAILBOX",
                    "METADATA"));
            return capabilities;
        }
        if (connection.canStartTls()) {
            capabilities.add("STARTTLS");
        }
        if (!mayLogin()) {
            capabilities.add("LOGINDISABLED");
        }
        shared.logins().mechanisms(peer()).forEach(mechanism -> capabilities.add("AUTH=" + mechanism.saslName()));
        return capabilities;
    }

    /** Whether a password may be said as things are (RFC 2595 §3.2): not in the clear where that is forbidden. */
    public boolean mayLogin() {
        return shared.logins().takesPasswords(peer());
    }

    /** Who wants to log in, as far as the connection tells now. */
    public Peer peer() {
        return new Peer(
                "imap",
                inet(connection.remoteAddress()),
                inet(connection.localAddress()),
                connection.isTls(),
                connection.canStartTls());
    }

    /** A Unix socket has no address; it is this machine. */
    private static InetSocketAddress inet(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Somebody is logged in. */
    public void begin(Login.Accepted accepted) {
        login = accepted;
        mailboxes = new UserMailboxes(accepted.user());
        connection.setDeadline(Duration.ZERO);
        connection.setTimeout(shared.options().silence());
    }

    /** Who is logged in. */
    public User user() {
        Login.Accepted accepted = login;
        if (accepted == null) {
            throw new IllegalStateException("nobody is logged in");
        }
        return accepted.user();
    }

    /** What this user may do with mailboxes. */
    public UserMailboxes mailboxes() {
        UserMailboxes known = mailboxes;
        if (known == null) {
            throw new IllegalStateException("nobody is logged in");
        }
        return known;
    }

    /** The selected mailbox; only commands that are legal in that state ask. */
    public Selected selected() {
        Selected now = selected;
        if (now == null) {
            throw new IllegalStateException("nothing is selected");
        }
        return now;
    }

    /** Selects a mailbox that was just found, where none is selected. */
    public Selected select(MailboxAccess access, boolean readOnly) {
        MailboxIndex index = shared.indexes().open(access.mailbox().id());
        boolean opened = false;
        try {
            SessionView view = new SessionView(index, readOnly, access.seq());
            Selected now = new Selected(access.mailbox(), access.rights(), readOnly, view);
            selected = now;
            opened = true;
            return now;
        } finally {
            if (!opened) {
                shared.indexes().close(index);
            }
        }
    }

    /** Gives the selected mailbox up, if there is one. */
    public void unselect() {
        release(deselect());
    }

    /** No mailbox is selected any more; the one that was is to be given to {@link #release}. */
    public @Nullable Selected deselect() {
        Selected was = selected;
        selected = null;
        return was;
    }

    /** Gives up what was selected. */
    public void release(@Nullable Selected was) {
        if (was != null) {
            shared.indexes().close(was.view().index());
        }
    }

    /**
     * Looks again what the user may do in the selected mailbox where it is somebody else's: whoever changes its list, by whatever
     * means, means it to hold at once.
     *
     * @return whether the user may still read it
     */
    public boolean renewRights() {
        Selected now = selected;
        if (now == null || now.mailbox().ownerId() == user().id()) {
            return true;
        }
        long mailboxId = now.mailbox().id();
        Optional<MailboxAccess> access =
                shared.store().look(tx -> tx.mailboxes().access(user().id(), mailboxId));
        if (access.isEmpty()) {
            // Deleted: the view tells of it.
            return true;
        }
        selected = new Selected(now.mailbox(), access.get().rights(), now.readOnly(), now.view());
        return access.get().rights().has(Right.READ);
    }

    /**
     * Tells the client what is new in the selected mailbox, if there is one.
     *
     * @param mayExpunge whether sequence numbers may move now
     * @param withUid whether FETCH responses name the UID
     */
    public void announce(boolean mayExpunge, boolean withUid) throws IOException {
        Selected now = selected;
        if (now != null && renewRights()) {
            now.view().update(mayExpunge, new Teller(out, now, withUid));
        }
    }

    /** Something that a well-meaning client does not do often: a wrong password, a bad command. */
    public void failed() {
        failures++;
    }

    /** The client has done something right. */
    public void succeeded() {
        failures = 0;
    }

    /** Whether the client has done too much wrong in a row. */
    public boolean isHopeless() {
        return failures >= shared.options().failures();
    }

    /** The session ends after this command. */
    public void end() {
        over = true;
    }

    public boolean isOver() {
        return over;
    }

    /** Gives everything up. */
    public void close() {
        unselect();
        Login.Accepted accepted = login;
        if (accepted != null) {
            shared.logins().closed(accepted, connection.bytesRead(), connection.bytesWritten());
        }
    }
}

package org.jdbmail.imapd.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.text.Normalizer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.auth.ChannelBindings;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.index.MailboxIndex;
import org.jdbmail.core.index.SessionView;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.mailbox.UserMailboxes;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.imapd.proto.Extension;
import org.jdbmail.imapd.proto.OutputBuffer;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.ResponseWriter;
import org.jdbmail.imapd.proto.State;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.wire.Connection;
import org.jspecify.annotations.Nullable;

/** One client's session: its state (RFC 3501 §3), and what its commands need to be carried out. Used by one thread. */
public final class Session {
    private final Shared shared;
    private final Connection connection;
    private final ResponseWriter out;
    private final ClientInput in;
    private LoginResult.@Nullable Accepted login;
    private @Nullable UserMailboxes mailboxes;
    private @Nullable Selected selected;
    private @Nullable ChannelBindings bindings;
    private @Nullable InetSocketAddress behind;
    private NumberSet saved = NumberSet.EMPTY;
    private final Set<Extension> enabled = EnumSet.noneOf(Extension.class);
    private final News news;
    private final SessionWork work;
    private boolean over;
    private int failures;

    /** @param fetching how messages are told of */
    public Session(Shared shared, Connection connection, Fetching fetching) {
        this.news = new News(this, fetching);
        this.shared = shared;
        this.work = new SessionWork(this);
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
        List<String> capabilities = Capabilities.of(this);
        if (login != null) {
            // RFC 4978 §3: not where it would be refused
            if (!connection.isCompressed()) {
                capabilities.add("COMPRESS=DEFLATE");
            }
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

    /** Whether somebody is logged in. */
    public boolean isLoggedIn() {
        return login != null;
    }

    /** What the client has switched on. */
    public Set<Extension> enabled() {
        return enabled;
    }

    /** Whether the client has switched that on. */
    public boolean isOn(Extension extension) {
        return enabled.contains(extension);
    }

    /**
     * Whether flags that the client does not ask for are never told without the UID: RFC 7162 §3.2.4, whatever of it the client has
     * enabled; RFC 9051 §7.5.2, appendix E, 21.
     */
    public boolean alwaysTellsUid() {
        return isOn(Extension.CONDSTORE) || isOn(Extension.IMAP4REV2);
    }

    /** Switches something on. */
    public void enable(Extension extension) {
        enabled.add(extension);
        speakAsEnabled();
    }

    private void speakAsEnabled() {
        out.speakUtf8(isOn(Extension.UTF8) || isOn(Extension.IMAP4REV2));
        out.nameByUid(isOn(Extension.UIDONLY));
    }

    /** Nobody is logged in any more, and all is as it was after the greeting (RFC 8437 §3). */
    public void unauthenticate() {
        close();
        login = null;
        mailboxes = null;
        enabled.clear();
        speakAsEnabled();
        connection.setDeadline(shared.options().patience().login());
    }

    /** Whether a password may be said as things are (RFC 2595 §3.2): not in the clear where that is forbidden. */
    public boolean mayLogin() {
        return shared.logins().takesPasswords(peer());
    }

    /** Who wants to log in, as far as the connection tells now, or a webmail that is believed. */
    public Peer peer() {
        Peer peer = atTheSocket();
        InetSocketAddress told = behind;
        return told == null
                ? peer
                : shared.logins()
                        .behind(peer, told.getAddress().getHostAddress(), told.getPort())
                        .orElse(peer);
    }

    /** A client says whose client it is; whether it is believed. */
    public boolean handOn(String address, int port) {
        Optional<Peer> told = shared.logins().behind(atTheSocket(), address, port);
        told.ifPresent(peer -> behind = peer.source());
        return told.isPresent();
    }

    private Peer atTheSocket() {
        return new Peer(
                "imap",
                inet(connection.remoteAddress()),
                inet(connection.localAddress()),
                connection.isTls(),
                connection.canStartTls(),
                bindings(),
                connection.peerCertificates().stream().findFirst());
    }

    /** Anew when TLS begins; one for all exchanges of a connection, since some data are good for one only. */
    private ChannelBindings bindings() {
        ChannelBindings known = bindings;
        if (known == null && connection.isTls()) {
            known = new ChannelBindings(connection::channelBinding);
            bindings = known;
        }
        return known == null ? ChannelBindings.none() : known;
    }

    /** A Unix socket has no address; it is this machine. */
    private static InetSocketAddress inet(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /**
     * Somebody is logged in.
     *
     * @throws Refusal LIMIT if there are too many sessions already
     */
    public void begin(LoginResult.Accepted accepted) {
        if (!connection.authenticated()) {
            throw new Refusal(Reason.LIMIT, "There are too many sessions, close one first");
        }
        login = accepted;
        accepted.open().whenRevoked(connection::abort);
        mailboxes = new UserMailboxes(accepted.user());
        connection.setDeadline(Duration.ZERO);
        connection.setTimeout(shared.options().patience().silence());
    }

    /** Who is logged in. */
    public User user() {
        LoginResult.Accepted accepted = login;
        if (accepted == null) {
            throw new IllegalStateException("nobody is logged in");
        }
        return accepted.user();
    }

    /** What its commands compute for long. */
    public SessionWork work() {
        return work;
    }

    /** How the client hears what is new. */
    public News news() {
        return news;
    }

    /** A command of that tag begins; empty where none is carried out. */
    public void at(String command) {
        work.at(command);
    }

    /** What this user may do with mailboxes. */
    public UserMailboxes mailboxes() {
        UserMailboxes known = mailboxes;
        if (known == null) {
            throw new IllegalStateException("nobody is logged in");
        }
        return known;
    }

    /**
     * A client that speaks UTF-8 makes no name in another normal form than NFC (RFC 9051 §5.1, RFC 6855 §3): two names that look
     * alike would be two mailboxes. One that another client has made so can be used by its name.
     *
     * @throws Refusal INVALID
     */
    public void requireNetUnicode(MailboxName name) {
        boolean speaksUtf8 = isOn(Extension.UTF8) || isOn(Extension.IMAP4REV2);
        if (speaksUtf8 && !Normalizer.isNormalized(name.name(), Normalizer.Form.NFC)) {
            throw new Refusal(Reason.INVALID, "The name is not in Unicode's normal form C");
        }
    }

    /** The selected mailbox; only commands that are legal in that state ask. */
    public Selected selected() {
        Selected now = selected;
        if (now == null) {
            throw new IllegalStateException("nothing is selected");
        }
        return now;
    }

    /**
     * Selects a mailbox that was just found, where none is selected.
     *
     * @param examined whether the client wants to change nothing
     */
    public Selected select(MailboxAccess access, boolean examined) {
        MailboxIndex index = shared.indexes().open(access.mailbox().id(), seer(access.mailbox()));
        boolean opened = false;
        try {
            boolean readOnly = Selected.isReadOnly(access, examined);
            SessionView view = new SessionView(index, readOnly, access.seq());
            Selected now = new Selected(access.mailbox(), access.rights(), examined, readOnly, view);
            selected = now;
            opened = true;
            news.selectionChanged();
            return now;
        } finally {
            if (!opened) {
                shared.indexes().close(index);
            }
        }
    }

    /** Who has a {@code \\Seen} of its own in a mailbox: this user in those of others, if a setting says so; 0 for nobody. */
    public long seer(Mailbox mailbox) {
        long userId = user().id();
        return shared.options().ownSeen() && mailbox.ownerId() != userId ? userId : 0;
    }

    /** UIDs of the messages that a search has saved last (RFC 5182); some of them may be gone. */
    public NumberSet saved() {
        return saved;
    }

    /** Saves what a search has found. */
    public void save(NumberSet uids) {
        saved = uids;
    }

    /** Gives the selected mailbox up, if there is one. */
    public void unselect() {
        release(deselect());
    }

    /** No mailbox is selected any more; the one that was is to be given to {@link #release}. */
    public @Nullable Selected deselect() {
        Selected was = selected;
        selected = null;
        news.selectionChanged();
        // RFC 5182 §2.1: nothing is saved of another mailbox.
        saved = NumberSet.EMPTY;
        return was;
    }

    /** Gives up what was selected. */
    public void release(@Nullable Selected was) {
        if (was != null) {
            shared.indexes().close(was.view().index());
        }
    }

    /**
     * Looks again what the user may do in the selected mailbox: whoever changes its list of rights, or its row, by whatever means, means it
     * to hold at once. Of one's own mailbox, which is read in any case, that is only looked for before something is changed.
     *
     * @param changing whether something is to be changed
     * @return whether the user may still read it
     */
    public boolean renewRights(boolean changing) throws IOException {
        Selected now = selected;
        if (now == null || !changing && now.mailbox().ownerId() == user().id()) {
            return true;
        }
        long mailboxId = now.mailbox().id();
        Optional<MailboxAccess> access = shared.store().look(tx -> mailboxes().again(tx, mailboxId));
        if (access.isEmpty()) {
            // Deleted: the view tells of it.
            return true;
        }
        Selected then = now.renewed(access.get());
        selected = then;
        boolean readable = then.rights().has(Right.READ);
        if (readable && then.readOnly() != now.readOnly()) {
            // RFC 3501 §7.1: also where that changes while the mailbox is selected.
            out.untagged(new Untagged.Message(
                    Untagged.Kind.OK,
                    then.readOnly() ? ResponseCode.Plain.READ_ONLY : ResponseCode.Plain.READ_WRITE,
                    then.readOnly() ? "Nothing can be changed any more" : "It can be changed now"));
            Teller.flagsInUse(out, then, then.view().keywordsTold());
        }
        return readable;
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
        news.close();
        unselect();
        LoginResult.Accepted accepted = login;
        if (accepted != null) {
            shared.logins().closed(accepted, connection.bytesRead(), connection.bytesWritten());
        }
    }
}

package org.jdbmail.imapd.proto;

import static org.jdbmail.imapd.proto.State.AUTHENTICATED;
import static org.jdbmail.imapd.proto.State.NOT_AUTHENTICATED;
import static org.jdbmail.imapd.proto.State.SELECTED;
import static org.jdbmail.imapd.proto.Trait.BY_SEQUENCE;
import static org.jdbmail.imapd.proto.Trait.BY_UID;
import static org.jdbmail.imapd.proto.Trait.CHANGES;
import static org.jdbmail.imapd.proto.Trait.ENDS_SELECTION;
import static org.jdbmail.imapd.proto.Trait.LOOKS_AFRESH;
import static org.jdbmail.imapd.proto.Trait.MAY_ANNOUNCE_EXPUNGE;
import static org.jdbmail.imapd.proto.Trait.STREAMS_LITERAL;
import static org.jdbmail.imapd.proto.Trait.TELLS_MODSEQ;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table of commands: name, the states in which each is legal, what the protocol says of it, and its grammar. */
@SuppressWarnings(
        "ImmutableEnumChecker") // the sets never change and the grammars have no state; the checker can't see it
public enum CommandType {
    // RFC 3501 §6.1: any state
    CAPABILITY("CAPABILITY", any(), in -> new Capability(), MAY_ANNOUNCE_EXPUNGE),
    NOOP("NOOP", any(), in -> new Noop(), MAY_ANNOUNCE_EXPUNGE, LOOKS_AFRESH),
    LOGOUT("LOGOUT", any(), in -> new Logout(), ENDS_SELECTION),
    ID("ID", any(), Id::parse, MAY_ANNOUNCE_EXPUNGE),
    // RFC 5255 §3.2
    LANGUAGE("LANGUAGE", any(), Language::parse, MAY_ANNOUNCE_EXPUNGE),
    // RFC 3501 §6.2: not authenticated
    STARTTLS("STARTTLS", Set.of(NOT_AUTHENTICATED), in -> new StartTls()),
    AUTHENTICATE("AUTHENTICATE", Set.of(NOT_AUTHENTICATED), Authenticate::parse),
    LOGIN("LOGIN", Set.of(NOT_AUTHENTICATED), Login::parse),
    // RFC 3501 §6.3: authenticated
    ENABLE("ENABLE", loggedIn(), Enable::parse, MAY_ANNOUNCE_EXPUNGE),
    SELECT("SELECT", loggedIn(), in -> Select.parse(in, false), ENDS_SELECTION),
    EXAMINE("EXAMINE", loggedIn(), in -> Select.parse(in, true), ENDS_SELECTION),
    CREATE("CREATE", loggedIn(), Create::parse, MAY_ANNOUNCE_EXPUNGE),
    DELETE("DELETE", loggedIn(), Delete::parse, MAY_ANNOUNCE_EXPUNGE),
    RENAME("RENAME", loggedIn(), Rename::parse, MAY_ANNOUNCE_EXPUNGE),
    SUBSCRIBE("SUBSCRIBE", loggedIn(), in -> Subscribe.parse(in, true), MAY_ANNOUNCE_EXPUNGE),
    UNSUBSCRIBE("UNSUBSCRIBE", loggedIn(), in -> Subscribe.parse(in, false), MAY_ANNOUNCE_EXPUNGE),
    LIST("LIST", loggedIn(), in -> ListMailboxes.parse(in, false), MAY_ANNOUNCE_EXPUNGE),
    LSUB("LSUB", loggedIn(), in -> ListMailboxes.parse(in, true), MAY_ANNOUNCE_EXPUNGE),
    NAMESPACE("NAMESPACE", loggedIn(), in -> new Namespace(), MAY_ANNOUNCE_EXPUNGE),
    STATUS("STATUS", loggedIn(), Status::parse, MAY_ANNOUNCE_EXPUNGE),
    APPEND("APPEND", loggedIn(), Append::parse, MAY_ANNOUNCE_EXPUNGE, STREAMS_LITERAL),
    // RFC 4978 §3
    COMPRESS("COMPRESS", loggedIn(), Compress::parse),
    UNAUTHENTICATE("UNAUTHENTICATE", loggedIn(), in -> new Unauthenticate(), ENDS_SELECTION),
    // RFC 4314 §3, RFC 9208 §4.1, RFC 5464 §4
    SETACL("SETACL", loggedIn(), AccessListCommand.Set::parse, MAY_ANNOUNCE_EXPUNGE),
    DELETEACL("DELETEACL", loggedIn(), AccessListCommand.Remove::parse, MAY_ANNOUNCE_EXPUNGE),
    GETACL("GETACL", loggedIn(), AccessListCommand.Get::parse, MAY_ANNOUNCE_EXPUNGE),
    LISTRIGHTS("LISTRIGHTS", loggedIn(), AccessListCommand.Grantable::parse, MAY_ANNOUNCE_EXPUNGE),
    MYRIGHTS("MYRIGHTS", loggedIn(), AccessListCommand.Mine::parse, MAY_ANNOUNCE_EXPUNGE),
    GETQUOTA("GETQUOTA", loggedIn(), QuotaCommand.Get::parse, MAY_ANNOUNCE_EXPUNGE),
    GETQUOTAROOT("GETQUOTAROOT", loggedIn(), QuotaCommand.Of::parse, MAY_ANNOUNCE_EXPUNGE),
    SETQUOTA("SETQUOTA", loggedIn(), QuotaCommand.Set::parse, MAY_ANNOUNCE_EXPUNGE),
    GETMETADATA("GETMETADATA", loggedIn(), MetadataCommand.Get::parse, MAY_ANNOUNCE_EXPUNGE),
    SETMETADATA("SETMETADATA", loggedIn(), MetadataCommand.Set::parse, MAY_ANNOUNCE_EXPUNGE),
    IDLE("IDLE", loggedIn(), in -> new Idle(), MAY_ANNOUNCE_EXPUNGE),
    // RFC 4467 §7
    RESETKEY("RESETKEY", loggedIn(), LinkCommand.Reset::parse, MAY_ANNOUNCE_EXPUNGE),
    GENURLAUTH("GENURLAUTH", loggedIn(), LinkCommand.Sign::parse, MAY_ANNOUNCE_EXPUNGE),
    URLFETCH("URLFETCH", loggedIn(), LinkCommand.Follow::parse, MAY_ANNOUNCE_EXPUNGE),
    // RFC 5255 §4.7, RFC 5465 §3.1, RFC 7377 §2
    COMPARATOR("COMPARATOR", loggedIn(), Comparator::parse, MAY_ANNOUNCE_EXPUNGE),
    NOTIFY("NOTIFY", loggedIn(), Notify::parse, MAY_ANNOUNCE_EXPUNGE, LOOKS_AFRESH),
    ESEARCH("ESEARCH", loggedIn(), MultiSearch::parse, BY_UID, MAY_ANNOUNCE_EXPUNGE),
    // RFC 3501 §6.4: selected
    CHECK("CHECK", Set.of(SELECTED), in -> new Check(), MAY_ANNOUNCE_EXPUNGE, LOOKS_AFRESH),
    CLOSE("CLOSE", Set.of(SELECTED), in -> new Close(), ENDS_SELECTION),
    UNSELECT("UNSELECT", Set.of(SELECTED), in -> new Unselect(), ENDS_SELECTION),
    // RFC 5267 §4.3.5, RFC 10022 §3.1
    CANCELUPDATE("CANCELUPDATE", Set.of(SELECTED), CancelUpdate::parse, MAY_ANNOUNCE_EXPUNGE),
    UIDBATCHES("UIDBATCHES", Set.of(SELECTED), UidBatches::parse, BY_UID, MAY_ANNOUNCE_EXPUNGE),
    EXPUNGE("EXPUNGE", Set.of(SELECTED), in -> new Expunge(null), CHANGES, MAY_ANNOUNCE_EXPUNGE, TELLS_MODSEQ),
    SEARCH("SEARCH", Set.of(SELECTED), in -> Search.parse(in, false), BY_SEQUENCE),
    SORT("SORT", Set.of(SELECTED), in -> Sort.parse(in, false), BY_SEQUENCE),
    THREAD("THREAD", Set.of(SELECTED), in -> ThreadMessages.parse(in, false), BY_SEQUENCE),
    FETCH("FETCH", Set.of(SELECTED), in -> Fetch.parse(in, false), BY_SEQUENCE),
    STORE("STORE", Set.of(SELECTED), in -> StoreFlags.parse(in, false), CHANGES, BY_SEQUENCE),
    COPY("COPY", Set.of(SELECTED), in -> Copy.parse(in, false, false), BY_SEQUENCE, MAY_ANNOUNCE_EXPUNGE),
    MOVE(
            "MOVE",
            Set.of(SELECTED),
            in -> Copy.parse(in, false, true),
            CHANGES,
            BY_SEQUENCE,
            MAY_ANNOUNCE_EXPUNGE,
            TELLS_MODSEQ),
    REPLACE(
            "REPLACE",
            Set.of(SELECTED),
            in -> Replace.parse(in, false),
            CHANGES,
            BY_SEQUENCE,
            STREAMS_LITERAL,
            MAY_ANNOUNCE_EXPUNGE,
            TELLS_MODSEQ),
    // RFC 3501 §6.4.8, RFC 4315 §2.1, RFC 6851 §3.2
    UID_EXPUNGE("UID EXPUNGE", Set.of(SELECTED), Expunge::parse, CHANGES, BY_UID, MAY_ANNOUNCE_EXPUNGE, TELLS_MODSEQ),
    UID_SEARCH("UID SEARCH", Set.of(SELECTED), in -> Search.parse(in, true), BY_UID, MAY_ANNOUNCE_EXPUNGE),
    UID_SORT("UID SORT", Set.of(SELECTED), in -> Sort.parse(in, true), BY_UID, MAY_ANNOUNCE_EXPUNGE),
    UID_THREAD("UID THREAD", Set.of(SELECTED), in -> ThreadMessages.parse(in, true), BY_UID, MAY_ANNOUNCE_EXPUNGE),
    UID_FETCH("UID FETCH", Set.of(SELECTED), in -> Fetch.parse(in, true), BY_UID, MAY_ANNOUNCE_EXPUNGE),
    UID_STORE("UID STORE", Set.of(SELECTED), in -> StoreFlags.parse(in, true), CHANGES, BY_UID, MAY_ANNOUNCE_EXPUNGE),
    UID_COPY("UID COPY", Set.of(SELECTED), in -> Copy.parse(in, true, false), BY_UID, MAY_ANNOUNCE_EXPUNGE),
    UID_MOVE(
            "UID MOVE",
            Set.of(SELECTED),
            in -> Copy.parse(in, true, true),
            CHANGES,
            BY_UID,
            MAY_ANNOUNCE_EXPUNGE,
            TELLS_MODSEQ),
    UID_REPLACE(
            "UID REPLACE",
            Set.of(SELECTED),
            in -> Replace.parse(in, true),
            CHANGES,
            BY_UID,
            STREAMS_LITERAL,
            MAY_ANNOUNCE_EXPUNGE,
            TELLS_MODSEQ);

    private static final Map<String, CommandType> BY_NAME = new HashMap<>();

    static {
        for (CommandType type : values()) {
            BY_NAME.put(type.imapName, type);
        }
    }

    private final String imapName;
    private final Set<State> states;
    private final Grammar grammar;
    private final Set<Trait> traits;

    CommandType(String imapName, Set<State> states, Grammar grammar, Trait... traits) {
        this.imapName = imapName;
        this.states = states;
        this.grammar = grammar;
        this.traits = Set.of(traits);
    }

    private static Set<State> any() {
        return EnumSet.allOf(State.class);
    }

    private static Set<State> loggedIn() {
        return EnumSet.of(AUTHENTICATED, SELECTED);
    }

    /** The command of that name, in upper case, with UID before it where it has one; null if there is none. */
    static @Nullable CommandType named(String name) {
        return BY_NAME.get(name);
    }

    /** Whether it may be given in that state. */
    public boolean isLegalIn(State state) {
        return states.contains(state);
    }

    /** Whether it does something with the messages of the selected mailbox, but for giving it up. */
    public boolean isOfSelection() {
        return states.equals(Set.of(SELECTED)) && !has(ENDS_SELECTION);
    }

    /** Whether the protocol says that of it. */
    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    Grammar grammar() {
        return grammar;
    }
}

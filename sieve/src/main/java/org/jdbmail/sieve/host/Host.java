package org.jdbmail.sieve.host;

import java.util.List;
import org.jdbmail.sieve.effect.Effect;
import org.jspecify.annotations.Nullable;

/**
 * What a script asks while it runs. Whatever an implementation throws ends the run and reaches whoever started it: so
 * temporary trouble of the store's doesn't become a decision of the script's.
 */
public interface Host {
    /** RFC 5490 §3.1: whether a mailbox exists into which the owner may file. The name is as the script has it. */
    boolean mailboxExists(String name);

    /** RFC 9042 §4: whether a mailbox of this id exists into which the owner may file. */
    boolean mailboxIdExists(String id);

    /**
     * RFC 8579 §3: whether a mailbox has a special use.
     *
     * @param mailbox null for any of the owner's
     * @param use with its backslash, in any case
     */
    boolean specialUseExists(@Nullable String mailbox, String use);

    /** RFC 5490 §3.3: an annotation of a mailbox; null if there is none, or no such mailbox. */
    @Nullable
    String mailboxMetadata(String mailbox, String annotation);

    /** RFC 5490 §4: an annotation of the server; null if there is none. */
    @Nullable
    String serverMetadata(String annotation);

    /** Whether something is still remembered. Asking doesn't make it so. */
    boolean remembers(Effect.Memory memory);

    /**
     * RFC 3834 §2: why who wrote the message isn't answered by a program, beside what the language's own rules say; null if
     * nothing speaks against it.
     *
     * @param own the owner's addresses
     */
    default @Nullable String whyNotAnswered(List<String> own) {
        return null;
    }

    /** RFC 6134 §2.7: whether a list of this name, written as {@link ListNames#plain} gives it, can be asked. */
    boolean isList(String name);

    /** RFC 6134 §2.2: the entry of a list that a value is on; null if it isn't. */
    @Nullable
    String onList(String name, String value);

    /** RFC 6134 §2.3: the addresses on a list; null if they can't be listed. */
    @Nullable
    List<String> addressesOf(String list);

    /** RFC 5435 §5: whether the recipients of a mailto notification can be reached now: yes, no, or maybe. */
    default String online(String uri) {
        return "maybe";
    }
}

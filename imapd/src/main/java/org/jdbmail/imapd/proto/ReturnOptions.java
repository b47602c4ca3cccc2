package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a search or sort is to answer with, instead of all numbers (RFC 4731 §3.1, RFC 5182 §2.1, RFC 9394 §3.1, RFC 5267 §4, RFC
 * 6203 §4).
 *
 * @param items what has no parameters
 * @param partial only those at some places; null if that isn't asked
 * @param update what is to be told of messages that come to match later, maybe nothing (RFC 5465 §7); null where the client is not
 *     to hear of those (RFC 5267 §4.3)
 */
public record ReturnOptions(
        Set<Item> items,
        @Nullable PartialRange partial,
        @Nullable List<FetchItem> update) {
    /** An option without parameters. */
    public enum Item {
        /** The lowest number. */
        MIN,
        /** The highest number. */
        MAX,
        /** All of them, as a set. */
        ALL,
        /** How many there are. */
        COUNT,
        /** They are remembered as {@code $}. */
        SAVE,
        /** How well each matches (RFC 6203 §4). */
        RELEVANCY,
        /** The client means to ask again; a hint that makes no difference here (RFC 5267 §4.2). */
        CONTEXT
    }

    /** What is meant where nothing is said (RFC 4731 §3.1, RFC 9051 §6.4.4). */
    public static final ReturnOptions ALL = new ReturnOptions(Set.of(Item.ALL), null, null);

    /** What stands between RETURN and the search; null if there is no RETURN. */
    static @Nullable ReturnOptions parse(Tokenizer in) throws IOException, ImapSyntaxException {
        if (!in.lookingAt("RETURN ")) {
            return null;
        }
        in.word();
        in.space();
        in.expect('(');
        Set<Item> items = EnumSet.noneOf(Item.class);
        PartialRange partial = null;
        List<FetchItem> update = null;
        in.skipSpaces();
        boolean none = in.peek() == ')';
        while (in.peek() != ')' && !in.atEnd()) {
            String option = in.word();
            switch (option) {
                case "PARTIAL" -> {
                    in.space();
                    if (partial != null) {
                        throw new ImapSyntaxException("PARTIAL may be asked for once");
                    }
                    partial = PartialRange.parse(in);
                }
                case "UPDATE" -> update = update(in);
                default -> items.add(item(option));
            }
            in.skipSpaces();
        }
        in.expect(')');
        in.space();
        if (items.contains(Item.ALL) && partial != null) {
            throw new ImapSyntaxException("PARTIAL and ALL can't be asked for together");
        }
        // RFC 4731 §3.1: an empty list means ALL.
        return none ? ALL : new ReturnOptions(items, partial, update);
    }

    /** RFC 5465 §8, modifier-update. */
    private static List<FetchItem> update(Tokenizer in) throws IOException, ImapSyntaxException {
        if (!in.lookingAt(" (")) {
            return List.of();
        }
        in.space();
        return FetchItem.parseAll(in);
    }

    private static Item item(String option) throws ImapSyntaxException {
        for (Item item : Item.values()) {
            if (item.name().equals(option)) {
                return item;
            }
        }
        throw new ImapSyntaxException("Unknown return option");
    }

    /** Whether that is asked for. */
    public boolean has(Item item) {
        return items.contains(item);
    }

    /** Whether nothing is to be told, and all that is found is to be remembered (RFC 5182 §2.1). */
    public boolean isSilent() {
        return items.equals(Set.of(Item.SAVE)) && partial == null && update == null;
    }

    /** Whether all that is found is remembered, and not only what is told (RFC 5182 §2.4, RFC 9394 §3.2). */
    public boolean savesAll() {
        return has(Item.ALL) || has(Item.COUNT) || !has(Item.MIN) && !has(Item.MAX) && partial == null;
    }
}

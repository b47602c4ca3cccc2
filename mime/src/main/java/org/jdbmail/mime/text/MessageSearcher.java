package org.jdbmail.mime.text;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jdbmail.mime.Checkpoint;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.bytes.Window;
import org.jdbmail.mime.charset.Folder;
import org.jdbmail.mime.charset.Folding;
import org.jdbmail.mime.structure.HeaderField;
import org.jdbmail.mime.structure.MimePart;
import org.jspecify.annotations.Nullable;

/**
 * Answers IMAP's SEARCH for texts in a message (RFC 3501 §6.4.4): substrings, in decoded text, whatever the case (see
 * {@link Folding}). All terms of a search are looked for in one pass, until each is found or the message ends. A searcher
 * takes any number of messages; it is for one thread.
 *
 * <ul>
 *   <li>HEADER looks at one field after the other, unfolded and decoded; in address fields also at the addresses without
 *       comments and quotes. White space counts as one space each.
 *   <li>BODY looks at the text/* parts, at the message/* parts that aren't looked into, at multiparts without parts, and
 *       at the headers of messages inside; undone from their transfer encoding and charset. Other parts aren't searched.
 *   <li>TEXT looks at the message's header, too, and at those of all parts, where the names of attachments are.
 * </ul>
 */
public final class MessageSearcher {
    private final SearchTerms terms;
    private final Map<String, FieldTerms> fields;
    private final Checkpoint checkpoint;
    private final PartText text = new PartText();
    /** In bodies; in headers of messages inside; in all other headers. */
    private final TermFinder inBodies;

    private final FieldFinder inside;
    private final FieldFinder outside;
    /** For each text the place of its form for headers among those that the finders of headers know. */
    private final int[] headerPlaces;

    private int foundBefore;

    /**
     * @param checkpoint passed between fields and pieces of text
     */
    public MessageSearcher(SearchTerms terms, Checkpoint checkpoint) {
        this.terms = terms;
        this.fields = terms.fields();
        this.checkpoint = checkpoint;
        List<String> texts = terms.texts();
        this.inBodies = new TermFinder(new TermTable(texts));
        LinkedHashSet<String> forHeaders = new LinkedHashSet<>();
        texts.forEach(each -> forHeaders.add(Folding.foldHeader(each)));
        List<String> different = List.copyOf(forHeaders);
        HeaderTerms headerTerms = new HeaderTerms(different);
        this.inside = new FieldFinder(headerTerms);
        this.outside = new FieldFinder(headerTerms);
        Map<String, Integer> placeOf = new HashMap<>();
        different.forEach(each -> placeOf.put(each, placeOf.size()));
        this.headerPlaces = texts.stream()
                .mapToInt(each -> placeOf.getOrDefault(Folding.foldHeader(each), -1))
                .toArray();
    }

    /** Numbers of the terms for header fields that were found in the head of a message, or in the whole of one. */
    public BitSet header(MessageBytes message) {
        BitSet found = new BitSet();
        fields.values().forEach(FieldTerms::clear);
        if (!fields.isEmpty()) {
            HeaderField.each(message, fields.keySet(), field -> {
                checkpoint.pass();
                FieldTerms wanted = fields.get(HeaderField.key(field.name()));
                if (wanted != null) {
                    wanted.look(field, found);
                }
                return true;
            });
        }
        return found;
    }

    /** Numbers of the terms for bodies and whole messages that were found in a message. */
    public BitSet message(MessageBytes message, MimePart root) {
        inBodies.clear();
        inside.clear();
        outside.clear();
        foundBefore = 0;
        BitSet found = (BitSet) terms.always().clone();
        if (!terms.texts().isEmpty()) {
            search(message, new Window(message), root);
            collect(found);
        }
        return found;
    }

    private void collect(BitSet found) {
        terms.bodies().stream().filter(this::isInBody).forEach(found::set);
        terms.wholes().stream()
                .filter(number -> isInBody(number) || outside.found().get(headerPlaces[terms.place(number)]))
                .forEach(found::set);
    }

    private boolean isInBody(int number) {
        int place = terms.place(number);
        return inBodies.found().get(place) || inside.found().get(headerPlaces[place]);
    }

    /** Whether anything is left to be looked for; asked after each piece, and so quick where nothing new was found. */
    private boolean goOn() {
        checkpoint.pass();
        int now = inBodies.found().cardinality()
                + inside.found().cardinality()
                + outside.found().cardinality();
        if (now == foundBefore) {
            return true;
        }
        foundBefore = now;
        BitSet found = new BitSet();
        collect(found);
        return found.cardinality()
                < terms.bodies().cardinality() + terms.wholes().cardinality();
    }

    /** Recursive, but no deeper than {@link org.jdbmail.mime.MimeLimits#DEPTH}; false once everything is found. */
    private boolean search(MessageBytes message, Window window, MimePart part) {
        MimePart parent = part.parent();
        boolean isMessageInside = parent != null && parent.kind() == MimePart.Kind.MESSAGE;
        if (isMessageInside || !terms.wholes().isEmpty()) {
            FieldFinder finder = isMessageInside ? inside : outside;
            boolean more = HeaderField.each(message, window, part, field -> {
                finder.look(field.name().isEmpty() ? "" : field.name() + ": ", field);
                return goOn();
            });
            if (!more) {
                return false;
            }
        }
        for (MimePart child : part.children()) {
            if (!search(message, window, child)) {
                return false;
            }
        }
        return !(part.children().isEmpty() && isText(part)) || body(message, part);
    }

    private boolean body(MessageBytes message, MimePart part) {
        boolean[] more = {true};
        text.read(message, part, new PartText.Reader() {
            private @Nullable Folder folder;

            @Override
            public boolean take(CharSequence piece) {
                Folder known = folder == null ? new Folder() : folder;
                folder = known;
                inBodies.take(known.add(piece));
                more[0] = goOn();
                return more[0];
            }

            @Override
            public boolean takeAscii(byte[] piece, int length) {
                inBodies.takeAscii(piece, 0, length);
                more[0] = goOn();
                return more[0];
            }

            @Override
            public void restart() {
                inBodies.restart();
                folder = null;
            }

            @Override
            public void end() {
                if (folder != null) {
                    inBodies.take(folder.end());
                    more[0] = goOn();
                }
            }
        });
        return more[0];
    }

    private static boolean isText(MimePart part) {
        return part.kind() == MimePart.Kind.MULTIPART
                || part.contentType().is("text")
                || part.contentType().is("message");
    }
}

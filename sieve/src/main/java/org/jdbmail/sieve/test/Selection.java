package org.jdbmail.sieve.test;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.message.Field;
import org.jdbmail.sieve.run.Run;

/**
 * Which fields a test looks at: those of the message, of a part of it (RFC 5703 §4), of all parts in it, and of them
 * perhaps only the n-th (RFC 5260 §6).
 *
 * @param mime whether it is the part that a loop has come to
 * @param anyChild whether it is also all parts inside
 * @param index which of those with the same name; 0 for all
 * @param last whether they are counted from the last
 */
record Selection(boolean mime, boolean anyChild, long index, boolean last) {
    /** Takes the tags. */
    static Selection of(Arguments arguments) throws InvalidScript {
        boolean mime = arguments.flag("mime", Extension.MIME);
        boolean anyChild = arguments.flag("anychild", Extension.MIME);
        if (anyChild && !mime) {
            arguments.error(arguments.at(), "':anychild' needs ':mime'");
        }
        long index = arguments.number("index", Extension.INDEX);
        boolean last = arguments.flag("last", Extension.INDEX);
        if (index == 0) {
            arguments.error(arguments.at(), "':index' counts from 1");
        }
        if (last && index < 0) {
            arguments.error(arguments.at(), "':last' needs ':index'");
        }
        return new Selection(mime, anyChild, Math.max(0, index), last);
    }

    /** The fields of a name. */
    List<Field> fields(Run run, String name) {
        if (!mime || run.part() == null && !anyChild) {
            return pick(run.mail().named(name));
        }
        MimePart part = run.part();
        List<Field> fields = new ArrayList<>();
        add(run, part == null ? run.mail().root() : part, name, fields);
        return fields;
    }

    private void add(Run run, MimePart part, String name, List<Field> fields) {
        run.spend(1);
        fields.addAll(pick(run.mail().fields(part).named(name)));
        if (anyChild) {
            part.children().forEach(child -> add(run, child, name, fields));
        }
    }

    /** The one that is meant of the fields of a name in one header block. */
    private List<Field> pick(List<Field> fields) {
        if (index == 0) {
            return fields;
        }
        long place = last ? fields.size() - index : index - 1;
        return place < 0 || place >= fields.size() ? List.of() : List.of(fields.get((int) place));
    }
}

package org.jdbmail.sieve.test;

import java.util.List;
import java.util.Locale;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.message.Field;
import org.jdbmail.sieve.message.MimeField;
import org.jdbmail.sieve.run.Run;
import org.jdbmail.sieve.run.ScriptException;
import org.jdbmail.sieve.run.Text;

/** What is looked at of a MIME field (RFC 5703 §4.1). */
sealed interface MimeOption {
    /** Adds the values of a field that are looked at. */
    void addTo(List<String> values, Field field, Run run) throws ScriptException;

    /** All of it, as text. */
    record Whole() implements MimeOption {
        @Override
        public void addTo(List<String> values, Field field, Run run) {
            run.spend(1);
            values.add(field.text());
        }
    }

    /** A word of a Content-Type or Content-Disposition; of another field nothing. */
    record Word(Kind kind) implements MimeOption {
        @Override
        public void addTo(List<String> values, Field field, Run run) {
            MimeField mime = MimeField.of(field);
            boolean type = field.key().equals("content-type");
            boolean disposition = field.key().equals("content-disposition");
            values.add(
                    switch (kind) {
                        case TYPE -> type || disposition ? mime.type() : "";
                        case SUBTYPE -> type ? mime.subtype() : "";
                        case CONTENTTYPE -> type ? mime.type() + '/' + mime.subtype() : disposition ? mime.type() : "";
                    });
        }

        /** Which word. */
        enum Kind {
            TYPE,
            SUBTYPE,
            CONTENTTYPE
        }
    }

    /** The values of parameters. */
    record Parameter(List<Text> names) implements MimeOption {
        @Override
        public void addTo(List<String> values, Field field, Run run) throws ScriptException {
            MimeField mime = MimeField.of(field);
            for (String name : Text.values(names, run)) {
                String value = mime.parameter(name);
                if (value != null) {
                    values.add(value);
                }
            }
        }
    }

    /** Takes it. */
    static MimeOption of(Arguments arguments, Selection selection) throws InvalidScript {
        List<Text> parameters = arguments.taggedStrings("param", Extension.MIME);
        String tag = arguments.oneOf(List.of("type", "subtype", "contenttype"));
        if ((tag != null || parameters != null) && !selection.mime()) {
            arguments.error(arguments.at(), "':" + (tag == null ? "param" : tag) + "' needs ':mime'");
        }
        if (tag != null && parameters != null) {
            arguments.error(arguments.at(), "':param' can't stand beside ':" + tag + "'");
        }
        if (parameters != null) {
            return new Parameter(parameters);
        }
        return tag == null ? new Whole() : new Word(Word.Kind.valueOf(tag.toUpperCase(Locale.ROOT)));
    }
}

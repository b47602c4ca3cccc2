package org.jdbmail.webd.html;

import java.util.Arrays;
import java.util.List;

/**
 * A piece of a page. What is put into one is text, which is escaped when it is written, or another piece: so nothing that somebody typed
 * can become an element, an attribute or a script.
 */
public sealed interface Html permits Html.Text, Html.Several, Tag {
    /**
     * Writes it.
     *
     * @param base what stands before every path of ours; empty where we have the whole host
     */
    void writeTo(StringBuilder out, String base);

    /** A text. */
    record Text(String text) implements Html {
        @Override
        public void writeTo(StringBuilder out, String base) {
            escape(text, out);
        }
    }

    /** Pieces after each other. */
    record Several(List<Html> pieces) implements Html {
        /** Copies the list. */
        public Several {
            pieces = List.copyOf(pieces);
        }

        @Override
        public void writeTo(StringBuilder out, String base) {
            pieces.forEach(piece -> piece.writeTo(out, base));
        }
    }

    /** Nothing. */
    static Html none() {
        return new Several(List.of());
    }

    /** A text. */
    static Html text(String text) {
        return new Text(text);
    }

    /** Pieces after each other. */
    static Html all(Html... pieces) {
        return new Several(Arrays.asList(pieces));
    }

    /** Pieces after each other. */
    static Html all(List<? extends Html> pieces) {
        return new Several(List.copyOf(pieces));
    }

    /** A piece, or nothing. */
    static Html when(boolean is, Html piece) {
        return is ? piece : none();
    }

    /** What stands for a text in an element and in an attribute's quotes. */
    static void escape(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                // Not even as a reference may these be in a page.
                default -> out.append(c < ' ' && c != '\n' && c != '\t' && c != '\r' || c == 0x7f ? '\ufffd' : c);
            }
        }
    }
}

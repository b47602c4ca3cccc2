package org.jdbmail.webd.autoconfig;

/** Writes XML, a line for each element; what is between two tags is escaped. */
final class Xml {
    private final StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private int depth;

    /** A line that is written as it is: a document type, or a tag with attributes of our own. */
    Xml raw(String line) {
        out.append("  ".repeat(depth)).append(line).append('\n');
        return this;
    }

    /** Opens an element, whose attributes are our own. */
    Xml open(String tag) {
        raw("<" + tag + ">");
        depth++;
        return this;
    }

    /** Closes it. */
    Xml close(String name) {
        depth--;
        return raw("</" + name + ">");
    }

    /** An element with a text in it. */
    Xml element(String name, String text) {
        return raw("<" + name + ">" + escaped(text) + "</" + name + ">");
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                // XML 1.0 §2.2: these can't even be written as references.
                default -> escaped.append(c < ' ' && c != '\t' && c != '\n' || c > '\ufffd' ? '?' : c);
            }
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}

package org.jdbmail.webd.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An element.
 *
 * @param name in lower case
 */
public record Tag(String name, List<Attribute> attributes, List<Html> pieces) implements Html {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*");
    private static final Pattern ATTRIBUTE = Pattern.compile("[a-z][a-zA-Z0-9-]*");
    private static final Set<String> VOID = Set.of("br", "hr", "img", "input", "link", "meta", "col");

    /** Never written: what they hold is not text, or could be a program. */
    private static final Set<String> BARRED = Set.of("script", "style", "iframe", "object", "embed", "base");

    /** Attributes whose value is an address, and which {@link #link} alone writes. */
    private static final Set<String> ADDRESSES = Set.of("href", "src", "action", "formaction");

    /**
     * An attribute.
     *
     * @param value as text
     * @param isPath whether it is a path of ours, before which the base goes
     */
    public record Attribute(String name, String value, boolean isPath) {}

    /** @throws IllegalArgumentException for an element that no page of ours has */
    public Tag {
        if (!NAME.matcher(name).matches() || BARRED.contains(name)) {
            throw new IllegalArgumentException("no element " + name);
        }
        attributes = List.copyOf(attributes);
        pieces = List.copyOf(pieces);
    }

    /** An element. */
    public static Tag tag(String name) {
        return new Tag(name, List.of(), List.of());
    }

    /** An element with a class. */
    public static Tag tag(String name, String classes) {
        return tag(name).at("class", classes);
    }

    /** The same with an attribute. */
    public Tag at(String attribute, String value) {
        if (!ATTRIBUTE.matcher(attribute).matches()
                || attribute.startsWith("on")
                || attribute.equals("style")
                || ADDRESSES.contains(attribute)) {
            throw new IllegalArgumentException("no attribute " + attribute);
        }
        return with(new Attribute(attribute, value, false));
    }

    /** The same with an attribute that has no value, or without it. */
    public Tag at(String attribute, boolean is) {
        return is ? at(attribute, "") : this;
    }

    /**
     * The same with a link to a path of ours, or a place in this page.
     *
     * @throws IllegalArgumentException if it leads elsewhere
     */
    public Tag link(String attribute, String path) {
        boolean isPlace = path.startsWith("#");
        boolean isPath = path.startsWith("/") && !path.startsWith("//") && path.indexOf('\\') < 0;
        if (!ADDRESSES.contains(attribute) || !isPlace && !isPath) {
            throw new IllegalArgumentException("no link " + attribute + " to " + path);
        }
        return with(new Attribute(attribute, path, isPath));
    }

    /** The same with a link that a program for codes of a second factor opens. */
    public Tag otpauth(String address) {
        if (!address.startsWith("otpauth://totp/")) {
            throw new IllegalArgumentException("no link to " + address);
        }
        return with(new Attribute("href", address, false));
    }

    private Tag with(Attribute attribute) {
        return new Tag(
                name, Stream.concat(attributes.stream(), Stream.of(attribute)).toList(), pieces);
    }

    /** The same with more in it. */
    public Tag with(Html... more) {
        return with(Arrays.asList(more));
    }

    /** The same with more in it. */
    public Tag with(List<? extends Html> more) {
        List<Html> all = new ArrayList<>(pieces);
        all.addAll(more);
        return new Tag(name, attributes, all);
    }

    /** The same with a text in it. */
    public Tag with(String text) {
        return with(new Text(text));
    }

    @Override
    public void writeTo(StringBuilder out, String base) {
        out.append('<').append(name);
        for (Attribute attribute : attributes) {
            out.append(' ').append(attribute.name()).append("=\"");
            if (attribute.isPath()) {
                Html.escape(base, out);
            }
            Html.escape(attribute.value(), out);
            out.append('"');
        }
        out.append('>');
        if (!VOID.contains(name)) {
            pieces.forEach(piece -> piece.writeTo(out, base));
            out.append("</").append(name).append('>');
        }
    }
}

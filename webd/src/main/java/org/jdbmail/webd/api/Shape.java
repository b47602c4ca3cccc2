package org.jdbmail.webd.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an object of JSON has in it.
 *
 * @param name by which the description refers to it
 */
public record Shape(String name, List<Field> fields) {
    /** Nothing. */
    public static final Shape NONE = new Shape("", List.of());

    /** Of what kind a value is. */
    public enum Kind {
        STRING("string"),
        NUMBER("integer"),
        YES_NO("boolean"),
        /** A moment (RFC 3339). */
        TIME("string"),
        STRINGS("array"),
        NUMBERS("array"),
        /** Objects of another shape. */
        LIST("array");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * A field.
     *
     * @param isNeeded whether it is always there, or has to be
     * @param of the shape of what a list has in it
     */
    public record Field(
            String name,
            Kind kind,
            boolean isNeeded,
            String meaning,
            @Nullable Shape of) {}

    /** A shape without fields yet. */
    static Shape named(String name) {
        return new Shape(name, List.of());
    }

    /** The same with a field that is always there. */
    Shape with(String field, Kind kind, String meaning) {
        return with(new Field(field, kind, true, meaning, null));
    }

    /** The same with a field that may be missing. */
    Shape maybe(String field, Kind kind, String meaning) {
        return with(new Field(field, kind, false, meaning, null));
    }

    /** The same with a list of objects. */
    Shape list(String field, Shape of, String meaning) {
        return with(new Field(field, Kind.LIST, true, meaning, of));
    }

    private Shape with(Field field) {
        List<Field> all = new ArrayList<>(fields);
        all.add(field);
        return new Shape(name, List.copyOf(all));
    }

    /** As a JSON Schema. */
    Map<String, Object> schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<Object> required = new ArrayList<>();
        for (Field field : fields) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("type", field.kind().word());
            one.put("description", field.meaning());
            if (field.kind() == Kind.TIME) {
                one.put("format", "date-time");
            }
            if (field.kind() == Kind.STRINGS) {
                one.put("items", Map.of("type", "string"));
            }
            if (field.kind() == Kind.NUMBERS) {
                one.put("items", Map.of("type", "integer"));
            }
            Shape of = field.of();
            if (of != null) {
                one.put("items", Map.of("$ref", "#/components/schemas/" + of.name()));
            }
            properties.put(field.name(), one);
            if (field.isNeeded()) {
                required.add(field.name());
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", required);
        schema.put("additionalProperties", false);
        return schema;
    }

    /** What is wrong with an object that should have this shape; empty for nothing. */
    public List<String> faults(Map<?, ?> object) {
        List<String> faults = new ArrayList<>();
        for (Object name : object.keySet()) {
            if (fields.stream().noneMatch(field -> field.name().equals(name))) {
                faults.add("there is no field " + name);
            }
        }
        for (Field field : fields) {
            Object value = object.get(field.name());
            if (value == null) {
                if (field.isNeeded()) {
                    faults.add("the field " + field.name() + " is missing");
                }
            } else {
                faults.addAll(faults(field, value));
            }
        }
        return faults;
    }

    private static List<String> faults(Field field, Object value) {
        boolean fits = switch (field.kind()) {
            case STRING, TIME -> value instanceof String;
            case NUMBER -> value instanceof Long;
            case YES_NO -> value instanceof Boolean;
            case STRINGS -> value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
            case NUMBERS -> value instanceof List<?> list && list.stream().allMatch(Long.class::isInstance);
            case LIST -> value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance);
        };
        if (!fits) {
            return List.of(
                    "the field " + field.name() + " is not a " + field.kind().word());
        }
        Shape of = field.of();
        List<String> faults = new ArrayList<>();
        if (of != null && value instanceof List<?> list) {
            list.forEach(one -> {
                if (one instanceof Map<?, ?> object) {
                    faults.addAll(of.faults(object));
                }
            });
        }
        return faults;
    }
}

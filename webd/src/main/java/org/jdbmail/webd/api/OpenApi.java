package org.jdbmail.webd.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Describes operations as OpenAPI 3.1 does. */
final class OpenApi {
    private static final Pattern PART = Pattern.compile("\\{([a-z]+)}");

    private OpenApi() {}

    static Map<String, Object> describe(List<Operation> operations) {
        Map<String, Object> paths = new LinkedHashMap<>();
        Map<String, Object> shapes = new TreeMap<>();
        for (Operation operation : operations) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("operationId", id(operation));
            one.put("summary", operation.summary());
            one.put("description", "Needs the scope `" + operation.scope().word() + "`.");
            one.put("security", List.of(Map.of("token", List.of())));
            List<Object> parameters = parameters(operation);
            if (!parameters.isEmpty()) {
                one.put("parameters", parameters);
            }
            if (!operation.takes().equals(Shape.NONE)) {
                collect(operation.takes(), shapes);
                one.put("requestBody", Map.of("required", true, "content", content(operation.takes())));
            }
            one.put("responses", responses(operation, shapes));
            add(paths, operation, one);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("openapi", "3.1.0");
        all.put("info", Map.of("title", "JDBMail", "version", "1", "description", scopes()));
        all.put("servers", List.of(Map.of("url", ".")));
        all.put("paths", paths);
        all.put(
                "components",
                Map.of(
                        "schemas",
                        shapes,
                        "securitySchemes",
                        Map.of("token", Map.of("type", "http", "scheme", "bearer"))));
        return all;
    }

    private static String scopes() {
        StringBuilder text = new StringBuilder("What pages do, for programs. A token has scopes:\n");
        for (Scope scope : Scope.values()) {
            text.append("\n* `").append(scope.word()).append("`: ").append(scope.meaning());
        }
        return text.toString();
    }

    private static void add(Map<String, Object> paths, Operation operation, Map<String, Object> one) {
        Map<String, Object> methods = new LinkedHashMap<>();
        if (paths.get(operation.pattern()) instanceof Map<?, ?> there) {
            there.forEach((method, other) -> methods.put(String.valueOf(method), other));
        }
        methods.put(operation.method().toLowerCase(Locale.ROOT), one);
        paths.put(operation.pattern(), methods);
    }

    private static String id(Operation operation) {
        return operation.method().toLowerCase(Locale.ROOT)
                + operation.pattern().replaceAll("[{}]", "").replace('/', '-');
    }

    private static List<Object> parameters(Operation operation) {
        List<Object> parameters = new ArrayList<>();
        Matcher parts = PART.matcher(operation.pattern());
        while (parts.find()) {
            parameters.add(parameter(parts.group(1), "path", "", true));
        }
        operation.query().forEach((name, meaning) -> parameters.add(parameter(name, "query", meaning, false)));
        return parameters;
    }

    private static Map<String, Object> parameter(String name, String in, String meaning, boolean isNeeded) {
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("name", name);
        parameter.put("in", in);
        parameter.put("required", isNeeded);
        if (!meaning.isEmpty()) {
            parameter.put("description", meaning);
        }
        parameter.put("schema", Map.of("type", "string"));
        return parameter;
    }

    private static Map<String, Object> content(Shape shape) {
        return Map.of("application/json", Map.of("schema", Map.of("$ref", "#/components/schemas/" + shape.name())));
    }

    private static Map<String, Object> responses(Operation operation, Map<String, Object> shapes) {
        Map<String, Object> responses = new LinkedHashMap<>();
        Map<String, Object> good = new LinkedHashMap<>();
        good.put("description", "Done.");
        boolean makes = operation.method().equals("POST") && !operation.gives().equals(Shape.NONE);
        if (!operation.gives().equals(Shape.NONE)) {
            collect(operation.gives(), shapes);
            good.put("content", content(operation.gives()));
        }
        if (operation.doing() instanceof Operation.Doing.Sent sent) {
            good.put("content", Map.of(sent.type(), Map.of("schema", Map.of("type", "string", "format", "binary"))));
        }
        responses.put(makes ? "201" : "200", good);
        responses.put("400", Map.of("description", "What was asked for cannot be; the answer tells why."));
        responses.put("401", Map.of("description", "There is no token, or one that is not known any more."));
        responses.put("403", Map.of("description", "The token, or its owner, may not do that."));
        responses.put("404", Map.of("description", "There is none, or none that the owner of the token may know of."));
        responses.put("409", Map.of("description", "There is one already."));
        return responses;
    }

    private static void collect(Shape shape, Map<String, Object> shapes) {
        shapes.put(shape.name(), shape.schema());
        for (Shape.Field field : shape.fields()) {
            Shape of = field.of();
            if (of != null) {
                collect(of, shapes);
            }
        }
    }
}

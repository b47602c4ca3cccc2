package org.jdbmail.testkit.junit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks in compiled code whether a test method can fail by itself: whether it, or any method of the project that it calls or
 * hands on as a lambda, calls an assertion or throws an AssertionError.
 *
 * <p>It sees calls and not whether they happen, so it finds tests without any assertion, and no others.
 */
final class AssertionSearch {
    private static final String OURS = "org/jdbmail/";
    private static final List<String> ASSERTING =
            List.of("org/junit/jupiter/api/Assert", "org/opentest4j/", "java/lang/AssertionError");
    private static final String ARCHUNIT = "com/tngtech/archunit/";

    private final ClassLoader loader;
    private final Map<String, Optional<ClassModel>> classes = new HashMap<>();

    /** A search among the classes that this loader finds. */
    AssertionSearch(ClassLoader loader) {
        this.loader = loader;
    }

    private record Method(String owner, String name) {
        boolean isAssertion() {
            return ASSERTING.stream().anyMatch(owner::startsWith)
                    || (owner.startsWith(ARCHUNIT) && name.equals("check"));
        }
    }

    /**
     * Whether a method can fail by an assertion. Overloads are taken for one; a class that cannot be read is believed.
     *
     * @param className as {@link Class#getName()} gives it
     */
    boolean asserts(String className, String methodName) {
        Deque<Method> open = new ArrayDeque<>();
        Set<Method> seen = new HashSet<>();
        open.add(new Method(className.replace('.', '/'), methodName));
        if (read(className.replace('.', '/')).isEmpty()) {
            return true;
        }
        while (!open.isEmpty()) {
            Method next = open.remove();
            if (!seen.add(next)) {
                continue;
            }
            for (Method called : calls(next)) {
                if (called.isAssertion()) {
                    return true;
                }
                if (called.owner().startsWith(OURS)) {
                    open.add(called);
                }
            }
        }
        return false;
    }

    /** What a method calls or refers to; for one that its class inherits, what the inherited one does. */
    private List<Method> calls(Method method) {
        List<Method> calls = new ArrayList<>();
        Optional<ClassModel> model = read(method.owner());
        if (model.isEmpty()) {
            return calls;
        }
        boolean found = false;
        for (MethodModel each : model.get().methods()) {
            if (each.methodName().equalsString(method.name())) {
                found = true;
                each.code().ifPresent(code -> code.forEach(element -> collect(element, calls)));
            }
        }
        if (!found) {
            model.get().superclass().ifPresent(parent -> calls.add(new Method(parent.asInternalName(), method.name())));
        }
        return calls;
    }

    private static void collect(CodeElement element, List<Method> calls) {
        switch (element) {
            case InvokeInstruction invoke ->
                calls.add(new Method(
                        invoke.owner().asInternalName(), invoke.name().stringValue()));
            case InvokeDynamicInstruction dynamic -> {
                for (LoadableConstantEntry argument :
                        dynamic.invokedynamic().bootstrap().arguments()) {
                    if (argument instanceof MethodHandleEntry handle) {
                        MemberRefEntry member = handle.reference();
                        calls.add(new Method(
                                member.owner().asInternalName(), member.name().stringValue()));
                    }
                }
            }
            default -> {
                // No other instruction leads to a method.
            }
        }
    }

    private Optional<ClassModel> read(String name) {
        return classes.computeIfAbsent(name, key -> {
            try (InputStream in = loader.getResourceAsStream(key + ".class")) {
                return in == null
                        ? Optional.empty()
                        : Optional.of(ClassFile.of().parse(in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}

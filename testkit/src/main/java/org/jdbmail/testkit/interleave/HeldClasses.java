package org.jdbmail.testkit.interleave;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/**
 * Loads classes of some packages anew, and has them call {@link Holds#here} before each step that another thread may see: an access of a field, a call of
 * {@code java.util.concurrent}, a monitor.
 */
final class HeldClasses extends ClassLoader {
    private static final ClassDesc HOLDS = ClassDesc.of(Holds.class.getName());
    private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);

    private final List<String> loaded;
    private final List<String> held;
    private final ClassFile format;

    /**
     * @param loaded beginnings of the names of classes that are loaded anew
     * @param held of these, the ones that are held
     */
    HeldClasses(ClassLoader parent, List<String> loaded, List<String> held) {
        super(parent);
        this.loaded = loaded;
        this.held = held;
        this.format = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(parent).orElse(ClassHierarchyResolver.defaultResolver())));
    }

    private static boolean isAmong(List<String> beginnings, String name) {
        return beginnings.stream().anyMatch(name::startsWith);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isAmong(loaded, name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? findClass(name) : known;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] code = file.readAllBytes();
            byte[] changed = isAmong(held, name)
                    ? format.transformClass(format.parse(code), ClassTransform.transformingMethodBodies(held()))
                    : code;
            return defineClass(name, changed, 0, changed.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static CodeTransform held() {
        return (builder, element) -> {
            if (isStep(element)) {
                builder.invokestatic(HOLDS, "here", NOTHING);
            }
            builder.with(element);
        };
    }

    private static boolean isStep(CodeElement element) {
        return switch (element) {
            case FieldInstruction field -> true;
            case MonitorInstruction monitor -> true;
            case InvokeInstruction call -> call.owner().asInternalName().startsWith("java/util/concurrent/");
            default -> false;
        };
    }
}

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes the jars in a folder such that Java's ahead-of-time caches take their classes: LIB. What a cache does not hold is looked for in every jar at each
 * start, which cost the short programs more than all that they do.
 *
 * <p>Signatures go: Java checks them down to the certificates, and keeps no class of a signed jar. Nothing here asks who has signed a library; that it is what
 * was published, Maven has checked when it fetched it. And classes that were compiled for a Java before 6 get what compilers write since: the types at each
 * branch, without which they would be verified anew at each start, and are not kept either.
 */
public class Shipped {
    private static final String SIGNATURE = "META-INF/[^/]+\\.(SF|RSA|DSA|EC)";

    /** What programs load at their start; other old classes are seldom met. */
    private static final String OLD = "picocli/.*\\.class";

    private static final int OLDEST = ClassFile.JAVA_8_VERSION;

    private final ClassFile classes;

    private Shipped(ClassLoader loader) {
        classes = ClassFile.of(
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(loader)
                        .orElse(ClassHierarchyResolver.defaultResolver())));
    }

    public static void main(String[] arguments) throws IOException {
        List<Path> jars;
        try (var files = Files.list(Path.of(arguments[0]))) {
            jars = files.filter(one -> one.toString().endsWith(".jar")).sorted().toList();
        }
        URL[] urls = jars.stream().map(Shipped::url).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Shipped shipped = new Shipped(loader);
            for (Path jar : jars) {
                shipped.rewrite(jar);
            }
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void rewrite(Path jar) throws IOException {
        Path better = jar.resolveSibling(jar.getFileName() + ".new");
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries = zip.stream().toList();
            if (entries.stream().noneMatch(entry -> entry.getName().matches(SIGNATURE + "|" + OLD))) {
                return;
            }
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(better))) {
                for (ZipEntry entry : entries) {
                    if (!entry.getName().matches(SIGNATURE)) {
                        copy(zip, entry, out);
                    }
                }
            }
        }
        Files.move(better, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private void copy(ZipFile zip, ZipEntry entry, ZipOutputStream out) throws IOException {
        ZipEntry same = new ZipEntry(entry.getName());
        same.setTime(entry.getTime());
        out.putNextEntry(same);
        try (InputStream in = zip.getInputStream(entry)) {
            if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
                manifest(in).write(out);
            } else if (entry.getName().matches(OLD)) {
                out.write(renewed(entry.getName(), in.readAllBytes()));
            } else {
                in.transferTo(out);
            }
        }
        out.closeEntry();
    }

    /** Without the digests, of which there is one for each class. */
    private static Manifest manifest(InputStream in) throws IOException {
        Manifest manifest = new Manifest(in);
        manifest.getEntries().values().forEach(attributes -> attributes
                .keySet()
                .removeIf(name -> name.toString().endsWith("-Digest")));
        manifest.getEntries().values().removeIf(attributes -> attributes.isEmpty());
        return manifest;
    }

    private byte[] renewed(String name, byte[] octets) {
        ClassModel model = classes.parse(octets);
        if (model.majorVersion() >= OLDEST) {
            return octets;
        }
        ClassTransform version = (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(OLDEST, 0);
            } else {
                builder.with(element);
            }
        };
        byte[] renewed = classes.transformClass(
                model, version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
        List<VerifyError> faults = classes.verify(renewed);
        if (!faults.isEmpty()) {
            throw new IllegalStateException(name + ": " + faults);
        }
        return renewed;
    }
}

import java.io.IOException;
import java.io.InputStream;
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
 * Takes the signatures out of the jars in a folder: LIB. Java checks them at every start, down to the certificates, and keeps no class of a signed jar in
 * its ahead-of-time caches, which cost the short programs more than all that they do. Nothing here asks who has signed a library; that what is shipped
 * is what was published, Maven has checked when it fetched the jars.
 */
public class Unsigned {
    private static final String SIGNATURE = "META-INF/[^/]+\\.(SF|RSA|DSA|EC)";

    public static void main(String[] arguments) throws IOException {
        try (var jars = Files.list(Path.of(arguments[0]))) {
            for (Path jar : jars.filter(one -> one.toString().endsWith(".jar")).sorted().toList()) {
                rewrite(jar);
            }
        }
    }

    private static void rewrite(Path jar) throws IOException {
        Path unsigned = jar.resolveSibling(jar.getFileName() + ".unsigned");
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries = zip.stream().toList();
            if (entries.stream().noneMatch(entry -> entry.getName().matches(SIGNATURE))) {
                return;
            }
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(unsigned))) {
                for (ZipEntry entry : entries) {
                    if (!entry.getName().matches(SIGNATURE)) {
                        copy(zip, entry, out);
                    }
                }
            }
        }
        Files.move(unsigned, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void copy(ZipFile zip, ZipEntry entry, ZipOutputStream out) throws IOException {
        ZipEntry same = new ZipEntry(entry.getName());
        same.setTime(entry.getTime());
        out.putNextEntry(same);
        try (InputStream in = zip.getInputStream(entry)) {
            if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
                manifest(in).write(out);
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
}

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Gathers the licences of all jars that are shipped: LIB TEXTS ROOT FOLDER. ROOT is the source tree, whose own modules are under its LICENSE, which is
 * also the text of Apache-2.0. What a jar brings along (LICENSE, NOTICE, COPYING and the like) is
 * written to FOLDER/JAR/; for one that brings none, TEXTS/jars names the text in TEXTS that holds for it. One without either ends the build.
 */
public class Licences {
    public static void main(String[] arguments) throws IOException {
        Path lib = Path.of(arguments[0]), texts = Path.of(arguments[1]), root = Path.of(arguments[2]), folder = Path.of(arguments[3]);
        Map<String, List<String>> named = new HashMap<>();
        for (String line : Files.readAllLines(texts.resolve("jars"), UTF_8)) {
            String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
            if (words.length > 1) {
                named.put(words[0], List.of(words).subList(1, words.length));
            }
        }
        List<String> without = new ArrayList<>();
        try (var jars = Files.list(lib)) {
            for (Path jar : jars.filter(one -> one.toString().endsWith(".jar")).sorted().toList()) {
                String name = jar.getFileName().toString().replaceFirst("-\\d.*", "");
                if (Files.isDirectory(root.resolve(name).resolve("src"))) {
                    continue; // ours
                }
                if (!gather(jar, name, root, texts, named.getOrDefault(name, List.of()), folder.resolve(name))) {
                    without.add(name);
                }
            }
        }
        if (!without.isEmpty()) {
            System.err.println("no licence is known of " + without + ": look at their projects, and name it in " + texts.resolve("jars"));
            System.exit(1);
        }
    }

    private static boolean gather(Path jar, String name, Path root, Path texts, List<String> named, Path to) throws IOException {
        boolean found = false;
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().map(one -> (ZipEntry) one).toList()) {
                String path = entry.getName();
                String file = path.substring(path.lastIndexOf('/') + 1);
                boolean isText = file.matches("(?i)(.*[-_.])?(LICEN[CS]E|NOTICE|COPYING|COPYRIGHT|DISCLAIMER|INFO_BIN|EPL|EDL)[^/]*")
                        && !file.matches(".*\\.(class|LicenseService)");
                if (isText && !entry.isDirectory() && path.matches("(META-INF/)?(licen[cs]es?/)?([^/]+/)?[^/]+|META-INF/.*")) {
                    Files.createDirectories(to);
                    Path target = to.resolve(file);
                    for (int i = 2; Files.exists(target); i++) {
                        target = to.resolve(file + "." + i);
                    }
                    try (var in = zip.getInputStream(entry)) {
                        Files.write(target, in.readAllBytes());
                    }
                    found = true;
                }
            }
        }
        for (String text : named) {
            Files.createDirectories(to);
            Files.copy(text.equals("Apache-2.0") ? root.resolve("LICENSE") : texts.resolve(text), to.resolve(text), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            found = true;
        }
        return found;
    }
}

package org.jdbmail.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The launchers as they are installed, in front of the classes of this test run. */
public final class InstalledPrograms {
    private InstalledPrograms() {}

    /**
     * Installs them.
     *
     * @param home the folder in which {@code bin} and {@code lib} are made
     * @return the folder with the launchers
     */
    public static Path install(Path home) throws IOException {
        Path bin = Files.createDirectories(home.resolve("bin"));
        Path lib = Files.createDirectories(home.resolve("lib"));
        try (Stream<Path> launchers =
                Files.list(Path.of(System.getProperty("jdbmail.root"), "cli/src/main/dist/bin"))) {
            for (Path launcher : launchers.toList()) {
                Path copy = Files.copy(launcher, bin.resolve(launcher.getFileName()));
                if (!copy.toFile().setExecutable(true)) {
                    throw new IOException(copy + " cannot be made a program");
                }
            }
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(Path::of)
                                .map(path -> path.toUri().toString())
                                .collect(Collectors.joining(" ")));
        new JarOutputStream(Files.newOutputStream(lib.resolve("classes.jar")), manifest).close();
        return bin;
    }
}

package org.jdbmail.testkit.transcript;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * Turns a folder of transcripts into tests, for each database that the run names.
 *
 * <p>A front's test class is then
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicNode> transcripts() throws IOException {
 *     return TranscriptTests.in(Path.of("src/test/transcripts"), MyServer::start);
 * }
 * }</pre>
 */
public final class TranscriptTests {
    private TranscriptTests() {}

    /**
     * A test for each transcript in a folder and below it, in the order of their names, on each database of the system
     * property {@code jdbmail.databases}. The servers of a database start with its first test, and all stop at the end.
     *
     * @param folder relative to the module's base directory
     * @param starter starts the servers on a database
     * @throws IllegalArgumentException when the folder holds no transcript
     */
    public static Stream<DynamicNode> in(Path folder, TranscriptServer.Starter starter) throws IOException {
        List<Path> files = list(Path.of(System.getProperty("basedir", "")).resolve(folder));
        Servers servers = new Servers(starter);
        List<DynamicNode> nodes = new ArrayList<>();
        for (String database : System.getProperty("jdbmail.databases", "sqlite").split(",")) {
            Stream<DynamicTest> tests = files.stream()
                    .map(file -> DynamicTest.dynamicTest(
                            file.getFileName() + " on " + database,
                            file.toUri(),
                            () -> play(Transcript.read(file), servers.on(database))));
            nodes.add(DynamicContainer.dynamicContainer(database, tests));
        }
        return nodes.stream().onClose(servers::stop);
    }

    private static void play(Transcript transcript, TranscriptServer server) throws Exception {
        server.reset();
        new TranscriptRunner(server.services(), server).run(transcript);
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> files = walk.filter(Transcript::isTranscript).sorted().toList();
            if (files.isEmpty()) {
                throw new IllegalArgumentException("no transcripts in " + folder);
            }
            return files;
        }
    }

    /** The servers that have been started, by database. */
    private static final class Servers {
        private final TranscriptServer.Starter starter;
        private final Map<String, TranscriptServer> running = new HashMap<>();

        Servers(TranscriptServer.Starter starter) {
            this.starter = starter;
        }

        TranscriptServer on(String database) throws Exception {
            TranscriptServer server = running.get(database);
            if (server == null) {
                server = starter.start(database);
                running.put(database, server);
            }
            return server;
        }

        void stop() {
            for (TranscriptServer server : running.values()) {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new UncheckedIOException("a server did not stop", e);
                }
            }
        }
    }
}

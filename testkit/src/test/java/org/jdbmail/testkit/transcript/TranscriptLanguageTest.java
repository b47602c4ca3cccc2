package org.jdbmail.testkit.transcript;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Plays the transcript that uses every part of the language. */
class TranscriptLanguageTest {
    @TestFactory
    Stream<DynamicNode> transcripts() throws IOException {
        return TranscriptTests.in(Path.of("src/test/transcripts"), database -> new ToyServer());
    }
}

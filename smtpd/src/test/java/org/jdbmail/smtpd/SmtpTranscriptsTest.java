package org.jdbmail.smtpd;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jdbmail.testkit.transcript.TranscriptTests;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class SmtpTranscriptsTest {
    @TestFactory
    Stream<DynamicNode> transcripts() throws IOException {
        return TranscriptTests.in(Path.of("src/test/transcripts"), SmtpTestServer::start);
    }
}

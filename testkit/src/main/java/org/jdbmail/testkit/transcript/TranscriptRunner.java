package org.jdbmail.testkit.transcript;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/**
 * Plays transcripts against running servers.
 *
 * <p>Every step is carried out in order; nothing is skipped. At the end no server may have said anything that the
 * transcript did not expect.
 */
public final class TranscriptRunner {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<String, InetSocketAddress> services;
    private final Fixtures fixtures;
    private final Duration patience;

    /**
     * A runner for servers that are up.
     *
     * @param services where each listens, by service name
     * @param fixtures makes what transcripts ask for
     */
    public TranscriptRunner(Map<String, InetSocketAddress> services, Fixtures fixtures) {
        this(services, fixtures, PATIENCE);
    }

    /**
     * A runner with its own time-out.
     *
     * @param patience how long an answer may take where the transcript does not say
     */
    public TranscriptRunner(Map<String, InetSocketAddress> services, Fixtures fixtures, Duration patience) {
        this.services = Map.copyOf(services);
        this.fixtures = fixtures;
        this.patience = patience;
    }

    /**
     * Plays one transcript.
     *
     * @throws TranscriptFailure when the server does not follow it
     * @throws TranscriptSyntaxException when a line makes no sense
     * @throws Exception what the fixtures throw
     */
    public void run(Transcript transcript) throws Exception {
        try (Play play = new Play(transcript, services, fixtures, patience)) {
            for (Step step : transcript.steps()) {
                play.step(step);
            }
            play.end();
        }
    }
}

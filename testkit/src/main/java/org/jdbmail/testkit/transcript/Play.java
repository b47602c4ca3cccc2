package org.jdbmail.testkit.transcript;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** One run of a transcript: its connections, its variables, and what has been said. */
final class Play implements AutoCloseable {
    private final Transcript transcript;
    private final Map<String, InetSocketAddress> services;
    private final Fixtures fixtures;
    private final Duration patience;
    private final Dialogue dialogue = new Dialogue();
    private final Map<Integer, Peer> peers = new TreeMap<>();
    private final Map<String, String> variables = new HashMap<>();
    private @Nullable Duration nextPatience;
    private String section = "";

    Play(Transcript transcript, Map<String, InetSocketAddress> services, Fixtures fixtures, Duration patience) {
        this.transcript = transcript;
        this.services = services;
        this.fixtures = fixtures;
        this.patience = patience;
    }

    /** Carries out one step. */
    void step(Step step) throws Exception {
        try {
            perform(step);
        } catch (Template.BadTemplate | PatternSyntaxException e) {
            throw new TranscriptSyntaxException(place(step.line()) + e.getMessage());
        } catch (SocketTimeoutException e) {
            throw failure(step, "nothing within the time: " + e.getMessage());
        } catch (EOFException e) {
            throw failure(step, "the server closed the connection");
        } catch (IOException e) {
            throw failure(step, e.toString());
        }
    }

    private void perform(Step step) throws Exception {
        switch (step) {
            case Step.Section(int line, String title) -> section = title;
            case Step.Assign(int line, String name, Template value) -> variables.put(name, value.expand(variables));
            case Step.Make make -> make(make);
            case Step.Connect(int line, int client, String service, boolean tls) -> connect(client, service, tls);
            case Step.Compress(int line, int client) -> peer(client).startCompression();
            case Step.Uncompress(int line, int client) -> peer(client).endCompression();
            case Step.StartTls(int line, int client) -> peer(client).startTls();
            case Step.Close(int line, int client) -> {
                peer(client).close();
                peers.remove(client);
            }
            case Step.Eof(int line, int client) -> {
                if (!patient(client).isClosedByServer()) {
                    throw failure(step, Dialogue.printable(peer(client).unread()));
                }
                peer(client).close();
                peers.remove(client);
            }
            case Step.Quiet(int line, int client, Duration time) -> {
                if (!peer(client).isQuietFor(time)) {
                    throw failure(step, Dialogue.printable(peer(client).unread()));
                }
            }
            case Step.Patience(int line, Duration time) -> nextPatience = time;
            case Step.Send send -> send(send);
            case Step.Expect expect -> expect(expect);
            case Step.ExpectAll all -> expectAll(all);
        }
    }

    private void make(Step.Make make) throws Exception {
        List<String> words =
                make.words().stream().map(word -> word.expand(variables)).toList();
        try {
            fixtures.make(new Fixture(make.kind(), words, make.content().bytes(variables)));
        } catch (IllegalArgumentException e) {
            throw new TranscriptSyntaxException(place(make.line()) + e.getMessage());
        }
    }

    private void connect(int client, String service, boolean tls) throws IOException {
        String name = service.isEmpty() ? transcript.service() : service;
        InetSocketAddress address = services.get(name);
        if (address == null) {
            throw new Template.BadTemplate("no service " + name + " here, only " + services.keySet());
        }
        Peer old = peers.put(client, Peer.connect(client, name, address, tls, dialogue));
        if (old != null) {
            old.close();
        }
    }

    /** The client's connection; a client that is mentioned for the first time connects. */
    private Peer peer(int client) throws IOException {
        if (!peers.containsKey(client)) {
            connect(client, "", false);
        }
        Peer peer = peers.get(client);
        if (peer == null) {
            throw new IllegalStateException("client " + client + " was just connected");
        }
        return peer;
    }

    /** The same, with the time-out that is due set. */
    private Peer patient(int client) throws IOException {
        Peer peer = peer(client);
        peer.timeout(nextPatience == null ? patience : nextPatience);
        nextPatience = null;
        return peer;
    }

    private void send(Step.Send send) throws IOException {
        Peer peer = peer(send.client());
        switch (send.ending()) {
            case DOT -> {
                String text = send.text().expand(variables);
                String whole = text.isEmpty() || text.endsWith("\r\n") ? text : text + "\r\n";
                peer.send((whole.startsWith(".") ? "." : "") + whole.replace("\r\n.", "\r\n..") + ".\r\n");
            }
            case LINE, NOTHING -> {
                List<Template.Stretch> stretches = send.text().stretches(variables);
                for (int i = 0; i < stretches.size(); i++) {
                    boolean last = i == stretches.size() - 1;
                    String end = last && send.ending() == Step.Ending.LINE ? "\r\n" : "";
                    peer.send(stretches.get(i).text() + end);
                    if (stretches.get(i).awaitsGoAhead()) {
                        String answer = patient(send.client()).readResponse();
                        // RFC 3501 §7.5: a command continuation request begins with a plus sign.
                        if (!answer.startsWith("+")) {
                            throw failure(send, Dialogue.printable(answer) + "\n  in place of a go-ahead");
                        }
                    }
                }
            }
        }
    }

    private void expect(Step.Expect expect) throws IOException {
        Peer peer = patient(expect.client());
        Template.Expectation expected = expect.text().expectation(variables);
        switch (expect.reading()) {
            case NEXT -> {
                String response = peer.readResponse();
                if (!matches(expected, response)) {
                    throw failure(expect, Dialogue.printable(response));
                }
            }
            case SEARCH -> {
                while (!matches(expected, peer.readResponse())) {
                    // Passed over; a search that finds nothing ends at the time-out of a read, or with the connection.
                }
            }
            case DOT -> {
                String text = peer.readDotted();
                // A block that was written without its last line end means the same text.
                if (!matches(expected, text) && !matches(expected, text.replaceFirst("\r\n$", ""))) {
                    throw failure(expect, Dialogue.printable(text));
                }
            }
        }
    }

    private void expectAll(Step.ExpectAll all) throws IOException {
        Peer peer = patient(all.client());
        List<Step.Expect> open = new ArrayList<>(all.answers());
        while (!open.isEmpty()) {
            String response = peer.readResponse();
            if (!open.removeIf(once(response))) {
                throw failure(all, open, Dialogue.printable(response));
            }
        }
    }

    /** True for the first expectation that the response matches, and for no other after it. */
    private Predicate<Step.Expect> once(String response) {
        boolean[] used = {false};
        return expect -> {
            if (!used[0] && matches(expect.text().expectation(variables), response)) {
                used[0] = true;
                return true;
            }
            return false;
        };
    }

    private boolean matches(Template.Expectation expected, String response) {
        Matcher matcher = expected.pattern().matcher(response);
        if (!matcher.matches()) {
            return false;
        }
        for (int i = 0; i < expected.names().size(); i++) {
            if (!expected.names().get(i).isEmpty()) {
                variables.put(expected.names().get(i), matcher.group("v" + i));
            }
        }
        return true;
    }

    /** Looks that no server has said more than was expected. */
    void end() throws IOException {
        for (Map.Entry<Integer, Peer> entry : peers.entrySet()) {
            String unread = entry.getValue().unread();
            if (!unread.isEmpty()) {
                throw new TranscriptFailure(transcript.path() + ": at the end client " + entry.getKey()
                        + " has answers that nothing expected:\n  " + Dialogue.printable(unread) + "\n"
                        + dialogue.show());
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Peer peer : peers.values()) {
            peer.close();
        }
    }

    private TranscriptFailure failure(Step step, String got) {
        return failure(step, step instanceof Step.ExpectAll all ? all.answers() : List.of(step), got);
    }

    private TranscriptFailure failure(Step step, List<? extends Step> open, String got) {
        StringBuilder expected = new StringBuilder();
        for (Step each : open) {
            expected.append("\n  ").append(transcript.source(each.line()));
        }
        return new TranscriptFailure(place(step.line()) + "\nexpected" + expected + "\ngot\n  "
                + got.replace("\n", "\n  ") + "\nthe dialogue so far\n" + dialogue.show());
    }

    private String place(int line) {
        return transcript.path() + ":" + line + ": " + (section.isEmpty() ? "" : "(" + section + ") ");
    }
}

package org.jdbmail.webd;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.http.WebRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between Jetty and our values. */
final class Answering extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

    /** A larger body is one of few at a time, since each is held whole. */
    private static final int SMALL_OCTETS = 64 * 1024;

    private static final int LARGE_AT_A_TIME = 2;

    /** A body comes within so long, and more where it is large and comes at this rate at least. */
    private static final long PATIENCE_SECONDS = 20;

    private static final long LEAST_PER_SECOND = 16 * 1024;

    /** RFC 9110 §5.3: a list, to which some proxies add a field of their own behind the client's, which anybody can write. */
    private static final String FORWARDED = "x-forwarded-for";

    /** What stands in a path in place of a secret when it is told to the log. */
    private static final Pattern SECRET = Pattern.compile("^/setup/.*", Pattern.DOTALL);

    private final Sweep sweep;

    private final int bodyOctets;
    private final Function<WebRequest, Optional<WebAnswer>> door;
    private final Function<WebRequest, WebAnswer> answers;
    private final Semaphore large = new Semaphore(LARGE_AT_A_TIME);

    /** @param door is shown the head of a request with a large body, and may turn it away unread */
    Answering(
            int bodyOctets,
            Function<WebRequest, Optional<WebAnswer>> door,
            Function<WebRequest, WebAnswer> answers,
            Sweep sweep) {
        this.sweep = sweep;
        this.door = door;
        this.bodyOctets = bodyOctets;
        this.answers = answers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        boolean isLarge = request.getLength() > SMALL_OCTETS;
        int most = isLarge ? bodyOctets : SMALL_OCTETS;
        if (request.getLength() > most) {
            send(request, response, callback, tooLarge());
            return true;
        }
        if (isLarge) {
            Optional<WebAnswer> turnedAway = atTheDoor(head(request));
            if (turnedAway.isPresent()) {
                send(request, response, callback, turnedAway.get().with("Connection", "close"));
                return true;
            }
        }
        if (isLarge && !large.tryAcquire()) {
            send(
                    request,
                    response,
                    callback,
                    WebAnswer.line(503, "too many large requests at a time")
                            .with("Retry-After", "1")
                            .with("Connection", "close"));
            return true;
        }
        // No thread waits for a body: who sends it slowly costs a connection, and nothing else.
        CompletableFuture<byte[]> body = new CompletableFuture<>();
        Content.Source.asByteArrayAsync(request, most, Promise.Invocable.toPromise(body));
        Runnable answered = () -> {
            try {
                send(request, response, callback, answer(request, body));
            } finally {
                if (isLarge) {
                    large.release();
                }
            }
        };
        if (body.isDone()) {
            answered.run();
        } else {
            Connection connection = request.getConnectionMetaData().getConnection();
            sweep.waits(connection);
            long seconds = PATIENCE_SECONDS + Math.max(0, request.getLength()) / LEAST_PER_SECOND;
            CompletableFuture<?> later = body.orTimeout(seconds, TimeUnit.SECONDS)
                    .handleAsync(
                            (octets, failure) -> {
                                sweep.waitsNoMore(connection);
                                answered.run();
                                return "";
                            },
                            request.getComponents().getExecutor());
            later.exceptionally(failure -> {
                callback.failed(failure);
                return null;
            });
        }
        return true;
    }

    private static WebAnswer tooLarge() {
        return WebAnswer.line(413, "the request is larger than may be, or large and does not tell its size")
                .with("Connection", "close");
    }

    private WebAnswer answer(Request request, CompletableFuture<byte[]> body) {
        try {
            return answer(request, body.join());
        } catch (CompletionException e) {
            return e.getCause() instanceof IllegalStateException
                    ? tooLarge()
                    : WebAnswer.line(408, "the request did not come whole").with("Connection", "close");
        }
    }

    private WebAnswer answer(Request request, byte[] body) {
        WebRequest asked = head(request).with(body);
        try {
            return answers.apply(asked);
        } catch (RuntimeException e) {
            return failed(asked, e);
        }
    }

    private Optional<WebAnswer> atTheDoor(WebRequest head) {
        try {
            return door.apply(head);
        } catch (RuntimeException e) {
            return Optional.of(failed(head, e));
        }
    }

    /** The request without what it brings along. */
    private static WebRequest head(Request request) {
        Map<String, String> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue();
            if (value != null) {
                String name = field.getName().toLowerCase(Locale.ROOT);
                headers.merge(name, value, (one, next) -> name.equals(FORWARDED) ? one + ", " + next : one);
            }
        }
        return new WebRequest(
                request.getMethod().toUpperCase(Locale.ROOT),
                decoded(request.getHttpURI().getPath()),
                Optional.ofNullable(request.getHttpURI().getQuery()).orElse(""),
                Map.copyOf(headers),
                new byte[0],
                request.isSecure(),
                inet(request.getConnectionMetaData().getRemoteSocketAddress()),
                inet(request.getConnectionMetaData().getLocalSocketAddress()));
    }

    private static WebAnswer failed(WebRequest asked, RuntimeException e) {
        if (e instanceof Refusal refusal) {
            return WebAnswer.line(status(refusal.reason()), refusal.text());
        }
        String incident = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        String told = SECRET.matcher(asked.path()).replaceFirst("/setup/…");
        LOG.error("incident {}: {} {}", incident, asked.method(), told, e);
        return WebAnswer.line(500, "something is wrong here; the log tells more, see incident " + incident);
    }

    /** A plus is one, and what is badly encoded stands for itself. */
    private static String decoded(String path) {
        try {
            // A path is looked for in tables, and not every database takes a NUL.
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8)
                    .replace('\0', '\ufffd');
        } catch (IllegalArgumentException e) {
            return path;
        }
    }

    private static InetSocketAddress inet(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static void send(Request request, Response response, Callback callback, WebAnswer answer) {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.type());
        if (answer.body().size() >= 0) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().size());
        }
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Cache-Control", "no-store");
        answer.headers().forEach(response.getHeaders()::put);
        try {
            if (!request.getMethod().equalsIgnoreCase("HEAD")) {
                // Closed only behind all of it: what ends early must not look whole.
                OutputStream out = Content.Sink.asOutputStream(response);
                answer.body().writeTo(out);
                out.close();
            }
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e); // the client has gone
        } catch (RuntimeException e) {
            LOG.error("an answer that was begun can't be ended", e);
            callback.failed(e);
        }
    }

    private static int status(Reason reason) {
        return switch (reason) {
            case NOT_FOUND, EXPUNGED -> 404;
            case ALREADY_EXISTS, IN_USE -> 409;
            case NO_PERMISSION, READ_ONLY -> 403;
            case OVER_QUOTA -> 507;
            case TOO_BIG -> 413;
            case INVALID -> 400;
            case LIMIT -> 429;
            case UNAVAILABLE -> 503;
            case CORRUPT -> 500;
        };
    }
}

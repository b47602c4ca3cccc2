package org.jdbmail.core.sts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** Fetches policies by HTTPS (RFC 8461 §3.3): from the one place where they may be, whose certificate is for that name, without going where that leads to. */
public final class HttpsFetcher implements PolicyFetcher {
    /** RFC 8461 §3.3 suggests this bound. */
    private static final int MOST_OCTETS = 64 * 1024;

    private final HttpClient client;
    private final Duration patience;
    private final Function<String, URI> place;

    /**
     * One that waits so long.
     *
     * @param tls who vouches for servers
     * @param patience for all of it
     */
    public HttpsFetcher(SSLContext tls, Duration patience) {
        this(tls, patience, domain -> URI.create("https://mta-sts." + domain + "/.well-known/mta-sts.txt"));
    }

    /** @param place where a domain's policy is */
    HttpsFetcher(SSLContext tls, Duration patience, Function<String, URI> place) {
        this.patience = patience;
        this.place = place;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .sslContext(tls)
                .build();
    }

    @Override
    public String fetch(String domain) throws IOException, InterruptedException {
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(place.apply(domain))
                    .timeout(patience)
                    .header("User-Agent", "JDBMail")
                    .GET()
                    .build();
        } catch (IllegalArgumentException e) {
            throw new IOException(domain + " is no name that has a place", e);
        }
        HttpResponse.BodyHandler<String> body = HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), MOST_OCTETS);
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request, body);
        try {
            // A request's own time ends with the header of the answer.
            HttpResponse<String> response = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("the answer is " + response.statusCode());
            }
            return response.body();
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + patience.toSeconds() + " s", e);
        } finally {
            answer.cancel(true);
        }
    }
}

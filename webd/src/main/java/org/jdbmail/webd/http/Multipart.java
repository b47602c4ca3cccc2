package org.jdbmail.webd.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.util.Promise;

/** A form with files in it (RFC 7578). A file is a field like any other: its name and type are not looked at. */
final class Multipart {
    /** More parts than any form has. */
    private static final int MOST = 100;

    /** Octets of the head of a part: names are short. */
    private static final int LARGEST_HEAD = 4096;

    private Multipart() {}

    /**
     * The fields by name; each letter is an octet.
     *
     * @throws IllegalArgumentException if it is no such form
     */
    static Map<String, List<String>> fields(WebRequest request) {
        String boundary =
                MultiPart.extractBoundary(request.header("content-type").orElse(""));
        if (boundary == null) {
            throw new IllegalArgumentException("no boundary");
        }
        MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary);
        parser.setMaxParts(MOST);
        parser.setPartHeadersMaxLength(LARGEST_HEAD);
        // All of it is in memory already, and no larger than a request may be: nothing goes into files.
        parser.setMaxMemoryFileSize(-1);
        CompletableFuture<MultiPartFormData.Parts> parsed = new CompletableFuture<>();
        parser.parse(new ByteBufferContentSource(ByteBuffer.wrap(request.body())), Promise.Invocable.toPromise(parsed));
        try (MultiPartFormData.Parts parts = parsed.join()) {
            Map<String, List<String>> fields = new HashMap<>();
            for (MultiPart.Part part : parts) {
                if (part.getName() == null) {
                    throw new IllegalArgumentException("a part without a name");
                }
                fields.computeIfAbsent(part.getName(), none -> new ArrayList<>())
                        .add(ISO_8859_1
                                .decode(Content.Source.asByteBuffer(part.getContentSource()))
                                .toString());
            }
            return fields;
        } catch (CompletionException | IOException e) {
            throw new IllegalArgumentException("not a form with files", e);
        }
    }
}

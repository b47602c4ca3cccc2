package org.jdbmail.webd.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.webd.http.WebAnswer;

/** The files that pages are made with. Their paths change with what is in them, so that browsers may keep them. */
public final class Files {
    static final Files STYLE = new Files("style.css", "text/css; charset=utf-8");
    static final Files ICON = new Files("icon.svg", "image/svg+xml");

    private final String path;
    private final WebAnswer answer;

    private Files(String name, String type) {
        String text;
        try (InputStream in = Objects.requireNonNull(Files.class.getResourceAsStream(name), name)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.path = "/static/" + TextDigest.SHA256.of(text).substring(0, 12) + "/" + name;
        this.answer = WebAnswer.text(200, type, text).with("Cache-Control", "public, max-age=31536000, immutable");
    }

    String path() {
        return path;
    }

    /** Adds the pages that they are. */
    public static Site addTo(Site site) {
        for (Files file : List.of(STYLE, ICON)) {
            site.page(file.path, Who.ANYBODY, visit -> file.answer);
        }
        return site;
    }
}

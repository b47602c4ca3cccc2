package org.jdbmail.webd.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** What pages say, in one language; from {@code words_en.properties} and its translations. */
public final class Words {
    /** The languages. */
    public enum Language {
        EN("en", "English"),
        FR("fr", "Français");

        private final String code;
        private final String own;

        Language(String code, String own) {
            this.code = code;
            this.own = own;
        }

        /** As HTML and HTTP name it. */
        public String code() {
            return code;
        }

        /** As those who speak it name it. */
        public String own() {
            return own;
        }

        /** The language of a code. */
        public static Optional<Language> ofCode(String code) {
            for (Language language : values()) {
                if (language.code.equals(code)) {
                    return Optional.of(language);
                }
            }
            return Optional.empty();
        }

        /** The first of the languages that a browser wishes (RFC 9110 §12.5.4; its order counts), else English. */
        static Language wished(String accepted) {
            for (String one : accepted.split(",", 50)) {
                String tag = one.strip().toLowerCase(Locale.ROOT);
                Optional<Language> found = tag.length() < 2 ? Optional.empty() : ofCode(tag.substring(0, 2));
                if (found.isPresent()) {
                    return found.get();
                }
            }
            return EN;
        }
    }

    private final Language language;
    private final Properties texts;

    private Words(Language language) {
        this.language = language;
        this.texts = new Properties();
        String file = "words_" + language.code() + ".properties";
        try (InputStream in = Objects.requireNonNull(Words.class.getResourceAsStream(file), file)) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them, by language. */
    public static Map<Language, Words> all() {
        Map<Language, Words> all = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            all.put(language, new Words(language));
        }
        return all;
    }

    /** Which language it is. */
    public Language language() {
        return language;
    }

    /** Every key. */
    Set<String> keys() {
        return new TreeSet<>(texts.stringPropertyNames());
    }

    /**
     * What is said for a key.
     *
     * @param values what stands in place of <code>{0}</code>, <code>{1}</code>, …
     * @throws IllegalArgumentException if nothing is said for it
     */
    public String say(String key, Object... values) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("no words for " + key);
        }
        for (int i = 0; i < values.length; i++) {
            text = text.replace("{" + i + "}", String.valueOf(values[i]));
        }
        return text;
    }

    /** What is said for a key, if anything is. */
    public Optional<String> maybe(String key) {
        return Optional.ofNullable(texts.getProperty(key));
    }
}

package org.jdbmail.webd.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What pages say is said in every language, and nothing else is. */
class WordsTest {
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");
    private static final Pattern STRING = Pattern.compile("\"([a-z][a-z.0-9-]*)\"");

    /** Keys that are put together. */
    private static final Pattern COMPOSED = Pattern.compile("(done|refusal|rules\\.(deed|does|field|if))\\..*");

    private static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        Matcher matcher = PLACE.matcher(text);
        while (matcher.find()) {
            places.add(matcher.group());
        }
        return places;
    }

    @Test
    void everyLanguageIsWhole() {
        Map<Words.Language, Words> all = Words.all();
        Words english = all.get(Words.Language.EN);
        for (Words words : all.values()) {
            assertEquals(english.keys(), words.keys(), words.language().code());
            for (String key : english.keys()) {
                assertEquals(
                        places(english.say(key)),
                        places(words.say(key)),
                        words.language().code() + " " + key);
            }
        }
    }

    @Test
    void nothingIsSaidThatNoPageSays() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher matcher = STRING.matcher(Files.readString(file));
                while (matcher.find()) {
                    used.add(matcher.group(1));
                }
            }
        }
        Set<String> unused = new TreeSet<>(Words.all().get(Words.Language.EN).keys());
        unused.removeIf(key -> used.contains(key) || COMPOSED.matcher(key).matches());
        assertTrue(unused.isEmpty(), unused.toString());
    }
}

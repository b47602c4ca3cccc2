package org.jdbmail.testkit.transcript;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.testkit.transcript.Step.Expect;
import org.jspecify.annotations.Nullable;

/** Reads a transcript file line by line; {@code docs/testing.md} describes the language. */
final class TranscriptParser {
    private static final Pattern TALK = Pattern.compile("([CS])(\\d*)([-.~>]?):(?: (.*))?");
    private static final Pattern BLOCK = Pattern.compile("(.*?)<<([A-Z]+)((?: (?:lf|chomp))*)");
    private static final Pattern FILE = Pattern.compile("(.*?)file (\\S+)");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|\\([^)]*\\)|[^\\s\"(]\\S*");
    private static final Pattern TIME = Pattern.compile("(\\d+) ?(ms|s)");

    private final Path path;
    private final List<String> lines;
    private final List<Step> steps = new ArrayList<>();
    private int at;

    TranscriptParser(Path path, List<String> lines) {
        this.path = path;
        this.lines = lines;
    }

    /** Reads it all. */
    List<Step> parse() throws IOException {
        while (at < lines.size()) {
            int line = at + 1;
            try {
                parseLine(line, lines.get(at++));
            } catch (TranscriptSyntaxException | IllegalArgumentException e) {
                throw new TranscriptSyntaxException(path + ":" + line + ": " + e.getMessage());
            }
        }
        return List.copyOf(steps);
    }

    private void parseLine(int line, String text) throws IOException {
        if (text.isBlank()) {
            return;
        }
        if (text.startsWith("#")) {
            String comment = text.replaceFirst("#+ *", "");
            if (comment.startsWith("RFC ")) {
                steps.add(new Step.Section(line, Transcript.readable(comment)));
            }
            return;
        }
        Matcher talk = TALK.matcher(text);
        if (talk.matches()) {
            int client = talk.group(2).isEmpty() ? 1 : Integer.parseInt(talk.group(2));
            String said = talk.group(4) == null ? "" : talk.group(4);
            if (talk.group(1).equals("C")) {
                client(line, client, talk.group(3), said);
            } else {
                server(line, client, talk.group(3), said);
            }
            return;
        }
        directive(line, text);
    }

    private void client(int line, int client, String sign, String said) throws IOException {
        Step.Ending ending = switch (sign) {
            case "" -> Step.Ending.LINE;
            case "-" -> Step.Ending.NOTHING;
            case "." -> Step.Ending.DOT;
            default -> throw new TranscriptSyntaxException("C" + sign + ": is no line that I know");
        };
        Text block = block(said);
        if (block == null) {
            steps.add(new Step.Send(line, client, TemplateParser.parse(said, false), ending));
        } else {
            // A block brings its own line ends.
            Step.Ending after = ending == Step.Ending.DOT ? ending : Step.Ending.NOTHING;
            String all = block.before() + block.content();
            steps.add(new Step.Send(line, client, TemplateParser.parse(all, false), after));
        }
    }

    private void server(int line, int client, String sign, String said) throws IOException {
        Step.Reading reading = switch (sign) {
            case "", "~" -> Step.Reading.NEXT;
            case ">" -> Step.Reading.SEARCH;
            case "." -> Step.Reading.DOT;
            default -> throw new TranscriptSyntaxException("S" + sign + ": is no line that I know");
        };
        Text block = block(said);
        List<Expect> expected = new ArrayList<>();
        if (block == null || reading == Step.Reading.DOT) {
            String all = block == null ? said : block.before() + block.content();
            expected.add(new Expect(line, client, TemplateParser.parse(all, true), reading));
        } else {
            int number = line;
            for (String each : block.content().split("\r\n")) {
                expected.add(new Expect(++number, client, TemplateParser.parse(each, true), reading));
            }
        }
        if (!sign.equals("~")) {
            steps.addAll(expected);
        } else if (!steps.isEmpty()
                && steps.getLast() instanceof Step.ExpectAll all
                && all.client() == client
                && lines.get(line - 2).startsWith("S")) {
            List<Expect> joined = new ArrayList<>(all.answers());
            joined.addAll(expected);
            steps.set(steps.size() - 1, new Step.ExpectAll(all.line(), client, List.copyOf(joined)));
        } else {
            steps.add(new Step.ExpectAll(line, client, List.copyOf(expected)));
        }
    }

    private void directive(int line, String text) throws IOException {
        List<String> words = words(text);
        int client = words.size() > 1 && words.get(1).matches("\\d") ? Integer.parseInt(words.get(1)) : 1;
        switch (words.getFirst()) {
            case "set" -> assign(line, text);
            case "fixture" -> fixture(line, text);
            case "connect" -> {
                List<String> rest = new ArrayList<>(words.subList(1, words.size()));
                rest.removeIf(word -> word.matches("\\d"));
                boolean tls = rest.remove("tls");
                steps.add(new Step.Connect(line, client, rest.isEmpty() ? "" : rest.getFirst(), tls));
            }
            case "compress" -> steps.add(new Step.Compress(line, client));
            case "uncompress" -> steps.add(new Step.Uncompress(line, client));
            case "starttls" -> steps.add(new Step.StartTls(line, client));
            case "close" -> steps.add(new Step.Close(line, client));
            case "eof" -> steps.add(new Step.Eof(line, client));
            case "quiet" -> steps.add(new Step.Quiet(line, client, time(words.getLast())));
            case "wait" -> {
                if (!text.startsWith("wait up to ")) {
                    throw new TranscriptSyntaxException("write: wait up to 5s");
                }
                steps.add(new Step.Patience(line, time(text.substring("wait up to ".length()))));
            }
            default -> throw new TranscriptSyntaxException("unknown directive " + words.getFirst());
        }
    }

    private void assign(int line, String text) throws IOException {
        Matcher parts = Pattern.compile("set ([A-Za-z_][A-Za-z0-9_-]*) (.*)").matcher(text);
        if (!parts.matches()) {
            throw new TranscriptSyntaxException("write: set NAME value");
        }
        String rest = parts.group(2);
        Text block = block(rest);
        Matcher file = FILE.matcher(rest);
        Template value = block != null
                ? TemplateParser.parse(block.content(), false)
                : file.matches() && file.group(1).isEmpty() ? file(file.group(2)) : TemplateParser.parse(rest, false);
        steps.add(new Step.Assign(line, parts.group(1), value));
    }

    private void fixture(int line, String text) throws IOException {
        Text block = block(text);
        Matcher file = FILE.matcher(text);
        String head = text;
        Template content = Template.of("");
        if (block != null) {
            head = block.before();
            content = TemplateParser.parse(block.content(), false);
        } else if (file.matches()) {
            head = file.group(1);
            content = file(file.group(2));
        }
        List<String> words = words(head);
        if (words.size() < 2) {
            throw new TranscriptSyntaxException("write: fixture KIND words");
        }
        List<Template> rest = words.subList(2, words.size()).stream()
                .map(word -> TemplateParser.parse(word, false))
                .toList();
        steps.add(new Step.Make(line, words.get(1), rest, content));
    }

    /** A file beside the transcript, byte for byte. */
    private Template file(String name) throws IOException {
        Path file = path.resolveSibling(name);
        return Template.of(Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group() : matcher.group(1));
        }
        return words;
    }

    private static Duration time(String text) {
        Matcher matcher = TIME.matcher(text.strip());
        if (!matcher.matches()) {
            throw new TranscriptSyntaxException("not a time: " + text);
        }
        long number = Long.parseLong(matcher.group(1));
        return matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
    }

    /** What stands before a block's mark, and the block's lines. */
    private record Text(String before, String content) {}

    /** Reads the block that this text's end announces; null when there is none. */
    private @Nullable Text block(String text) {
        Matcher mark = BLOCK.matcher(text);
        if (!mark.matches()) {
            return null;
        }
        String newline = mark.group(3).contains("lf") ? "\n" : "\r\n";
        StringBuilder content = new StringBuilder();
        while (true) {
            if (at >= lines.size()) {
                throw new TranscriptSyntaxException("block without its end: " + mark.group(2));
            }
            String next = lines.get(at++);
            if (next.equals(mark.group(2))) {
                break;
            }
            content.append(next).append(newline);
        }
        if (mark.group(3).contains("chomp") && !content.isEmpty()) {
            content.setLength(content.length() - newline.length());
        }
        return new Text(mark.group(1), content.toString());
    }
}

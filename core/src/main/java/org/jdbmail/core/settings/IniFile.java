package org.jdbmail.core.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file in the form of {@code dbmail.conf}: sections in brackets, and {@code key = value} lines in them. A {@code #} begins a
 * comment wherever it stands, also within a value, as in DBMail; a value therefore holds no {@code #}.
 *
 * @param name how the file is called in messages
 * @param entries its lines that set something, in their order
 */
record IniFile(String name, List<Entry> entries) {
    private static final int MAX_OCTETS = 1 << 20;

    /**
     * One line that sets something. The value is kept out of messages: it may be a password.
     *
     * @param line its number, from 1
     * @param section the name in brackets above it
     * @param key what stands before the {@code =}
     * @param value what stands after it, without comment and surrounding blanks
     */
    record Entry(int line, String section, String key, String value) {
        /** Where it stands and what it sets, but not to what. */
        @Override
        public String toString() {
            return line + ": [" + section + "] " + key;
        }
    }

    /** Reads a file. */
    static IniFile read(Path path) throws BadSettings {
        return parse(path.toString(), text(path));
    }

    /** Reads a text. */
    static IniFile parse(String name, String text) throws BadSettings {
        List<Entry> entries = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        String section = null;
        int number = 0;
        for (String raw : text.split("\\R", -1)) {
            number++;
            int comment = raw.indexOf('#');
            String line = (comment < 0 ? raw : raw.substring(0, comment)).strip();
            int equals = line.indexOf('=');
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1).strip();
            } else if (equals < 1 && !line.isEmpty()) {
                problems.add(name + ":" + number + ": this is neither a [section] nor a line of the form key = value");
            } else if (section == null && !line.isEmpty()) {
                problems.add(
                        name + ":" + number + ": a setting before the first [section]; begin the file with [DBMAIL]");
            } else if (section != null && !line.isEmpty()) {
                entries.add(new Entry(
                        number,
                        section,
                        line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip()));
            }
        }
        if (!problems.isEmpty()) {
            throw new BadSettings(problems);
        }
        return new IniFile(name, List.copyOf(entries));
    }

    private static String text(Path path) throws BadSettings {
        try {
            if (Files.isDirectory(path)) {
                throw new BadSettings(List.of(path + ": this is a folder; name the settings file in it"));
            }
            if (Files.size(path) > MAX_OCTETS) {
                throw new BadSettings(List.of(path + ": too large for a settings file"));
            }
            return decode(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            throw new BadSettings(List.of(path + ": there is no such file; name the settings file with --config"));
        } catch (AccessDeniedException e) {
            throw new BadSettings(List.of(path + ": may not be read by this user; change its owner or permissions"));
        } catch (IOException e) {
            throw new BadSettings(List.of(path + ": cannot be read: " + e.getMessage()));
        }
    }

    /** UTF-8; or Latin 1, since old files have comments and banners in that. */
    private static String decode(byte[] octets) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException e) {
            return new String(octets, ISO_8859_1);
        }
    }
}

package org.jdbmail.sieve;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever a script says has problems that are told, or runs to its end; made of the scripts of the cases. */
class ScriptFuzzTest {
    private static final String MESSAGE = "From: \"A. B\" <a+d@b.example>\nTo: c@d.example, e@f.example\n"
            + "Subject: =?utf-8?q?H=C3=B6he?= and more\nDate: Mon, 2 Mar 2026 10:11:12 +0100\nMIME-Version: 1.0\n"
            + "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nText.\n--x\nContent-Type: text/html\n\n<p>More.</p>\n--x--\n";

    private static List<String> scripts() throws IOException {
        List<String> scripts = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("basedir", ""), "src/test/cases"))) {
            for (Path file : files.sorted().toList()) {
                List<String> lines = Files.readAllLines(file);
                String require = "";
                for (int i = 0; i < lines.size(); i++) {
                    if (lines.get(i).startsWith("require ")) {
                        require = Stream.of(lines.get(i).substring(8).split("[ ,]+"))
                                .map(name -> '"' + name.replace("\"", "") + '"')
                                .collect(joining(", ", "require [", "];\n"));
                    } else if (lines.get(i).startsWith("script")) {
                        StringBuilder script = new StringBuilder(require);
                        while (i + 1 < lines.size() && lines.get(i + 1).startsWith("  ")) {
                            script.append(lines.get(++i).strip()).append('\n');
                        }
                        scripts.add(new String(
                                script.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
                    }
                }
            }
        }
        assertFalse(scripts.isEmpty());
        return scripts;
    }

    @Test
    void whateverAScriptSaysIsToldOrRun() throws IOException {
        assertTrue(Fuzz.run(scripts(), text -> {
                    Sandbox sandbox = new Sandbox();
                    String script = new String(text, StandardCharsets.UTF_8);
                    Sieve.Compiled compiled = sandbox.compiled(script);
                    if (compiled.script() == null) {
                        assertFalse(compiled.problems().isEmpty());
                    } else {
                        assertNotNull(sandbox.run(MESSAGE, script));
                    }
                })
                > 0);
    }
}

package org.jdbmail.sieve;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jdbmail.sieve.compile.Compiler;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.compile.Vocabulary;
import org.jdbmail.sieve.run.Limits;
import org.jdbmail.sieve.run.Script;
import org.jdbmail.sieve.syntax.Position;
import org.jdbmail.sieve.syntax.Problem;
import org.jdbmail.sieve.syntax.Problems;
import org.jspecify.annotations.Nullable;

/** Compiles scripts. */
public final class Sieve {
    private final Vocabulary vocabulary;
    private final Set<Extension> available;
    private final Limits limits;

    /**
     * A compiler.
     *
     * @param available the extensions that scripts may require
     */
    public Sieve(Set<Extension> available, Limits limits) {
        this(new Language(), available, limits);
    }

    /** One for another language. */
    public Sieve(Vocabulary vocabulary, Set<Extension> available, Limits limits) {
        this.vocabulary = vocabulary;
        this.available = Set.copyOf(available);
        this.limits = limits;
    }

    /**
     * A script, or why there is none.
     *
     * @param script null if there are errors among the problems
     */
    public record Compiled(@Nullable Script script, List<Problem> problems) {
        /** Copies the list. */
        public Compiled {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Compiles a script.
     *
     * @param name for messages about it
     * @param bytes the script, in UTF-8 (RFC 5228 §2.1)
     */
    public Compiled compile(String name, byte[] bytes) {
        Problems problems = new Problems();
        Script script = Compiler.compile(name, text(bytes, problems), vocabulary, available, limits, problems);
        return new Compiled(script, problems.list());
    }

    private static String text(byte[] bytes, Problems problems) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            problems.error(position(bytes, in.position()), "what stands here is not UTF-8");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Position position(byte[] bytes, int at) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < at; i++) {
            if (bytes[i] == '\n') {
                line++;
                start = i + 1;
            }
        }
        String before = new String(bytes, start, at - start, StandardCharsets.UTF_8);
        int column = before.codePointCount(0, before.length());
        return new Position(line, column + 1);
    }
}

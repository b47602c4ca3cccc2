package org.jdbmail.core.sieve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/** Compiles scripts, each text once: the same text gives the same script, so a changed one is another. */
final class CompiledScripts {
    /** Characters of scripts whose compiled forms are kept. */
    private static final long MOST = 16L << 20;

    /** What a script takes beside its text. */
    private static final int EACH = 500;

    private record Key(String name, String text) {}

    private final ScriptCompiler compiler;
    private final Cache<Key, ScriptCompiler.Checked> compiled;

    CompiledScripts(ScriptCompiler compiler) {
        this.compiler = compiler;
        this.compiled = Caffeine.newBuilder()
                .maximumWeight(MOST)
                .weigher((Key key, ScriptCompiler.Checked script) -> key.text.length() + EACH)
                .build();
    }

    /** The script of a text, or what is wrong with it. */
    ScriptCompiler.Checked of(String name, String text) {
        return compiled.get(new Key(name, text), key -> compiler.check(name, text));
    }
}

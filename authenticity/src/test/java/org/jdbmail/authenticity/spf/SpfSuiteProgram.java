package org.jdbmail.authenticity.spf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Plays a file of cases from elsewhere, and prints those that end otherwise. */
public final class SpfSuiteProgram {
    private SpfSuiteProgram() {}

    public static void main(String[] arguments) throws IOException {
        List<SpfCases.Played> all = SpfCases.play(Path.of(arguments[0]));
        List<SpfCases.Played> wrong =
                all.stream().filter(each -> !each.wrong().isEmpty()).toList();
        wrong.forEach(each -> System.out.println(each.name() + ": " + each.wrong()));
        System.out.println(all.size() - wrong.size() + " of " + all.size() + " as expected");
    }
}

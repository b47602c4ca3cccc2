package org.jdbmail.sieve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of {@code src/test/cases}: a file for each action, test and extension of the language, with the examples of its RFC. */
class CasesTest {
    @TestFactory
    Stream<DynamicNode> cases() throws IOException {
        Path folder = Path.of(System.getProperty("basedir", ""), "src/test/cases");
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.sorted().toList();
        }
        return files.stream().map(CasesTest::file);
    }

    private static DynamicNode file(Path file) {
        List<CaseFile.Case> cases = CaseFile.read(file);
        return DynamicContainer.dynamicContainer(
                file.getFileName().toString(), file.toUri(), cases.stream().map(each ->
                        (DynamicNode) DynamicTest.dynamicTest(each.name(), file.toUri(), each::run)));
    }
}

package org.jdbmail.core.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /etc/aliases}, as aliases(5) of Postfix describes it. */
class AliasFileTest {
    @TempDir
    Path folder;

    private List<String> targets(AliasFile file, String address) {
        return file.targets(EnvelopeAddress.ofPlain(address));
    }

    @Test
    void namesLeadToAddressesProgramsAndLists() throws Exception {
        Path list = folder.resolve("list");
        Files.writeString(list, "# members\nann@x.test, ben\n|/bin/evil\n:include:/etc/passwd\n");
        Path aliases = folder.resolve("aliases");
        Files.writeString(aliases, """
                # comment
                Root: alice@example.test,
                   bob
                prog: "|/usr/bin/program -a \\"b\\"", carol
                team: :include:%s
                """.formatted(list));
        AliasFile file = new AliasFile(aliases, Set.of("mail.test"));
        assertEquals(List.of("alice@example.test", "bob"), targets(file, "root"));
        assertEquals(List.of("alice@example.test", "bob"), targets(file, "ROOT+cron@Mail.Test"));
        assertEquals(List.of(), targets(file, "root@elsewhere.test"));
        assertEquals(List.of("|/usr/bin/program -a \"b\"", "carol"), targets(file, "prog"));
        assertEquals(List.of("ann@x.test", "ben"), targets(file, "team"), "a list runs no programs and names no files");
        assertEquals(List.of(), targets(file, "nobody"));
    }
}

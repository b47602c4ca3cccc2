package org.jdbmail.core.sts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever a domain publishes is a policy by which mail is sent (RFC 8461), or none. */
class StsFuzzTest {
    private static final List<String> POLICIES = List.of(
            "version: STSv1\r\nmode: enforce\r\nmx: mail.example.test\r\nmx: *.example.test\r\nmax_age: 604800\r\n",
            "version: STSv1\nmode: none\nmax_age: 0\n",
            "v=STSv1; id=20260101000000Z;");

    @Test
    void whateverIsPublishedIsAPolicyOrNone() {
        assertTrue(Fuzz.run(POLICIES, bytes -> {
                    String text = new String(bytes, UTF_8);
                    StsPolicy.parse(text).ifPresent(policy -> {
                        assertFalse(policy.kept().isNegative());
                        assertNotNull(policy.mode());
                        assertFalse(policy.servers().isEmpty() && policy.mode() == StsPolicy.Mode.ENFORCE);
                        policy.names("mail.example.test");
                    });
                    StsRecord.id(List.of(text)).ifPresent(id -> assertTrue(id.length() <= 32, id));
                })
                > 0);
    }
}

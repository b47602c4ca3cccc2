package org.jdbmail.core.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What DBMail wrote for the word "secret", in each of its digests without salt. */
class TextDigestTest {
    @ParameterizedTest
    @CsvSource({
        "MD5, 5ebe2294ecd0e0f08eab7690d2a6ee69",
        "SHA1, e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4",
        "SHA256, 2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
        "SHA512, bd2b1aaf7ef4f09be9f52ce2d8d599674d81aa9d6a4421696dc4d93dd0619d682ce56b4d64a9ef097761ced99e0f67265b5f76085e5b0ee7ca4696b2ad6fe2b2",
        "WHIRLPOOL, e061b87a674ae3880e159ab55ed35d6c5e8a6aefac6ab08304a50588018d377b28639bb15fdeedf006d57e45f7b4298e6dfefceaf7c92c826a708fe6d1156eb3",
        "TIGER, fe47ec3ac6d65204bb821b4247db78eb7623b5a464310e5b"
    })
    void theDigestIsDbmails(TextDigest digest, String digits) {
        assertEquals(digits, digest.of("secret"));
    }
}

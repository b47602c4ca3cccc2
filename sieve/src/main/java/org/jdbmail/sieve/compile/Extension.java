package org.jdbmail.sieve.compile;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What scripts may {@code require}: each capability with where it is from. */
public enum Extension {
    /** RFC 5228 §2.4.2.4. */
    ENCODED_CHARACTER("encoded-character"),
    /** RFC 5228 §4.1. */
    FILEINTO("fileinto"),
    /** RFC 5228 §5.4. */
    ENVELOPE("envelope"),
    /** RFC 5228 §2.7.3: needs no require, but may be named. */
    COMPARATOR_OCTET("comparator-i;octet"),
    /** RFC 5228 §2.7.3: likewise. */
    COMPARATOR_ASCII_CASEMAP("comparator-i;ascii-casemap"),
    /** RFC 4790 §9.1. */
    COMPARATOR_ASCII_NUMERIC("comparator-i;ascii-numeric"),
    /** RFC 5051. */
    COMPARATOR_UNICODE_CASEMAP("comparator-i;unicode-casemap"),
    /** RFC 5429 §2.2. */
    REJECT("reject"),
    /** RFC 5429 §2.1. */
    EREJECT("ereject"),
    /** RFC 3894. */
    COPY("copy"),
    /** RFC 5173. */
    BODY("body"),
    /** RFC 5229. */
    VARIABLES("variables"),
    /** RFC 5230. */
    VACATION("vacation"),
    /** RFC 6131; one that requires it need not require vacation. */
    VACATION_SECONDS("vacation-seconds", VACATION),
    /** RFC 5231. */
    RELATIONAL("relational"),
    /** RFC 5233. */
    SUBADDRESS("subaddress"),
    /** RFC 5232. */
    IMAP4FLAGS("imap4flags"),
    /** draft-ietf-sieve-regex. */
    REGEX("regex"),
    /** RFC 5260. */
    DATE("date"),
    /** RFC 5260 §6. */
    INDEX("index"),
    /** RFC 5183. */
    ENVIRONMENT("environment"),
    /** RFC 6609. */
    INCLUDE("include"),
    /** RFC 5490 §3. */
    MAILBOX("mailbox"),
    /** RFC 9042. */
    MAILBOXID("mailboxid"),
    /** RFC 5490 §3.3. */
    MBOXMETADATA("mboxmetadata"),
    /** RFC 5490 §4. */
    SERVERMETADATA("servermetadata"),
    /** RFC 8579. */
    SPECIAL_USE("special-use"),
    /** RFC 7352. */
    DUPLICATE("duplicate"),
    /** RFC 5293. */
    EDITHEADER("editheader"),
    /** RFC 5435, with the method of RFC 5436. */
    ENOTIFY("enotify"),
    /** RFC 5235 §3.2.1. */
    SPAMTEST("spamtest"),
    /** RFC 5235 §3.2.2. */
    SPAMTESTPLUS("spamtestplus", SPAMTEST),
    /** RFC 5235 §3.3. */
    VIRUSTEST("virustest"),
    /** RFC 5703 §3. */
    FOREVERYPART("foreverypart"),
    /** RFC 5703 §4. */
    MIME("mime"),
    /** RFC 5703 §7. */
    EXTRACTTEXT("extracttext"),
    /** RFC 5703 §5. */
    REPLACE("replace"),
    /** RFC 5703 §6. */
    ENCLOSE("enclose"),
    /** RFC 6134. */
    EXTLISTS("extlists"),
    /** RFC 8580. */
    FCC("fcc"),
    /** RFC 6009 §4. */
    ENVELOPE_DSN("envelope-dsn"),
    /** RFC 6009 §6. */
    REDIRECT_DSN("redirect-dsn"),
    /** RFC 6009 §5. */
    ENVELOPE_DELIVERBY("envelope-deliverby"),
    /** RFC 6009 §7. */
    REDIRECT_DELIVERBY("redirect-deliverby"),
    /** RFC 5463. */
    IHAVE("ihave");

    private static final Map<String, Extension> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(Extension::capability, Function.identity()));

    private final String capability;
    private final @Nullable Extension implied;

    Extension(String capability) {
        this.capability = capability;
        this.implied = null;
    }

    Extension(String capability, Extension implied) {
        this.capability = capability;
        this.implied = implied;
    }

    /** The name that scripts use. */
    public String capability() {
        return capability;
    }

    /** What comes with it; null if nothing does. */
    @Nullable
    Extension implied() {
        return implied;
    }

    /** The extension of a name, which is told exactly; null if we don't have it. */
    public static @Nullable Extension named(String capability) {
        return BY_NAME.get(capability);
    }
}

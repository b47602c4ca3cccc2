package org.jdbmail.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jdbmail.core.mail.ModifiedUtf7;
import org.jdbmail.core.store.Aliases;
import org.jdbmail.core.store.Mailboxes;
import org.jdbmail.core.store.Routing;
import org.jdbmail.core.store.Subscriptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom, as docs/architecture.md says: facts and not wishes. */
class ArchitectureTest {
    private static JavaClasses all;

    @BeforeAll
    static void readAllClasses() {
        all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.jdbmail");
    }

    @Test
    void theClassesOfEveryModuleAreLookedAt() {
        for (String module : List.of("mime", "sieve", "authenticity", "core", "sql", "wire", "cli")) {
            assertTrue(all.stream().anyMatch(c -> c.getPackageName().startsWith("org.jdbmail." + module)), module);
        }
    }

    @Test
    void mimeKnowsNoOtherModule() {
        onlyDependsOn(
                "org.jdbmail.mime..", "org.jdbmail.mime..", "java..", "org.apache.james.mime4j..", "org.jspecify..");
    }

    @Test
    void sieveKnowsMimeOnly() {
        onlyDependsOn("org.jdbmail.sieve..", "org.jdbmail.sieve..", "org.jdbmail.mime..", "java..", "org.jspecify..");
    }

    @Test
    void authenticityKnowsMimeOnly() {
        onlyDependsOn(
                "org.jdbmail.authenticity..",
                "org.jdbmail.authenticity..",
                "org.jdbmail.mime..",
                "java..",
                "javax.crypto..",
                "org.jspecify..");
    }

    @Test
    void coreKnowsMimeSieveAndAuthenticityOnly() {
        onlyDependsOn(
                "org.jdbmail.core..",
                "org.jdbmail.core..",
                "org.jdbmail.mime..",
                "org.jdbmail.sieve..",
                "org.jdbmail.authenticity..",
                "java..",
                "javax.crypto..",
                "javax.security.auth.x500..",
                "javax.net..",
                "com.github.benmanes.caffeine..",
                "com.nimbusds..",
                "com.unboundid..",
                "org.bouncycastle..",
                "org.xbill.DNS..",
                "org.apache.commons.codec..",
                "org.slf4j..",
                "org.jspecify..");
    }

    @Test
    void wireKnowsNoMail() {
        onlyDependsOn(
                "org.jdbmail.wire..",
                "org.jdbmail.wire..",
                "java..",
                "javax.net..",
                "javax.security..",
                "javax.naming..",
                "org.bouncycastle..",
                "org.apache.mina..",
                "org.slf4j..",
                "org.jspecify..");
    }

    @Test
    void sqlKnowsCoreAndMimeOnly() {
        all(noClasses()
                .that()
                .resideInAPackage("org.jdbmail.sql..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.jdbmail..")
                        .and(DescribedPredicate.not(
                                resideInAnyPackage("org.jdbmail.sql..", "org.jdbmail.core..", "org.jdbmail.mime..")))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lmtpd", "smtpd", "imapd", "pop3d", "sieved", "authd"})
    void aFrontKnowsCoreMimeAndWireAndNoOtherFront(String front) {
        // Caffeine is a data structure to those who use it.
        onlyDependsOn(
                "org.jdbmail." + front + "..",
                "org.jdbmail." + front + "..",
                "org.jdbmail.core..",
                "org.jdbmail.mime..",
                "org.jdbmail.wire..",
                "java..",
                "com.github.benmanes.caffeine..",
                "org.slf4j..",
                "org.jspecify..");
    }

    @Test
    void webdKnowsCoreAndMimeAndAloneSeesJetty() {
        onlyDependsOn(
                "org.jdbmail.webd..",
                "org.jdbmail.webd..",
                "org.jdbmail.core..",
                "org.jdbmail.mime..",
                "com.google.zxing..",
                "org.eclipse.jetty..",
                "java..",
                "javax.net.ssl..",
                "com.sun.management..",
                "org.slf4j..",
                "org.jspecify..");
        all(noClasses()
                .that()
                .resideOutsideOfPackage("org.jdbmail.webd..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty.."));
    }

    /** What names of mailboxes mean, and who may do what with them, is said once: in core.mailbox. */
    @Test
    void aFrontHasProtocolOnly() {
        all(noClasses()
                .that()
                .resideInAnyPackage(
                        "org.jdbmail.lmtpd..",
                        "org.jdbmail.smtpd..",
                        "org.jdbmail.imapd..",
                        "org.jdbmail.pop3d..",
                        "org.jdbmail.sieved..",
                        "org.jdbmail.authd..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Mailboxes.class, Subscriptions.class, Routing.class, Aliases.class));
    }

    /**
     * A mailbox's name is Unicode inside. How it is spelt know those who read and write it elsewhere: at the wire (IMAP, DBMail's addresses), in tables, in
     * Maildirs and other servers' lists, in scripts; and who says how long one may be.
     */
    @Test
    void namesAreUnicodeInside() {
        all(noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.jdbmail.imapd.proto..",
                        "org.jdbmail.webd.dbmail..",
                        "org.jdbmail.sql.account..",
                        "org.jdbmail.core.mail..",
                        "org.jdbmail.core.moving..",
                        "org.jdbmail.core.sieve..",
                        "org.jdbmail.core.mailbox..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ModifiedUtf7.class));
    }

    @Test
    void nothingButSqlSeesJooqOrJdbc() {
        all(noClasses()
                .that()
                .resideOutsideOfPackages("org.jdbmail.sql..", "org.jdbmail.testkit..", "org.jdbmail.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.jooq..", "java.sql..", "javax.sql..", "com.zaxxer..", "liquibase..", "org.sqlite.."));
    }

    @Test
    void nothingButWireSeesMina() {
        all(noClasses()
                .that()
                .resideOutsideOfPackage("org.jdbmail.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.mina.."));
    }

    @Test
    void grammarsDoNoIo() {
        all(noClasses()
                .that()
                .resideInAPackage("org.jdbmail.*.proto..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..", "org.jdbmail.wire..")
                .allowEmptyShould(true));
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("org.jdbmail.(**)").should().beFreeOfCycles().check(withoutGenerated());
    }

    @Test
    void onlyTheProgramsPrint() {
        all(noClasses()
                .that()
                .resideOutsideOfPackages("org.jdbmail.cli..", "org.jdbmail.bench..")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS));
        all(noClasses().should().callMethod(Throwable.class, "printStackTrace"));
        all(noClasses().should().callMethod(Throwable.class, "printStackTrace", PrintStream.class));
    }

    @Test
    void nothingUsesReflection() {
        // Only a proxy of JDBC's interfaces hears every statement; tests that count them need one.
        all(noClasses()
                .that()
                .resideOutsideOfPackage("org.jdbmail.testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.reflect.."));
    }

    @Test
    void implementationsAreFinal() {
        ArchRule rule = classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .and(new DescribedPredicate<JavaClass>("are not sealed") {
                    @Override
                    public boolean test(JavaClass type) {
                        return type.getSubclasses().isEmpty();
                    }
                })
                .and()
                .areNotAnonymousClasses()
                .should()
                .haveModifier(JavaModifier.FINAL);
        rule.check(withoutGenerated());
    }

    @Test
    void everyPackageHasItsPage() throws IOException {
        Path root = Path.of(System.getProperty("jdbmail.root"));
        List<String> missing = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path sources : modules.map(m -> m.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .map(Path::getParent)
                            .distinct()
                            .filter(folder -> !isPage(folder.resolve("package-info.java")))
                            .forEach(folder ->
                                    missing.add(root.relativize(folder).toString()));
                }
            }
        }
        assertEquals(List.of(), missing, "packages without a page that says what they are for, @NullMarked");
    }

    private static boolean isPage(Path file) {
        try {
            String text = Files.isRegularFile(file) ? Files.readString(file) : "";
            return text.startsWith("/**") && text.contains("@NullMarked");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JavaClasses withoutGenerated() {
        return all.that(DescribedPredicate.not(resideInAPackage("org.jdbmail.sql.jooq..")));
    }

    private static void onlyDependsOn(String module, String... allowed) {
        all(classes()
                .that()
                .resideInAPackage(module)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed));
    }

    private static void all(ArchRule rule) {
        rule.allowEmptyShould(true).check(all);
    }
}

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.SyntheticIdentityType;
import org.jooq.meta.jaxb.SyntheticObjectsType;
import org.jooq.meta.jaxb.Target;

/**
 * Writes jOOQ's table classes ({@code org.jdbmail.sql.jooq}) from the changelogs: runs them on an H2 database in memory
 * and lets jOOQ read the result. The build runs this file as source, on the JDK that compiles the project, before the
 * module is compiled (jOOQ's own Maven plugin would need Maven itself to run on so new a Java). When the changelogs and
 * this file are as they were at the last run, it does nothing.
 *
 * <p>Arguments: the resources directory, this file, the output directory.
 */
public final class GenerateModel {

    /** DBMail's SQLite tables lack these columns and DBMail uses none of them: without them one model fits all. */
    private static final String NOT_EVERYWHERE =
            "(?i).*dbmail_users\\.(maxsieve_size|cursieve_size)|(?i).*dbmail_sievescripts\\.id";

    /** The ids that the database draws; PostgreSQL's come from sequences, which the model does not show. */
    private static final String IDENTITIES =
            "(?i).*dbmail_(users\\.user_idnr|aliases\\.alias_idnr|mailboxes\\.mailbox_idnr"
                    + "|messages\\.message_idnr|messageblks\\.messageblk_idnr|pbsp\\.idnr"
                    + "|(physmessage|mimeparts|headername|headervalue|referencesfield|envelope|filters|authlog)\\.id)";

    private static final String MODEL = "jdbc:h2:mem:model;DATABASE_TO_LOWER=TRUE;MODE=PostgreSQL";

    private static final Logger LIQUIBASE_LOG = Logger.getLogger("liquibase");

    private static final String CHANGELOGS = "org/jdbmail/sql/changelog";

    public static void main(String[] args) throws Exception {
        Path resources = Path.of(args[0]);
        Path output = Path.of(args[2]);
        String digest = digest(resources.resolve(CHANGELOGS), Path.of(args[1]));
        Path stamp = output.resolve("changelog.sha256");
        if (Files.exists(stamp) && Files.readString(stamp).equals(digest)) {
            return;
        }
        LIQUIBASE_LOG.setLevel(Level.WARNING);
        // The database lives as long as a connection to it is open, and Liquibase closes the one it is given.
        try (Connection connection = DriverManager.getConnection(MODEL)) {
            migrate(resources);
            generate(connection, output);
        }
        Files.writeString(stamp, digest);
    }

    private static void migrate(Path resources) throws Exception {
        Map<String, Object> quiet = Map.of(Scope.Attr.ui.name(), new LoggerUIService());
        Scope.child(quiet, () -> {
            var database = DatabaseFactory.getInstance()
                    .findCorrectDatabaseImplementation(new JdbcConnection(DriverManager.getConnection(MODEL)));
            try (var liquibase =
                    new Liquibase(CHANGELOGS + "/all.xml", new DirectoryResourceAccessor(resources), database)) {
                liquibase.setChangeLogParameter("prefix", "dbmail_");
                liquibase.setChangeLogParameter("bare", "");
                liquibase.setChangeLogParameter("insert", "INSERT");
                liquibase.setChangeLogParameter("timestamp", "timestamp");
                liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
                liquibase.update(new Contexts(), new LabelExpression());
            }
        });
    }

    private static void generate(Connection connection, Path output) throws Exception {
        var database = new Database()
                .withName("org.jooq.meta.h2.H2Database")
                .withInputSchema("public")
                .withOutputSchemaToDefault(true)
                .withOutputCatalogToDefault(true)
                .withIncludeExcludeColumns(true)
                .withForcedTypes(new ForcedType()
                        .withUserType("java.time.LocalDateTime")
                        .withBinding("org.jdbmail.sql.database.TimeBinding")
                        .withIncludeTypes("(?i)timestamp.*"))
                .withSyntheticObjects(
                        new SyntheticObjectsType().withIdentities(new SyntheticIdentityType().withFields(IDENTITIES)))
                .withExcludes("(?i).*databasechangelog.*|" + NOT_EVERYWHERE);
        var generate = new Generate()
                .withRecords(true)
                .withPojos(false)
                .withDaos(false)
                .withComments(false)
                .withImplicitJoinPathsToMany(false)
                .withImplicitJoinPathsManyToMany(false)
                .withGlobalLinkReferences(false);
        var target = new Target()
                .withPackageName("org.jdbmail.sql.jooq")
                .withDirectory(output.toString())
                .withClean(true);
        var tool = new GenerationTool();
        tool.setConnection(connection);
        tool.run(new Configuration()
                .withLogging(Logging.WARN)
                .withGenerator(new Generator()
                        .withDatabase(database)
                        .withGenerate(generate)
                        .withTarget(target)));
    }

    private static String digest(Path changelogs, Path self) throws IOException, NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        List<Path> files;
        try (Stream<Path> found = Files.walk(changelogs)) {
            files = Stream.concat(found.filter(Files::isRegularFile).sorted(), Stream.of(self))
                    .toList();
        }
        for (Path file : files) {
            sha256.update(file.getFileName().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            sha256.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}

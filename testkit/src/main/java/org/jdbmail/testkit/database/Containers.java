package org.jdbmail.testkit.database;

import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** Starts servers in Docker, where no local binaries are. Testcontainers removes them when the JVM ends. */
final class Containers {

    private Containers() {}

    static Optional<Server> postgresql() {
        return start(
                        "postgres:17",
                        5432,
                        Map.of("POSTGRES_USER", "test", "POSTGRES_PASSWORD", "test"),
                        "postgres",
                        "-c",
                        "max_connections=200",
                        "-c",
                        "fsync=off")
                .map(at -> new Server("postgresql", at.host(), at.port(), "test", "test"));
    }

    static Optional<Server> mariadb() {
        return mysql("mariadb:11.4", "MARIADB", "mariadbd");
    }

    static Optional<Server> mysql() {
        return mysql("mysql:8.4", "MYSQL", "mysqld");
    }

    /** @param prefix of the variables that the image reads */
    private static Optional<Server> mysql(String image, String prefix, String daemon) {
        return start(
                        image,
                        3306,
                        Map.of(prefix + "_ROOT_PASSWORD", "test", prefix + "_ROOT_HOST", "%"),
                        daemon,
                        "--max-allowed-packet=128M",
                        "--max-connections=200")
                .map(at -> new Server("mysql", at.host(), at.port(), "root", "test"));
    }

    private record Address(String host, int port) {}

    private static Optional<Address> start(String image, int port, Map<String, String> environment, String... command) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.empty();
        }
        // It lives as long as the JVM: Testcontainers' own reaper closes it.
        var container = new GenericContainer<>(DockerImageName.parse(image))
                .withEnv(environment)
                .withCommand(command)
                .withExposedPorts(port);
        container.start();
        return Optional.of(new Address(container.getHost(), container.getMappedPort(port)));
    }
}

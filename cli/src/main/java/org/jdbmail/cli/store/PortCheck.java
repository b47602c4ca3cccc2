package org.jdbmail.cli.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbmail.core.queue.Superuser;

/** Whether a port that the settings name can be had by a server, or is served already. It is opened for a moment to find that out. */
final class PortCheck {
    private static final int CONNECT_MILLIS = 1_000;

    /** From here on everybody may open ports, where the system does not say so itself. */
    private static final int USUAL_FIRST_FREE = 1_024;

    private static final Path FIRST_FREE = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");

    private PortCheck() {}

    /**
     * Looks at a port.
     *
     * @param service whose it is to be
     */
    static Examination.Finding of(String service, InetAddress address, int port) {
        String where = service + " on " + address.getHostAddress() + ":" + port;
        if (!isOurs(address)) {
            return ill(where + " cannot be: this machine has no such address; mend bindip");
        }
        if (isAnswered(address, port)) {
            return well(where + " is served");
        }
        if (isFree(address, port)) {
            return well(where + " is free");
        }
        return port < firstForEverybody() && !Superuser.isUs()
                ? well(where + " does not answer; whether it is free only root can find out")
                : ill(where + " is taken by a program that does not answer; ss -tanp 'sport = :" + port
                        + "' tells which");
    }

    private static Examination.Finding well(String text) {
        return new Examination.Finding("port", true, text);
    }

    private static Examination.Finding ill(String text) {
        return new Examination.Finding("port", false, text);
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return true; // the system does not tell
        }
    }

    private static boolean isAnswered(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            InetAddress asked = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
            socket.connect(new InetSocketAddress(asked, port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false; // nobody listens there
        }
    }

    private static boolean isFree(InetAddress address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as the server does: connections that are over hold no port
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int firstForEverybody() {
        try {
            return Integer.parseInt(Files.readString(FIRST_FREE).strip());
        } catch (IOException | NumberFormatException e) {
            return USUAL_FIRST_FREE; // not Linux, or an old one
        }
    }
}

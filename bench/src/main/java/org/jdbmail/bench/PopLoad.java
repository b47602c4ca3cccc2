package org.jdbmail.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Reads mail by POP3, with fifty RETR commands on their way at a time or one after the other. */
final class PopLoad {
    private static final int WINDOW = 50;

    private PopLoad() {}

    /** Messages in a second. */
    static double rate(int port, String user, int messages) throws IOException {
        return rate(port, user, messages, WINDOW);
    }

    /** How long a login and a STAT take, in milliseconds. */
    static double open(int port, String user) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            line(in);
            long begin = System.nanoTime();
            out.write(("USER " + user + "\r\nPASS " + Accounts.PASSWORD + "\r\nSTAT\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            line(in);
            line(in);
            line(in);
            return (System.nanoTime() - begin) / 1e6;
        }
    }

    /** Messages in a second, with so many commands on their way at a time. */
    static double rate(int port, String user, int messages, int window) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 18);
            OutputStream out = socket.getOutputStream();
            line(in);
            out.write(("USER " + user + "\r\n").getBytes(StandardCharsets.US_ASCII));
            line(in);
            out.write(("PASS " + Accounts.PASSWORD + "\r\n").getBytes(StandardCharsets.US_ASCII));
            line(in);
            long begin = System.nanoTime();
            for (int from = 1; from <= messages; from += window) {
                int to = Math.min(messages, from + window - 1);
                StringBuilder commands = new StringBuilder();
                for (int number = from; number <= to; number++) {
                    commands.append("RETR ").append(number).append("\r\n");
                }
                out.write(commands.toString().getBytes(StandardCharsets.US_ASCII));
                for (int number = from; number <= to; number++) {
                    line(in);
                    content(in);
                }
            }
            return messages * 1e9 / (System.nanoTime() - begin);
        }
    }

    private static void line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = byteOf(in); b != '\n'; b = byteOf(in)) {
            line.append((char) b);
        }
        if (!line.toString().startsWith("+OK")) {
            throw new IOException("refused: " + line);
        }
    }

    /** Reads up to the line with a dot alone. */
    private static void content(InputStream in) throws IOException {
        int column = 0;
        boolean onlyDot = false;
        while (true) {
            int b = byteOf(in);
            if (b == '\n') {
                if (onlyDot && column == 2) {
                    return;
                }
                column = 0;
                onlyDot = false;
            } else {
                onlyDot = column == 0 ? b == '.' : onlyDot && b == '\r';
                column++;
            }
        }
    }

    private static int byteOf(InputStream in) throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("the server closed the connection");
        }
        return b;
    }
}

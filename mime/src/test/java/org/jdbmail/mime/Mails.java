package org.jdbmail.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.mime.structure.MimeScanner;

/** Messages for the tests of this package, and the ways to hold one. */
public final class Mails {
    private Mails() {}

    /** Text as the bytes of the same numbers, with LF written as CRLF. */
    public static byte[] crlf(String text) {
        return bytes(text.replace("\n", "\r\n"));
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The message cut into segments of random sizes, empty ones among them. */
    public static MessageBytes segments(byte[] message, Random random) {
        List<byte[]> segments = new ArrayList<>();
        int at = 0;
        while (at < message.length) {
            int count = Math.min(message.length - at, random.nextInt(1 + random.nextInt(1 << random.nextInt(12))));
            segments.add(java.util.Arrays.copyOfRange(message, at, at + count));
            at += count;
        }
        segments.add(new byte[0]);
        return MessageBytes.of(segments);
    }

    public static String slice(byte[] message, int from, int to) {
        return new String(message, from, to - from, StandardCharsets.ISO_8859_1);
    }

    public static String header(byte[] message, MimePart part) {
        return slice(message, part.headerStart(), part.headerEnd());
    }

    public static String body(byte[] message, MimePart part) {
        return slice(message, part.bodyStart(), part.bodyEnd());
    }

    public static MimePart scan(byte[] message) {
        return MimeScanner.scan(MessageBytes.of(message));
    }

    /** A plausible plain message of about that size, with CRLF. */
    public static byte[] plain(int size) {
        StringBuilder mail = new StringBuilder("""
                Return-Path: <alice@sender.example>
                Received: from mx.sender.example (mx.sender.example [192.0.2.17])
                \tby mail.receiver.example (Postfix) with ESMTPS id 4F2B81C0A7
                \tfor <bob@receiver.example>; Tue, 14 Apr 2026 09:12:44 +0200 (CEST)
                DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=sender.example; s=mail;
                \th=from:to:subject:date; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;
                \tb=GZ0mUMRhOyCcC9ZPXsKxq1bKk2Qm0v0dGZ0mUMRhOyCcC9ZPXsKxq1bKk2Qm0v0d
                From: "Alice Example" <alice@sender.example>
                To: Bob <bob@receiver.example>, carol@receiver.example
                Cc: =?UTF-8?Q?J=C3=BCrgen?= <juergen@receiver.example>
                Subject: Minutes of the meeting on Tuesday
                Date: Tue, 14 Apr 2026 09:12:43 +0200
                Message-ID: <20260414071243.4F2B81C0A7@sender.example>
                In-Reply-To: <first@receiver.example>
                References: <zero@receiver.example> <first@receiver.example>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                """);
        Random random = new Random(7);
        while (mail.length() < size) {
            for (int column = 0; column < 70; ) {
                int word = 2 + random.nextInt(9);
                for (int i = 0; i < word; i++) {
                    mail.append((char) ('a' + random.nextInt(26)));
                }
                mail.append(' ');
                column += word + 1;
            }
            mail.append('\n');
        }
        return crlf(mail.toString());
    }
}

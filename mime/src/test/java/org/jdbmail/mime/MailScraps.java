package org.jdbmail.mime;

import java.util.Random;

/** Messages made of what parsers stumble over, put together at random. */
public final class MailScraps {
    private static final String[] SCRAPS = {
        "\r\n",
        "\n",
        "\r",
        "\r\n\r\n",
        "--",
        "--b",
        "--b--",
        "--bb",
        "\r\n--b\r\n",
        "\r\n--bb\r\n",
        "\r\n--b--\r\n",
        "\0",
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
        "Content-Type: multipart/digest; boundary=\"bb\"\r\n\r\n",
        "Content-Type: message/rfc822\r\n",
        "Content-Type: message/global; x=y\n\n",
        "Content-Type: text/plain\n",
        "Content-Transfer-Encoding: base64\r\n",
        "From: a@b (c), \"d\" <e@f>, g:h;\r\n",
        "Subject: =?utf-8?q?=C3=BC?=\r\n",
        "To: <@a,@b:c@d",
        "Cc: (((",
        "Date: Tue, 1 Jan 2026 10:00 +0100\n",
        "Content-Disposition: a; b*0=c; d=\"e",
        ":",
        " ",
        "\t",
        "(",
        ")",
        "\"",
        "\\",
        "<",
        ">",
        ";",
        ",",
        "@",
        "=?",
        "?=",
        "\u00fc",
        "From x  Mon\n",
        "Content-Language: a, b\n",
        "References: <a> <b\r\n\t> c\n",
        "Message-ID: <x@y>\n",
        "some text ",
        "Content-MD5: {3}\r\n",
        "x".repeat(100)
    };

    public static byte[] mail(Random random) {
        StringBuilder mail = new StringBuilder();
        int scraps = random.nextInt(60);
        for (int i = 0; i < scraps; i++) {
            if (random.nextInt(20) == 0) {
                mail.append((char) random.nextInt(256));
            }
            mail.append(SCRAPS[random.nextInt(SCRAPS.length)]);
        }
        return Mails.bytes(mail.toString());
    }

    private MailScraps() {}
}

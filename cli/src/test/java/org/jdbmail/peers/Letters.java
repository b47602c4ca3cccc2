package org.jdbmail.peers;

/** Mail that is read in webmails. */
final class Letters {
    /** Text, HTML and an attachment, with a subject beyond ASCII. */
    static final String WITH_FIGURES = """
            From: Bob Example <bob@example.net>
            To: anna@example.org
            Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?= with figures
            Date: Sat, 28 Nov 2026 10:00:00 +0000
            Message-ID: <one@example.net>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="mix"

            --mix
            Content-Type: multipart/alternative; boundary="alt"

            --alt
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Plain gr=C3=BC=C3=9Fe
            --alt
            Content-Type: text/html; charset=utf-8

            <html><body><p>Rich <b>greetings</b></p></body></html>
            --alt--
            --mix
            Content-Type: text/csv; name="figures.csv"
            Content-Disposition: attachment; filename="figures.csv"
            Content-Transfer-Encoding: base64

            YSxiCjEsMgo=
            --mix--
            """;

    private Letters() {}
}

package org.jdbmail.webd.html;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A text as a QR code, drawn in the page itself: what is in it is a secret, and no picture of it is to be had anywhere. */
public final class QrCode {
    /** ISO/IEC 18004: so many modules are blank all around. */
    private static final int QUIET = 4;

    private QrCode() {}

    /**
     * Draws one; dark on light in dark pages too, since not every program reads it otherwise.
     *
     * @param label what it is, for those who do not see it
     */
    public static Html of(String text, String label) {
        ByteMatrix modules = modules(text);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                if (modules.get(x, y) == 1) {
                    path.append('M')
                            .append(x + QUIET)
                            .append(' ')
                            .append(y + QUIET)
                            .append("h1v1h-1z");
                }
            }
        }
        String size = Integer.toString(modules.getWidth() + 2 * QUIET);
        return Tag.tag("svg", "qr")
                .at("viewBox", "0 0 " + size + " " + size)
                .at("role", "img")
                .at("aria-label", label)
                .with(
                        Tag.tag("rect", "light").at("width", size).at("height", size),
                        Tag.tag("path", "dark").at("d", path.toString()));
    }

    private static ByteMatrix modules(String text) {
        try {
            return Encoder.encode(
                            text,
                            ErrorCorrectionLevel.M,
                            Map.of(EncodeHintType.CHARACTER_SET, StandardCharsets.UTF_8.name()))
                    .getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("too long for a QR code", e);
        }
    }
}

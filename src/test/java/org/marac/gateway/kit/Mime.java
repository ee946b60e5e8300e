package org.marac.gateway.kit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The content of mails with files, as a person's mail program writes it. */
public final class Mime {
    private static final String NEXT = "--next\r\n";

    private Mime() {}

    /** Some words that say for whom it is, then the parts. */
    public static byte[] multipart(String to, byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(("Content-Type: multipart/mixed; boundary=next\r\n\r\n" + NEXT + "\r\nFor: " + to
                        + "\r\n\r\nSee the files.\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        all.writeBytes("--next--\r\n".getBytes(StandardCharsets.US_ASCII));
        return all.toByteArray();
    }

    /** A file, for {@link #multipart}. */
    public static byte[] part(String name, byte[] content) {
        return (NEXT + "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"" + name
                        + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + Base64.getMimeEncoder().encodeToString(content) + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}

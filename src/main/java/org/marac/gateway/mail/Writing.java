package org.marac.gateway.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.marac.gateway.model.Bytes;

/** Writes MIME (RFC 2045) of ASCII lines only, which no server on the way has a reason to change. */
final class Writing {
    private static final String END = "\r\n";
    private static final int LINE = 76;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Writing() {}

    /** A field of a header. */
    record Field(String name, String value) {}

    /** That a part is a file of this name. */
    static Field attached(String name) {
        return new Field("Content-Disposition", "attachment; filename=\"" + name + "\"");
    }

    /** A file as a part; its name is ours, never another's. */
    static Bytes file(String type, String name, Bytes content) {
        return part(type + "; name=\"" + name + "\"", List.of(attached(name)), content);
    }

    /** Plain text as a part. */
    static Bytes text(String text) {
        return part("text/plain; charset=utf-8", List.of(), Bytes.utf8(text.replace("\n", END)));
    }

    /** Some bytes as a part, in base64. */
    static Bytes part(String type, List<Field> more, Bytes content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.size() * 3 / 2);
        field(out, "Content-Type", type);
        field(out, "Content-Transfer-Encoding", "base64");
        more.forEach(one -> field(out, one.name(), one.value()));
        out.writeBytes(ascii(END));
        out.writeBytes(Base64.getMimeEncoder(LINE, ascii(END)).encode(content.toArray()));
        out.writeBytes(ascii(END));
        return Bytes.of(out.toByteArray());
    }

    /** Several parts as one. */
    static Bytes multipart(String type, List<Field> more, List<Bytes> parts) {
        String boundary = "marac-" + HexFormat.of().formatHex(random());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        field(out, "Content-Type", type + "; boundary=\"" + boundary + "\"");
        more.forEach(one -> field(out, one.name(), one.value()));
        out.writeBytes(ascii(END));
        for (Bytes part : parts) {
            out.writeBytes(ascii("--" + boundary + END));
            out.writeBytes(part.toArray());
            out.writeBytes(ascii(END));
        }
        out.writeBytes(ascii("--" + boundary + "--" + END));
        return Bytes.of(out.toByteArray());
    }

    /** The header of a mail before a part. */
    static Bytes mail(List<Field> header, Bytes part) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(part.size() + 1024);
        header.forEach(one -> field(out, one.name(), one.value()));
        field(out, "MIME-Version", "1.0");
        out.writeBytes(part.toArray());
        return Bytes.of(out.toByteArray());
    }

    private static void field(ByteArrayOutputStream out, String name, String value) {
        if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("A header field holds what would end it");
        }
        out.writeBytes(ascii(name + ": " + value + END));
    }

    private static byte[] random() {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        return random;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

package org.marac.gateway.model;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that do not change and compare by content. The text form says only how many there are. */
public final class Bytes {
    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    /** A copy of the array. */
    public static Bytes of(byte[] value) {
        return new Bytes(value.clone());
    }

    /** The UTF-8 form of the text. */
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy as an array. */
    public byte[] toArray() {
        return value.clone();
    }

    /** A view to read from; no copy. */
    public InputStream stream() {
        return new ByteArrayInputStream(value);
    }

    /** Read as UTF-8; malformed input becomes the replacement character. */
    public String text() {
        return new String(value, StandardCharsets.UTF_8);
    }

    public int size() {
        return value.length;
    }

    /** The SHA-256 digest. */
    public Digest digest() {
        return Digest.of(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return value.length + " bytes";
    }
}

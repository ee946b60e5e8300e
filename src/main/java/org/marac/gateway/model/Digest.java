package org.marac.gateway.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 digest (FIPS 180-4) of exact bytes; 32 bytes, compared in constant time. */
public final class Digest {
    private static final int LENGTH = 32;

    private final byte[] value;

    private Digest(byte[] value) {
        if (value.length != LENGTH) {
            throw new IllegalArgumentException("A SHA-256 digest has 32 bytes");
        }
        this.value = value;
    }

    /** Digests the bytes. */
    public static Digest of(byte[] content) {
        try {
            return new Digest(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Wraps 32 bytes that are a digest already. */
    public static Digest wrap(byte[] digest) {
        return new Digest(digest.clone());
    }

    /** Reads 64 hexadecimal digits. */
    public static Digest parse(String hex) {
        return new Digest(HexFormat.of().parseHex(hex));
    }

    /** A copy of the 32 bytes. */
    public byte[] toArray() {
        return value.clone();
    }

    /** 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest that && MessageDigest.isEqual(value, that.value);
    }

    @Override
    public int hashCode() {
        return (value[0] & 0xff) << 24 | (value[1] & 0xff) << 16 | (value[2] & 0xff) << 8 | (value[3] & 0xff);
    }

    @Override
    public String toString() {
        return hex();
    }
}

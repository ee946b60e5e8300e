package org.marac.gateway.audit;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Ed25519 (RFC 8032) of the Java platform, by raw 32-byte public keys and 64-byte signatures. */
final class Ed25519 {
    static final int PUBLIC_KEY = 32;
    static final int SIGNATURE = 64;

    private static final String NAME = "Ed25519";
    /** Named, so that a provider registered for other work does not take its place. */
    private static final String PROVIDER = "SunEC";
    /** SubjectPublicKeyInfo of RFC 8410 up to the key. */
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {}

    static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance(NAME, PROVIDER).generateKeyPair();
        } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
            throw missing(e);
        }
    }

    /**
     * The public key with these 32 bytes.
     *
     * @throws InvalidKeySpecException when they are not a public key
     */
    static PublicKey publicKey(byte[] raw) throws InvalidKeySpecException {
        if (raw.length != PUBLIC_KEY) {
            throw new InvalidKeySpecException("An Ed25519 public key has 32 bytes");
        }
        byte[] spki = Arrays.copyOf(SPKI, SPKI.length + PUBLIC_KEY);
        System.arraycopy(raw, 0, spki, SPKI.length, PUBLIC_KEY);
        return keys().generatePublic(new X509EncodedKeySpec(spki));
    }

    /** The 32 bytes of a public key. */
    static byte[] raw(PublicKey key) {
        byte[] spki = key.getEncoded();
        if (spki.length != SPKI.length + PUBLIC_KEY || !Arrays.equals(SPKI, Arrays.copyOf(spki, SPKI.length))) {
            throw new IllegalArgumentException("Not an Ed25519 public key");
        }
        return Arrays.copyOfRange(spki, SPKI.length, spki.length);
    }

    static byte[] sign(PrivateKey key, byte[] message) throws InvalidKeyException {
        try {
            Signature signature = Signature.getInstance(NAME, PROVIDER);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (InvalidKeyException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** Whether the signature is the key's over exactly this message. */
    static boolean verify(PublicKey key, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(NAME, PROVIDER);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (InvalidKeyException | SignatureException e) {
            // The platform says by exception that a point or a scalar is not of the curve.
            return false;
        } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
            throw missing(e);
        }
    }

    static KeyFactory keys() {
        try {
            return KeyFactory.getInstance(NAME, PROVIDER);
        } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
            throw missing(e);
        }
    }

    private static IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("The Java platform has no Ed25519", e);
    }
}
